# Columns of pyarrow through the C Data Interface. (tests/c/arrow.c needs no Arrow.)
. tests/check/tools.sh
need python3
[ -x build/pyarrow/bin/python ] || from_pypi build/pyarrow pyarrow
build/pyarrow/bin/python -c 'import pyarrow' || from_pypi build/pyarrow pyarrow
build/pyarrow/bin/python -m unittest discover -s tests/python -p 'test_arrow.py'
