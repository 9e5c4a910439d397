#![forbid(unsafe_code)]
//! The side of a party: its vector as one message for each holder.

use super::message::{HashScratch, MessageMut};
use super::parameters::{Scheme, Session};
use crate::error::{Error, Result};
use crate::field::Value;
use crate::memory::try_collect;
use crate::options::{RunOptions, SplitOptions};
use crate::parallel;
use crate::random;
use crate::sharing::{additive, shamir};

impl Session {
    /// Shares the values and writes n messages, the first for x = 1.
    ///
    /// Every deal has an id of its own. A party that is not sure whether its messages arrived
    /// sends the same ones again: if it dealt anew, some holders would have shares of another
    /// polynomial than the others.
    ///
    /// On failure the messages are untouched or zeros.
    pub fn deal(
        &self,
        messages: &mut [MessageMut<'_>],
        party_id: u64,
        values: &[Value],
        options: &RunOptions,
    ) -> Result<()> {
        let width = self.value_count();
        if messages.len() != self.holder_count() as usize
            || values.len() != width
            || messages.iter().any(|message| message.values.len() != width)
        {
            return Err(Error::LengthMismatch);
        }
        self.check_party(party_id)?;
        let mut deal_id = [0; 16];
        random::fill_from_system(&mut deal_id)?;
        self.split_and_complete(messages, &deal_id, party_id, values, options)
            .inspect_err(|_| messages.iter_mut().for_each(MessageMut::wipe))
    }

    fn split_and_complete(
        &self,
        messages: &mut [MessageMut<'_>],
        deal_id: &[u8; 16],
        party_id: u64,
        values: &[Value],
        options: &RunOptions,
    ) -> Result<()> {
        self.split(messages, values, options)?;
        // Hashing costs about two nanoseconds a value.
        let work = 2 * messages.len() as u64 * values.len() as u64;
        let per_task = messages.len().div_ceil(parallel::task_count(options.threads(), work));
        let tasks = try_collect(messages.chunks_mut(per_task).enumerate())?;
        parallel::run(tasks, &|(number, messages)| {
            let mut scratch = HashScratch::new()?;
            for (place, message) in (number * per_task..).zip(messages) {
                message.complete(self, place as u32 + 1, deal_id, party_id, &mut scratch);
            }
            Ok(())
        })
    }

    fn split(
        &self,
        messages: &mut [MessageMut<'_>],
        values: &[Value],
        options: &RunOptions,
    ) -> Result<()> {
        let mut shares: Vec<&mut [Value]> = Vec::new();
        shares.try_reserve_exact(messages.len())?;
        shares.extend(messages.iter_mut().map(|message| &mut *message.values));
        let options = SplitOptions { run: *options, seed: None };
        match self.scheme() {
            Scheme::Additive => additive::split(&mut shares, values, &options),
            Scheme::Shamir => shamir::split(&mut shares, self.threshold(), values, &options),
        }
    }
}
