#![forbid(unsafe_code)]
//! A plan's text as it is hashed, carried and signed: what a person sees on paper and what the
//! parser reads are the same.

use crate::error::Error;
use crate::problem::{Checked, Problem};
use unicode_normalization::is_nfc;

/// Bytes of a plan's text.
pub const MAX_TEXT_LEN: usize = 1 << 20;

/// A problem of this line of a plan.
pub(in crate::plan) fn refusal(line: u64, what: core::fmt::Arguments<'_>) -> Problem {
    Problem::new(Error::InvalidPlan).at(line).say(what)
}

/// The text in its one form: UTF-8 without a byte order mark, lines ended by a line feed, in Unicode's
/// normal form C, without any character that does not show.
pub(in crate::plan) fn canonical_text(bytes: &[u8]) -> Checked<String> {
    if bytes.len() > MAX_TEXT_LEN {
        return Err(Problem::new(Error::InvalidPlan).say(format_args!(
            "the plan has {} bytes, at most {MAX_TEXT_LEN} are read",
            bytes.len()
        )));
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(refusal(1, format_args!("the plan is in UTF-16: save it as UTF-8")));
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let given = str::from_utf8(bytes).map_err(|error| {
        let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
        let line = 1 + before.iter().filter(|&&byte| byte == b'\n').count() as u64;
        refusal(line, format_args!("the plan is not in UTF-8: save it as UTF-8"))
    })?;
    let mut text = String::new();
    text.try_reserve_exact(given.len()).map_err(Error::from)?;
    for (number, line) in given.split_inclusive('\n').enumerate() {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line.strip_suffix('\r').unwrap_or(line), "\n"),
            None => (line, ""),
        };
        check_line(line, number as u64 + 1)?;
        text.push_str(line);
        text.push_str(end);
    }
    Ok(text)
}

fn check_line(line: &str, number: u64) -> Checked<()> {
    if let Some(hidden) = line.chars().find(|&c| c != '\t' && is_hidden(c)) {
        return Err(refusal(
            number,
            format_args!("U+{:04X} is a character that does not show: delete it", hidden as u32),
        ));
    }
    if !is_nfc(line) {
        return Err(refusal(
            number,
            format_args!("the line is not in Unicode's normal form C: save the plan in that form"),
        ));
    }
    Ok(())
}

/// Whether a name or a text that was spelled with escapes shows as what it is.
pub(in crate::plan) fn shows(text: &str) -> bool {
    !text.chars().any(is_hidden) && is_nfc(text)
}

/// Characters by which a text looks to a person as another: controls, the ends of lines that are
/// none to TOML, and what has no width or turns the direction of writing
/// (Default_Ignorable_Code_Point of the Unicode character database, annotations).
fn is_hidden(character: char) -> bool {
    matches!(character,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{34f}' | '\u{61c}'
        | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}' | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line_of(bytes: &[u8]) -> Option<u64> {
        let problem = canonical_text(bytes).unwrap_err();
        assert_eq!(problem.error, Error::InvalidPlan);
        problem.place
    }

    #[test]
    fn what_looks_the_same_is_the_same_text() {
        let wanted = "a = 1\n\nb = 2\n";
        for given in ["a = 1\n\nb = 2\n", "\u{feff}a = 1\r\n\r\nb = 2\r\n", "a = 1\n\r\nb = 2\r\n"]
        {
            assert_eq!(canonical_text(given.as_bytes()).unwrap(), wanted);
        }
        assert_eq!(canonical_text(b"a = 1\r\nb").unwrap(), "a = 1\nb");
        assert_eq!(canonical_text(b"").unwrap(), "");
        // Letters that are written from right to left are letters.
        let hebrew = "# \u{5d0}\u{5d1}\t\u{e9}";
        assert_eq!(canonical_text(hebrew.as_bytes()).unwrap(), hebrew);
    }

    #[test]
    fn characters_that_do_not_show_are_refused_with_their_line() {
        for hidden in [
            '\0',
            '\u{8}',
            '\r',
            '\u{7f}',
            '\u{85}',
            '\u{ad}',
            '\u{200b}',
            '\u{200d}',
            '\u{2028}',
            '\u{202e}',
            '\u{2067}',
            '\u{2060}',
            '\u{feff}',
            '\u{fe0f}',
            '\u{e0041}',
        ] {
            let text = format!("a = 1\r\n# {hidden}x\n");
            assert_eq!(line_of(text.as_bytes()), Some(2), "{hidden:?}");
            assert!(!shows(&format!("x{hidden}")));
        }
        let problem = canonical_text("\n\u{202e}".as_bytes()).unwrap_err();
        assert_eq!(problem.what(), "U+202E is a character that does not show: delete it");
    }

    #[test]
    fn other_forms_and_encodings_are_refused() {
        assert_eq!(line_of("a\nGro\u{308}\u{df}e".as_bytes()), Some(2));
        assert!(!shows("o\u{308}") && shows("\u{f6}"));
        assert_eq!(line_of(b"a\nb\nK\xf6ln"), Some(3));
        assert_eq!(line_of(&[0xff, 0xfe, b'a', 0]), Some(1));
        assert_eq!(line_of(&vec![b' '; MAX_TEXT_LEN + 1]), None);
    }
}
