"""Prints NOTICES: whose work is compiled into the library, and under which licences.

    python3 packaging/notices.py >NOTICES
"""

import re
from collections import defaultdict

from crates import inside

INTRODUCTION = """\
The library that is built from secagg's sources has code of others inside, which came with these
licences. Where a licence can be chosen, the text of one follows. packaging/notices.py has written
this file from Cargo.lock.

Rust's standard library is inside too, in the version of the Rust that built the library: copyright The
Rust Project contributors, MIT or Apache 2.0, with parts under other licences; that Rust has the notices
in share/doc/rust/COPYRIGHT-library.html.
"""

# The first that a crate's licence lets one choose, and what its file is called.
CHOICES = (("MIT", r"LICEN[CS]E[-_.]MIT$|LICEN[CS]E[-_.]MIT[.]\w+$"),
           ("MIT-0", r"LICEN[CS]E[-_.]MIT-?0"),
           ("BSD-3-Clause", r"LICEN[CS]E.*BSD"),
           ("BSD-2-Clause", r"LICEN[CS]E.*BSD"),
           ("ISC", r"LICEN[CS]E.*ISC"),
           ("CC0-1.0", r"LICEN[CS]E[-_.]CC0"),
           ("Zlib", r"LICEN[CS]E.*ZLIB"),
           ("Unicode-3.0", r"LICEN[CS]E.*UNICODE"),
           ("Apache-2.0", r"LICEN[CS]E[-_.](APACHE|A2$)"))
ANY = r"LICEN[CS]E([.]\w+)?$|COPYING"


def text_of(crate, choices):
    """The text of the licence that is chosen of these."""
    files = sorted(crate.folder.iterdir())
    for licence, pattern in CHOICES:
        if licence in choices:
            for names in (pattern, ANY):
                for file in files:
                    if re.match(names, file.name, re.I):
                        return file.read_text(encoding="utf-8").replace("\r\n", "\n").strip()
    raise SystemExit(f"{crate.name} {crate.version}: no text for {crate.licence} in {crate.folder}")


def texts_of(crate):
    """The texts of its licences: of each part that holds besides the others, one."""
    return "\n\n".join(text_of(crate, part.strip("()").split(" OR "))
                       for part in crate.licence.split(" AND "))


def main():
    print(INTRODUCTION)
    same = defaultdict(list)
    for crate in inside().values():
        if crate.name != "secagg":
            same[texts_of(crate)].append(crate)
            print(f"{crate.name} {crate.version}: {crate.licence}")
    for text, crates in same.items():
        print("\n" + "-" * 80)
        print(", ".join(f"{crate.name} {crate.version}" for crate in crates) + "\n\n" + text)


main()
