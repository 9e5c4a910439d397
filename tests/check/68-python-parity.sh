# The behaviour of the Python package that secagg replaces, through ctypes; Python alone is needed.
. tests/check/tools.sh
need python3
python3 -m unittest discover -s tests/python -p 'test_parity.py'
