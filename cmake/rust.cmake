# Finds Rust. Sets SECAGG_CARGO, SECAGG_CARGO_TARGET and native_libraries.

set(hints "$ENV{CARGO_HOME}/bin" "$ENV{HOME}/.cargo/bin" "$ENV{USERPROFILE}/.cargo/bin")
find_program(SECAGG_CARGO cargo HINTS ${hints} DOC "Rust's build tool")
find_program(SECAGG_RUSTC rustc HINTS ${hints} DOC "Rust's compiler")
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
set(SECAGG_CARGO_TARGET "${CMAKE_MATCH_1}" CACHE STRING
  "Rust's name of the platform to build secagg for")

# Rust's standard library needs some libraries of the system, which a program that links the static
# library must link too. The compiler knows which.
set(empty "${PROJECT_BINARY_DIR}/CMakeFiles/empty")
file(WRITE "${empty}.rs" "")
execute_process(
  COMMAND ${SECAGG_RUSTC} --crate-type staticlib --target ${SECAGG_CARGO_TARGET}
    --print native-static-libs -o "${empty}.a" "${empty}.rs"
  WORKING_DIRECTORY "${PROJECT_SOURCE_DIR}"
  ERROR_VARIABLE rustc_note RESULT_VARIABLE failed)
file(REMOVE "${empty}.rs" "${empty}.a")
if(failed OR NOT rustc_note MATCHES "native-static-libs:([^\n]*)")
  message(FATAL_ERROR "secagg: rustc cannot build for ${SECAGG_CARGO_TARGET}:\n${rustc_note}")
endif()
separate_arguments(native_libraries NATIVE_COMMAND "${CMAKE_MATCH_1}")
