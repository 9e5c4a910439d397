"""Columns of a real Arrow implementation, pyarrow, through the C Data Interface.

    python3 -m unittest discover -s tests/python

Without pyarrow these tests are skipped.
"""

import ctypes
import decimal
import math
import platform
import statistics
import struct
import unittest

import secagg

try:
    import pyarrow as pa
except ImportError:
    raise unittest.SkipTest("needs pyarrow")

INTEGERS = [pa.int8(), pa.int16(), pa.int32(), pa.int64()]
NATURALS = [pa.uint8(), pa.uint16(), pa.uint32(), pa.uint64()]
FLOATS = [pa.float32(), pa.float64()]
NUMBERS = INTEGERS + NATURALS + FLOATS

LIBM = ctypes.CDLL("libm.so.6")
ALL_FLAGS = 0x3D if platform.machine() == "x86_64" else 0x1F  # FE_ALL_EXCEPT


class Months(pa.ExtensionType):
    """As pandas' periods are stored: ordinals."""

    def __init__(self):
        super().__init__(pa.int64(), "pandas.period")

    def __arrow_ext_serialize__(self):
        return b'{"freq": "M"}'

    @classmethod
    def __arrow_ext_deserialize__(cls, storage, serialized):
        return cls()


class Summary(ctypes.Structure):
    _fields_ = [
        ("count", ctypes.c_uint64),
        ("sum", ctypes.c_double),
        ("mean", ctypes.c_double),
        ("variance", ctypes.c_double),
    ]


class Exported:
    """The two structs of an array. They live as long as this does, and are released by Arrow."""

    def __init__(self, array):
        self._schema = ctypes.create_string_buffer(72)
        self._array = ctypes.create_string_buffer(80)
        self.schema = ctypes.addressof(self._schema)
        self.array = ctypes.addressof(self._array)
        array._export_to_c(self.array, self.schema)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Works only with structs that were neither changed nor released.
        pa.Array._import_from_c(self.array, self.schema)

    def buffer_addresses(self):
        n_buffers = int.from_bytes(self._array.raw[24:32], "little")
        buffers = int.from_bytes(self._array.raw[40:48], "little")
        return list((ctypes.c_uint64 * n_buffers).from_address(buffers))


def encode(array, fraction_bits=0):
    values = secagg.zeros(len(array))
    with Exported(array) as column:
        arguments = (values, len(array), None, column.schema, column.array, fraction_bits)
        secagg.call("secagg_arrow_encode", *arguments)
    return secagg.integers(values)


def summary_values(array, fraction_bits):
    values = secagg.zeros(4)
    with Exported(array) as column:
        arguments = (values, None, column.schema, column.array, fraction_bits, None)
        secagg.call("secagg_arrow_summary", *arguments)
    return values


def decode_summary(values, fraction_bits):
    summary = Summary()
    secagg.call("secagg_summary_decode", ctypes.byref(summary), values, 1, fraction_bits)
    return summary


def summarise(array, fraction_bits=20):
    return decode_summary(summary_values(array, fraction_bits), fraction_bits)


def histogram(array, edges):
    values = secagg.zeros(len(edges) + 1)
    edge_array = (ctypes.c_double * len(edges))(*edges)
    with Exported(array) as column:
        sizes = (values, len(edges) + 1, None, edge_array, len(edges))
        secagg.call("secagg_arrow_histogram", *sizes, column.schema, column.array)
    return secagg.integers(values)


def signed(values):
    return [value if value <= secagg.P // 2 else value - secagg.P for value in values]


class ArrowColumns(unittest.TestCase):
    def refused(self, status, function, *arguments):
        with self.assertRaises(secagg.Refused) as caught:
            function(*arguments)
        self.assertEqual(str(caught.exception), status)

    def check(self, array, numbers):
        """An array against the numbers that it holds, with None for null."""
        present = [number for number in numbers if number is not None]
        summary = summarise(array)
        self.assertEqual(summary.count, len(present))
        self.assertEqual(summary.sum, float(sum(present)))
        if present:
            self.assertEqual(summary.mean, float(statistics.mean(present)))
        if len(present) > 1:
            self.assertAlmostEqual(summary.variance, float(statistics.variance(present)))
        edges = [-0.5, 1, 2.5, 100]
        counts = [sum(number < edges[0] for number in present)]
        counts += [sum(a <= number < b for number in present) for a, b in zip(edges, edges[1:])]
        counts.append(sum(number >= edges[-1] for number in present))
        self.assertEqual(histogram(array, edges), counts)
        if len(present) == len(numbers):
            self.assertEqual(signed(encode(array, 4)), [round(number * 16) for number in numbers])
        else:
            self.refused("OUT_OF_RANGE", encode, array)

    def test_every_type_of_numbers(self):
        numbers = [0, 1, 2, 3, 100, 127]
        for kind in NUMBERS:
            with self.subTest(kind=kind):
                self.check(pa.array(numbers, kind), numbers)
                self.check(pa.array(numbers + [None, 5], kind), numbers + [None, 5])
                self.check(pa.array([None] * 9, kind), [None] * 9)
                self.check(pa.array([], kind), [])

    def test_negative_numbers(self):
        for kind in INTEGERS + FLOATS:
            with self.subTest(kind=kind):
                self.check(pa.array([-1, -128, 127], kind), [-1, -128, 127])

    def test_the_widest_numbers(self):
        self.assertEqual(
            signed(encode(pa.array([2**63 - 1, -(2**63)], pa.int64()))), [2**63 - 1, -(2**63)]
        )
        self.assertEqual(encode(pa.array([2**64 - 1], pa.uint64())), [2**64 - 1])
        self.refused("OUT_OF_RANGE", summarise, pa.array([2**63], pa.uint64()), 0)
        self.assertEqual(histogram(pa.array([2**53 + 1], pa.int64()), [2**53, 2**53 + 2]), [0, 1, 0])

    def test_booleans(self):
        truths = [True, False, True, None, True] * 5
        self.check(pa.array(truths, pa.bool_()), truths)
        self.check(pa.array(truths, pa.bool_()).slice(11, 2), truths[11:13])

    def test_slices(self):
        numbers = [1, None, 3, 4, 5, None, 7, 8, 9, 10, 11]
        for kind in NUMBERS:
            array = pa.array(numbers, kind)
            for start in range(len(numbers)):
                for length in (0, 1, len(numbers) - start):
                    with self.subTest(kind=kind, start=start, length=length):
                        self.check(array.slice(start, length), numbers[start : start + length])

    def test_decimals(self):
        texts = ["0.00", "1.25", "-99.75", "100.25", "2.50", None]
        exact = [text and decimal.Decimal(text) for text in texts]
        self.check(pa.array(exact, pa.decimal128(10, 2)), exact)
        self.check(pa.array(exact, pa.decimal128(10, 2)).slice(1, 3), exact[1:4])
        thousands = [decimal.Decimal(5000), decimal.Decimal(-7000)]
        self.check(pa.array(thousands, pa.decimal128(5, -3)), thousands)
        tenth = pa.array([decimal.Decimal("0.1")], pa.decimal128(38, 38))
        self.assertEqual(encode(tenth, 20), [round(2**20 / 10)])
        self.assertEqual(histogram(tenth, [0.1]), [1, 0])  # the double is above one tenth

    def test_not_a_number_is_missing(self):
        numbers = pa.array([1.0, math.nan, 3.0])
        self.assertEqual(summarise(numbers).count, 2)
        self.assertEqual(histogram(numbers, [2.0]), [1, 1])
        self.refused("OUT_OF_RANGE", encode, numbers)
        self.refused("OUT_OF_RANGE", summarise, pa.array([math.inf]))

    def test_a_column_without_any_value(self):
        nothing = pa.nulls(4)
        self.check(nothing, [None] * 4)
        self.check(nothing.slice(1, 2), [None] * 2)
        total = secagg.zeros(4)
        for array in (pa.array([1.5, 2.5]), nothing):
            secagg.call("secagg_sum_add", total, summary_values(array, 10), 4)
        summary = decode_summary(total, 10)
        self.assertEqual((summary.count, summary.sum), (2, 4.0))

    def test_extension_types(self):
        truths = [True, False, None, True]
        stored = pa.array([1, 0, None, -7], pa.int8())
        self.check(pa.ExtensionArray.from_storage(pa.bool8(), stored), truths)
        self.check(pa.ExtensionArray.from_storage(pa.bool8(), stored.slice(2, 2)), truths[2:])
        periods = pa.ExtensionArray.from_storage(Months(), pa.array([660, 661], pa.int64()))
        identities = pa.ExtensionArray.from_storage(pa.uuid(), pa.array([bytes(16)], pa.binary(16)))
        for array in (periods, identities):
            self.refused("UNSUPPORTED_TYPE", encode, array)
            self.refused("UNSUPPORTED_TYPE", summarise, array)
            self.refused("UNSUPPORTED_TYPE", histogram, array, [1.0])

    def test_nulls_are_counted_as_pyarrow_counts_them(self):
        bits, numbers = pa.py_buffer(b"\x0a"), pa.array([1.0, 2.0, 3.0, 4.0]).buffers()[1]
        for null_count in (0, 2, -1):
            array = pa.Array.from_buffers(pa.float64(), 4, [bits, numbers], null_count)
            with self.subTest(null_count=null_count):
                self.assertEqual(summarise(array).count, 4 - array.null_count)
        contradiction = pa.Array.from_buffers(pa.float64(), 4, [bits, numbers], 3)
        self.refused("INVALID_COLUMN", summarise, contradiction)

    def test_missing_rows_are_no_invalid_operations(self):
        """NaN, quiet or signalling as R's NA_real_ is, in the open or beneath a null."""
        for bits in (0x7FF8000000000000, 0x7FF00000000007A2):
            content = bits.to_bytes(8, "little") + struct.pack("7d", *range(1, 8))
            for presence in (None, pa.py_buffer(b"\xfe")):
                array = pa.Array.from_buffers(pa.float64(), 8, [presence, pa.py_buffer(content)])
                LIBM.feclearexcept(ALL_FLAGS)
                self.assertEqual(summarise(array).count, 7)
                self.assertEqual(histogram(array, [0.5, 4.0]), [0, 3, 4])
                self.refused("OUT_OF_RANGE", encode, array)
                self.assertEqual(LIBM.fetestexcept(ALL_FLAGS), 0)

    def test_chunks_add_up(self):
        column = pa.chunked_array([[1.5, 2.5], [], [None, 4.0], [8.0]])
        total = secagg.zeros(4)
        for chunk in column.chunks:
            secagg.call("secagg_sum_add", total, summary_values(chunk, 10), 4)
        summary = decode_summary(total, 10)
        self.assertEqual((summary.count, summary.sum), (4, 16.0))

    def test_what_is_refused(self):
        for array in [
            pa.array(["a"]),
            pa.array([b"a"]),
            pa.array(["a", "b"]).dictionary_encode(),
            pa.array([1, 2]).dictionary_encode(),
            pa.array([[1]]),
            pa.array([{"a": 1}]),
            pa.array([1], pa.date32()),
            pa.array([1], pa.timestamp("s")),
            pa.array([1], pa.duration("s")),
            pa.array([1], pa.time64("us")),
            pa.array([decimal.Decimal(1)], pa.decimal256(5, 0)),
            pa.array([bytes(16)], pa.binary(16)),
            pa.array([1.0], pa.float32()).cast(pa.float16()),
        ]:
            with self.subTest(type=array.type):
                self.refused("UNSUPPORTED_TYPE", encode, array)
                self.refused("UNSUPPORTED_TYPE", summarise, array)
                self.refused("UNSUPPORTED_TYPE", histogram, array, [1.0])

    def test_a_column_is_read_where_it_lies(self):
        array = pa.array(range(1000), pa.int64())
        with Exported(array) as column:
            self.assertEqual(column.buffer_addresses()[1], array.buffers()[1].address)

    def test_shares_travel_as_fixed_size_binary(self):
        """A field element has 127 bits: decimal128, of 38 digits, cannot hold every one."""
        self.assertGreater(secagg.P, 10**38)
        shares = secagg.zeros(3 * 2)
        secagg.call("secagg_additive_split", shares, 3, secagg.values([42, 7]), 2, None)
        memory = pa.py_buffer(shares)
        arrays = [
            pa.FixedSizeBinaryArray.from_buffers(pa.binary(16), 2, [None, memory], offset=2 * i)
            for i in range(3)
        ]
        listed = (secagg.Share * 3)()
        for i, array in enumerate(arrays):
            address = array.buffers()[1].address + 16 * array.offset
            self.assertEqual(address, ctypes.addressof(shares) + 32 * i)
            listed[i] = secagg.Share(i + 1, address)
        total = secagg.zeros(2)
        secagg.call("secagg_additive_reconstruct", total, 2, listed, 3, None)
        self.assertEqual(secagg.integers(total), [42, 7])


if __name__ == "__main__":
    unittest.main()
