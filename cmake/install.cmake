# What is installed: libraries, headers, a CMake package and a pkg-config file. The installed tree
# may be moved, unless the folders were given as absolute paths.
#
# Two components: what programs need to run (runtime) and to be built (development).

include(CMakePackageConfigHelpers)
set(package_dir "${CMAKE_INSTALL_LIBDIR}/cmake/secagg")
set(shared_library_dir "${CMAKE_INSTALL_LIBDIR}")
if(WIN32)
  set(shared_library_dir "${CMAKE_INSTALL_BINDIR}") # beside the programs, where Windows looks
endif()

list(TRANSFORM links PREPEND "${library_dir}/" OUTPUT_VARIABLE link_files)
list(POP_BACK link_files development_link) # libsecagg.so, which only linkers look for
install(FILES "${library_dir}/${shared_library}" ${link_files}
  DESTINATION "${shared_library_dir}" COMPONENT runtime)
install(FILES ${development_link} "${library_dir}/${static_library}"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
if(import_library)
  install(FILES "${library_dir}/${import_library}"
    DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT development)
endif()
install(DIRECTORY include/ DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}" COMPONENT development
  FILES_MATCHING PATTERN "*.h" PATTERN "*.hpp")
install(FILES LICENSE-APACHE LICENSE-MIT NOTICES packaging/secagg.cdx.json
  DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT development)

# For find_package(secagg).
set(generated "${PROJECT_BINARY_DIR}/package")
file(RELATIVE_PATH config_to_prefix
  "${CMAKE_INSTALL_FULL_LIBDIR}/cmake/secagg" "${CMAKE_INSTALL_PREFIX}")
configure_package_config_file(cmake/secagg-config.cmake.in "${generated}/secagg-config.cmake"
  INSTALL_DESTINATION "${package_dir}"
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR CMAKE_INSTALL_LIBDIR shared_library_dir)
write_basic_package_version_file("${generated}/secagg-config-version.cmake"
  COMPATIBILITY ${compatibility})

# For pkg-config, which knows where its file lies: from there the prefix is some folders up.
if(IS_ABSOLUTE "${CMAKE_INSTALL_LIBDIR}")
  set(pkgconfig_prefix "${CMAKE_INSTALL_PREFIX}")
  set(pkgconfig_libdir "${CMAKE_INSTALL_LIBDIR}")
else()
  file(RELATIVE_PATH up "/prefix/${CMAKE_INSTALL_LIBDIR}/pkgconfig" "/prefix")
  string(REGEX REPLACE "/$" "" up "${up}")
  set(pkgconfig_prefix "\${pcfiledir}/${up}")
  set(pkgconfig_libdir "\${prefix}/${CMAKE_INSTALL_LIBDIR}")
endif()
if(IS_ABSOLUTE "${CMAKE_INSTALL_INCLUDEDIR}")
  set(pkgconfig_includedir "${CMAKE_INSTALL_INCLUDEDIR}")
else()
  set(pkgconfig_includedir "\${prefix}/${CMAKE_INSTALL_INCLUDEDIR}")
endif()
list(JOIN native_libraries " " pkgconfig_libs_private)
if(static_link_options)
  set(pkgconfig_libs_private "${static_link_options} ${pkgconfig_libs_private}")
endif()
configure_file(cmake/secagg.pc.in "${generated}/secagg.pc" @ONLY)

install(FILES
  "${generated}/secagg-config.cmake" "${generated}/secagg-config-version.cmake"
  cmake/secagg-targets.cmake cmake/secagg-component-mpi.cmake
  DESTINATION "${package_dir}" COMPONENT development)
install(FILES "${generated}/secagg.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT development)

if(PROJECT_IS_TOP_LEVEL)
  include(cmake/packages.cmake)
endif()
