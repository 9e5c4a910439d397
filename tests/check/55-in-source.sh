# CMake refuses to configure inside the source folder.
. tests/check/tools.sh
need_cmake
rm -rf $work/in-source && mkdir $work/in-source && cp CMakeLists.txt Cargo.toml $work/in-source
cd $work/in-source
! cmake . >output 2>&1 && grep 'not configured inside its source folder' output ||
    { cat output; exit 1; }
