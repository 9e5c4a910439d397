# What the project's owner must fill in is listed in CONTRIBUTING: every placeholder, with its files.
. tests/check/tools.sh
listed() { sed -n '/^## Before the first release/,/^## Rules/p' CONTRIBUTING.md; }
grep -rnoE '[a-z]*(@|https://)secagg\.example[a-z0-9./-]*' README.md CHANGELOG.md Cargo.toml CMakeLists.txt Makefile \
    cmake packaging include src docs examples >$work/placeholders
for placeholder in https://secagg.example security@secagg.example packages@secagg.example; do
    grep -q ":$placeholder" $work/placeholders || fail "$placeholder is listed, and nowhere else"
done
while IFS=: read -r file _ placeholder; do
    listed | grep -F "\`$placeholder\`" | grep -qF "\`$file\`" ||
        fail "CONTRIBUTING does not list $placeholder in $file"
done <$work/placeholders
