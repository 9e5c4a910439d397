#![no_main]

mod common;
use libfuzzer_sys::fuzz_target;
use secagg::error::Error;
use secagg::session::{Holder, inspect};

fuzz_target!(|bytes: &[u8]| {
    let session = common::session();
    let mut holder = Holder::new(&session, 1).unwrap();
    holder.accept(include_bytes!("../corpus/message/1.seed")).unwrap();
    let before = common::exported(&holder);
    for bytes in [bytes.to_vec(), common::with_checksum(bytes)] {
        let _ = inspect(&bytes);
        if holder.accept(&bytes).is_ok() {
            assert_eq!(holder.accept(&bytes), Err(Error::AlreadyAccepted));
            holder.withdraw(&bytes).unwrap();
        } else if holder.withdraw(&bytes).is_ok() {
            holder.accept(&bytes).unwrap();
        }
        assert_eq!(common::exported(&holder), before);
    }
});
