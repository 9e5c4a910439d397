#![forbid(unsafe_code)]
//! Keys of the operating system, each expanded to at most 4 GiB.

use super::Key;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher};
use core::slice;

/// A key is renewed after this many bytes.
pub const KEY_PERIOD: u64 = 4 << 30;

type AesStream = ctr::Ctr64LE<aes::Aes256Enc>;

/// The key stream of one key after the other.
pub struct ExpandedKeys<'a> {
    stream: KeyStream,
    /// Bytes that the current key has still to give.
    pub(super) left: u64,
    further: slice::Iter<'a, Key>,
}

impl<'a> ExpandedKeys<'a> {
    /// Moving it leaves copies of a round key behind, wherever the compiler moves it from.
    pub fn new(first: &Key, further: &'a [Key]) -> ExpandedKeys<'a> {
        let stream = KeyStream::new(first);
        ExpandedKeys { stream, left: KEY_PERIOD, further: further.iter() }
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        if self.left < bytes.len() as u64
            && let Some(key) = self.further.next()
        {
            self.stream = KeyStream::new(key);
            self.left = KEY_PERIOD;
        }
        // Blocks and periods do not line up to the byte: a key may serve a block less than its
        // period. The last key then serves that much more, and what is filled in vain when the end
        // of a range takes less than a block for each draw: some MiB at most.
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.stream.fill(bytes);
    }
}

#[allow(clippy::large_enum_variant)] // a Box could not be refused when memory is short
enum KeyStream {
    Aes(AesStream),
    ChaCha(ChaCha20),
}

impl KeyStream {
    fn new(key: &Key) -> KeyStream {
        // A key is used for one stream, so the nonce need not vary.
        if cpu_has_aes() {
            KeyStream::Aes(AesStream::new(key.into(), &[0; 16].into()))
        } else {
            KeyStream::ChaCha(ChaCha20::new(key.into(), &[0; 12].into()))
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        match self {
            KeyStream::Aes(stream) => stream.write_keystream(bytes),
            KeyStream::ChaCha(stream) => stream.write_keystream(bytes),
        }
    }
}

/// Without the instructions AES would be slow, and its tables readable through the cache.
fn cpu_has_aes() -> bool {
    #[cfg(target_arch = "x86_64")]
    return std::arch::is_x86_feature_detected!("aes");
    #[cfg(target_arch = "aarch64")]
    return std::arch::is_aarch64_feature_detected!("aes");
    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stream_of(key: &Key, len: usize) -> Vec<u8> {
        let mut bytes = vec![0; len];
        ExpandedKeys::new(key, &[]).fill(&mut bytes);
        bytes
    }

    #[test]
    fn a_key_serves_its_period_and_the_next_one_follows() {
        let further = [[2; 32], [3; 32]];
        let mut keys = ExpandedKeys::new(&[1; 32], &further);
        assert_eq!(keys.left, 1 << 32);
        keys.left = 100;
        let mut filled = [[0; 64]; 3];
        for (bytes, (left, further)) in
            filled.iter_mut().zip([(36, 2), ((1 << 32) - 64, 1), ((1 << 32) - 128, 1)])
        {
            keys.fill(bytes);
            assert_eq!((keys.left, keys.further.len()), (left, further));
        }
        assert_eq!(filled[0][..], stream_of(&[1; 32], 64));
        assert_eq!(filled[1..].as_flattened(), stream_of(&[2; 32], 128));
    }

    #[test]
    fn the_last_key_serves_what_is_left() {
        let mut keys = ExpandedKeys::new(&[1; 32], &[]);
        keys.left = 10;
        let mut bytes = [0; 64];
        keys.fill(&mut bytes);
        assert_eq!(bytes[..], stream_of(&[1; 32], 64));
        assert_eq!(keys.left, 0);
    }
}
