#![forbid(unsafe_code)]
//! Which row it was, once some are refused: by passes over the rows as the one that refused them,
//! which is branch-free and does not say.

use std::ops::Range;

/// The first of the rows that is refused, of which some are. Looks at each row about once.
#[cold]
pub(crate) fn first_refused(
    mut rows: Range<usize>,
    refuses: impl Fn(Range<usize>) -> bool,
) -> usize {
    while rows.len() > 1 {
        let middle = rows.start + rows.len() / 2;
        if refuses(rows.start..middle) {
            rows.end = middle;
        } else {
            rows.start = middle;
        }
    }
    rows.start
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_is_found_and_rows_are_looked_at_about_once() {
        for len in [1, 2, 3, 100, 127, 128] {
            for first in 0..len {
                let looked_at = std::cell::Cell::new(0);
                let found = first_refused(0..len, |rows| {
                    looked_at.set(looked_at.get() + rows.len());
                    rows.contains(&first) || rows.contains(&(len - 1))
                });
                assert_eq!(found, first);
                assert!(looked_at.get() <= len);
            }
        }
    }
}
