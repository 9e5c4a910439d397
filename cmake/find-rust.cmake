# Finds Rust. Sets SECAGG_CARGO, SECAGG_CARGO_TARGET, native_libraries (what a program with the static
# library must link too), cargo_environment and cargo_flags (how to call cargo).

include(cmake/rust-target.cmake)

set(cargo_home "$ENV{CARGO_HOME}")
if(NOT cargo_home)
  set(cargo_home "$ENV{HOME}$ENV{USERPROFILE}/.cargo")
endif()
find_program(SECAGG_CARGO cargo HINTS "${cargo_home}/bin" DOC "Rust's build tool")
find_program(SECAGG_RUSTC rustc HINTS "${cargo_home}/bin" DOC "Rust's compiler")
if(NOT SECAGG_CARGO OR NOT SECAGG_RUSTC)
  message(FATAL_ERROR
    "secagg is written in Rust, and cargo and rustc were not found. Install Rust "
    "(https://www.rust-lang.org/tools/install) or, if it is installed, add its folder to PATH.")
endif()

# In the source folder, so that a toolchain chosen for this folder is the one that is asked.
execute_process(COMMAND ${SECAGG_RUSTC} -vV
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  OUTPUT_VARIABLE rustc_version RESULT_VARIABLE failed)
if(failed OR NOT rustc_version MATCHES "host: ([^\n]+)")
  message(FATAL_ERROR "secagg: ${SECAGG_RUSTC} does not run")
endif()
set(host "${CMAKE_MATCH_1}")
if(NOT SECAGG_CARGO_TARGET)
  secagg_rust_target(target "${host}")
  set(SECAGG_CARGO_TARGET "${target}" CACHE STRING
    "Rust's name of the platform to build secagg for")
endif()

# Rust's standard library needs some libraries of the system. The compiler knows which, and whether
# it can build for the target at all.
set(empty "${PROJECT_BINARY_DIR}/CMakeFiles/empty")
file(WRITE "${empty}.rs" "")
execute_process(
  COMMAND ${SECAGG_RUSTC} --crate-type staticlib --target ${SECAGG_CARGO_TARGET}
    --print native-static-libs -o "${empty}.a" "${empty}.rs"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  ERROR_VARIABLE rustc_note RESULT_VARIABLE failed)
file(REMOVE "${empty}.rs" "${empty}.a")
if(failed OR NOT rustc_note MATCHES "native-static-libs:([^\n]*)")
  message(FATAL_ERROR "secagg: this Rust cannot build for ${SECAGG_CARGO_TARGET}, which may only take "
    "its standard library (rustup target add ${SECAGG_CARGO_TARGET}). It said:\n${rustc_note}")
endif()
separate_arguments(native_libraries NATIVE_COMMAND "${CMAKE_MATCH_1}")
# A compiler links its own unwinder, shared or, in a program that is all static, static.
list(REMOVE_ITEM native_libraries -lgcc_s)

execute_process(COMMAND ${SECAGG_RUSTC} --print cfg --target ${SECAGG_CARGO_TARGET}
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}" OUTPUT_VARIABLE rustc_target)
string(REGEX MATCH "target_pointer_width=\"([0-9]+)\"" width "${rustc_target}")
math(EXPR compiler_width "8 * ${CMAKE_SIZEOF_VOID_P}")
if(NOT CMAKE_MATCH_1 EQUAL compiler_width)
  message(FATAL_ERROR "secagg: the C compiler builds for ${compiler_width} bits, Rust's target "
    "${SECAGG_CARGO_TARGET} has ${CMAKE_MATCH_1}. Set SECAGG_CARGO_TARGET to the right one.")
endif()

secagg_cargo_environment(cargo_environment linker_flags "${host}")
set(cargo_flags --locked --target ${SECAGG_CARGO_TARGET})
if(linker_flags)
  list(APPEND cargo_flags --config "target.${SECAGG_CARGO_TARGET}.rustflags=[${linker_flags}]")
endif()

# A panic's message names its source, which would put folders of this machine into the library, and
# so make it another one on each machine. With debug information they stay: a debugger looks there.
# The Makefile does the same.
set(remap "\"--remap-path-prefix=${cargo_home}=/cargo\"")
if(EXISTS "${PROJECT_SOURCE_DIR}/vendor") # in the source archive
  file(REAL_PATH "${PROJECT_SOURCE_DIR}/vendor" vendor)
  string(APPEND remap ",\"--remap-path-prefix=${vendor}=/vendor\"")
endif()
set(remap "target.${SECAGG_CARGO_TARGET}.rustflags=[${remap}]")
set(has_debug_info "$<CONFIG:Debug,RelWithDebInfo>")
list(APPEND cargo_flags
  "$<$<NOT:${has_debug_info}>:--config>" "$<$<NOT:${has_debug_info}>:${remap}>")
