# The package with the oldest CMake that is supported.
. tests/check/tools.sh
oldest=build/tools-oldest
[ -x $oldest/bin/cmake ] || from_pypi $oldest 'cmake==3.22.*' ninja
PATH=$PWD/$oldest/bin:$PATH
. tests/check/package.sh
cmake --version
package Ninja oldest
