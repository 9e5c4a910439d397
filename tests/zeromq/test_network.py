"""18 parties, 7 holders (any 4 of which answer) and a collector, as processes on this machine.

    python3 tests/zeromq/test_network.py [seed]

One holder is killed at a random moment and comes back, one when it is to seal, one at a random
moment while the collector is at work; one was never started, one lies. Members misbehave in every way that the programs must name. The result must
be exact. Prints "pass: ..." for each; every wait has a limit.
"""

import csv
import os
import random
import re
import signal
import socket
import stat
import sys
import time
from fractions import Fraction

from network import COLUMNS, LIMIT, LUNG, Network, split_lung

HOLDERS = range(1, 8)
KILLED, DYING, KILLED_LATE, LYING, NEVER_STARTED = 2, 3, 4, 5, 7
PROGRAMS = {LYING: "lying_holder", DYING: "dying_holder"}
RUNNING = [x for x in HOLDERS if x != NEVER_STARTED]
GARBAGE, CLAIMING, HALFWAY = 900, 901, 902  # members with nothing good in mind


def passed(what):
    print(f"pass: {what}", flush=True)


def expected_lines():
    """The statistics in the clear, from exact arithmetic."""
    with open(LUNG, newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["inst"]]
    for column in COLUMNS:
        values = [Fraction(row[column]) for row in rows if row[column]]
        count, mean = len(values), sum(values) / len(values)
        variance = sum((value - mean) ** 2 for value in values) / (count - 1)
        yield f"{column:16} {count:10} {float(mean):14.6f} {float(variance) ** 0.5:14.6f}"


def answers(process):
    """What each holder answered, from lines "holder 3: NAME"."""
    process.wait()
    return {int(x): name for x, name in re.findall(r"^holder (\d+): (\S+)", process.printed(), re.M)}


def expect_answers(process, name, what):
    """All running holders gave this answer."""
    got = answers(process)
    assert got == {x: name if x in RUNNING else "NO_ANSWER" for x in HOLDERS}, (what, got)
    passed(f"{what}: {name}")


def send_honest_messages(network, holders, tables, delay):
    """All parties at once; a holder is killed meanwhile and comes back with a damaged journal."""
    parties = [network.start_party(party, table) for party, table in tables.items()]
    time.sleep(delay)
    holders[KILLED].kill()
    with open(network.folder / f"state-{KILLED}" / "journal", "ab") as journal:
        journal.write(b"\xa5" * 3000)  # longer than a message: what a crash may leave
    time.sleep(0.2)
    holders[KILLED] = network.start_holder(KILLED)
    for party in parties:
        party.await_line(f"{len(RUNNING)} of 7 holders have answered")
        party.terminate()  # it would go on waiting for the holder that was never started
    passed("every party has the receipts of all running holders, one of them killed meanwhile")


def misbehave(network, tables):
    """Each refusal has its name, and the party is told it."""
    folder = network.folder
    table = tables[3]
    again = [
        ("a party sends twice", "SECAGG_ALREADY_ACCEPTED", {}),
        ("a party deals anew", "SECAGG_PARTY_CONFLICT", {"state": "party-3-forgetful"}),
        ("a party of another session", "SECAGG_SESSION_MISMATCH", {"session": "other-session"}),
    ]
    started = [(what, name, network.start_party(3, table, 10, **options))
               for what, name, options in again]

    unknown_key = network.key("stranger")
    network.write_members("strangers-members", network.members[:-1] + [("party", 999, unknown_key)])
    network.make_session("strangers-session", 4, members="strangers-members")
    started.append(("an unknown key", "KEY_REFUSED", network.start_party(
        999, table, 10, members="strangers-members", session="strangers-session", key="stranger")))

    claiming_key = next(m[2] for m in network.members if m[:2] == ("party", CLAIMING))
    claimed = [m for m in network.members if m[:2] not in (("party", 3), ("party", CLAIMING))]
    network.write_members("claim", claimed + [("party", 3, claiming_key)])
    started.append(("a party claims another's id", "IDENTITY_MISMATCH", network.start_party(
        3, table, 10, members="claim", key=f"party-{CLAIMING}", state="claim-state")))

    for what, verb, length, name in [
            ("garbage for a message", "deal", 100, "SECAGG_MALFORMED"),
            ("an empty message", "deal", 0, "SECAGG_MALFORMED"),
            ("a request that does not exist", "junk", 10, "UNKNOWN_REQUEST"),
            ("a party asks for the sum", "release", 32, "NOT_ALLOWED"),
            ("a message that is far too long", "deal", 1 << 24, "NO_ANSWER")]:
        started.append((what, name, network.start(
            "rogue", folder / "members", folder / f"party-{GARBAGE}.secret", 7, verb, length, 10)))
    for what, name, process in started:
        expect_answers(process, name, what)


def throw_bytes(network):
    """At the holders' ports: no ZeroMQ, a beginning of ZeroMQ, and connections that stay silent."""
    greeting = b"\xff" + bytes(8) + b"\x7f\x03"
    connections = []
    for x in RUNNING:
        for content in (random.randbytes(5000), greeting, b""):
            connections.append(socket.create_connection(("127.0.0.1", network.port(x)), LIMIT))
            try:
                connections[-1].sendall(content)
            except OSError:
                pass  # hung up on us: well done
    return connections


def stop_halfway(network, tables):
    """A party whose messages reach three holders only: the others' ports are dead in its file."""
    members = [m if m[0] != "holder" or m[1] <= 3 else (*m[:3], "tcp://127.0.0.1:9")
               for m in network.members]
    network.write_members("halfway", members)
    party = network.start_party(HALFWAY, tables[3], members="halfway")
    party.await_line("3 of 7 holders have answered")
    party.kill()
    passed("a party stops halfway")


def check_result(collector, what):
    assert collector.wait() == 0, collector.told()
    lines = collector.printed().splitlines()
    assert lines[0] == "18 parties", lines
    assert [line.rstrip() for line in lines[2:6]] == list(expected_lines()), lines
    got = answers(collector)
    states = {x: "in" for x in RUNNING} | {LYING: "DEVIATING", NEVER_STARTED: "NO_ANSWER"}
    assert got == states, got
    passed(what)


def check_files(network):
    for path in network.folder.rglob("*"):
        if "state" in path.name or "state" in path.parent.name:
            mode = stat.S_IMODE(path.stat().st_mode)
            assert mode == (0o700 if path.is_dir() else 0o600), (path, oct(mode))
    passed("files are private")


def main():
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else int.from_bytes(os.urandom(4), "big")
    print(f"seed {seed}", flush=True)
    random.seed(seed)
    with Network() as network:
        tables = split_lung(network.folder)
        network.add_members(7, [*tables, GARBAGE, CLAIMING, HALFWAY])
        network.make_session("session", 4)
        network.make_session("other-session", 4)
        holders = {x: network.start_holder(x, PROGRAMS.get(x, "holder")) for x in RUNNING}
        for holder in holders.values():
            holder.await_line("starts with")
        connections = throw_bytes(network)
        send_honest_messages(network, holders, tables, random.uniform(0, 1))
        stop_halfway(network, tables)
        misbehave(network, tables)

        collector = network.start_collector(18, 4)
        time.sleep(random.uniform(3, 4.2))
        holders[KILLED_LATE].kill()
        holders[KILLED_LATE] = network.start_holder(KILLED_LATE)
        assert holders[DYING].wait() == -signal.SIGKILL, holders[DYING].told()
        holders[DYING] = network.start_holder(DYING)
        check_result(collector, "the result is exact, the lying holder named, two killed meanwhile")
        first = collector.printed()
        for x in RUNNING:
            assert x == KILLED_LATE or holders[x].wait() == 0, holders[x].told()
        if holders[KILLED_LATE].process.poll() is None:
            holders[KILLED_LATE].terminate()

        holders = {x: network.start_holder(x, "lying_holder" if x == LYING else "holder")
                   for x in RUNNING}
        late = network.start_party(HALFWAY, tables[3], 6, state="late-state")
        expect_answers(late, "SECAGG_CLOSED", "a party that comes after the seal")
        again = network.start_collector(18, 4)
        check_result(again, "sealed holders that are started again give the same result")
        assert again.printed() == first
        check_files(network)
        for connection in connections:
            connection.close()


if __name__ == "__main__":
    main()
