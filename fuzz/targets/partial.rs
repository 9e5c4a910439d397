#![no_main]

mod common;
use libfuzzer_sys::fuzz_target;
use secagg::session::{Collector, CollectorOptions, inspect};
use secagg::field::Value;

const PARTIALS: [&[u8]; 4] = [
    include_bytes!("../corpus/partial/1.seed"),
    include_bytes!("../corpus/partial/2.seed"),
    include_bytes!("../corpus/partial/3.seed"),
    include_bytes!("../corpus/partial/4.seed"),
];

fuzz_target!(|bytes: &[u8]| {
    for bytes in [bytes.to_vec(), common::with_checksum(bytes)] {
        let _ = inspect(&bytes);
        let mut collector = Collector::new(&common::session()).unwrap();
        let is_taken = collector.accept(&bytes).is_ok();
        let accepted = PARTIALS.iter().filter(|partial| collector.accept(partial).is_ok()).count();
        assert!(accepted >= 3, "one partial sum can stand in the way of one other at most");
        let mut values = [Value::ZERO; 2];
        let options = CollectorOptions { max_corrections: 1, ..CollectorOptions::default() };
        // Of four or five answers for one cohort, with t = 3, one may be anything.
        let outcome = collector.reconstruct(&mut values, &options);
        if !is_taken {
            assert_eq!(outcome, Ok(3));
        }
        if outcome == Ok(3) {
            assert_eq!(values.map(Value::to_u128), [531, 642]);
        }
    }
});
