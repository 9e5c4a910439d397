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
use crate::field::Value;
use crate::kernels;
use crate::memory::{self, CacheAligned};
use crate::options::InsecureSeed;
use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit, StreamCipher, StreamCipherSeek};
use core::ops::Range;
use rand::TryRng;
use rand::rngs::SysRng;
use zeroize::{Zeroize, Zeroizing};

const VALUE_LEN: usize = 16;
/// Up to here one request to the operating system costs less than a key and its expansion.
const SMALL_LEN: usize = 128;
/// A key is renewed after this many bytes.
const KEY_PERIOD: u64 = 4 << 30;

type Key = Zeroizing<[u8; 32]>;
type AesStream = ctr::Ctr64LE<aes::Aes256Enc>;

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
    /// Key stream on its way to being values: 127 bits of each 16 bytes.
    block: CacheAligned<[[u8; VALUE_LEN]; Draws::BLOCK_LEN]>,
    /// The part of the block that is filled and not yet given out.
    ready: Range<usize>,
    /// How far the block was ever filled.
    used: usize,
    /// Elements still to be drawn, but for a seeded split.
    left: u64,
}

#[allow(clippy::large_enum_variant)] // a Box could not be refused when memory is short
enum Source {
    /// Straight from the operating system, at the first use.
    System,
    Expanded(ExpandedKeys),
    Seeded(SeededStreams),
    #[cfg(test)]
    Constant([u8; VALUE_LEN]),
}

impl Draws {
    /// Elements that are made at a time: 4 KiB, where both ciphers reach their full speed.
    pub const BLOCK_LEN: usize = 256;

    /// Nothing to give out yet. Large, so it is filled where it lies.
    pub const EMPTY: Draws = Draws {
        source: Source::System,
        block: CacheAligned([[0; VALUE_LEN]; Draws::BLOCK_LEN]),
        ready: 0..0,
        used: 0,
        left: 0,
    };

    /// Draws the keys that will be needed from the operating system.
    pub fn draw_keys(&mut self, draws: usize, value_count: usize) -> Result<()> {
        self.left = (draws as u64).checked_mul(value_count as u64).ok_or(Error::LimitExceeded)?;
        let len = self.left.checked_mul(VALUE_LEN as u64).ok_or(Error::LimitExceeded)?;
        if len > SMALL_LEN as u64 {
            self.source.expand_keys(len)?;
            memory::wipe_stack();
        }
        Ok(())
    }

    pub fn derive_key(&mut self, scope: &SeedScope<'_>) {
        self.source = Source::Seeded(SeededStreams::derive(scope));
    }

    /// Draws with keys of the operating system.
    pub fn from_system(draws: usize, value_count: usize) -> Result<Draws> {
        let mut all = Draws::EMPTY;
        all.draw_keys(draws, value_count)?;
        Ok(all)
    }

    #[cfg(test)]
    pub fn from_seed(scope: &SeedScope<'_>) -> Draws {
        let mut all = Draws::EMPTY;
        all.derive_key(scope);
        all
    }

    /// The same element again and again.
    #[cfg(test)]
    pub fn constant(element: [u8; VALUE_LEN]) -> Draws {
        let mut all = Draws::EMPTY;
        (all.source, all.left) = (Source::Constant(element), u64::MAX);
        all
    }

    /// Draw number `draw` of the `len` <= BLOCK_LEN values from number `first` on: the elements are
    /// the lower 127 bits of each 16 bytes, and never p.
    ///
    /// Without a seed the numbers are not looked at; every call gives fresh elements.
    #[inline]
    pub fn next_slice(&mut self, draw: u32, first: u64, len: usize) -> Result<&[[u8; VALUE_LEN]]> {
        if matches!(self.source, Source::Seeded(_)) || self.ready.len() < len {
            self.refill(draw, first, len)?;
        }
        let start = self.ready.start;
        self.ready.start += len;
        self.block.0.get(start..self.ready.start).ok_or(Error::Internal)
    }

    fn refill(&mut self, draw: u32, first: u64, len: usize) -> Result<()> {
        let count = match self.source {
            Source::Seeded(_) => len,
            _ => usize::try_from(self.left).unwrap_or(usize::MAX).max(len).min(Draws::BLOCK_LEN),
        };
        self.left = self.left.saturating_sub(count as u64);
        let block = self.block.0.get_mut(..count).ok_or(Error::Internal)?;
        self.ready = 0..count;
        self.used = self.used.max(count);
        self.source.fill(draw, first, 0, block.as_flattened_mut())?;
        if kernels::may_spell_modulus(block) {
            redraw_modulus(block, |index, round, bytes| {
                self.source.fill(draw, first + index as u64, round, bytes)
            })?;
        }
        Ok(())
    }

    /// Uniform elements: draw number `draw` of the values from number `first` on.
    pub fn fill(&mut self, draw: u32, first: u64, values: &mut [Value]) -> Result<()> {
        for (number, chunk) in values.chunks_mut(Draws::BLOCK_LEN).enumerate() {
            let first = first + (number * Draws::BLOCK_LEN) as u64;
            let block = self.next_slice(draw, first, chunk.len())?;
            for (value, bytes) in chunk.iter_mut().zip(block) {
                *value = Value::from_bytes(masked(bytes).to_le_bytes());
            }
        }
        Ok(())
    }

    fn wipe(&mut self) {
        // What was never filled is still zero.
        memory::wipe(&mut self.block.0[..self.used]);
    }
}

impl kernels::UniformElements for Draws {
    #[inline]
    fn next<const N: usize>(&mut self, draw: u32, first: u64) -> Result<&[[u8; VALUE_LEN]; N]> {
        self.next_slice(draw, first, N)?.first_chunk::<N>().ok_or(Error::Internal)
    }
}

impl Drop for Draws {
    fn drop(&mut self) {
        self.wipe();
    }
}

impl Source {
    /// Leaves copies of a key behind on the stack, wherever the compiler moves the cipher from.
    #[inline(never)]
    fn expand_keys(&mut self, len: u64) -> Result<()> {
        *self = Source::Expanded(ExpandedKeys::draw(len)?);
        Ok(())
    }

    fn fill(&mut self, draw: u32, first: u64, round: u32, bytes: &mut [u8]) -> Result<()> {
        match self {
            Source::System => fill_from_system(bytes)?,
            Source::Expanded(keys) => keys.fill(bytes),
            Source::Seeded(streams) => streams.fill(draw, first, round, bytes),
            #[cfg(test)]
            Source::Constant(element) => bytes.as_chunks_mut().0.fill(*element),
        }
        Ok(())
    }
}

fn masked(bytes: &[u8; VALUE_LEN]) -> u128 {
    u128::from_le_bytes(*bytes) & MODULUS
}

/// Draws anew, round after round, where 127 bits spell p.
#[cold]
fn redraw_modulus(
    block: &mut [[u8; VALUE_LEN]],
    mut redraw: impl FnMut(usize, u32, &mut [u8]) -> Result<()>,
) -> Result<()> {
    for (index, bytes) in block.iter_mut().enumerate() {
        let mut round = 0;
        while masked(bytes) == MODULUS {
            round += 1;
            redraw(index, round, bytes)?;
        }
    }
    Ok(())
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

    /// Leaves copies of the key behind on the stack, as above.
    #[inline(never)]
    fn renew_key(&mut self) {
        if let Some(key) = self.keys.pop().map(Zeroizing::new) {
            self.stream = KeyStream::new(&key);
            self.left = KEY_PERIOD;
        }
    }

    fn fill(&mut self, bytes: &mut [u8]) {
        if self.left < bytes.len() as u64 && !self.keys.is_empty() {
            self.renew_key();
            memory::wipe_stack();
        }
        // Blocks and periods do not line up to the byte: a key may serve a block less than its
        // period. The last key then serves that much more, and what is filled in vain when the end
        // of a range takes less than a block for each draw: some MiB at most.
        self.left = self.left.saturating_sub(bytes.len() as u64);
        self.stream.fill(bytes);
    }
}

#[allow(clippy::large_enum_variant)] // as above
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
        let mut reader = hasher.finalize_xof();
        reader.fill(&mut key[..]);
        reader.zeroize();
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
        let mut block = [[0xff; 16], [7; 16], [0xff; 16]];
        let mut redrawn = Vec::new();
        redraw_modulus(&mut block, |index, round, bytes| {
            redrawn.push((index, round));
            bytes.fill(if round < 3 { 0xff } else { 9 });
            Ok(())
        })
        .unwrap();
        assert_eq!(redrawn, [(0, 1), (0, 2), (0, 3), (2, 1), (2, 2), (2, 3)]);
        assert_eq!(block, [[9; 16], [7; 16], [9; 16]]);
    }

    #[test]
    fn a_redraw_that_fails_is_an_error() {
        let refused = redraw_modulus(&mut [[0xff; 16]], |_, _, _| Err(Error::RandomFailed));
        assert_eq!(refused, Err(Error::RandomFailed));
    }

    #[test]
    fn draws_are_given_out_once() {
        let mut draws = Draws::from_system(1, 1000).unwrap();
        let mut seen = std::collections::HashSet::new();
        for len in [1, 8, 100, 30, 128, 1, 127, 2, 64] {
            for bytes in draws.next_slice(0, 0, len).unwrap() {
                assert!(seen.insert(*bytes));
            }
        }
        assert_eq!(draws.next_slice(0, 0, Draws::BLOCK_LEN + 1).unwrap_err(), Error::Internal);
    }

    #[test]
    fn all_draws_are_wiped_when_the_last_ones_were_few() {
        for (draws, value_count) in [(1, 300), (3, 5)] {
            let mut draws = Draws::from_system(draws, value_count).unwrap();
            draws.fill(0, 0, &mut vec![Value::ZERO; value_count]).unwrap();
            draws.next_slice(0, 0, 1).unwrap();
            draws.wipe();
            assert!(draws.block.0.iter().all(|bytes| *bytes == [0; VALUE_LEN]));
        }
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
        for count in [1, 8, 9, 500] {
            let mut drawn = [vec![Value::ZERO; count], vec![Value::ZERO; count]];
            for values in &mut drawn {
                Draws::from_system(1, count).unwrap().fill(0, 0, values).unwrap();
                assert!(values.iter().all(|value| value.is_canonical()));
            }
            assert!(drawn[0].iter().zip(&drawn[1]).all(|(a, b)| a != b));
        }
    }
}
