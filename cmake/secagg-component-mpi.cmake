# find_package(secagg COMPONENTS mpi) reads this file: secagg::mpi is secagg, the header
# secagg_mpi.h, and MPI as CMake finds it.

get_property(languages GLOBAL PROPERTY ENABLED_LANGUAGES)
set(secagg_mpi_FOUND FALSE)
set(secagg_mpi_NOT_FOUND_MESSAGE "MPI is looked for in C and C++, and the project enables neither")
foreach(language IN ITEMS C CXX)
  if(NOT secagg_mpi_FOUND AND language IN_LIST languages)
    # FindMPI makes the target even where it finds no MPI; one that is there already is the project's.
    set(found_mpi FALSE)
    if(TARGET MPI::MPI_${language} AND NOT DEFINED MPI_${language}_FOUND)
      set(found_mpi TRUE)
    else()
      find_package(MPI QUIET COMPONENTS ${language})
      set(found_mpi ${MPI_${language}_FOUND})
    endif()
    if(found_mpi)
      if(NOT TARGET secagg::mpi)
        add_library(secagg::mpi INTERFACE IMPORTED GLOBAL)
        set_target_properties(secagg::mpi PROPERTIES
          INTERFACE_LINK_LIBRARIES "secagg::secagg;MPI::MPI_${language}")
      endif()
      set(secagg_mpi_FOUND TRUE)
    else()
      set(secagg_mpi_NOT_FOUND_MESSAGE
        "no MPI was found (put its mpicc on PATH, or set MPI_HOME)")
    endif()
  endif()
endforeach()
