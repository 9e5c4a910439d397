//! Seeded splits are the same bytes on every machine, in every release and for any number of
//! threads. The digests in `vectors/seeded.csv` were made by plain scalar code; they never change.

use secagg::field::Value;
use secagg::field::{Element, MODULUS};
use secagg::options::{InsecureSeed, RunOptions, SplitOptions};
use secagg::sharing::{additive, shamir};

const VECTORS: &str = include_str!("vectors/seeded.csv");

/// Spread over the whole field, beginning with 0 and p - 1.
fn values(count: usize) -> Vec<Value> {
    let spread = |i: usize| (i as u128).wrapping_mul(0x9e37_79b9_7f4a_7c15_f39c_c060_5ced_c835);
    (0..count)
        .map(|i| if i == 1 { MODULUS - 1 } else { spread(i) % MODULUS })
        .map(|integer| Value::from(Element::new(integer).unwrap()))
        .collect()
}

struct Case<'a> {
    scheme: &'a str,
    holder_count: usize,
    threshold: u32,
    value_count: usize,
    seed: u8,
    digest: &'a str,
}

impl Case<'_> {
    fn parse(line: &str) -> Case<'_> {
        let fields: Vec<&str> = line.split(',').collect();
        let [scheme, holder_count, threshold, value_count, seed, digest] = fields[..] else {
            panic!("six columns: {line}");
        };
        Case {
            scheme,
            holder_count: holder_count.parse().unwrap(),
            threshold: threshold.parse().unwrap(),
            value_count: value_count.parse().unwrap(),
            seed: seed.parse().unwrap(),
            digest,
        }
    }

    fn split(&self, threads: u32) -> Vec<Vec<Value>> {
        let values = values(self.value_count);
        let mut shares = vec![vec![Value::ZERO; self.value_count]; self.holder_count];
        let mut slices: Vec<&mut [Value]> = shares.iter_mut().map(Vec::as_mut_slice).collect();
        let options = SplitOptions {
            run: RunOptions::with_threads(threads).unwrap(),
            seed: Some(InsecureSeed::new([self.seed; 32])),
        };
        match self.scheme {
            "additive" => additive::split(&mut slices, &values, &options).unwrap(),
            "shamir" => shamir::split(&mut slices, self.threshold, &values, &options).unwrap(),
            other => panic!("no such scheme: {other}"),
        }
        shares
    }
}

/// BLAKE3 of all shares, holder after holder.
fn digest(shares: &[Vec<Value>]) -> String {
    let mut hasher = blake3::Hasher::new();
    for value in shares.iter().flatten() {
        hasher.update(&value.to_bytes());
    }
    hasher.finalize().to_hex()[..32].to_string()
}

#[test]
fn seeded_splits_are_the_bytes_they_have_always_been() {
    let mut wrong = Vec::new();
    for case in VECTORS.lines().skip(1).map(Case::parse) {
        for threads in [1, 2, 7] {
            let found = digest(&case.split(threads));
            if found != case.digest {
                let Case { scheme, holder_count, threshold, value_count, seed, .. } = case;
                wrong.push(format!(
                    "{scheme},{holder_count},{threshold},{value_count},{seed},{found} ({threads} threads)"
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "different now:\n{}", wrong.join("\n"));
}
