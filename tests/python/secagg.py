"""The shared library as Python sees it: ctypes, and nothing installed. For the tests in this folder.

SECAGG_LIBRARY in the environment names the library's file; otherwise it is the one that make built.
"""

import ctypes
import os
from pathlib import Path

P = 2**127 - 1

LIBRARY = ctypes.CDLL(
    os.environ.get("SECAGG_LIBRARY")
    or str(Path(__file__).resolve().parent.parent.parent / "build/lib/libsecagg.so")
)


class Share(ctypes.Structure):
    _fields_ = [("x", ctypes.c_uint32), ("values", ctypes.c_void_p)]


class SplitOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("threads", ctypes.c_uint32),
        ("seed", ctypes.c_char_p),
        ("allow_insecure_seed", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
    ]


class AggregatorOptions(ctypes.Structure):
    _fields_ = [
        ("struct_size", ctypes.c_uint32),
        ("reserved", ctypes.c_uint32),
        ("value_count", ctypes.c_uint64),
        ("min_submissions", ctypes.c_uint64),
    ]


SIZE, U32, U64, POINTER = ctypes.c_size_t, ctypes.c_uint32, ctypes.c_uint64, ctypes.c_void_p
SIGNATURES = {
    "secagg_additive_split": [POINTER, U32, POINTER, SIZE, POINTER],
    "secagg_additive_reconstruct": [POINTER, SIZE, POINTER, U32, POINTER],
    "secagg_shamir_split": [POINTER, U32, U32, POINTER, SIZE, POINTER],
    "secagg_shamir_reconstruct": [POINTER, SIZE, POINTER, U32, U32, POINTER],
    "secagg_sum_add": [POINTER, POINTER, SIZE],
    "secagg_aggregator_create": [POINTER, U32, POINTER],
    "secagg_aggregator_submit": [POINTER, U64, POINTER, SIZE],
    "secagg_aggregator_submissions": [POINTER, POINTER],
    "secagg_aggregator_reconstruct": [POINTER, POINTER, SIZE],
    "secagg_aggregator_reset": [POINTER],
    "secagg_decode_u64": [POINTER, POINTER, SIZE],
    "secagg_summary_decode": [POINTER, POINTER, SIZE, U32],
    "secagg_arrow_encode": [POINTER, SIZE, POINTER, POINTER, POINTER, U32],
    "secagg_arrow_summary": [POINTER, POINTER, POINTER, POINTER, U32, POINTER],
    "secagg_arrow_histogram": [POINTER, SIZE, POINTER, POINTER, SIZE, POINTER, POINTER],
}
for _name, _arguments in SIGNATURES.items():
    getattr(LIBRARY, _name).argtypes = _arguments
LIBRARY.secagg_status_name.restype = ctypes.c_char_p
LIBRARY.secagg_aggregator_free.argtypes = [POINTER]
LIBRARY.secagg_aggregator_free.restype = None


class Refused(Exception):
    """A call was refused; the text is the status's name without SECAGG_."""


def call(name, *arguments):
    status = getattr(LIBRARY, name)(*arguments)
    if status != 0:
        raise Refused(LIBRARY.secagg_status_name(status).decode().removeprefix("SECAGG_"))


def values(integers):
    """Integers as a buffer of values."""
    content = b"".join(integer.to_bytes(16, "little") for integer in integers)
    return ctypes.create_string_buffer(content, len(content))


def zeros(count):
    return ctypes.create_string_buffer(16 * count)


def integers(buffer):
    content = buffer.raw
    return [int.from_bytes(content[i : i + 16], "little") for i in range(0, len(content), 16)]


def split_options(**fields):
    return ctypes.byref(SplitOptions(struct_size=ctypes.sizeof(SplitOptions), **fields))


def additive_split(secret, holder_count, options=None):
    shares = zeros(min(holder_count, 1000))
    call("secagg_additive_split", shares, holder_count, values([secret]), 1, options)
    return integers(shares)


def shamir_split(secret, holder_count, threshold, options=None):
    """Pairs of x and y."""
    shares = zeros(min(holder_count, 1000))
    call("secagg_shamir_split", shares, holder_count, threshold, values([secret]), 1, options)
    return list(enumerate(integers(shares), 1))


def _reconstruct(name, shares, *options):
    buffers = [values([y]) for _, y in shares]
    listed = (Share * len(shares))(
        *(Share(x, ctypes.addressof(y)) for (x, _), y in zip(shares, buffers))
    )
    value = zeros(1)
    call(name, value, 1, listed, len(shares), *options, None)
    return integers(value)[0]


def additive_reconstruct(shares):
    return _reconstruct("secagg_additive_reconstruct", list(enumerate(shares, 1)))


def shamir_reconstruct(shares, threshold):
    return _reconstruct("secagg_shamir_reconstruct", shares, threshold)


def sum_shares(groups):
    """Adds shares of several secrets, holder by holder."""
    total = values([0] * len(groups[0]))
    for group in groups:
        call("secagg_sum_add", total, values([y for _, y in group]), len(group))
    return [(x, y) for (x, _), y in zip(groups[0], integers(total))]


class Aggregator:
    def __init__(self, holder_count, **fields):
        options = AggregatorOptions(struct_size=ctypes.sizeof(AggregatorOptions), **fields)
        handle = ctypes.c_void_p()
        call("secagg_aggregator_create", ctypes.byref(handle), holder_count, ctypes.byref(options))
        self._handle = handle

    def __del__(self):
        LIBRARY.secagg_aggregator_free(getattr(self, "_handle", None))

    def submit(self, party_id, shares):
        call("secagg_aggregator_submit", self._handle, party_id, values(shares), len(shares))

    @property
    def submissions(self):
        count = ctypes.c_uint64()
        call("secagg_aggregator_submissions", self._handle, ctypes.byref(count))
        return count.value

    def reconstruct(self):
        value = zeros(1)
        call("secagg_aggregator_reconstruct", self._handle, value, 1)
        return integers(value)[0]

    def reset(self):
        call("secagg_aggregator_reset", self._handle)
