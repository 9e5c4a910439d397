"""How fast holders take in messages, against plain libzmq with CURVE that writes them to disk.

    python3 tests/zeromq/load.py

1,000 parties of 2^12 values each, then one party of 2^22 values, through 3 holders on this machine;
every party has connections of its own. Both sides are measured in turn, several times; the best
time of each counts. Reports only: nothing here is asserted.
"""

import re
import time
from pathlib import Path

from network import Network

HOLDER_COUNT, WORKERS, ROUNDS = 3, 32, 3


def peak_memory(process):
    status = Path(f"/proc/{process.process.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def send(network, parties):
    """Seconds until the last receipt."""
    workers = min(WORKERS, parties)
    bounds = [parties * worker // workers for worker in range(workers + 1)]
    start = time.monotonic()
    senders = [network.start("load", "send", network.folder / "members", network.folder,
                             bounds[worker] + 1, bounds[worker + 1], HOLDER_COUNT)
               for worker in range(workers)]
    for sender in senders:
        sender.wait(300)
    seconds = time.monotonic() - start
    receipts = sum(int(sender.printed()) for sender in senders)
    assert receipts == parties * HOLDER_COUNT, receipts
    return seconds


def measure(network, kind, parties, number):
    """Seconds, and the peak memory in MB of the receiver that needed most."""
    xs = range(1, HOLDER_COUNT + 1)
    if kind == "holder":
        receivers = [network.start("holder", network.folder / "session", network.folder / "members",
                                   network.folder / f"holder-{x}.secret",
                                   network.folder / f"state-{number}-{x}", 600) for x in xs]
    else:
        receivers = [network.start("sink", network.folder / "members",
                                   network.folder / f"holder-{x}.secret",
                                   network.folder / f"sink-{number}-{x}", parties) for x in xs]
    for receiver in receivers:
        receiver.await_line("starts with")
    seconds = send(network, parties)
    memory = max(peak_memory(receiver) for receiver in receivers)
    for receiver in receivers:
        receiver.kill()
    return seconds, memory


def compare(parties, value_count):
    with Network() as network:
        network.add_members(HOLDER_COUNT, range(1, parties + 1))
        network.run("load", "session", network.folder / "session", HOLDER_COUNT, value_count)
        network.run("load", "deal", network.folder / "session", network.folder, 1, parties)
        best, memory = {}, {}
        for number in range(ROUNDS):
            for kind in ("sink", "holder"):
                seconds, peak = measure(network, kind, parties, number)
                best[kind] = min(seconds, best.get(kind, seconds))
                memory[kind] = max(peak, memory.get(kind, 0))
    messages = parties * HOLDER_COUNT
    megabytes = messages * (128 + 16 * value_count) / 1e6
    print(f"{parties} parties of {value_count} values through {HOLDER_COUNT} holders: "
          f"{messages} messages, {megabytes:.0f} MB")
    for kind, name in (("holder", "holders"), ("sink", "plain libzmq with CURVE")):
        print(f"  {name:24} {best[kind]:7.2f} s {messages / best[kind]:9.0f} messages/s "
              f"{megabytes / best[kind]:7.0f} MB/s   peak memory of one {memory[kind]:6.0f} MB")
    print(f"  the holders take {best['holder'] / best['sink']:.2f} times as long", flush=True)


compare(1000, 2 ** 12)
compare(1, 2 ** 22)
