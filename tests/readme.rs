//! The README's program is the one that is built and run.

#[test]
fn readme_shows_the_shortest_example() {
    let readme = include_str!("../README.md");
    let program = include_str!("../examples/sum.c");
    assert!(readme.contains(&format!("```c\n{program}```")));
}
