# find_package(secagg COMPONENTS mpi) reads this file: secagg::mpi is secagg, the header
# secagg_mpi.h, and MPI as CMake finds it.

get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
foreach(language IN ITEMS C CXX)
  if(NOT secagg_mpi_FOUND AND language IN_LIST languages)
    if(NOT TARGET MPI::MPI_${language})
      find_package(MPI QUIET COMPONENTS ${language})
    endif()
    if(TARGET MPI::MPI_${language})
      if(NOT TARGET secagg::mpi)
        add_library(secagg::mpi INTERFACE IMPORTED GLOBAL)
        set_target_properties(secagg::mpi PROPERTIES
          INTERFACE_LINK_LIBRARIES "secagg::secagg;MPI::MPI_${language}")
      endif()
      set(secagg_mpi_FOUND TRUE)
    endif()
  endif()
endforeach()
