# Packages, made by cpack: an archive of the installed tree (TGZ), and for Debian one package to run
# programs and one to build them (DEB). `make packages` makes all of them.
#
# Debian keeps libraries in lib/<architecture>, and so does CMake if CMAKE_INSTALL_PREFIX is /usr.

set(SECAGG_PACKAGE_CONTACT "The secagg authors <packages@secagg.example>" CACHE STRING
  "Who answers for the packages: a name and an address")

set(CPACK_PACKAGE_VENDOR secagg)
set(CPACK_PACKAGE_CONTACT "${SECAGG_PACKAGE_CONTACT}")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "secure summation with secret sharing")
set(CPACK_PACKAGE_FILE_NAME
  "secagg-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE-MIT")
set(CPACK_STRIP_FILES OFF) # Cargo has stripped what may be stripped.
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_COMPONENTS_ALL runtime development)
set(CPACK_ARCHIVE_COMPONENT_INSTALL OFF)

set(description "Parties who do not trust each other learn the sum, mean, count and
variance over all of them, while nobody shows anyone their own numbers.\n.\n")
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE 1)
set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME "libsecagg${abi_version}")
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_SHLIBDEPS ON)
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "${description}This package has the shared library.")
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libsecagg-dev)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS
  "libsecagg${abi_version} (= ${PROJECT_VERSION}-${CPACK_DEBIAN_PACKAGE_RELEASE})")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "${description}This package has the headers for C and \
C++, the static library,\nand the files for CMake and pkg-config.")

include(CPack)

# Debian's packages have changelogs and a copyright file each; who installs otherwise gets neither.
find_program(GZIP_PROGRAM gzip)
if(GZIP_PROGRAM)
  set(debian "${PROJECT_BINARY_DIR}/debian")
  string(TIMESTAMP date "%a, %d %b %Y %H:%M:%S +0000" UTC)
  file(CONFIGURE OUTPUT "${debian}/changelog.Debian" CONTENT
"secagg (@PROJECT_VERSION@-@CPACK_DEBIAN_PACKAGE_RELEASE@) unstable; urgency=medium

  * See changelog.gz.

 -- @SECAGG_PACKAGE_CONTACT@  @date@
" @ONLY)
  configure_file(CHANGELOG.md "${debian}/changelog" COPYONLY)
  execute_process(COMMAND ${GZIP_PROGRAM} -9nf "${debian}/changelog" "${debian}/changelog.Debian")
  foreach(component RUNTIME DEVELOPMENT)
    string(TOLOWER ${component} lower)
    set(directory "${CMAKE_INSTALL_DATAROOTDIR}/doc/${CPACK_DEBIAN_${component}_PACKAGE_NAME}")
    install(FILES "${debian}/changelog.gz" "${debian}/changelog.Debian.gz"
      DESTINATION "${directory}" COMPONENT ${lower} EXCLUDE_FROM_ALL)
    install(FILES NOTICES packaging/secagg.cdx.json
      DESTINATION "${directory}" COMPONENT ${lower} EXCLUDE_FROM_ALL)
    install(FILES cmake/debian-copyright RENAME copyright
      DESTINATION "${directory}" COMPONENT ${lower} EXCLUDE_FROM_ALL)
  endforeach()
endif()
