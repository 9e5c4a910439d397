#![no_main]

mod common;
use libfuzzer_sys::fuzz_target;
use secagg::session::{Holder, inspect};

fuzz_target!(|bytes: &[u8]| {
    let session = common::session();
    let mut holder = Holder::new(&session, 1).unwrap();
    holder.accept(include_bytes!("../corpus/message/1.seed")).unwrap();
    let before = common::exported(&holder);
    for bytes in [bytes.to_vec(), common::with_checksum(bytes)] {
        let _ = inspect(&bytes);
        if let Ok(restored) = Holder::import(&session, &bytes) {
            assert_eq!(common::exported(&restored), bytes);
        }
        if holder.merge(&bytes).is_ok() {
            assert!(Holder::import(&session, &bytes).is_ok());
            holder = Holder::import(&session, &before).unwrap();
        }
        assert_eq!(common::exported(&holder), before);
    }
});
