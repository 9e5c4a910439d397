//! The committed header is what cbindgen makes of the sources.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// The C functions' sources, in the order in which the header presents them.
const SOURCES: &[&str] = &[
    "version",
    "status",
    "limits",
    "value",
    "options",
    "encode",
    "summary",
    "histogram",
    "arrow",
    "additive",
    "shamir",
    "recover",
    "sum",
    "aggregator",
    "session",
    "message",
    "holder",
    "collector",
];

/// What only helps the others.
const WITHOUT_C_NAMES: &[&str] = &["boundary", "handle", "mod", "pointers"];

fn capi() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src/capi")
}

/// After a change of the C functions or their documentation, run this test with SECAGG_BLESS=1 to
/// write the header anew.
#[test]
fn header_is_up_to_date() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = cbindgen::Config::from_file(root.join("cbindgen.toml")).expect("cbindgen.toml");
    let builder = SOURCES.iter().fold(cbindgen::Builder::new(), |builder, source| {
        builder.with_src(capi().join(format!("{source}.rs")))
    });
    let mut generated = Vec::new();
    builder.with_config(config).generate().expect("cbindgen").write(&mut generated);
    let generated = String::from_utf8(generated).expect("text").trim_start().to_string();
    let path = root.join("include/secagg.h");
    if std::env::var_os("SECAGG_BLESS").is_some() {
        std::fs::write(&path, &generated).expect("write the header");
    }
    let committed = std::fs::read_to_string(&path).expect("include/secagg.h");
    assert!(
        committed == generated,
        "include/secagg.h is stale: run SECAGG_BLESS=1 cargo test --test header"
    );
}

#[test]
fn no_source_is_forgotten() {
    let mut files: Vec<_> = std::fs::read_dir(capi())
        .expect("src/capi")
        .map(|entry| entry.expect("entry").path().file_stem().expect("name").to_owned())
        .collect();
    files.sort();
    let mut known: Vec<OsString> =
        SOURCES.iter().chain(WITHOUT_C_NAMES).map(OsString::from).collect();
    known.sort();
    assert_eq!(files, known);
}
