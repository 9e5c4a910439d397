# The bounds that stand beside the reductions hold for all inputs: proved by an SMT solver.
. tests/check/tools.sh
[ -x build/z3/bin/python ] && build/z3/bin/python -c 'import z3' 2>/dev/null || from_pypi build/z3 z3-solver
build/z3/bin/python tests/bounds/prove.py
