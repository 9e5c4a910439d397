"""A network of members on this machine for tests and demonstrations: keys, files, processes."""

import csv
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
PROGRAMS = Path(os.environ.get("SECAGG_ZEROMQ", PROJECT / "build" / "zeromq"))
LUNG = PROJECT / "examples" / "data" / "lung.csv"
COLUMNS = ["age", "time", "meal.cal", "wt.loss"]
LIMIT = 60  # seconds that anything may take


def free_ports(count):
    """Ports that nobody uses now: all are open at once, so they differ."""
    sockets = [socket.socket() for _ in range(count)]
    for one in sockets:
        one.bind(("127.0.0.1", 0))
    ports = [one.getsockname()[1] for one in sockets]
    for one in sockets:
        one.close()
    return ports


def split_lung(folder):
    """One table for every institution, as it would have it; the row that names none is left out."""
    with open(LUNG, newline="") as file:
        rows = list(csv.DictReader(file))
    tables = {}
    for institution in sorted({row["inst"] for row in rows if row["inst"]}, key=float):
        party = int(float(institution))
        tables[party] = folder / f"institution-{party}.csv"
        with open(tables[party], "w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            writer.writerows([row[c] for c in COLUMNS] for row in rows if row["inst"] == institution)
    return tables


class Process:
    """A running program; what it prints goes to files. Ends with the network at the latest."""

    def __init__(self, name, folder, arguments, echo=False, file_limit=None):
        self.name = name
        self.out, self.err = folder / f"{name}.out", folder / f"{name}.err"
        with open(self.out, "w") as out, open(self.err, "w") as err:
            self.process = subprocess.Popen(
                [str(argument) for argument in arguments], stdin=subprocess.DEVNULL, stdout=out,
                stderr=sys.stdout if echo else err,
                restore_signals=False,  # Python ignores SIGXFSZ; a full disk sends no signal
                preexec_fn=file_limit and (lambda: resource.setrlimit(
                    resource.RLIMIT_FSIZE, (file_limit, file_limit))))

    def wait(self, limit=LIMIT):
        try:
            return self.process.wait(limit)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"{self.name} hangs: {self.err.read_text()}") from None

    def told(self):
        return self.err.read_text()

    def printed(self):
        return self.out.read_text()

    def await_line(self, text, limit=LIMIT):
        """Waits until it says this on stderr."""
        end = time.monotonic() + limit
        while text not in self.told():
            if time.monotonic() > end or self.process.poll() not in (None, 0, 1):
                raise AssertionError(f"{self.name} does not say {text!r}: {self.told()}")
            time.sleep(0.02)

    def kill(self):
        self.process.kill()
        self.process.wait()

    def terminate(self):
        self.process.terminate()
        self.wait()


class Network:
    """The members' keys and files below one folder; with it, all that was started ends."""

    def __init__(self, echo=False):
        self.folder = Path(tempfile.mkdtemp(prefix="secagg-"))
        self.processes = []
        self.members = []
        self.started = 0
        self.echo = echo

    def __enter__(self):
        return self

    def __exit__(self, failure, *_):
        for process in self.processes:
            if failure is not None:
                print(f"{process.name}:\n{process.told()[-2000:]}")
            if process.process.poll() is None:
                process.kill()
        shutil.rmtree(self.folder)

    def run(self, program, *arguments):
        """A program that ends by itself, soon."""
        done = subprocess.run([str(PROGRAMS / program), *map(str, arguments)], text=True,
                              stdin=subprocess.DEVNULL, capture_output=True, timeout=LIMIT)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def key(self, name):
        """The public key of a new pair."""
        return self.run("keys", self.folder / name).strip()

    def add_members(self, holder_count, parties):
        for x, port in enumerate(free_ports(holder_count), 1):
            self.members.append(("holder", x, self.key(f"holder-{x}"), f"tcp://127.0.0.1:{port}"))
        for party in parties:
            self.members.append(("party", party, self.key(f"party-{party}")))
        self.members.append(("collector", 0, self.key("collector-0")))
        self.write_members("members", self.members)

    def write_members(self, name, members):
        lines = [" ".join(map(str, member)) for member in members]
        (self.folder / name).write_text("# role id public-key endpoint\n" + "\n".join(lines) + "\n")

    def port(self, x):
        endpoint = next(m[3] for m in self.members if m[:2] == ("holder", x))
        return int(endpoint.rsplit(":", 1)[1])

    def make_session(self, name, threshold, members="members", columns=",".join(COLUMNS)):
        return self.run("session", self.folder / name, self.folder / members, threshold, 3, 16,
                        columns)

    def start(self, program, *arguments, name=None, file_limit=None):
        self.started += 1
        process = Process(f"{self.started}-{name or program}", self.folder,
                          [PROGRAMS / program, *arguments], self.echo, file_limit)
        self.processes.append(process)
        return process

    def start_holder(self, x, program="holder", file_limit=None):
        return self.start(program, self.folder / "session", self.folder / "members",
                          self.folder / f"holder-{x}.secret", self.folder / f"state-{x}", 2 * LIMIT,
                          name=f"holder-{x}", file_limit=file_limit)

    def start_party(self, party, table, seconds=LIMIT, session="session", members="members",
                    key=None, state=None):
        return self.start("party", self.folder / session, self.folder / members,
                          self.folder / f"{key or f'party-{party}'}.secret",
                          self.folder / (state or f"party-{party}-state"), table, seconds, 1,
                          name=f"party-{party}")

    def start_collector(self, parties, wait, seconds=LIMIT, *without):
        return self.start("collector", self.folder / "session", self.folder / "members",
                          self.folder / "collector-0.secret", parties, wait, seconds, *without)
