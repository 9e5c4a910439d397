#![no_main]

mod common;
use libfuzzer_sys::fuzz_target;
use secagg::session::{Session, inspect};

fuzz_target!(|bytes: &[u8]| {
    for bytes in [bytes.to_vec(), common::with_checksum(bytes)] {
        let _ = inspect(&bytes);
        if let Ok(session) = Session::import(&bytes) {
            let mut description = vec![0; session.description_len()];
            session.export(&mut description).unwrap();
            assert_eq!(description, bytes);
        }
    }
});
