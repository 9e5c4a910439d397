# NOTICES and the bill of materials are what Cargo.lock says.
. tests/check/tools.sh
fresh() { # FILE SCRIPT
    python3 packaging/$2.py >$work/written || fail "packaging/$2.py"
    diff "$1" $work/written || fail "$1 is stale: make notices"
    echo "pass: $1"
}
fresh NOTICES notices
fresh packaging/secagg.cdx.json sbom
