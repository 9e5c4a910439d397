# The reference pages: everything that is public is documented, every link leads somewhere.
. tests/check/tools.sh
need doxygen dot
rm -rf build/docs
said=$(make --no-print-directory docs 2>&1) || fail "doxygen warns: $said"
[ -z "${said##*build/docs/html/index.html}" ] || fail "make docs does not say where they are: $said"
for page in index secagg_8h secagg_8hpp md_docs_protocol examples; do
    [ -f build/docs/html/$page.html ] || fail "there is no page $page"
done
for example in examples/*.c examples/cpp/*.cpp; do
    grep -q "@example ${example#examples/} " docs/examples.dox || fail "docs/examples.dox lacks $example"
done
