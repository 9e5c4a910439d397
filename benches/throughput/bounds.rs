//! What the machine itself can do, measured in the same run.

use core::hint::black_box;
use ctr::cipher::{KeyIvInit, StreamCipher};

type Bytes = [u8; 16];

/// The library's generator, and nothing else.
pub fn random_fill(bytes: &mut [Bytes]) {
    let mut stream = ctr::Ctr64LE::<aes::Aes256>::new(&[7; 32].into(), &[0; 16].into());
    for block in bytes.chunks_mut(128) {
        stream.write_keystream(block.as_flattened_mut());
    }
}

pub fn system_random(bytes: &mut [u8]) {
    secagg::random::fill_from_system(bytes).expect("the operating system's random source");
}

fn words(bytes: &[Bytes]) -> impl Iterator<Item = [u64; 8]> {
    bytes.as_flattened().as_chunks::<64>().0.iter().map(|line| {
        let words = line.as_chunks::<8>().0;
        core::array::from_fn(|i| u64::from_le_bytes(words[i]))
    })
}

pub fn read(bytes: &[Bytes]) {
    let mut sums = [0_u64; 8];
    for line in words(bytes) {
        for (sum, word) in sums.iter_mut().zip(line) {
            *sum ^= word;
        }
    }
    black_box(sums);
}

pub fn write(bytes: &mut [Bytes]) {
    bytes.fill([1; 16]);
    black_box(bytes);
}

pub fn copy(to: &mut [Bytes], from: &[Bytes]) {
    to.copy_from_slice(from);
    black_box(to);
}

/// Reads both, writes one: the traffic of an addition.
pub fn accumulate(to: &mut [Bytes], from: &[Bytes]) {
    let to = to.as_flattened_mut().as_chunks_mut::<8>().0;
    let from = from.as_flattened().as_chunks::<8>().0;
    for (to, from) in to.iter_mut().zip(from) {
        *to = (u64::from_le_bytes(*to) ^ u64::from_le_bytes(*from)).to_le_bytes();
    }
}
