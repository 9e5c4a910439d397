# Defines the targets secagg::secagg and secagg::static, for the build folder (from CMakeLists.txt)
# and for an installed prefix (from secagg-config.cmake) alike.

# What they have is named for each of CMake's configurations too, so that a project may map its own
# to any of them (CMAKE_MAP_IMPORTED_CONFIG_...). Others use what has no configuration.
function(secagg_add_targets include_dir shared_library soname import_library static_library
    native_libraries static_link_options)
  set(configurations DEBUG RELEASE RELWITHDEBINFO MINSIZEREL)
  if(NOT TARGET secagg::secagg)
    add_library(secagg::secagg SHARED IMPORTED GLOBAL)
    set_target_properties(secagg::secagg PROPERTIES
      IMPORTED_LOCATION "${shared_library}"
      IMPORTED_SONAME "${soname}"
      IMPORTED_IMPLIB "${import_library}" # looked at on Windows only
      IMPORTED_CONFIGURATIONS "${configurations}"
      INTERFACE_INCLUDE_DIRECTORIES "${include_dir}")
    foreach(configuration IN LISTS configurations)
      set_target_properties(secagg::secagg PROPERTIES
        IMPORTED_LOCATION_${configuration} "${shared_library}"
        IMPORTED_SONAME_${configuration} "${soname}"
        IMPORTED_IMPLIB_${configuration} "${import_library}")
    endforeach()
  endif()
  if(NOT TARGET secagg::static)
    add_library(secagg::static STATIC IMPORTED GLOBAL)
    set_target_properties(secagg::static PROPERTIES
      IMPORTED_LOCATION "${static_library}"
      IMPORTED_CONFIGURATIONS "${configurations}"
      INTERFACE_INCLUDE_DIRECTORIES "${include_dir}"
      INTERFACE_LINK_LIBRARIES "${native_libraries}"
      INTERFACE_LINK_OPTIONS "${static_link_options}")
    foreach(configuration IN LISTS configurations)
      set_target_properties(secagg::static PROPERTIES
        IMPORTED_LOCATION_${configuration} "${static_library}")
    endforeach()
  endif()
endfunction()
