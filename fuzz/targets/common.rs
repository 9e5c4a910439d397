//! What the targets share.
#![allow(dead_code)]

use secagg::session::{Holder, Session};

/// The session of the vectors: Shamir's (5, 3), parties 1, 2 and 2^63, 2 values.
pub fn session() -> Session {
    Session::import(include_bytes!("../corpus/description/shamir.seed")).unwrap()
}

/// The bytes with a right length and checksum, if they are long enough to have them.
pub fn with_checksum(bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    let len = bytes.len() as u64;
    if let Some(field) = bytes.get_mut(16..24) {
        field.copy_from_slice(&len.to_le_bytes());
    }
    if let Some((covered, checksum)) = bytes.split_last_chunk_mut::<32>() {
        *checksum = *blake3::hash(covered).as_bytes();
    }
    bytes
}

pub fn exported(holder: &Holder) -> Vec<u8> {
    let mut checkpoint = vec![0; holder.checkpoint_len()];
    holder.export(&mut checkpoint).unwrap();
    checkpoint
}
