"""The crates that are compiled into the library, from Cargo.lock and what cargo knows of them."""

import json
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

# What goes into the library may depend on the platform; these together.
TARGETS = ("x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin",
           "x86_64-pc-windows-msvc")


@dataclass
class Crate:
    name: str
    version: str
    licence: str  # an SPDX expression (old crates have a / for OR)
    folder: Path
    sha256: str  # of the .crate file; none for secagg itself
    needs: set = field(default_factory=set)  # (name, version) of what it depends on itself


def cargo(*arguments):
    """What cargo says, with the versions of Cargo.lock."""
    return subprocess.run(["cargo", *arguments, "--locked"], cwd=ROOT, check=True,
                          stdout=subprocess.PIPE, text=True).stdout


def checksums():
    """The checksums of Cargo.lock by name and version."""
    entry = r'^name = "(.*)"\nversion = "(.*)"\nsource = .*\nchecksum = "(.*)"$'
    lock = (ROOT / "Cargo.lock").read_text()
    return {(name, version): sha256 for name, version, sha256 in re.findall(entry, lock, re.M)}


def edges(target):
    """Pairs of a crate and one that it depends on, as (name, version), the root's parent None. Only
    what ends up in the library: no procedural macros, build scripts or dependencies of tests."""
    tree = cargo("tree", "--package", "secagg", "--edges", "normal,no-proc-macro", "--target", target,
                 "--prefix", "depth", "--no-dedupe", "--format", " {p}")
    above = []
    for line in tree.splitlines():
        depth, name, version = re.match(r"(\d+) (\S+) v(\S+)", line).groups()
        del above[int(depth):]
        yield (above[-1] if above else None), (name, version)
        above.append((name, version))


def inside():
    """secagg and the crates that are compiled into it, by name and version, sorted."""
    metadata = json.loads(cargo("metadata", "--format-version", "1"))
    packages = {(package["name"], package["version"]): package for package in metadata["packages"]}
    sums = checksums()
    crates = {}
    for target in TARGETS:
        for parent, key in edges(target):
            package = packages[key]
            crates.setdefault(key, Crate(
                *key, package["license"].replace("/", " OR "), Path(package["manifest_path"]).parent, sums.get(key, "")))
            if parent:
                crates[parent].needs.add(key)
    return dict(sorted(crates.items()))
