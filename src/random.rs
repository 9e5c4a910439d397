#![forbid(unsafe_code)]
//! From the operating system's entropy to uniform field elements.
//!
//! A split needs a table of uniform elements: draw k of value v. Where they come from:
//!
//! - few of them: straight from the operating system;
//! - many: a fresh 256-bit key per call, expanded by AES-256 in counter mode where the CPU has AES
//!   instructions, else by ChaCha20 (RFC 8439), with a new key every 4 GiB: the distance of
//!   AES-CTR from random after N blocks is about N^2 / 2^129;
//! - repeatably, from a seed: ChaCha20 whose position is fixed by (draw, value), so that the bytes
//!   do not depend on machine, release, blocking or threads.
//!
//! All keys are drawn before the caller writes anything, so running out of entropy cannot leave
//! half an output. Nothing is kept between calls, so a forked process never repeats a stream.
//!
//! Sampling takes 127 bits and draws again when they spell p: exactly uniform. A redraw happens
//! with probability 2^-127, depends only on bits that are thrown away, and is tested by a seam.

use crate::error::{Error, Result};
use crate::field::MODULUS;
use crate::limits;
use crate::options::InsecureSeed;
use crate::value::Value;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::{Zeroize, Zeroizing};

const VALUE_LEN: usize = 16;
/// Up to here one request to the operating system costs less than a key and its expansion.
const SMALL_LEN: usize = 512;
/// A key is renewed after this many bytes.
const KEY_PERIOD: u64 = 4 << 30;

type Key = Zeroizing<[u8; 32]>;
type AesStream = ctr::Ctr64LE<aes::Aes256>;

/// Fills the bytes with entropy of the operating system.
pub fn fill_from_system(bytes: &mut [u8]) -> Result<()> {
    SysRng.try_fill_bytes(bytes).map_err(|_| Error::RandomFailed)
}

fn key_from_system() -> Result<Key> {
    let mut key = Key::default();
    fill_from_system(&mut key[..])?;
    Ok(key)
}

/// What a seeded split is a function of, besides its values.
pub(crate) struct SeedScope<'a> {
    pub seed: &'a InsecureSeed,
    /// 1 additive, 2 Shamir.
    pub scheme: u32,
    pub holder_count: u32,
    pub threshold: u32,
}

/// The uniform elements of one split, `draws` of them for every value.
pub(crate) struct Draws {
    source: Source,
    /// Key stream on its way to being values.
    block: Zeroizing<[[u8; VALUE_LEN]; Draws::BLOCK_LEN]>,
}

#[allow(clippy::large_enum_variant)] // a Box could not be refused when memory is short
enum Source {
    System(SystemBytes),
    Expanded(ExpandedKeys),
    Seeded(SeededStreams),
}

impl Draws {
    /// Values filled at a time: 2 KiB, where both ciphers reach their full speed.
    const BLOCK_LEN: usize = 128;

    /// Draws everything that will be needed from the operating system.
    pub fn from_system(draws: usize, value_count: usize) -> Result<Draws> {
        let len = (draws as u64)
            .checked_mul(value_count as u64)
            .and_then(|count| count.checked_mul(VALUE_LEN as u64))
            .ok_or(Error::LimitExceeded)?;
        Ok(Draws::new(if len <= SMALL_LEN as u64 {
            Source::System(SystemBytes::draw(len as usize)?)
        } else {
            Source::Expanded(ExpandedKeys::draw(len)?)
        }))
    }

    pub fn from_seed(scope: &SeedScope<'_>) -> Draws {
        Draws::new(Source::Seeded(SeededStreams::derive(scope)))
    }

    fn new(source: Source) -> Draws {
        Draws { source, block: Zeroizing::new([[0; VALUE_LEN]; Draws::BLOCK_LEN]) }
    }

    /// Uniform elements: draw number `draw` of the values from number `first` on.
    ///
    /// Without a seed the numbers are not looked at; every call gives fresh elements.
    pub fn fill(&mut self, draw: u32, first: u64, values: &mut [Value]) -> Result<()> {
        debug_assert!(first + values.len() as u64 <= limits::MAX_VALUE_COUNT);
        for (number, chunk) in values.chunks_mut(Draws::BLOCK_LEN).enumerate() {
            let first = first + (number * Draws::BLOCK_LEN) as u64;
            let block = &mut self.block[..chunk.len()];
            self.source.fill(draw, first, 0, block.as_flattened_mut());
            let source = &mut self.source;
            uniform_values(chunk, block, |index, round, bytes| {
                source.redraw(draw, first + index as u64, round, bytes)
            })?;
        }
        Ok(())
    }
}

impl Source {
    fn fill(&mut self, draw: u32, first: u64, round: u32, bytes: &mut [u8]) {
        match self {
            Source::System(system) => system.take(bytes),
            Source::Expanded(keys) => keys.fill(bytes),
            Source::Seeded(streams) => streams.fill(draw, first, round, bytes),
        }
    }

    fn redraw(&mut self, draw: u32, value: u64, round: u32, bytes: &mut [u8]) -> Result<()> {
        match self {
            Source::System(_) => fill_from_system(bytes)?,
            other => other.fill(draw, value, round, bytes),
        }
        Ok(())
    }
}

/// 127 bits of each 16 bytes as a value, drawn anew, round after round, while they spell p.
fn uniform_values(
    values: &mut [Value],
    raw: &[[u8; VALUE_LEN]],
    mut redraw: impl FnMut(usize, u32, &mut [u8]) -> Result<()>,
) -> Result<()> {
    let masked = |bytes: &[u8; VALUE_LEN]| u128::from_le_bytes(*bytes) & MODULUS;
    for (index, (value, bytes)) in values.iter_mut().zip(raw).enumerate() {
        let mut integer = masked(bytes);
        let mut round = 0;
        while integer == MODULUS {
            round += 1;
            let mut again = Zeroizing::new([0; VALUE_LEN]);
            redraw(index, round, &mut again[..])?;
            integer = masked(&again);
        }
        *value = Value::from_bytes(integer.to_le_bytes());
    }
    Ok(())
}

/// A few bytes straight from the operating system.
struct SystemBytes {
    bytes: Zeroizing<[u8; SMALL_LEN]>,
    used: usize,
}

impl SystemBytes {
    fn draw(len: usize) -> Result<SystemBytes> {
        let mut bytes = Zeroizing::new([0; SMALL_LEN]);
        fill_from_system(&mut bytes[..len])?;
        Ok(SystemBytes { bytes, used: 0 })
    }

    fn take(&mut self, bytes: &mut [u8]) {
        let end = self.used + bytes.len();
        bytes.copy_from_slice(&self.bytes[self.used..end]);
        self.used = end;
    }
}

/// Keys of the operating system, each expanded to at most 4 GiB.
struct ExpandedKeys {
    stream: KeyStream,
    left: u64,
    /// Those that come after the current one.
    keys: Zeroizing<Vec<[u8; 32]>>,
}

impl ExpandedKeys {
    fn draw(len: u64) -> Result<ExpandedKeys> {
        let first = key_from_system()?;
        let further = (len.div_ceil(KEY_PERIOD) - 1) as usize;
        let mut keys = Zeroizing::new(Vec::new());
        keys.try_reserve_exact(further)?;
        keys.resize(further, [0; 32]);
        fill_from_system(keys.as_flattened_mut())?;
        Ok(ExpandedKeys { stream: KeyStream::new(&first), left: KEY_PERIOD, keys })
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        if self.left < bytes.len() as u64
            && let Some(mut key) = self.keys.pop()
        {
            self.stream = KeyStream::new(&key);
            self.left = KEY_PERIOD;
            key.zeroize();
        }
        // Blocks and periods do not line up to the byte: a key may serve a block less than its
        // period, and the last key then that much more.
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.stream.fill(bytes);
    }
}

enum KeyStream {
    Aes(AesStream),
    ChaCha(ChaCha20),
}

impl KeyStream {
    fn new(key: &[u8; 32]) -> KeyStream {
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

/// Seeded draws. Draw k of value v, round r, is bytes 16 v to 16 v + 15 of the ChaCha20 stream
/// (RFC 8439, block counter from 0) with nonce (k as 8 bytes, r as 4 bytes), little-endian, under
/// the key that BLAKE3 derives from seed, scheme, n and t. These bytes never change.
struct SeededStreams {
    key: Key,
}

impl SeededStreams {
    const KEY_CONTEXT: &'static str = "secagg 2026-11 seeded split ChaCha20 key";

    fn derive(scope: &SeedScope<'_>) -> SeededStreams {
        let mut hasher = blake3::Hasher::new_derive_key(Self::KEY_CONTEXT);
        hasher.update(&scope.seed.0);
        hasher.update(&scope.scheme.to_le_bytes());
        hasher.update(&scope.holder_count.to_le_bytes());
        hasher.update(&scope.threshold.to_le_bytes());
        let mut key = Key::default();
        hasher.finalize_xof().fill(&mut key[..]);
        hasher.zeroize();
        SeededStreams { key }
    }

    fn fill(&self, draw: u32, first: u64, round: u32, bytes: &mut [u8]) {
        let mut nonce = [0; 12];
        nonce[..4].copy_from_slice(&draw.to_le_bytes());
        nonce[8..].copy_from_slice(&round.to_le_bytes());
        let mut stream = ChaCha20::new((&*self.key).into(), &nonce.into());
        stream.seek(first * VALUE_LEN as u64);
        stream.write_keystream(bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_that_spell_p_are_drawn_again_until_they_do_not() {
        let raw = [[0xff; 16], [7; 16], [0xff; 16]];
        let mut values = [Value::ZERO; 3];
        let mut redrawn = Vec::new();
        uniform_values(&mut values, &raw, |index, round, bytes| {
            redrawn.push((index, round));
            bytes.fill(if round < 3 { 0xff } else { 9 });
            Ok(())
        })
        .unwrap();
        assert_eq!(redrawn, [(0, 1), (0, 2), (0, 3), (2, 1), (2, 2), (2, 3)]);
        assert_eq!(values, [[9; 16], [7; 16], [9; 16]].map(Value::from_bytes));
    }

    #[test]
    fn a_redraw_that_fails_is_an_error() {
        let refused =
            uniform_values(&mut [Value::ZERO], &[[0xff; 16]], |_, _, _| Err(Error::RandomFailed));
        assert_eq!(refused, Err(Error::RandomFailed));
    }

    #[test]
    fn seeded_draws_do_not_depend_on_how_they_are_asked_for() {
        let seed = InsecureSeed::new([3; 32]);
        let scope = SeedScope { seed: &seed, scheme: 2, holder_count: 5, threshold: 3 };
        let mut draws = Draws::from_seed(&scope);
        let mut whole = [Value::ZERO; 300];
        draws.fill(1, 1000, &mut whole).unwrap();
        for (start, end) in [(0, 1), (1, 130), (129, 300), (255, 256)] {
            let mut part = vec![Value::ZERO; end - start];
            draws.fill(1, 1000 + start as u64, &mut part).unwrap();
            assert_eq!(part, whole[start..end]);
        }
        let mut other = [Value::ZERO; 300];
        draws.fill(0, 1000, &mut other).unwrap();
        assert!(whole.iter().zip(&other).all(|(a, b)| a != b));
    }

    #[test]
    fn a_key_serves_its_period_and_the_next_one_follows() {
        let mut keys = ExpandedKeys::draw(3 * KEY_PERIOD).unwrap();
        assert_eq!(keys.keys.len(), 2);
        keys.left = 100;
        let mut before = [0; 64];
        keys.fill(&mut before);
        assert_eq!((keys.left, keys.keys.len()), (36, 2));
        let mut after = [0; 64];
        keys.fill(&mut after);
        assert_eq!((keys.left, keys.keys.len()), (KEY_PERIOD - 64, 1));
        assert_ne!(before, after);
    }

    #[test]
    fn unseeded_draws_differ_from_call_to_call() {
        for count in [1, 32, 33, 500] {
            let mut drawn = [vec![Value::ZERO; count], vec![Value::ZERO; count]];
            for values in &mut drawn {
                Draws::from_system(1, count).unwrap().fill(0, 0, values).unwrap();
                assert!(values.iter().all(|value| value.is_canonical()));
            }
            assert!(drawn[0].iter().zip(&drawn[1]).all(|(a, b)| a != b));
        }
    }
}
