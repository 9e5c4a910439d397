"""Runs the checks in this folder in the order of their numbers and counts what passed.

    python3 tests/check/run.py [--strict] [--deep] [number ...]

A check is a shell script NN-name.sh, run in the project's folder. It exits with 0 if it passed and
with 77 if it was skipped, with the reason as its last line of output. The reason "needs TOOL" or
"TOOL is not installed" is a failure with --strict, or with CI=true in the environment.

What takes long and rarely finds anything is in the folder deep. It is run with --deep, or when its
number is named.

Each script counts as one, unless its output says more: lines "pass: what" and "skip: what: reason"
of its own, and the closing lines of cargo test and ctest.
"""

import os
import re
import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
TIME_LIMIT = 600  # seconds for one script
DEEP_TIME_LIMIT = 3600
SKIPPED = 77
ABSENT = r"\bneeds \w|\bnot installed"


def scripts(deep, chosen):
    """Those to run, in the order of their numbers."""
    common = list(HERE.glob("[0-9][0-9]-*.sh"))
    slow = list(HERE.glob("deep/[0-9][0-9]-*.sh"))
    found = common + slow if deep or chosen else common
    return [script for script in sorted(found, key=lambda script: script.name)
            if not chosen or script.name[:2] in chosen]


def cpu_time():
    """What all that was run so far has used, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def run(script, environment):
    """The script's exit code and output; a script that takes too long is ended, with its children."""
    limit = DEEP_TIME_LIMIT if script.parent.name == "deep" else TIME_LIMIT
    process = subprocess.Popen(
        ["sh", script], cwd=HERE.parent.parent, env=environment, text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        start_new_session=True)
    try:
        output, _ = process.communicate(timeout=limit)
        return process.returncode, output
    except BaseException as reason:  # also an interrupt, which the script would not notice
        os.killpg(process.pid, signal.SIGKILL)
        if not isinstance(reason, subprocess.TimeoutExpired):
            raise
        output, _ = process.communicate()
        return 1, f"{output}\ntook longer than {limit} seconds"


def count(code, output):
    """How many passed and failed, and the reasons of what was skipped."""
    skips = re.findall(r"^skip: (.*)$", output, re.M)
    if code == SKIPPED:
        return 0, 0, skips + [(output.strip().splitlines() or ["no reason given"])[-1]]
    passed = len(re.findall(r"^pass: ", output, re.M))
    failed = 0
    cargo = r"^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored"
    for result in re.finditer(cargo, output, re.M):
        passed += int(result[1])
        failed += int(result[2])
        skips += ["a Rust test that is marked so"] * int(result[3])
    ctest_skips = re.findall(r"Test +#\d+: (.+?) \.*\*\*\*Skipped", output)
    skips += ctest_skips
    passed -= len(ctest_skips)  # ctest says that they passed
    for result in re.finditer(r"tests passed(?:, (\d+) tests failed)? out of (\d+)", output):
        passed += int(result[2]) - int(result[1] or 0)
        failed += int(result[1] or 0)
    if code == 0:
        return passed or (0 if skips else 1), failed, skips
    return passed, failed or 1, skips


def main():
    arguments = sys.argv[1:]
    strict = "--strict" in arguments or os.environ.get("CI") == "true"
    chosen = [argument for argument in arguments if not argument.startswith("-")]
    environment = dict(os.environ, LC_ALL="C")
    environment.pop("MAKEFLAGS", None)  # of make -j check, which would reach the scripts' own make
    total_passed = total_failed = total_skipped = 0
    times = []
    for script in scripts("--deep" in arguments, chosen):
        start, cpu_start = time.monotonic(), cpu_time()
        code, output = run(script, environment)
        passed, failed, skips = count(code, output)
        missing = [reason for reason in skips if re.search(ABSENT, reason)] if strict else []
        failed += len(missing)
        skipped = len(skips) - len(missing)
        word = "FAILED" if failed else "skipped" if code == SKIPPED else "passed"
        print(f"{word:8}{script.stem:36}{passed:5}"
              f"{time.monotonic() - start:8.1f} s{cpu_time() - cpu_start:8.1f} s of CPU", flush=True)
        times.append((time.monotonic() - start, script.stem))
        if failed:
            print(re.sub(r"^", "        ", output.rstrip(), flags=re.M), flush=True)
        for reason in skips:
            print(f"        skipped: {reason}", flush=True)
        total_passed += passed
        total_failed += failed
        total_skipped += skipped
    print(f"took {sum(seconds for seconds, _ in times) / 60:.1f} minutes, longest: " + ", ".join(
        f"{name} {seconds:.0f} s" for seconds, name in sorted(times, reverse=True)[:5]))
    print(f"{total_passed} passed, {total_failed} failed, {total_skipped} skipped")
    return 1 if total_failed else 0


signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
sys.exit(main())
