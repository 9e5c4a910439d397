# The C and C++ test programs, and the library's own tests, with AddressSanitizer in the library too:
# reads and writes outside of memory and after free, and leaks. Unlike valgrind it runs all vector
# code that this machine has.
. tests/check/tools.sh
need rustc
cargo +nightly --version >/dev/null 2>&1 || { echo "needs a nightly Rust toolchain"; exit 77; }

# Naming the target keeps the sanitizer out of build scripts.
target=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS=-Zsanitizer=address CARGO_TARGET_DIR=target/sanitizer
# A panic's payload is left to leak on purpose, see src/capi/boundary/mod.rs.
cargo +nightly test --quiet --locked --lib --target "$target" -- --skip a_panic_becomes_a_status

# Not with this sanitizer, which
#   failing_allocator  has an allocator of its own;
#   memory_limit       needs more address space than the program's limit leaves;
#   small_stack        needs more stack;
#   wiped_stack        would look at other stacks than were used;
#   reload             must be linked with the library that it instruments.
SECAGG_C_FLAGS=-fsanitize=address cargo +nightly test --quiet --locked --target "$target" \
    --test c_programs -- --skip failing_allocator --skip memory_limit --skip small_stack \
    --skip wiped_stack --skip reload
