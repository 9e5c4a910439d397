# The CMake package: build, test, install, move, use. With Ninja.
. tests/check/package.sh
package Ninja ninja
