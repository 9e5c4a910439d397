# The C and C++ test programs under valgrind's memcheck: reads and writes outside of memory, use of
# memory without a value, leaks.
#
# The CPU that valgrind imitates has AVX2 but no AVX-512, so the library's AVX-512 code is not
# covered here; 51-address-sanitizer.sh runs it where the machine has it.
. tests/check/tools.sh
need valgrind
. tests/check/library.sh

# Not under valgrind, which
#   failing_allocator  has an allocator of its own, so the program's would not be called;
#   random_failure     opens files itself, which the program's seccomp filter refuses;
#   memory_limit       needs more address space than the program's limit leaves;
#   small_stack        does not map a guard page and a stack as the system does;
#   wiped_stack        gives a thread a stack of its own;
#   signals            is too slow to get anything done between two signals;
#   threads            runs one thread at a time, and slowly;
#   floating_point     raises flags and sets modes, which valgrind does not imitate;
#   constant_time      is 52-constant-time.sh.
SECAGG_C_LIBRARY="$library" SECAGG_C_RUNNER="valgrind --quiet --fair-sched=yes --error-exitcode=99
    --leak-check=full --errors-for-leak-kinds=definite,indirect,possible --num-callers=40
    --suppressions=tests/check/memcheck.supp" \
    cargo test --quiet --locked --test c_programs -- \
    --skip failing_allocator --skip random_failure --skip memory_limit --skip small_stack \
    --skip wiped_stack --skip signals --skip threads --skip floating_point --skip constant_time
