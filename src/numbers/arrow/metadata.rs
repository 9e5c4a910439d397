#![forbid(unsafe_code)]
//! The metadata of an ArrowSchema, as far as they say what a column's type is.

use crate::error::Error;
use crate::problem::{Checked, Problem};

/// The key of an extension type's name.
const NAME_KEY: &[u8] = b"ARROW:extension:name";

/// The name of the extension type, if there is one, in metadata: the number of pairs, and for each
/// the length of its key, the key, the length of its value, the value. Numbers are of 32 bits, signed,
/// in the machine's order. `take` gives the next bytes, as many as it is asked for.
pub fn extension_name<'a>(
    mut take: impl FnMut(usize) -> Checked<&'a [u8]>,
) -> Checked<Option<&'a [u8]>> {
    let mut name = None;
    for _ in 0..number(&mut take)? {
        let key = text(&mut take)?;
        let value = text(&mut take)?;
        if key == NAME_KEY && name.replace(value).is_some() {
            let problem = Problem::new(Error::InvalidColumn);
            return Err(problem.say(format_args!("the metadata name two extension types")));
        }
    }
    Ok(name)
}

fn text<'a>(take: &mut impl FnMut(usize) -> Checked<&'a [u8]>) -> Checked<&'a [u8]> {
    let len = number(take)?;
    take(len)
}

fn number<'a>(take: &mut impl FnMut(usize) -> Checked<&'a [u8]>) -> Checked<usize> {
    let bytes = take(4)?.try_into().map_err(|_| Error::Internal)?;
    let number = i32::from_ne_bytes(bytes);
    usize::try_from(number).map_err(|_| {
        let problem = Problem::new(Error::InvalidColumn);
        problem.say(format_args!("the metadata have a length of {number}"))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Of bytes that end.
    fn name_in(mut bytes: &[u8]) -> Result<Option<&[u8]>, Error> {
        extension_name(|len| {
            let (taken, rest) = bytes.split_at_checked(len).ok_or(Error::LimitExceeded)?;
            bytes = rest;
            Ok(taken)
        })
        .map_err(Error::from)
    }

    fn text(bytes: &[u8]) -> Vec<u8> {
        [&(bytes.len() as i32).to_ne_bytes(), bytes].concat()
    }

    fn metadata(pairs: &[(&[u8], &[u8])]) -> Vec<u8> {
        let mut bytes = (pairs.len() as i32).to_ne_bytes().to_vec();
        pairs.iter().for_each(|(key, value)| bytes.extend([text(key), text(value)].concat()));
        bytes
    }

    #[test]
    fn the_name_is_found_among_other_pairs() {
        assert_eq!(name_in(&metadata(&[])), Ok(None));
        assert_eq!(name_in(&metadata(&[(b"", b"")])), Ok(None));
        let others: [(&[u8], &[u8]); 3] = [
            (b"ARROW:extension:metadata", b"ARROW:extension:name"),
            (b"arrow:extension:name", b"x"),
            (b"\0", b"\xff"),
        ];
        assert_eq!(name_in(&metadata(&others)), Ok(None));
        for place in 0..=others.len() {
            let mut pairs = others.to_vec();
            pairs.insert(place, (NAME_KEY, b"arrow.bool8"));
            assert_eq!(name_in(&metadata(&pairs)), Ok(Some(&b"arrow.bool8"[..])));
            pairs.push((NAME_KEY, b"arrow.bool8"));
            assert_eq!(name_in(&metadata(&pairs)), Err(Error::InvalidColumn));
        }
        assert_eq!(name_in(&metadata(&[(NAME_KEY, b"")])), Ok(Some(&b""[..])));
    }

    #[test]
    fn lengths_below_0_are_refused() {
        let below = (-1_i32).to_ne_bytes().to_vec();
        let one = 1_i32.to_ne_bytes().to_vec();
        let key = text(NAME_KEY);
        for bytes in
            [below.clone(), [one.clone(), below.clone()].concat(), [one, key, below].concat()]
        {
            assert_eq!(name_in(&bytes), Err(Error::InvalidColumn));
        }
    }

    proptest! {
        #[test]
        fn nothing_is_read_but_what_the_lengths_say(
            pairs in proptest::collection::vec((any::<Vec<u8>>(), any::<Vec<u8>>()), 0..5),
            rest: Vec<u8>, cut: prop::sample::Index,
        ) {
            let pairs: Vec<_> = pairs.iter().map(|(key, value)| (&key[..], &value[..])).collect();
            let bytes = metadata(&pairs);
            let longer = [bytes.clone(), rest].concat();
            prop_assert_eq!(name_in(&longer), Ok(None));
            prop_assert_eq!(name_in(&bytes[..cut.index(bytes.len())]), Err(Error::LimitExceeded));
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes: Vec<u8>) {
            let _ = name_in(&bytes);
        }
    }
}
