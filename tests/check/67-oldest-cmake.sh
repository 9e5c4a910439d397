# The package with the oldest CMake that is supported; where everything is to be checked.
. tests/check/tools.sh
[ "$ALL" ] || { echo "the oldest CMake is tried with --all"; exit 77; }
oldest=build/tools-oldest
[ -x $oldest/bin/cmake ] || from_pypi $oldest 'cmake==3.22.*' ninja
PATH=$PWD/$oldest/bin:$PATH
. tests/check/package.sh
cmake --version
package Ninja oldest
