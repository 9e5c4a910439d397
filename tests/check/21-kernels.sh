# The Rust tests, and with them the C programs, on the portable and on the AVX2 kernels, as if this
# machine had no others. (C++ programs, of which kernels know nothing, only with deep/22-kernels-cpp.sh.)
. tests/check/tools.sh
. tests/check/kernels.sh
test_on portable --skip cpp --skip exceptions
test_on avx2 --skip cpp --skip exceptions
