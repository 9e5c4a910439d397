#![forbid(unsafe_code)]
//! Whose submissions a sum is over.
//!
//! A cohort is a set of (party id, deal id). The deal ids matter: if a party dealt twice, and some
//! holders have shares of its first polynomial and others of its second, their party ids agree but
//! their sums do not fit together.

use super::parameters::Session;
use crate::party_table::Parties;

const DIGEST_CONTEXT: &str = "secagg 2026-11 cohort";

/// What a holder remembers of a message. With the party id, 40 bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Submission {
    pub deal_id: [u8; 16],
    pub message_hash: [u8; 16],
}

/// Equal at two holders exactly if they have added up the same deals of the same parties.
pub fn digest(session: &Session, parties: &Parties<Submission>) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key(DIGEST_CONTEXT);
    hasher.update(session.digest());
    hasher.update(&parties.len().to_le_bytes());
    // Hashed many at a time, which is several times faster than one by one.
    let mut block = [[0; 24]; 128];
    let mut used = 0;
    for (party_id, submission) in parties.iter() {
        block[used][..8].copy_from_slice(&party_id.to_le_bytes());
        block[used][8..].copy_from_slice(&submission.deal_id);
        used += 1;
        if used == block.len() {
            hasher.update(block.as_flattened());
            used = 0;
        }
    }
    hasher.update(block[..used].as_flattened());
    *hasher.finalize().as_bytes()
}
