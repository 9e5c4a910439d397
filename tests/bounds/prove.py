"""Proves, for all inputs, the bounds that stand beside the reductions in src/field/element.rs and
src/kernels: that no sum overflows its word, and that every reduction keeps the number modulo
p = 2^127 - 1 and ends below p.

    pip install z3-solver
    python tests/bounds/prove.py

Each model is the Rust code line by line, on words of the same width; what it computes is compared
in integers wide enough for everything. It is the model that is proved: tests tie the code to it.
"""

import sys

from z3 import (
    And, BitVec, BitVecVal, Concat, If, LShR, Not, Solver, UGE, ULE, ULT, ZeroExt, unsat,
)

P = 2**127 - 1
WIDE = 400
failures = []


def prove(name, claim, *given):
    solver = Solver()
    solver.set("timeout", 120_000)
    solver.add(*given, Not(claim))
    outcome = solver.check()
    print(("proved   " if outcome == unsat else f"{outcome}!!   ") + name, flush=True)
    if outcome != unsat:
        failures.append(name)


def check(name, claim):
    print(("checked  " if claim else "WRONG    ") + name)
    if not claim:
        failures.append(name)


def wide(x):
    return ZeroExt(WIDE - x.size(), x)


def number(low, high):
    """The integer of two 64-bit words."""
    return wide(Concat(high, low))


def words(name):
    return BitVec(name + "_low", 64), BitVec(name + "_high", 64)


def is_residue(result, integer, *quotients):
    """result < p, and integer = result + p * one of the quotients."""
    exact = [integer == result + P * BitVecVal(q, WIDE) for q in quotients]
    found = exact[0]
    for other in exact[1:]:
        found = If(other, True, found)
    return And(ULT(result, BitVecVal(P, WIDE)), found)


ONES = BitVecVal(2**64 - 1, 64)
ONES_63 = BitVecVal(2**63 - 1, 64)


def add_if(word, condition):
    return word + If(condition, BitVecVal(1, 64), BitVecVal(0, 64))


# src/kernels/modulus.rs


def fold(low, high):
    after = add_if(high, low == ONES)
    top = LShR(after, 63)
    return low + top, If(top == 1, after, high) & ONES_63


def add_word(low, high, small):
    low = low + small
    return fold(low, add_if(high, ULT(low, small)))


def add(a, b):
    low = a[0] + b[0]
    return fold(low, add_if(a[1] + b[1], ULT(low, b[0])))


def modulus():
    a, b = words("a"), words("b")
    below = lambda x, bound: ULT(number(*x), BitVecVal(bound, WIDE))
    prove("fold: sum <= 2p - 1", is_residue(number(*fold(*a)), number(*a), 0, 1), below(a, 2 * P))
    total = number(*a) + number(*b)
    prove(
        "add: a < p, b <= p",
        is_residue(number(*add(a, b)), total, 0, 1),
        below(a, P), below(b, P + 1),
    )
    flipped = (b[0] ^ ONES, b[1] ^ ONES_63)
    prove(
        "sub: a < p, b <= p",
        is_residue(number(*add(a, flipped)), number(*a) + P - number(*b), 0, 1),
        below(a, P), below(b, P + 1),
    )
    small = BitVec("small", 64)
    prove(
        "add_word: number + small <= 2p - 1",
        is_residue(number(*add_word(*a, small)), number(*a) + wide(small), 0, 1),
        ULT(number(*a) + wide(small), BitVecVal(2 * P, WIDE)),
    )
    top = LShR(add_if(a[1], a[0] == ONES) | a[1], 63)
    prove("is_not_canonical: any 128 bits", (top == 1) == UGE(number(*a), BitVecVal(P, WIDE)))


# src/kernels/differences.rs


def mask(bits):
    return BitVecVal(2**bits - 1, 64)


def limb_number(a, b, c):
    return wide(a) + (wide(b) << 43) + (wide(c) << 85)


def differences():
    low, high = words("value")
    limbs = (
        low & mask(43),
        (LShR(low, 43) | (high << 21)) & mask(42),
        LShR(high, 21) & mask(42),
    )
    prove("limbs of a value", limb_number(*limbs) == number(low, high & ONES_63))

    fresh, normal, steps = 2 * (2**43 - 1), 2**43 + 2**22, 20
    largest = max(fresh, normal) << steps
    check("20 steps from x = 1, or from a normalisation, stay below 2^64", largest < 2**64)
    # The upper limbs begin below 2^43 - 1, and after a normalisation below 2^42.
    upper = 2 * (2**42 - 1) << steps
    a, b, c = (BitVec(name, 64) for name in "abc")
    bounds = [ULE(a, largest), ULE(b, upper), ULE(c, upper)]
    b1 = b + LShR(a, 43)
    c1 = c + LShR(b1, 42)
    prove("carry: b does not overflow", UGE(b1, b), *bounds)
    prove("carry: c does not overflow", UGE(c1, c), *bounds)
    x, y, z, above = a & mask(43), b1 & mask(42), c1 & mask(42), LShR(c1, 42)
    prove("carry: above < 2^22", ULT(above, 2**22), *bounds)
    before = limb_number(a, b, c)
    after = limb_number(x, y, z) + (wide(above) << 127)
    prove("carry: keeps the number", before == after, *bounds)
    prove("normalise: below 2^43 + 2^22", ULT(x + above, normal), *bounds)
    joined = (x | (y << 43), LShR(y, 21) | (z << 21))
    prove("canonical: the limbs join", number(*joined) == limb_number(x, y, z))
    prove(
        "canonical: ends below p",
        is_residue(number(*add_word(*joined, above)), limb_number(x, y, z) + wide(above), 0, 1),
        *bounds,
    )


# src/kernels/weighted.rs


def weighted():
    low, high = words("value")
    limbs = (low & mask(52), (LShR(low, 52) | (high << 12)) & mask(52), LShR(high, 40))
    prove(
        "limbs of a canonical value",
        And(
            wide(limbs[0]) + (wide(limbs[1]) << 52) + (wide(limbs[2]) << 104) == number(low, high),
            ULT(limbs[2], 2**23),
        ),
        ULT(number(low, high), BitVecVal(P, WIDE)),
    )
    high_half = lambda a, b: ((2**a - 1) * (2**b - 1)) >> 52
    check("a product with a 23-bit limb has a high half below 2^23", high_half(52, 23) < 2**23)
    check("a product of two 23-bit limbs has none", high_half(23, 23) == 0)

    # Three limbs of the value, each times a weight of limbs w0, w1, w2 (the last of 23 bits).
    terms, full = 512, 2**52 - 1
    largest = [terms * n for n in (3 * full, 6 * full, 6 * full, 2 * (2**23 - 1))]
    check("the sums of 512 terms stay below 2^64", all(n < 2**64 for n in largest))
    s = [BitVec(f"s{i}", 64) for i in range(4)]
    bounds = [ULE(word, n) for word, n in zip(s, largest)]
    s1 = s[1] + LShR(s[0], 52)
    s2 = s[2] + LShR(s1, 52)
    prove("fold of products: s1 does not overflow", UGE(s1, s[1]), *bounds)
    prove("fold of products: s2 does not overflow", UGE(s2, s[2]), *bounds)
    shifted = s[3] << 29
    prove("fold of products: s3 keeps its bits", LShR(shifted, 29) == s[3], *bounds)
    above = LShR(s2, 23) + shifted
    prove("fold of products: above does not overflow", UGE(above, shifted), *bounds)
    a, b, c = s[0] & mask(52), s1 & mask(52), s2 & mask(23)
    joined = (a | (b << 52), LShR(b, 12) | (c << 40))
    before = wide(s[0]) + (wide(s[1]) << 52) + (wide(s[2]) << 104) + (wide(s[3]) << 156)
    # 2^127 = p + 1, and 2^156 = 2^29 + 2^29 p.
    multiples = wide(LShR(s2, 23)) + (wide(s[3]) << 29)
    prove("fold of products: keeps the number", before == number(*joined) + (multiples << 127), *bounds)
    prove(
        "fold of products: ends below p",
        is_residue(number(*add_word(*joined, above)), number(*joined) + wide(above), 0, 1),
        *bounds,
    )


# src/field/element.rs


def scalar_fold(total):
    return (total + LShR(total + 1, 127)) & P


def product_parts():
    """The four products of 64-bit limbs, as any numbers of their size: the solver cannot multiply."""
    sizes = {"00": (2**64 - 1) ** 2, "01": (2**64 - 1) * (2**63 - 1), "11": (2**63 - 1) ** 2}
    p00, p01, p10, p11 = (BitVec("p" + name, 128) for name in ("00", "01", "10", "11"))
    bounds = [ULE(p00, sizes["00"]), ULE(p01, sizes["01"]), ULE(p10, sizes["01"]), ULE(p11, sizes["11"])]
    return (p00, p01, p10, p11), bounds


def field():
    total = BitVec("total", 128)
    prove(
        "Element::fold: sum <= 2p - 1",
        is_residue(wide(scalar_fold(total)), wide(total), 0, 1),
        ULT(total, 2 * P),
    )

    (p00, p01, p10, p11), bounds = product_parts()
    low64 = BitVecVal(2**64 - 1, 128)
    exact = wide(p00) + ((wide(p01) + wide(p10)) << 64) + (wide(p11) << 128)
    bounds = [*bounds, ULE(exact, BitVecVal((P - 1) ** 2, WIDE))]
    cross = p01 + p10 + LShR(p00, 64)
    cross_exact = wide(p01) + wide(p10) + wide(LShR(p00, 64))
    prove("product: cross does not overflow", wide(cross) == cross_exact, *bounds)
    high = p11 + LShR(cross, 64)
    low = (cross << 64) | (p00 & low64)
    prove("product: high and low are it", (wide(high) << 128) + wide(low) == exact, *bounds)
    upper, lower = (high << 1) | LShR(low, 127), low & P
    prove(
        "product: cut at 2^127, the parts add up to 2p - 1 at most",
        And(exact == wide(lower) + (wide(upper) << 127),
            ULT(wide(upper) + wide(lower), BitVecVal(2 * P, WIDE))),
        *bounds,
    )

    # times_word: element = a0 + 2^64 a1, times a word.
    low, high = p00 & low64, p01 + LShR(p00, 64)
    lower = low | ((high & (2**63 - 1)) << 64)
    upper = LShR(high, 63)
    prove(
        "times_word: cut at 2^127, the parts add up to 2p - 1 at most",
        And(wide(p00) + (wide(p01) << 64) == wide(lower) + (wide(upper) << 127),
            ULT(wide(lower) + wide(upper), BitVecVal(2 * P, WIDE))),
        *bounds[:2],
    )

    element = BitVec("element", 128)
    for exponent in (52, 104):
        lower, upper = (element << exponent) & P, LShR(element, 127 - exponent)
        prove(
            f"times_power_of_two: 2^{exponent}, cut at 2^127, the parts do not meet and are below p",
            And(wide(element) << exponent == wide(lower) + (wide(upper) << 127),
                lower & upper == 0, ULT(lower | upper, P)),
            ULT(element, P),
        )

    low, high, small = (BitVec(name, 128) for name in ("low", "high", "small"))
    first = (low & P) + ((high << 1) & P)
    prove("reduce_wide: the long parts add up to 2p - 1 at most", ULT(first, 2 * P))
    long = BitVec("long", 128)
    rest = LShR(low, 127) + LShR(high, 126) + small
    prove("reduce_wide: with the short ones too", And(ULT(long + rest, 2 * P), UGE(long + rest, long)),
          ULT(long, P), ULT(small, 2**64))
    # 2^127 = p + 1 twice: what is cut off comes back as it is.
    cut = wide(LShR(low, 127)) + wide((high << 1) & P) + (wide(LShR(high, 126)) << 127)
    prove("reduce_wide: the parts are the number",
          wide(low) + (wide(high) << 128) == wide(low & P) + (cut << 127))


# src/kernels/wide_sum.rs


def wide_sum():
    sums = [BitVec(name, 128) for name in ("low", "cross", "high")]
    carries = [BitVec(name + "_carries", 128) for name in ("low", "cross", "high")]
    low64 = BitVecVal(2**64 - 1, 128)
    bounds = [ULT(carry, 2**32) for carry in carries]
    exact = sum(
        ((wide(s) + (wide(c) << 128)) << shift) for s, c, shift in zip(sums, carries, (0, 64, 128))
    )
    low, cross, high = sums
    at_64 = LShR(low, 64) + (cross & low64)
    at_128 = LShR(at_64, 64) + LShR(cross, 64) + (high & low64) + carries[0]
    at_192 = LShR(at_128, 64) + LShR(high, 64) + carries[1] + (carries[2] << 64)
    lower = (low & low64) | (at_64 << 64)
    upper = (at_128 & low64) | (at_192 << 64)
    beyond = LShR(at_192, 64)
    prove("WideSum: the digits are the number",
          exact == wide(lower) + (wide(upper) << 128) + (wide(beyond) << 256), *bounds)
    prove("WideSum: what is beyond 2^256 is small", ULT(4 * beyond, 2**64), *bounds)
    check("WideSum: 2^256 counts 4", pow(2, 256, P) == 4)


# src/sharing/lagrange.rs


def lagrange():
    check("as many factors as are multiplied at a time stay below 2^63",
          all(bits * (63 // bits) <= 63 and 63 // bits > 0 for bits in range(1, 33)))


for part in (modulus, differences, weighted, field, wide_sum, lagrange):
    part()
if failures:
    sys.exit(f"not proved: {', '.join(failures)}")
