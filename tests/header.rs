//! The committed header is what cbindgen makes of the sources.

use std::path::{Path, PathBuf};

/// The C functions' sources, in the order in which the header presents them.
const SOURCES: &[&str] = &[
    "basics/version",
    "boundary/status",
    "boundary/problem",
    "basics/limits",
    "basics/value",
    "boundary/options",
    "numbers/encode",
    "statistics/summary",
    "statistics/histogram",
    "boundary/arrow",
    "numbers/arrow",
    "statistics/arrow",
    "sharing/additive",
    "sharing/shamir",
    "sharing/recover",
    "sharing/sum",
    "aggregator",
    "session/parameters",
    "session/message",
    "session/holder",
    "session/collector",
    "protection/ledger",
];

/// What only helps the others.
const WITHOUT_C_NAMES: &[&str] = &[
    "mod",
    "boundary/arguments",
    "boundary/fork",
    "boundary/handle",
    "boundary/mod",
    "boundary/pointers",
];

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
    let mut files = sources_below(&capi());
    files.retain(|file| !is_list_of_modules(file));
    files.sort();
    let mut known: Vec<PathBuf> = SOURCES
        .iter()
        .chain(WITHOUT_C_NAMES)
        .map(|source| capi().join(format!("{source}.rs")))
        .collect();
    known.sort();
    assert_eq!(files, known);
}

fn sources_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of sources");
    let paths = entries.map(|entry| entry.expect("entry").path());
    paths.flat_map(|path| if path.is_dir() { sources_below(&path) } else { vec![path] }).collect()
}

fn is_list_of_modules(file: &Path) -> bool {
    let text = std::fs::read_to_string(file).expect("a source");
    text.lines().all(|line| line.starts_with("pub(crate) mod "))
}
