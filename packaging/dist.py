"""Writes the source archive: the project with the crates that it is built from, so that it builds
with no network, and the same bytes wherever it is written.

    python3 packaging/dist.py FOLDER

A crate that only other systems than Linux and macOS need is left empty, as cargo wants to see it. The
archive's times are the last commit's, or SOURCE_DATE_EPOCH.
"""

import gzip
import hashlib
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from crates import ROOT, cargo

PLATFORMS = ("x86_64-unknown-linux-gnu", "x86_64-unknown-linux-musl", "aarch64-unknown-linux-gnu",
             "aarch64-apple-darwin")

CONFIG = """\
# The crates lie in vendor, so cargo needs no network.
[source.crates-io]
replace-with = "vendored"

[source.vendored]
directory = "vendor"
"""


def git(*arguments):
    return subprocess.run(["git", *arguments], cwd=ROOT, check=True, stdout=subprocess.PIPE,
                          text=True).stdout


def time_of_archive():
    return int(os.environ.get("SOURCE_DATE_EPOCH") or git("log", "-1", "--format=%ct"))


def needed():
    """The names and versions of the crates that some platform of ours builds or tests with."""
    found = set()
    for platform in PLATFORMS:
        metadata = json.loads(cargo("metadata", "--format-version", "1", "--filter-platform", platform))
        ids = {node["id"] for node in metadata["resolve"]["nodes"]}
        found |= {f'{package["name"]}-{package["version"]}' for package in metadata["packages"]
                  if package["id"] in ids}
    return found


def empty(crate):
    """Leaves of a crate what cargo reads of one that it does not build."""
    manifest = (crate / "Cargo.toml").read_text(encoding="utf-8")
    package = json.loads((crate / ".cargo-checksum.json").read_text())["package"]
    shutil.rmtree(crate)
    (crate / "src").mkdir(parents=True)
    (crate / "src/lib.rs").write_text("")
    # Targets have files, which are gone.
    targets = r"^\[(lib|\[(bin|example|test|bench)\])\]\n(?:(?!^\[).*\n)*"
    manifest = re.sub(targets, "", manifest, flags=re.M)
    manifest = re.sub(r"^autolib = false$", "", manifest, flags=re.M)
    manifest = re.sub(r"^build = .*$", "build = false", manifest, flags=re.M)
    (crate / "Cargo.toml").write_text(manifest, encoding="utf-8")
    (crate / ".cargo-checksum.json").write_text(json.dumps({"files": {}, "package": package}))


def vendor(folder):
    """All crates of Cargo.lock in a folder, of which those that are not needed are empty."""
    subprocess.run(["cargo", "vendor", "--quiet", "--locked", "--versioned-dirs", str(folder)], cwd=ROOT,
                   check=True, stdout=subprocess.DEVNULL)
    keep = needed()
    for crate in folder.iterdir():
        if crate.name not in keep:
            empty(crate)


def contents(vendored):
    """The archive's files by their names in it: what git keeps, the crates, and cargo's settings."""
    files = {name: (ROOT / name).read_bytes() for name in git("ls-files", "-z").split("\0") if name}
    for path in vendored.rglob("*"):
        if path.is_file():
            files[f"vendor/{path.relative_to(vendored)}"] = path.read_bytes()
    files[".cargo/config.toml"] = CONFIG.encode()
    return files


def is_program(name):
    return not name.startswith("vendor/") and os.access(ROOT / name, os.X_OK)


def write(path, prefix, files, time):
    """The archive; nothing of it depends on who writes it, or when."""
    with path.open("wb") as file, \
            gzip.GzipFile(filename="", mode="wb", fileobj=file, mtime=time) as compressed, \
            tarfile.open(fileobj=compressed, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name in sorted(files):
            entry = tarfile.TarInfo(f"{prefix}/{name}")
            entry.size = len(files[name])
            entry.mtime = time
            entry.mode = 0o755 if is_program(name) else 0o644
            archive.addfile(entry, io.BytesIO(files[name]))


def main():
    version = re.search(r'^version = "(.*)"', (ROOT / "Cargo.toml").read_text(), re.M)[1]
    prefix = f"secagg-{version}"
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{prefix}.tar.gz"
    with tempfile.TemporaryDirectory() as temporary:
        vendored = Path(temporary) / "vendor"
        vendor(vendored)
        write(path, prefix, contents(vendored), time_of_archive())
    if git("status", "--porcelain"):
        print("with changes that are not committed", file=sys.stderr)
    print(f"{path}: {path.stat().st_size / 1e6:.1f} MB, SHA-256 "
          f"{hashlib.sha256(path.read_bytes()).hexdigest()}")


main()
