# Defines the targets secagg::secagg and secagg::static, for the build folder (from CMakeLists.txt)
# and for an installed prefix (from secagg-config.cmake) alike.

function(secagg_add_targets include_dir
    shared_library soname import_library static_library native_libraries)
  if(NOT TARGET secagg::secagg)
    add_library(secagg::secagg SHARED IMPORTED GLOBAL)
    set_target_properties(secagg::secagg PROPERTIES
      IMPORTED_LOCATION "${shared_library}"
      IMPORTED_SONAME "${soname}"
      IMPORTED_IMPLIB "${import_library}" # looked at on Windows only
      INTERFACE_INCLUDE_DIRECTORIES "${include_dir}")
  endif()
  if(NOT TARGET secagg::static)
    add_library(secagg::static STATIC IMPORTED GLOBAL)
    set_target_properties(secagg::static PROPERTIES
      IMPORTED_LOCATION "${static_library}"
      INTERFACE_INCLUDE_DIRECTORIES "${include_dir}"
      INTERFACE_LINK_LIBRARIES "${native_libraries}")
  endif()
endfunction()
