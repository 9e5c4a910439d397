# The examples and the C tests, as programs linked with the shared library. A C test is one file; it
# passes with exit code 0 and is skipped with 77.

# A file that says "needs:" or "link:" near its top cannot be built by this simple rule.
# Those tests are run by cargo test, which builds all of them.
function(secagg_add_programs group)
  file(GLOB sources CONFIGURE_DEPENDS ${ARGN})
  foreach(source IN LISTS sources)
    file(READ "${source}" top LIMIT 1000)
    if(top MATCHES "(needs|link):")
      continue()
    endif()
    get_filename_component(name "${source}" NAME_WE)
    set(program "secagg-${group}-${name}")
    add_executable(${program} "${source}")
    set_target_properties(${program} PROPERTIES
      OUTPUT_NAME ${name}
      RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/${group}")
    target_link_libraries(${program} PRIVATE secagg::secagg $<$<BOOL:${UNIX}>:m>)
    # Assertions stay on in optimised builds too.
    target_compile_options(${program} PRIVATE $<IF:$<BOOL:${MSVC}>,/UNDEBUG,-UNDEBUG>)

    if(SECAGG_BUILD_TESTS)
      set(arguments "")
      if(program STREQUAL secagg-example-hospitals)
        set(arguments "${PROJECT_SOURCE_DIR}/examples/data/lung.csv")
      endif()
      add_test(NAME secagg.${group}.${name} COMMAND ${program} ${arguments})
      set_tests_properties(secagg.${group}.${name} PROPERTIES
        LABELS ${group} SKIP_RETURN_CODE 77 TIMEOUT 120
        WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}")
    endif()
  endforeach()
endfunction()

if(SECAGG_BUILD_EXAMPLES)
  secagg_add_programs(example "${PROJECT_SOURCE_DIR}/examples/*.c")
endif()
if(SECAGG_BUILD_TESTS)
  secagg_add_programs(c "${PROJECT_SOURCE_DIR}/tests/c/*.c")
endif()
