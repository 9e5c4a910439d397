use super::*;
use crate::field::Element;
use crate::numbers::unaligned::Unaligned;
use crate::plan::layout::{Encoding, What};
use proptest::prelude::*;

fn doubles(numbers: &[f64]) -> Vec<Unaligned<u64>> {
    numbers.iter().map(|number| Unaligned::new(number.to_bits())).collect()
}

fn texts(cells: &[&str]) -> (Vec<Unaligned<i64>>, Vec<u8>) {
    let mut offsets = vec![Unaligned::new(0)];
    let mut bytes = Vec::new();
    for cell in cells {
        bytes.extend_from_slice(cell.as_bytes());
        offsets.push(Unaligned::new(bytes.len() as i64));
    }
    (offsets, bytes)
}

/// Rows of two columns of numbers and one of texts.
struct Rows {
    x: Vec<Unaligned<u64>>,
    y: Vec<Unaligned<u64>>,
    s: (Vec<Unaligned<i64>>, Vec<u8>),
}

impl Rows {
    fn new(rows: &[(f64, f64, &str)]) -> Rows {
        Rows {
            x: doubles(&rows.iter().map(|row| row.0).collect::<Vec<_>>()),
            y: doubles(&rows.iter().map(|row| row.1).collect::<Vec<_>>()),
            s: texts(&rows.iter().map(|row| row.2).collect::<Vec<_>>()),
        }
    }

    fn columns(&self) -> [Column<'_>; 3] {
        let column = |name, cells| Column { name, cells, validity: None };
        [
            column("s", Cells::Texts { offsets: &self.s.0, bytes: &self.s.1 }),
            column("y", Cells::Doubles(&self.y)),
            column("x", Cells::Doubles(&self.x)),
        ]
    }

    fn add_to(&self, encoder: &mut Encoder<'_>) {
        encoder.add(&self.columns(), self.x.len()).unwrap();
    }
}

const COLUMNS: &str = "plan = 1\nrows = 1000\nparties = 20\n\
    [column.x]\nrange = [-10, 100]\ndecimals = 1\n\
    [column.y]\nrange = [0, 4e18]\n\
    [column.s]\nlevels = [\"a\", \"b\", \"c\"]\nalso = { a = [\"A\"] }\n";

fn plan(statistics: &str) -> Plan {
    Plan::parse(format!("{COLUMNS}{statistics}").as_bytes()).unwrap()
}

/// The totals of all parties' vectors, in the order of the layout.
fn decoded(plan: &Plan, vectors: &[Vec<Value>]) -> Vec<i128> {
    let sums: Vec<Element> = (0..plan.value_count())
        .map(|place| vectors.iter().map(|vector| vector[place].element().unwrap()).sum())
        .collect();
    let mut sums = sums.into_iter();
    let mut totals = Vec::new();
    for block in &plan.layout.blocks {
        for _ in 0..block.group_count {
            for run in &block.runs {
                for _ in 0..run.count {
                    let first = sums.next().unwrap().to_signed();
                    totals.push(match run.encoding {
                        Encoding::One => first,
                        Encoding::Digits { shift, .. } => {
                            let lower = sums.next().unwrap().to_signed();
                            // The tests' totals are below 2^127 again.
                            first.wrapping_shl(shift).wrapping_add(lower)
                        }
                    });
                }
            }
        }
    }
    totals
}

fn vector(plan: &Plan, rows: &[(f64, f64, &str)]) -> Vec<Value> {
    let mut encoder = Encoder::new(plan).unwrap();
    Rows::new(rows).add_to(&mut encoder);
    let vector = encoder.finish().unwrap().to_vec();
    assert_eq!(encoder.finish().unwrap(), vector);
    vector
}

const ROWS: [(f64, f64, &str); 8] = [
    (1.0, 0.0, "a"),
    (2.25, 7.0, " b "),
    (f64::NAN, 8.0, "A"),
    (100.0, f64::NAN, "c"),
    (100.1, 9.0, "d"),
    (-10.0, 10.0, ""),
    (0.04, 4e18, "b"),
    (f64::INFINITY, -1.0, "c"),
];

#[test]
fn a_summary_counts_each_row_once_in_each_column() {
    let plan = plan("[statistic.t]\nsummary = [\"x\", \"s\"]\n");
    // The centre of -10.0 to 100.0 is 45.0.
    let numbers = [10 - 450, 22 - 450, 1000 - 450, -100 - 450, -450];
    let sum: i128 = numbers.iter().sum();
    let squares: i128 = numbers.iter().map(|number| number * number).sum();
    let totals = decoded(&plan, &[vector(&plan, &ROWS)]);
    assert_eq!(totals, [5, 1, 2, sum, squares, 2, 2, 2, 1, 1]);
    let mut encoder = Encoder::new(&plan).unwrap();
    Rows::new(&ROWS).add_to(&mut encoder);
    let mut text = String::new();
    encoder.report().write(&plan.model, &mut text).unwrap();
    assert_eq!(
        text,
        "8 rows\n\
         column \"x\": 5 counted, 1 missing, 2 outside the range, 1 rounded to 0\n\
         column \"y\": 6 counted, 1 missing, 1 outside the range\n\
         column \"s\": 6 counted, 1 missing, 1 other\n"
    );
}

#[test]
fn groups_are_levels_and_other_and_missing() {
    let plan = plan("[statistic.t]\nhistogram = \"x\"\nedges = [0, 2.2, 50]\nby = [\"s\"]\n");
    let totals = decoded(&plan, &[vector(&plan, &ROWS)]);
    // Below 0, to 2.2, to 50, to the end, missing, outside.
    assert_eq!(
        totals,
        [
            [0, 1, 0, 0, 1, 0], // a
            [0, 1, 1, 0, 0, 0], // b
            [0, 0, 0, 1, 0, 1], // c
            [0, 0, 0, 0, 0, 1], // other
            [1, 0, 0, 0, 0, 0], // missing
        ]
        .concat()
    );
}

#[test]
fn tables_have_a_cell_for_each_combination_and_where_leaves_rows_out() {
    let bands = "[column.band]\nof = \"x\"\nedges = [2]\n";
    let plan = plan(&format!(
        "{bands}[statistic.t]\ntable = [\"s\", \"band\"]\nwhere = {{ y = [0, 9] }}\n"
    ));
    let totals = decoded(&plan, &[vector(&plan, &ROWS)]);
    // Below 2, from 2 on, other (outside), missing.
    assert_eq!(
        totals,
        [
            [1, 0, 0, 1], // a
            [0, 1, 0, 0], // b
            [0, 0, 0, 0], // c
            [0, 0, 1, 0], // other
            [0, 0, 0, 0], // missing
        ]
        .concat()
    );
}

#[test]
fn moments_are_of_complete_rows() {
    let plan = plan("[statistic.t]\nmoments = [\"x\", \"s\"]\n");
    // x, s[b], s[c]; complete are the rows 0, 1, 3 and 6.
    let x = [10 - 450, 22 - 450, 1000 - 450, -450];
    let squares: i128 = x.iter().map(|x| x * x).sum();
    let totals = decoded(&plan, &[vector(&plan, &ROWS)]);
    assert_eq!(totals, [4, 4, x.iter().sum(), 2, 1, squares, x[1] + x[3], x[2]]);
}

#[test]
fn events_and_censorings_lie_in_cells_of_time() {
    let time = "[column.time]\nrange = [0, 60]\n[column.state]\nlevels = [\"alive\", \"dead\"]\n";
    let text = format!(
        "plan = 1\nrows = 100\nparties = 3\n{time}[statistic.t]\n\
         survival = {{ time = \"time\", event = {{ state = \"dead\" }}, grid = 25 }}\n"
    );
    let plan = Plan::parse(text.as_bytes()).unwrap();
    let times = doubles(&[0.0, 1.0, 25.0, 26.0, 60.0, 61.0, f64::NAN, 3.0]);
    let states = texts(&["dead", "dead", "alive", "dead", "alive", "dead", "dead", "lost"]);
    let columns = [
        Column { name: "time", cells: Cells::Doubles(&times), validity: None },
        Column {
            name: "state",
            cells: Cells::Texts { offsets: &states.0, bytes: &states.1 },
            validity: None,
        },
    ];
    let mut encoder = Encoder::new(&plan).unwrap();
    encoder.add(&columns, 8).unwrap();
    let totals = decoded(&plan, &[encoder.finish().unwrap().to_vec()]);
    // {0}, (0, 25], (25, 50], (50, 60]: events, censorings; then missing, outside and other.
    assert_eq!(totals, [1, 0, 1, 1, 1, 0, 0, 1, 1, 2]);
}

#[test]
fn marks_say_whether_and_not_how_often() {
    let plan =
        plan("[statistic.p]\npresence = \"s\"\n[statistic.m]\nmax = \"x\"\nedges = [2, 100]\n");
    let vectors = [vector(&plan, &ROWS[..3]), vector(&plan, &ROWS[1..3]), vector(&plan, &ROWS)];
    let is_there = |vector: &[Value]| -> Vec<bool> {
        vector.iter().map(|value| *value != Value::ZERO).collect()
    };
    assert_eq!(is_there(&vectors[0]), [true, true, false, false, true, true, false]);
    assert_eq!(is_there(&vectors[1]), [true, true, false, false, true, true, false]);
    assert_eq!(is_there(&vectors[2]), [true; 7]);
    // They are fresh each time, and not 1.
    assert_ne!(vectors[0][0], vectors[1][0]);
    assert!(vectors.iter().flatten().all(|value| *value != Element::ONE.into()));
}

#[test]
fn wide_totals_are_two_digits_that_differ_from_time_to_time() {
    let plan = plan("[statistic.t]\nsummary = [\"y\"]\n");
    let rows = [(0.0, 4e18, "a"), (0.0, 0.0, "a"), (0.0, 3.0, "a")];
    let vectors = [vector(&plan, &rows), vector(&plan, &rows)];
    assert_eq!(vectors[0][..4], vectors[1][..4]);
    assert!(vectors[0][4] != vectors[1][4] && vectors[0][5] != vectors[1][5]);
    let half = 2_000_000_000_000_000_000_i128;
    let squares = 2 * half * half + (half - 3) * (half - 3);
    assert_eq!(decoded(&plan, &vectors[..1])[4], squares);
    assert_eq!(plan.layout.blocks[0].runs[4].what, What::Squares(1));
}

#[test]
fn batches_that_do_not_fit_are_refused_and_change_nothing() {
    let plan = Plan::parse(
        format!("{COLUMNS}[statistic.t]\nsummary = [\"x\"]\n")
            .replace("decimals = 1", "decimals = 1\nmissing = \"refuse\"")
            .replace("rows = 1000", "rows = 9")
            .as_bytes(),
    )
    .unwrap();
    let mut encoder = Encoder::new(&plan).unwrap();
    let good = Rows::new(&[(1.0, 1.0, "a"); 4]);
    good.add_to(&mut encoder);
    let bad = Rows::new(&ROWS);
    let refused = |columns: &[Column<'_>], rows: usize, encoder: &mut Encoder<'_>| {
        let problem = encoder.add(columns, rows).unwrap_err();
        (problem.error, problem.place, problem.what().to_string())
    };
    let (error, row, what) = refused(&bad.columns(), 8, &mut encoder);
    assert_eq!((error, row), (Error::TooManyRows, None));
    assert_eq!(what, "8 rows more than 4 are above the plan's 9 rows of a party");
    let bad = Rows::new(&ROWS[..4]);
    let (error, row, what) = refused(&bad.columns(), 4, &mut encoder);
    assert_eq!((error, row), (Error::RefusedRow, Some(2)));
    assert_eq!(what, "column \"x\": a cell is missing, which the plan refuses");
    let (error, _, what) = refused(&good.columns()[..2], 4, &mut encoder);
    assert_eq!(error, Error::UnknownColumn);
    assert_eq!(what, "column \"x\" is not among the columns");
    let twice = [good.columns(), good.columns()].concat();
    assert_eq!(refused(&twice, 4, &mut encoder).2, "column \"x\" is there twice");
    let (error, _, what) = refused(&good.columns(), 3, &mut encoder);
    assert_eq!(error, Error::LengthMismatch);
    assert_eq!(what, "column \"x\" has 4 rows, the batch 3");
    let mut columns = good.columns();
    columns[2].cells = columns[0].cells;
    let (error, _, what) = refused(&columns, 4, &mut encoder);
    assert_eq!(error, Error::UnsupportedType);
    assert_eq!(what, "column \"x\" has texts, where the plan has numbers");
    let mut columns = good.columns();
    columns[2].validity = Some(&[]);
    assert_eq!(refused(&columns, 4, &mut encoder).0, Error::InvalidColumn);
    let falling = [0, 1, 5, 2, 3].map(Unaligned::new);
    let mut columns = good.columns();
    columns[0].cells = Cells::Texts { offsets: &falling, bytes: b"abcde" };
    let (error, row, _) = refused(&columns, 4, &mut encoder);
    assert_eq!((error, row), (Error::InvalidColumn, Some(2)));

    assert_eq!(encoder.report().rows, 4);
    let totals = decoded(&plan, &[encoder.finish().unwrap().to_vec()]);
    assert_eq!(totals[..3], [4, 0, 0]);
    let (error, ..) = refused(&good.columns(), 4, &mut encoder);
    assert_eq!(error, Error::Closed);
}

#[test]
fn bits_of_validity_count_beside_nan() {
    let plan = plan("[statistic.t]\nsummary = [\"x\"]\n");
    let rows = Rows::new(&[(1.0, 1.0, "a"), (f64::NAN, 1.0, "a"), (3.0, 1.0, "a")]);
    let mut columns = rows.columns();
    columns[2].validity = Some(&[0b011]);
    let mut encoder = Encoder::new(&plan).unwrap();
    encoder.add(&columns, 3).unwrap();
    assert_eq!(decoded(&plan, &[encoder.finish().unwrap().to_vec()])[..3], [1, 2, 0]);
}

const ALL: &str = "[column.band]\nof = \"x\"\nedges = [0, 10]\n\
    [statistic.a]\nsummary = [\"x\", \"y\", \"s\"]\nby = [\"band\"]\n\
    [statistic.b]\nmoments = [\"x\", \"x^2\", \"x*s\", \"band\"]\nwhere = { s = [\"a\", \"b\"] }\n\
    [statistic.c]\nmoments = [\"x\", \"y\", \"s\"]\nuse = \"pairwise\"\n\
    [statistic.d]\nsum = [\"x\", \"y\"]\nby = [\"s\", \"band\"]\n\
    [statistic.e]\ntable = [\"s\", \"band\"]\n\
    [statistic.f]\nhistogram = \"y\"\nedges = [1, 1e18]\n\
    [disclosure]\nmin_parties = 2\n";

fn any_rows() -> impl Strategy<Value = Vec<(f64, f64, &'static str)>> {
    let x = prop_oneof![-12.0..102.0_f64, Just(f64::NAN), Just(f64::INFINITY)];
    let y = prop_oneof![0.0..10.0_f64, 0.0..5e18_f64, Just(f64::NAN)];
    let s = prop::sample::select(vec!["a", "b", "c", "A", "x", "", " c"]);
    prop::collection::vec((x, y, s), 0..40)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever the layout: the parties' vectors add up to that of all their rows.
    #[test]
    fn vectors_add_up_over_parties(parties in prop::collection::vec(any_rows(), 1..4)) {
        let plan = plan(ALL);
        let vectors: Vec<_> = parties.iter().map(|rows| vector(&plan, rows)).collect();
        let all = vector(&plan, &parties.concat());
        let (mut sum, mut whole) = (decoded(&plan, &vectors), decoded(&plan, &[all]));
        // Parties with rows are counted, and each is one.
        let mut place = 0;
        for block in &plan.layout.blocks {
            for _ in 0..block.group_count {
                place += block.totals_in_group;
                prop_assert!(sum[place - 1] >= whole[place - 1]);
                prop_assert!(sum[place - 1] <= vectors.len() as i128);
                (sum[place - 1], whole[place - 1]) = (0, 0);
            }
        }
        prop_assert_eq!(sum, whole);
    }

    /// In batches, and by encoders that are merged, as in one.
    #[test]
    fn batches_and_merges_change_nothing(rows in any_rows(), cut in 0_usize..40) {
        let plan = plan(ALL);
        let cut = cut.min(rows.len());
        let whole = decoded(&plan, &[vector(&plan, &rows)]);
        let mut batches = Encoder::new(&plan).unwrap();
        Rows::new(&rows[..cut]).add_to(&mut batches);
        Rows::new(&rows[cut..]).add_to(&mut batches);
        prop_assert_eq!(decoded(&plan, &[batches.finish().unwrap().to_vec()]), &whole[..]);
        let mut first = Encoder::new(&plan).unwrap();
        let mut second = Encoder::new(&plan).unwrap();
        Rows::new(&rows[..cut]).add_to(&mut first);
        Rows::new(&rows[cut..]).add_to(&mut second);
        first.merge(&second).unwrap();
        prop_assert_eq!(first.report(), batches.report());
        prop_assert_eq!(decoded(&plan, &[first.finish().unwrap().to_vec()]), whole);
    }
}

#[test]
fn another_plan_is_not_merged() {
    let (one, other) =
        (plan("[statistic.t]\nsum = [\"x\"]\n"), plan("[statistic.u]\nsum = [\"x\"]\n"));
    let mut encoder = Encoder::new(&one).unwrap();
    let refused = encoder.merge(&Encoder::new(&other).unwrap()).unwrap_err();
    assert_eq!(refused.error, Error::PlanMismatch);
}
