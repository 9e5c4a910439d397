//! The version is written in Cargo.toml; what has to repeat it follows.

const VERSION: &str = env!("CARGO_PKG_VERSION");
const MINOR: &str = concat!(env!("CARGO_PKG_VERSION_MAJOR"), ".", env!("CARGO_PKG_VERSION_MINOR"));

#[test]
fn what_is_copied_from_the_readme_asks_for_this_version() {
    let asked = format!("find_package(secagg {MINOR} CONFIG REQUIRED)");
    let readme = include_str!("../README.md");
    assert!(readme.contains(&asked));
    assert!(readme.contains(&format!("(`libsecagg.so.{MINOR}`)")));
    assert!(readme.contains(&format!("/secagg-{VERSION}.tar.gz ")));
    assert!(include_str!("../examples/mean/CMakeLists.txt").contains(&asked));
}

#[test]
fn the_fuzz_targets_lock_this_version() {
    let lock = include_str!("../fuzz/Cargo.lock");
    assert!(lock.contains(&format!("name = \"secagg\"\nversion = \"{VERSION}\"\n")));
}

#[test]
fn the_changelog_has_this_version() {
    assert!(include_str!("../CHANGELOG.md").contains(&format!("\n## {VERSION}")));
}
