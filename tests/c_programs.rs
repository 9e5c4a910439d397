#![cfg(target_os = "linux")]
//! Compiles the programs of tests/c and tests/cpp against the shared library and runs them.
//!
//! Variables of the environment let tests/check run the same programs in other ways:
//! SECAGG_C_LIBRARY is a shared library other than the one that cargo built for this test,
//! SECAGG_C_FLAGS are further words for the compiler (-fsanitize=address), SECAGG_C_RUNNER the
//! words before a program (valgrind and its options).

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const WARNINGS: &[&str] = &["-Wall", "-Wextra", "-Wpedantic", "-Werror"];
const C11: &[&str] = &["-std=c11", "-D_GNU_SOURCE", "-pthread"];
const CPP11: &[&str] = &["-std=c++11", "-Wconversion", "-Wshadow"];
const CPP17: &[&str] = &["-std=c++17", "-Wconversion", "-Wshadow"];
const CPP20: &[&str] = &["-std=c++20", "-Wconversion", "-Wshadow"];
const CPP23: &[&str] = &["-std=c++2b", "-Wconversion", "-Wshadow"];

/// What a program is linked with.
enum Library {
    Shared,
    /// Nothing: it opens the library when it runs.
    Opened,
}

/// One test for each C program, which consists of one file.
macro_rules! c_programs {
    ($($name:ident: $library:ident,)*) => {
        $(#[test]
        fn $name() {
            let source = concat!("c/", stringify!($name), ".c");
            run(&Program { name: stringify!($name), sources: &[source], flags: &[C11],
                library: Library::$library });
        })*
        const C_PROGRAMS: &[&str] = &[$(stringify!($name)),*];
    };
}

/// One test for each way of compiling a C++ program.
macro_rules! cpp_programs {
    ($($name:ident: [$($source:literal),*], $($flags:expr),*;)*) => {
        $(#[test]
        fn $name() {
            run(&Program { name: stringify!($name), sources: &[$(concat!("cpp/", $source)),*],
                flags: &[$($flags),*], library: Library::Shared });
        })*
        const CPP_SOURCES: &[&[&str]] = &[$(&[$($source),*]),*];
    };
}

c_programs! {
    signatures: Shared,
    vectors: Shared,
    pointers: Shared,
    sizes: Shared,
    values: Shared,
    thresholds: Shared,
    protocol: Shared,
    abi: Shared,
    random_failure: Shared,
    memory_limit: Shared,
    signals: Shared,
    fork: Shared,
    unseen_fork: Shared,
    threads: Shared,
    helper_threads: Shared,
    handles: Shared,
    reload: Opened,
    small_stack: Shared,
    wiped_stack: Shared,
    failing_allocator: Shared,
    constant_time: Shared,
    session_pointers: Shared,
    session_faults: Shared,
    arrow: Shared,
    ledger: Shared,
    floating_point: Shared,
    problems: Shared,
}

cpp_programs! {
    cpp11: ["first_unit.cpp", "second_unit.cpp"], CPP11;
    cpp20: ["first_unit.cpp", "second_unit.cpp"], CPP20;
    exceptions_cpp11: ["exceptions.cpp"], CPP11;
    exceptions_cpp20: ["exceptions.cpp"], CPP20;
    no_exceptions: ["exceptions.cpp"], CPP11, &["-fno-exceptions", "-fno-unwind-tables",
        "-fno-asynchronous-unwind-tables", "-fno-rtti"];
    hpp_values_cpp17: ["hpp_values.cpp"], CPP17;
    hpp_values_cpp20: ["hpp_values.cpp"], CPP20;
    hpp_values_cpp23: ["hpp_values.cpp"], CPP23;
    hpp_calls_cpp17: ["hpp_calls.cpp"], CPP17;
    hpp_calls_cpp20: ["hpp_calls.cpp"], CPP20;
    hpp_calls_cpp23: ["hpp_calls.cpp"], CPP23;
    hpp_arrow_cpp17: ["hpp_arrow.cpp"], CPP17;
    hpp_arrow_cpp20: ["hpp_arrow.cpp"], CPP20;
    hpp_session_cpp17: ["hpp_session.cpp"], CPP17;
    hpp_session_cpp20: ["hpp_session.cpp"], CPP20;
    hpp_results_cpp17: ["hpp_results.cpp"], CPP17, &["-fno-exceptions"];
    hpp_results_cpp20: ["hpp_results.cpp"], CPP20;
}

struct Program<'a> {
    name: &'a str,
    sources: &'a [&'a str],
    flags: &'a [&'a [&'a str]],
    library: Library,
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

/// The library under test: cargo puts it beside the test's executable.
fn library() -> PathBuf {
    let library = std::env::var_os("SECAGG_C_LIBRARY").map_or_else(
        || std::env::current_exe().expect("this executable").with_file_name("libsecagg.so"),
        PathBuf::from,
    );
    assert!(library.is_file(), "{} is not there", library.display());
    library
}

/// The shared library's name for the dynamic linker; build.rs has the same rule.
fn soname() -> String {
    match env!("CARGO_PKG_VERSION_MAJOR") {
        "0" => concat!("libsecagg.so.0.", env!("CARGO_PKG_VERSION_MINOR")).to_string(),
        major => format!("libsecagg.so.{major}"),
    }
}

/// The folder of the compiled programs, with the library under the names that a linker and a
/// loader look for.
fn output() -> &'static Path {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let library = library();
        let folder = library.with_file_name("c_programs");
        std::fs::create_dir_all(&folder).expect("a folder for the programs");
        for name in ["libsecagg.so", &soname()] {
            // It may be there from an earlier run, or another process may have just made it.
            let _ = std::os::unix::fs::symlink(&library, folder.join(name));
            assert!(folder.join(name).exists(), "{name} cannot be linked to");
        }
        folder
    })
}

/// Tells programs that look at what the compiler has made of the library.
fn library_flags() -> &'static [&'static str] {
    let is_other = std::env::var_os("SECAGG_C_LIBRARY").is_some();
    if cfg!(debug_assertions) && !is_other { &["-DLIBRARY_IS_UNOPTIMISED"] } else { &[] }
}

/// The words of a variable of the environment.
fn words(variable: &str) -> Vec<String> {
    let value = std::env::var(variable).unwrap_or_default();
    value.split_whitespace().map(String::from).collect()
}

fn compiler(is_cpp: bool) -> Command {
    let architecture = match std::env::consts::ARCH {
        "x86" => "i686",
        architecture => architecture,
    };
    let target = format!("{architecture}-unknown-linux-gnu");
    cc::Build::new()
        .cpp(is_cpp)
        .target(&target)
        .host(&target)
        .opt_level(1)
        .debug(true)
        .cargo_metadata(false)
        .get_compiler()
        .to_command()
}

fn compile(program: &Program) -> PathBuf {
    let executable = output().join(program.name);
    let is_cpp = program.sources[0].ends_with(".cpp");
    let mut command = compiler(is_cpp);
    command
        .args(program.flags.concat())
        .args(WARNINGS)
        .args(library_flags())
        .args(words("SECAGG_C_FLAGS"))
        .arg("-I")
        .arg(tests().with_file_name("include"))
        .arg("-I")
        .arg(tests().join("c"))
        .args(program.sources.iter().map(|source| tests().join(source)))
        .arg("-o")
        .arg(&executable);
    match program.library {
        Library::Shared => {
            command.arg("-L").arg(output()).arg("-lsecagg");
            command.arg(format!("-Wl,-rpath,{}", output().display()));
        }
        Library::Opened => {}
    }
    command.arg("-lm");
    let result = command.output().expect("a C compiler");
    assert!(
        result.status.success(),
        "{} does not compile:\n{}",
        program.name,
        String::from_utf8_lossy(&result.stderr)
    );
    executable
}

/// Every program is told where the vectors are and where the library is; most need neither.
fn run(program: &Program) {
    let executable = compile(program);
    let mut command = words("SECAGG_C_RUNNER");
    command.push(executable.display().to_string());
    let result = Command::new(&command[0])
        .args(&command[1..])
        .arg(tests().join("vectors"))
        .arg(output().join(soname()))
        // Cargo's tells where libsecagg.so is; the programs find it by themselves.
        .env_remove("LD_LIBRARY_PATH")
        .output()
        .expect("the program runs");
    let said = String::from_utf8_lossy(&result.stdout);
    println!("{said}");
    if result.status.code() == Some(77) {
        // Past the test harness, which shows nothing of tests that pass.
        let reason = said.lines().last().unwrap_or("skipped");
        let reason = reason.trim_start_matches("skipped: ");
        let _ = writeln!(std::io::stderr(), "\nskip: {}: {reason}", program.name);
        return;
    }
    assert!(
        result.status.success(),
        "{}: {}\n{}",
        program.name,
        result.status,
        String::from_utf8_lossy(&result.stderr)
    );
}

fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut names: Vec<_> = std::fs::read_dir(tests().join(folder))
        .expect("a folder of tests")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a name"))
        .filter(|name| name.ends_with(extension))
        .collect();
    names.sort();
    names
}

#[test]
fn every_program_is_run() {
    let mut listed: Vec<_> = C_PROGRAMS.iter().map(|name| format!("{name}.c")).collect();
    listed.sort();
    assert_eq!(listed, files("c", ".c"));
    let mut listed = CPP_SOURCES.concat();
    listed.sort();
    listed.dedup();
    assert_eq!(listed, files("cpp", ".cpp"));
}

/// Names in the header that are neither a constant nor to be pinned.
const NOT_CONSTANTS: &[&str] = &["SECAGG_H", "SECAGG_MUST_USE"];

/// A function, struct, field or constant that signatures.c does not name is not pinned, and could
/// change unnoticed.
#[test]
fn signatures_name_everything_in_the_header() {
    let read = |path: PathBuf| std::fs::read_to_string(path).expect("a source file");
    let header = read(tests().with_file_name("include").join("secagg.h"));
    let signatures = read(tests().join("c/signatures.c"));
    let declared = declarations(&header);
    let kinds = |kind: &str| declared.iter().filter(|name| name.starts_with(kind)).count();
    for kind in ["FUNCTION(", "STRUCT(", "FIELD(", "CONSTANT(", "TYPE("] {
        assert!(kinds(kind) > 0, "no {kind}..) found in the header: is it read rightly?");
    }
    let missing: Vec<_> = declared.iter().filter(|name| !signatures.contains(*name)).collect();
    assert!(missing.is_empty(), "tests/c/signatures.c does not pin {missing:#?}");
}

/// How signatures.c begins the line on each thing that a header made by cbindgen declares.
fn declarations(header: &str) -> Vec<String> {
    let mut declared = Vec::new();
    let mut in_struct = None;
    let mut is_comment = false;
    for line in header.lines() {
        let text = line.trim();
        is_comment |= text.starts_with("/*");
        if is_comment {
            is_comment = !text.ends_with("*/");
            continue;
        }
        let words: Vec<_> = text.split_whitespace().collect();
        match words[..] {
            // Arrow's names are not ours.
            ["#define", name, ..]
                if name.starts_with("SECAGG_") && !NOT_CONSTANTS.contains(&name) =>
            {
                declared.push(format!("CONSTANT({name},"));
            }
            ["typedef", "struct", name, "{"] => {
                declared.push(format!("STRUCT({name},"));
                in_struct = Some(name);
            }
            ["}", ..] => in_struct = None,
            // An opaque handle: its functions name it.
            ["typedef", "struct", ..] => {}
            ["typedef", _, name] => declared.push(format!("TYPE({},", name.trim_end_matches(';'))),
            [.., last] if in_struct.is_some() => {
                let field = last.trim_start_matches('*').trim_end_matches(';');
                let field = field.split('[').next().unwrap_or(field);
                declared.push(format!("FIELD({}, {field},", in_struct.unwrap_or_default()));
            }
            _ => {
                // The name before the first parenthesis; the lines of its arguments begin without.
                let Some((before, _)) = text.split_once('(') else { continue };
                let name = before.rsplit([' ', '*']).next().unwrap_or(before);
                if name.starts_with("secagg_") {
                    declared.push(format!("FUNCTION({name},"));
                }
            }
        }
    }
    declared
}
