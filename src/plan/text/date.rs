#![forbid(unsafe_code)]
//! Days of the Gregorian calendar as their number since 1970-01-01.

use std::fmt;

/// Days of 400 years, after which the calendar repeats.
const ERA: i64 = 146_097;
/// From 0000-03-01, where an era begins, to 1970-01-01.
const EPOCH: i64 = 719_468;

/// From "2015-01-31", if there is such a day.
pub(in crate::plan) fn parse(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    let is_date = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_date {
        return None;
    }
    let number = |range: std::ops::Range<usize>| text.get(range)?.parse::<i64>().ok();
    let (year, month, day) = (number(0..4)?, number(5..7)?, number(8..10)?);
    let days = number_of(year, month, day);
    // A day that there is not is another one's number.
    (of_number(days) == (year, month, day)).then_some(days)
}

/// Months are counted from March, so that the day that is not always there comes last
/// (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil).
fn number_of(year: i64, month: i64, day: i64) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let year_of_era = year.rem_euclid(400);
    let day_of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    era * ERA + day_of_era - EPOCH
}

/// The same, backwards (civil_from_days).
fn of_number(days: i64) -> (i64, i64, i64) {
    let days = days.saturating_add(EPOCH);
    let era = days.div_euclid(ERA);
    let day_of_era = days.rem_euclid(ERA);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let from_march = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * from_march + 2) / 5 + 1;
    let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

/// A day as a person writes it.
pub struct Date(pub i64);

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = of_number(self.0);
        write!(formatter, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_have_their_numbers() {
        for (text, number) in [
            ("1970-01-01", 0),
            ("1969-12-31", -1),
            ("2000-02-29", 11_016),
            ("2026-06-30", 20_634),
            ("0000-01-01", -719_528),
            ("9999-12-31", 2_932_896),
        ] {
            assert_eq!(parse(text), Some(number));
            assert_eq!(Date(number).to_string(), text);
        }
    }

    #[test]
    fn all_days_of_an_era_follow_one_another() {
        let mut before = of_number(-1);
        for number in 0..ERA {
            let (year, month, day) = of_number(number);
            assert_eq!(number_of(year, month, day), number);
            let follows = (year, month, day) == (before.0, before.1, before.2 + 1)
                || day == 1 && (month == before.1 + 1 && year == before.0)
                || (month, day) == (1, 1)
                    && (before.1, before.2) == (12, 31)
                    && year == before.0 + 1;
            assert!(follows, "{year}-{month}-{day}");
            before = (year, month, day);
        }
        assert_eq!(before, (2369, 12, 31));
    }

    #[test]
    fn days_that_there_are_not_are_none() {
        for text in [
            "2023-02-29",
            "1900-02-29",
            "2015-13-01",
            "2015-00-10",
            "2015-01-00",
            "2015-04-31",
            "2015-1-01",
            "20150-01-1",
            "2015-01-01T00:00:00",
            "15-01-01",
            "+015-01-01",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
