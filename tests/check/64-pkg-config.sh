# The moved package works through pkg-config, in C and C++, shared and static.
. tests/check/package.sh
need pkg-config
need_prefix
cp -r "$prefix" $work/static-prefix.new && rm -rf $work/static-prefix &&
    mv $work/static-prefix.new $work/static-prefix && rm $work/static-prefix/lib/libsecagg.so*

try() { # NAME COMPILER SOURCE PREFIX OPTION...
    name=$1 compiler=$2 source=tests/consumer/$3 package=$4
    shift 4
    flags=$(PKG_CONFIG_PATH="$package/lib/pkgconfig" pkg-config "$@" --cflags --libs "secagg >= $version")
    # pkg-config quotes the space in the folder's name.
    eval "$compiler -Wall -Wextra -Wpedantic -Werror $source -o $work/$name $flags" &&
        LD_LIBRARY_PATH="$package/lib" $work/$name || fail "$name"
    echo "pass: $name"
}
try pkg-config-c-shared cc consumer.c "$prefix"
try pkg-config-cpp-shared c++ consumer.cpp "$prefix"
try pkg-config-c-static cc consumer.c "$PWD/$work/static-prefix" --static
try pkg-config-cpp-static c++ consumer.cpp "$PWD/$work/static-prefix" --static

# The README's command for the static library, where the shared one lies beside it.
flags=$(PKG_CONFIG_PATH="$prefix/lib/pkgconfig" pkg-config --static --cflags --libs secagg |
    sed s/-lsecagg/-l:libsecagg.a/)
name=$work/pkg-config-c-chosen
eval "cc tests/consumer/consumer.c -o $name $flags" && $name || fail "the README's static command"
echo "pass: pkg-config-c-chosen"
