# The examples and the tests in C and C++, as programs linked with the shared library. A program is
# one file; a test passes with exit code 0 and is skipped with 77.

# secagg itself needs no C++ compiler.
include(CheckLanguage)
check_language(CXX)
if(CMAKE_CXX_COMPILER)
  enable_language(CXX)
endif()

# secagg_add_program(GROUP SOURCE ARGUMENT...). Sets ${program}, empty if it is not built: a file
# with a line "needs:" or "link:" near its top takes more than this simple rule. (cargo test runs all.)
function(secagg_add_program group source)
  set(program "" PARENT_SCOPE)
  file(READ "${source}" top LIMIT 1000)
  if(top MATCHES "\n( [*]|//) (needs|link):")
    return()
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
    add_test(NAME secagg.${group}.${name} COMMAND ${program} ${ARGN})
    set_tests_properties(secagg.${group}.${name} PROPERTIES
      LABELS ${group} SKIP_RETURN_CODE 77 TIMEOUT 120)
  endif()
  set(program ${program} PARENT_SCOPE)
endfunction()

if(SECAGG_BUILD_EXAMPLES)
  file(GLOB examples CONFIGURE_DEPENDS
    "${PROJECT_SOURCE_DIR}/examples/*.c" "${PROJECT_SOURCE_DIR}/examples/cpp/*.cpp")
  foreach(example IN LISTS examples)
    if(example MATCHES "[.]c$")
      secagg_add_program(example "${example}")
    elseif(CMAKE_CXX_COMPILER)
      secagg_add_program(example-cpp "${example}")
      if(program)
        target_compile_features(${program} PRIVATE cxx_std_17)
      endif()
    endif()
    if(program)
      target_compile_definitions(${program} PRIVATE
        LUNG_CSV="${PROJECT_SOURCE_DIR}/examples/data/lung.csv")
    endif()
  endforeach()
endif()

# As in tests/c_programs.rs.
if(SECAGG_BUILD_TESTS AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/c/*.c")
  foreach(test IN LISTS tests)
    secagg_add_program(c "${test}" "${PROJECT_SOURCE_DIR}/tests/vectors" $<TARGET_FILE:secagg::secagg>)
    if(program)
      target_compile_options(${program} PRIVATE -std=c11 -D_GNU_SOURCE -pthread)
      target_link_libraries(${program} PRIVATE -pthread)
    endif()
  endforeach()
  # The programs of one file; cargo test runs all, in every standard.
  file(GLOB tests CONFIGURE_DEPENDS "${PROJECT_SOURCE_DIR}/tests/cpp/hpp_*.cpp")
  foreach(test IN LISTS tests)
    if(CMAKE_CXX_COMPILER)
      secagg_add_program(cpp "${test}")
      if(program)
        target_include_directories(${program} PRIVATE "${PROJECT_SOURCE_DIR}/tests/c")
        target_compile_features(${program} PRIVATE cxx_std_17)
      endif()
    endif()
  endforeach()
endif()

# The cases of tests/cpp/doctest, each a test of its own. Without doctest they are one test, skipped
# for a reason that tests/check/run.py reads in its name.
if(SECAGG_BUILD_TESTS AND CMAKE_CXX_COMPILER AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  find_package(doctest CONFIG QUIET)
  if(doctest_FOUND)
    include(doctest)
    set(folder "${PROJECT_SOURCE_DIR}/tests/cpp/doctest")
    file(GLOB cases CONFIGURE_DEPENDS "${folder}/*.cpp")
    list(REMOVE_ITEM cases "${folder}/results.cpp") # has a program of its own, without exceptions
    add_executable(secagg-doctest ${cases} "${PROJECT_SOURCE_DIR}/tests/zeromq/lie.c")
    target_link_libraries(secagg-doctest PRIVATE ${CMAKE_DL_LIBS})
    add_executable(secagg-doctest-results "${folder}/main.cpp" "${folder}/results.cpp")
    target_compile_options(secagg-doctest-results PRIVATE -fno-exceptions)
    foreach(program IN ITEMS secagg-doctest secagg-doctest-results)
      target_link_libraries(${program} PRIVATE secagg::secagg doctest::doctest)
      target_compile_features(${program} PRIVATE cxx_std_17)
      target_compile_options(${program} PRIVATE
        -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Werror)
      doctest_discover_tests(${program} TEST_PREFIX "secagg.doctest." PROPERTIES TIMEOUT 120)
    endforeach()
  else()
    set(skipped "secagg.doctest: needs doctest (Debian: doctest-dev)")
    add_test(NAME "${skipped}" COMMAND sh -c "echo 'needs doctest (Debian: doctest-dev)'; exit 77")
    set_tests_properties("${skipped}" PROPERTIES SKIP_RETURN_CODE 77)
  endif()
endif()
