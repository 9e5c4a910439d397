# The ZeroMQ example with real processes on this machine.
. tests/check/tools.sh
need gcc make python3
echo '#include <zmq.h>' | gcc -E - >/dev/null 2>&1 ||
    { echo "needs libzmq with its header (Debian: libzmq3-dev)"; exit 77; }
make --no-print-directory -C tests/zeromq >$work/zeromq.out 2>&1 || fail "$(cat $work/zeromq.out)"
for name in walkthrough full_disk network; do
    python3 tests/zeromq/test_$name.py || exit 1
done
