//! The README's programs are the ones that are built and run.

#[test]
fn readme_shows_the_shortest_example() {
    let readme = include_str!("../README.md");
    let program = include_str!("../examples/sum.c");
    assert!(readme.contains(&format!("```c\n{program}```")));
}

#[test]
fn readme_shows_the_shortest_example_in_cpp() {
    let readme = include_str!("../README.md");
    let program = include_str!("../examples/cpp/sum.cpp");
    assert!(readme.contains(&format!("```cpp\n{program}```")));
}
