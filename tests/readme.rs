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

#[test]
fn readme_shows_how_secagg_is_fetched() {
    let readme = include_str!("../README.md");
    let project = include_str!("consumer/fetched/CMakeLists.txt");
    let start = project.find("include(GNUInstallDirs)").unwrap();
    let (settings, _) = project[start..].split_once("FetchContent_Declare").unwrap();
    assert!(readme.contains(&format!("```cmake\n{settings}FetchContent_Declare(secagg URL ")));
}
