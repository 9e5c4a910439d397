# The same with make, and the libraries in the folder that Debian gives to each architecture.
. tests/check/package.sh
options=-DCMAKE_INSTALL_LIBDIR=lib/$(cc -print-multiarch)
package "Unix Makefiles" make
