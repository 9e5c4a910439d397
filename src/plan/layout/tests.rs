use super::*;
use crate::plan::Plan;

/// A plan of these statistics over columns of every kind.
fn layout(statistics: &str) -> Plan {
    let columns = include_str!("../tests.toml").split("[statistic.").next().unwrap();
    Plan::parse(format!("{columns}\n{statistics}").as_bytes()).unwrap()
}

fn runs(statistics: &str) -> Vec<(What, usize, usize)> {
    let plan = layout(statistics);
    let block = &plan.layout.blocks[0];
    let values = block.runs.iter().map(|run| (run.what, run.count, run.encoding.value_count()));
    values.collect()
}

fn refused(statistics: &str) -> (u64, String) {
    let columns = include_str!("../tests.toml").split("[statistic.").next().unwrap();
    let lines = columns.lines().count() as u64;
    let problem = Plan::parse(format!("{columns}\n{statistics}").as_bytes()).unwrap_err();
    (problem.place.unwrap() - lines, problem.what().to_string())
}

#[test]
fn a_plan_has_the_values_that_its_text_says() {
    let plan = Plan::parse(include_bytes!("../tests.toml")).unwrap();
    let blocks: Vec<_> = plan
        .layout
        .blocks
        .iter()
        .map(|block| (block.offset, block.group_count, block.values_in_group))
        .collect();
    // Two numbers of five totals, three bands, other and missing; two sexes, other and missing.
    let baseline = 4 * (5 + 5 + 5);
    // Five bins, missing, outside.
    let ages = 7;
    // Bands by sexes by states.
    let outcome = 5 * 4 * 4;
    // Variables: calories, age, sex[m], age*sex[m]; sex[m] times itself is known.
    let relation = 2 + 4 + 4 * 5 / 2 - 1;
    // Time 0 and 140 cells of 30 days, events and censorings.
    let survival = 4 * (141 * 2 + 2);
    assert_eq!(
        blocks,
        [
            (0, 4, 15),
            (baseline, 1, ages),
            (baseline + ages, 20 * 4, 1),
            (baseline + ages + outcome, 1, relation),
            (baseline + ages + outcome + relation, 4, 284),
        ]
    );
    assert_eq!(plan.value_count(), baseline + ages + outcome + relation + survival);
}

#[test]
fn moments_lie_row_by_row_without_what_is_known() {
    let runs = runs("[statistic.a]\nmoments = [\"age\", \"band\"]\n");
    let whats: Vec<What> = runs.iter().map(|run| run.0).collect();
    // age, band[50..], band[65..]
    assert_eq!(
        whats,
        [
            What::Rows,
            What::Incomplete,
            What::Variable(0),
            What::Variable(1),
            What::Variable(2),
            What::Product(0, 0),
            What::Product(0, 1),
            What::Product(0, 2),
        ]
    );
}

#[test]
fn products_of_levels_run_with_the_last_fastest() {
    let plan = layout("[statistic.a]\nmoments = [\"sex*band\", \"age^2*sex\"]\n");
    let block = &plan.layout.blocks[0];
    let Kind::Moments(moments) = &plan.model.statistics[0].kind else { panic!() };
    let names: Vec<String> = block
        .variables
        .iter()
        .map(|variable| variable_name(variable, &moments.terms[variable.term], &plan.model.columns))
        .collect();
    assert_eq!(names, ["sex[m]*band[[50,65)]", "sex[m]*band[[65,120]]", "age^2*sex[m]"]);
    let last = &block.variables[2];
    // From 0 to 14,400.
    assert_eq!((last.centre, last.half, last.level_of), (7_200, 7_200, None));
    assert_eq!((block.variables[0].centre, block.variables[0].half), (0, 1));
}

#[test]
fn large_totals_take_two_values() {
    let wide = "[column.wide]\nrange = [-4e18, 4e18]\n";
    let runs = runs(&format!("{wide}[statistic.a]\nsummary = [\"wide\"]\n"));
    let values: Vec<usize> = runs.iter().map(|run| run.2).collect();
    // 4e18 over 2e7 rows is below 2^126; its square, 2^124, over 2^25 is not.
    assert_eq!(values, [1, 1, 1, 1, 2]);
}

#[test]
fn totals_beyond_two_values_are_refused() {
    let wide = "[column.wide]\nrange = [-4e18, 4e18]\n";
    let (line, what) = refused(&format!("{wide}[statistic.a]\nmoments = [\"wide^2\"]\n"));
    assert_eq!(line, 4);
    assert!(
        what.starts_with("statistic \"a\": the products of the term \"wide^2\" are too large"),
        "{what}"
    );
    let narrow = "[column.narrow]\nrange = [0, 1e11]\n";
    let (line, what) = refused(&format!("{narrow}[statistic.a]\nmoments = [\"narrow^3\"]\n"));
    assert_eq!(line, 4);
    assert!(what.contains("a total over 100000 rows of 200 parties is too large"), "{what}");
}

#[test]
fn more_values_than_a_handle_has_are_refused() {
    let levels = |name: &str| {
        let levels: Vec<String> = (0..1_000).map(|level| level.to_string()).collect();
        format!("[column.{name}]\nlevels = [{}]\n", levels.join(", "))
    };
    let columns: String = ["a", "b", "c", "d"].iter().map(|name| levels(name)).collect();
    let table = |names: &str| format!("{columns}[statistic.t]\ntable = [{names}]\n");
    // 10^6 cells and those of other and missing.
    assert_eq!(layout(&table("\"a\", \"b\"")).value_count(), 1_002 * 1_002);
    let (_, what) = refused(&table("\"a\", \"b\", \"c\", \"d\""));
    assert!(what.contains("more than 1073741824 values"), "{what}");
}
