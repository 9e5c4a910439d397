"""The commands of examples/zeromq/README.md do what that page says, in an empty folder."""

import os
import re
import subprocess
import tempfile

from network import LIMIT, PROGRAMS, PROJECT, free_ports

page = (PROJECT / "examples" / "zeromq" / "README.md").read_text()
commands = "\n".join(re.findall(r"^```sh\n(.*?)^```", page, re.M | re.S))
expected = re.search(r"^```text\n(.*?)^```", page, re.M | re.S)[1]
for shown, free in zip(("7001", "7002", "7003"), free_ports(3)):
    commands = commands.replace(f":{shown}\n", f":{free}\n")

with tempfile.TemporaryDirectory(prefix="secagg-") as folder:
    shell = subprocess.Popen(
        ["sh", "-euc", commands + "\nwait"], cwd=folder, text=True, start_new_session=True,
        env=dict(os.environ, PATH=f"{PROGRAMS}:{os.environ['PATH']}"), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    try:
        output, _ = shell.communicate(timeout=LIMIT)
    except subprocess.TimeoutExpired:
        os.killpg(shell.pid, 9)
        output, _ = shell.communicate()
assert shell.returncode == 0 and expected in output, output
print("pass: two hospitals and three holders, as the page says")
