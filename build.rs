//! Gives the shared library its name for the dynamic linker, which is also its ABI's version:
//! while the major version is 0, every minor version may change the ABI.

fn main() {
    let part = |name: &str| std::env::var(format!("CARGO_PKG_VERSION_{name}")).unwrap_or_default();
    let abi = match part("MAJOR").as_str() {
        "0" => format!("0.{}", part("MINOR")),
        major => major.to_string(),
    };
    let system = std::env::var("CARGO_CFG_TARGET_OS").unwrap_or_default();
    let argument = match system.as_str() {
        "linux" | "android" | "freebsd" | "netbsd" | "openbsd" | "dragonfly" => {
            format!("-Wl,-soname,libsecagg.so.{abi}")
        }
        "macos" | "ios" => format!("-Wl,-install_name,@rpath/libsecagg.{abi}.dylib"),
        _ => return,
    };
    println!("cargo::rustc-cdylib-link-arg={argument}");
    println!("cargo::rerun-if-changed=build.rs");
}
