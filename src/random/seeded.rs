#![forbid(unsafe_code)]
//! Seeded draws. Draw k of value v, round r, is bytes 16 v to 16 v + 15 of the ChaCha20 stream
//! (RFC 8439, block counter from 0) with nonce (k as 8 bytes, r as 4 bytes), little-endian, under
//! the key that BLAKE3 derives from seed, scheme, n and t. These bytes never change.

use super::{Key, VALUE_LEN};
use crate::options::InsecureSeed;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};

const KEY_CONTEXT: &str = "secagg 2026-11 seeded split ChaCha20 key";

/// What a seeded split is a function of, besides its values.
pub(crate) struct SeedScope<'a> {
    pub seed: &'a InsecureSeed,
    /// 1 additive, 2 Shamir.
    pub scheme: u32,
    pub holder_count: u32,
    pub threshold: u32,
}

impl SeedScope<'_> {
    /// Leaves copies of the key behind on the stack.
    pub fn derive_key(&self, key: &mut Key) {
        let mut hasher = blake3::Hasher::new_derive_key(KEY_CONTEXT);
        hasher.update(&self.seed.0);
        hasher.update(&self.scheme.to_le_bytes());
        hasher.update(&self.holder_count.to_le_bytes());
        hasher.update(&self.threshold.to_le_bytes());
        hasher.finalize_xof().fill(key);
    }
}

/// Leaves copies of the key behind on the stack.
pub fn fill(key: &Key, draw: u32, first: u64, round: u32, bytes: &mut [u8]) {
    let mut nonce = [0; 12];
    nonce[..4].copy_from_slice(&draw.to_le_bytes());
    nonce[8..].copy_from_slice(&round.to_le_bytes());
    let mut stream = ChaCha20::new(key.into(), &nonce.into());
    stream.seek(first * VALUE_LEN as u64);
    stream.write_keystream(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Value;
    use crate::random::Supply;

    #[test]
    fn draw_value_and_round_are_a_place_in_the_stream() {
        let (draw, value, round) = (0x0403_0201, 1001, 0x0807_0605);
        let nonce = [1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 7, 8];
        let mut stream = vec![0; VALUE_LEN * 1004];
        ChaCha20::new(&[9; 32].into(), &nonce.into()).write_keystream(&mut stream);
        let mut bytes = [0; 3 * VALUE_LEN];
        fill(&[9; 32], draw, value, round, &mut bytes);
        assert_eq!(bytes[..], stream[VALUE_LEN * 1001..]);
    }

    fn drawn(supply: &Supply, draw: u32, first: u64, count: usize) -> Vec<Value> {
        let mut values = vec![Value::ZERO; count];
        supply.with_draws(|draws| draws.fill(draw, first, &mut values)).unwrap();
        values
    }

    #[test]
    fn seeded_draws_do_not_depend_on_how_they_are_asked_for() {
        let seed = InsecureSeed::new([3; 32]);
        let mut supply = Supply::EMPTY;
        supply.derive_key(&SeedScope { seed: &seed, scheme: 2, holder_count: 5, threshold: 3 });
        let whole = drawn(&supply, 1, 1000, 300);
        for (start, end) in [(0, 1), (1, 130), (129, 300), (255, 256)] {
            let part = drawn(&supply, 1, 1000 + start as u64, end - start);
            assert_eq!(part, whole[start..end]);
        }
        let other = drawn(&supply, 0, 1000, 300);
        assert!(whole.iter().zip(&other).all(|(a, b)| a != b));
    }
}
