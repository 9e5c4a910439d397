# The C++ programs on the portable and on the AVX2 kernels.
. tests/check/tools.sh
. tests/check/kernels.sh
test_on portable cpp exceptions
test_on avx2 cpp exceptions
