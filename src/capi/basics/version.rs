//! Which release this is.

use std::ffi::c_char;

/// Major version of this header.
pub const SECAGG_VERSION_MAJOR: u32 = 0;
/// Minor version of this header. While the major version is 0, a new minor version may change the
/// ABI; the shared library's name (SONAME) changes with it.
pub const SECAGG_VERSION_MINOR: u32 = 2;
/// Patch version of this header.
pub const SECAGG_VERSION_PATCH: u32 = 0;

/// The version of the library in use, such as "0.2.0". Static memory; any thread.
#[unsafe(no_mangle)]
pub extern "C" fn secagg_version() -> *const c_char {
    const { c_version(concat!(env!("CARGO_PKG_VERSION"), "\0")) }.as_ptr()
}

const fn c_version(text: &str) -> &std::ffi::CStr {
    match std::ffi::CStr::from_bytes_with_nul(text.as_bytes()) {
        Ok(version) => version,
        Err(_) => c"",
    }
}

/// The version of the library in use as one number, 10000 * major + 100 * minor + patch, to be
/// compared with the header's SECAGG_VERSION_MAJOR, _MINOR and _PATCH. Any thread.
#[unsafe(no_mangle)]
pub extern "C" fn secagg_version_number() -> u32 {
    number(SECAGG_VERSION_MAJOR, SECAGG_VERSION_MINOR, SECAGG_VERSION_PATCH)
}

const fn number(major: u32, minor: u32, patch: u32) -> u32 {
    10_000 * major + 100 * minor + patch
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_header_s_version_is_the_package_s() {
        let header =
            format!("{SECAGG_VERSION_MAJOR}.{SECAGG_VERSION_MINOR}.{SECAGG_VERSION_PATCH}");
        assert_eq!(header, env!("CARGO_PKG_VERSION"));
    }

    #[test]
    fn a_later_version_has_a_larger_number() {
        assert_eq!(number(1, 2, 3), 10_203);
        assert_eq!(number(12, 34, 56), 123_456);
        let versions = [(0, 0, 1), (0, 0, 99), (0, 1, 0), (0, 99, 99), (1, 0, 0), (2, 3, 4)];
        let numbers = versions.map(|(major, minor, patch)| number(major, minor, patch));
        assert!(numbers.is_sorted_by(|one, next| one < next));
        assert_eq!(
            secagg_version_number(),
            number(SECAGG_VERSION_MAJOR, SECAGG_VERSION_MINOR, SECAGG_VERSION_PATCH)
        );
    }
}
