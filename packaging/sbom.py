"""Prints the library's bill of materials, as CycloneDX 1.5: what is compiled into it.

    python3 packaging/sbom.py >packaging/secagg.cdx.json
"""

import json
from urllib.parse import quote

from crates import inside


def reference(key):
    """A crate's package URL; secagg itself is not in cargo's registry."""
    name, version = key
    return f"pkg:{'generic' if name == 'secagg' else 'cargo'}/{name}@{quote(version)}"


def component(key, crate):
    result = {
        "type": "library",
        "bom-ref": reference(key),
        "name": crate.name,
        "version": crate.version,
        "licenses": [{"expression": crate.licence}],
        "purl": reference(key),
    }
    if crate.sha256:
        result["hashes"] = [{"alg": "SHA-256", "content": crate.sha256}]
    return result


# Its version is that of the Rust which built the library.
STANDARD_LIBRARY = {
    "type": "library",
    "bom-ref": "rust-std",
    "name": "rust-std",
    "description": "Rust's standard library, of the Rust that built the library",
    "licenses": [{"expression": "MIT OR Apache-2.0"}],
}


def main():
    crates = inside()
    secagg = next(key for key in crates if key[0] == "secagg")
    dependencies = [
        {"ref": reference(key),
         "dependsOn": sorted(map(reference, crate.needs)) + ["rust-std"] * (key == secagg)}
        for key, crate in crates.items()]
    bill = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": {"component": component(secagg, crates[secagg])},
        "components": [component(key, crate) for key, crate in crates.items() if key != secagg]
                      + [STANDARD_LIBRARY],
        "dependencies": dependencies + [{"ref": "rust-std"}],
    }
    print(json.dumps(bill, indent=2))


main()
