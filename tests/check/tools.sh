# For the checks: skips them by name where a tool is absent, and finds CMake.

# The checks' own folder for what they build.
work=build/check
mkdir -p "$work"

# have TOOL: whether it is there.
have() { command -v "$1" >/dev/null 2>&1; }

# need TOOL...: without them, this check is skipped.
need() {
    for tool in "$@"; do
        have "$tool" || { echo "needs $tool"; exit 77; }
    done
}

# need_cmake: cmake and ninja from PATH, else from PyPI into build/tools.
need_cmake() {
    if have cmake && have ninja; then return; fi
    [ -x build/tools/bin/cmake ] && [ -x build/tools/bin/ninja ] || from_pypi build/tools cmake ninja
    PATH=$PWD/build/tools/bin:$PATH
}

# from_pypi FOLDER PACKAGE...: a Python environment of its own.
from_pypi() {
    python3 -m venv "$1" && "$1/bin/pip" install --quiet --disable-pip-version-check \
        "$2" ${3+"$3"} || { echo "needs $2 (not on PATH, and not to be had from PyPI)"; exit 77; }
}

# fail MESSAGE
fail() { echo "$*"; exit 1; }
