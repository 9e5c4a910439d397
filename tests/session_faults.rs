//! Processes that fork, are killed, or find no room on their disk.
#![cfg(unix)]

mod common;
use common::*;
use secagg::error::Error;
use secagg::session::{Holder, Session};
use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::os::fd::FromRawFd;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

const PARTY_COUNT: u64 = 24;
const DIRECTORY: &str = "SECAGG_TEST_HOLDER_DIRECTORY";

/// Replaces a file as a whole or not at all, even if the process is killed meanwhile.
fn store(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let temporary = path.with_extension("new");
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(temporary, path)
}

/// Holder 1 as a process: it takes up where its checkpoint ends, and writes its partial sum last.
fn run_holder(directory: &Path) {
    let session = Session::import(&fs::read(directory.join("session")).unwrap()).unwrap();
    let checkpoint = directory.join("checkpoint");
    let mut holder = match fs::read(&checkpoint) {
        Ok(bytes) => Holder::import(&session, &bytes).unwrap(),
        Err(_) => Holder::new(&session, 1).unwrap(),
    };
    for number in 0..PARTY_COUNT {
        let message = fs::read(directory.join(format!("message-{number}"))).unwrap();
        match holder.accept(&message) {
            Ok(()) => store(&checkpoint, &exported(&holder)).unwrap(),
            Err(Error::AlreadyAccepted) => {}
            Err(other) => panic!("{other}"),
        }
    }
    match seal(&mut holder, None) {
        Ok(sealed) => store(&checkpoint, &sealed).unwrap(),
        Err(Error::Closed) => {}
        Err(other) => panic!("{other}"),
    }
    store(&directory.join("partial"), &release(&holder).unwrap()).unwrap();
}

/// Not a test of its own: what the processes of the next test run.
#[test]
fn holder_process() {
    if let Some(directory) = std::env::var_os(DIRECTORY) {
        run_holder(Path::new(&directory));
    }
}

fn fresh_directory(name: &str) -> PathBuf {
    let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&directory);
    fs::create_dir_all(&directory).unwrap();
    directory
}

#[test]
fn a_holder_killed_at_any_moment_goes_on_from_its_checkpoint() {
    let directory = fresh_directory("killed-holder");
    let session = session(&SHAMIR);
    let deals: Vec<_> =
        (0..PARTY_COUNT).map(|id| deal(&session, id, &random_values(4)).unwrap()).collect();
    fs::write(directory.join("session"), description(&session)).unwrap();
    for (number, messages) in deals.iter().enumerate() {
        fs::write(directory.join(format!("message-{number}")), &messages[0]).unwrap();
    }
    let mut kills = 0;
    for round in 0.. {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "holder_process"])
            .env(DIRECTORY, &directory)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Later rounds live longer, so that the test ends.
        std::thread::sleep(Duration::from_micros(1500 + 700 * round));
        child.kill().unwrap();
        let status = child.wait().unwrap();
        if status.success() {
            break;
        }
        assert_eq!(status.code(), None, "killed, not failed");
        kills += 1;
    }
    assert!(kills > 0);
    let partial = fs::read(directory.join("partial")).unwrap();
    assert_eq!(partial, partials_of(&session, &deals)[0]);
}

/// A party that forks deals different randomness on both sides: the same shares under two inputs
/// would tell their difference.
#[test]
fn parent_and_child_of_a_fork_deal_different_messages() {
    let session = session(&SHAMIR);
    let values = random_values(4);
    deal(&session, 1, &values).unwrap();
    let mut ends = [0; 2];
    // SAFETY: room for two descriptors.
    assert_eq!(unsafe { libc::pipe(ends.as_mut_ptr()) }, 0);
    // SAFETY: the child only deals, writes and leaves.
    let child = unsafe { libc::fork() };
    if child == 0 {
        let messages = deal(&session, 1, &values).unwrap_or_default();
        // SAFETY: the descriptor is open and owned here.
        let mut end = unsafe { File::from_raw_fd(ends[1]) };
        let sent = messages.first().map(|message| end.write_all(message));
        // SAFETY: ends the process without running what belongs to the parent.
        unsafe { libc::_exit(i32::from(!matches!(sent, Some(Ok(()))))) };
    }
    // SAFETY: both descriptors are open and owned here.
    let (mut input, output) = unsafe { (File::from_raw_fd(ends[0]), File::from_raw_fd(ends[1])) };
    drop(output);
    let mut of_child = Vec::new();
    input.read_to_end(&mut of_child).unwrap();
    // SAFETY: the child of above.
    unsafe { libc::waitpid(child, std::ptr::null_mut(), 0) };
    let of_parent = deal(&session, 1, &values).unwrap().swap_remove(0);
    assert_eq!(of_child.len(), of_parent.len());
    assert_eq!(of_child[..64], of_parent[..64]);
    assert_ne!(of_child[64..80], of_parent[64..80], "deal ids");
    for (one, other) in of_child[96..160].chunks(16).zip(of_parent[96..160].chunks(16)) {
        assert_ne!(one, other, "shares");
    }
}

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing_that_was_stored() {
    let session = session(&SHAMIR);
    let deals = [1, 2, 3].map(|party| deal(&session, party, &random_values(4)).unwrap());
    let mut holder = holder_of(&session, 1, &deals[..2]);
    let stored = exported(&holder);
    holder.accept(&deals[2][0]).unwrap();
    let next = exported(&holder);
    // The device that is always full.
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let refused = (&full).write_all(&next).unwrap_err();
    assert_eq!(refused.kind(), io::ErrorKind::StorageFull);
    // The holder in memory is as it was, what lies on the disk is the old state or is refused.
    assert_eq!(exported(&holder), next);
    let mut restored = Holder::import(&session, &stored).unwrap();
    for cut in [0, 1, 100, next.len() - 1] {
        assert_eq!(Holder::import(&session, &next[..cut]).err(), Some(Error::Malformed));
    }
    restored.accept(&deals[2][0]).unwrap();
    assert_eq!(exported(&restored), next, "the party sends its message again");
}
