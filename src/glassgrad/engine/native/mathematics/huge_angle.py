"""Angles beyond 2^40: their rest needs π to as many bits as the angle has, up to a thousand and more (M. Payne and R. Hanek)."""

from __future__ import annotations

from itertools import pairwise

from ..writing import DOUBLE, I64, Function, Type, Value, fma
from .double_double import product_of, sum_of
from .exact import PI
from .layout import LAYOUTS

SMALLEST = 2.0**40

WORDS = 20
WIDE = Type("i192")
ANSWER = Type("double", 4)
NAME = "rest_of_huge_angle"


def huge_angle(x: Value) -> tuple[Value, Value, Value]:
    """The quarters q, and the rest r in two parts, with x = q · π/2 + r, for one finite number whose size is `SMALLEST` or more."""
    module = x.function.module
    if NAME not in module.functions:
        _write(module.function(NAME, [("x", DOUBLE)], ANSWER))
        module.functions[NAME].attributes += " noinline"
    answer = x.function.call(NAME, ANSWER, x)
    return answer.lane(0).bits, answer.lane(1), answer.lane(2)


def _write(function: Function) -> None:
    """For x = m · 2^e with m whole, m times 192 bits of 2/π gives the quarters.

    Left out are the bits before, which make multiples of four quarters, and those after, which are too small: no double comes closer to
    a multiple of π/2 than 2^−61 quarters, so that some 70 of the bits are left for r.
    """
    (x,) = function.parameters
    double = LAYOUTS["double"]
    size = x.abs().bits
    exponent = size.shifted_right(double.fraction) - (double.offset + double.fraction)
    fraction = (size & double.fraction_mask) | (1 << double.fraction)
    quarters = _widened(fraction) * _two_over_pi(function, exponent + 62)
    # The two highest bits are whole quarters; the next one says whether the following whole number is nearer.
    q = _narrowed(quarters.shifted_right(190) + (quarters.shifted_right(189) & 1))
    signed = quarters << 2
    pieces = [signed >> 144, signed.shifted_right(96) & (2**48 - 1), signed.shifted_right(48) & (2**48 - 1)]
    numbers = [_narrowed(one).to("double") * 2.0 ** (-48 * (place + 1)) for place, one in enumerate(pieces)]
    turn, rest = sum_of(numbers[0], numbers[1])
    turn, rest = sum_of(turn, rest + numbers[2])
    quarter, quarter_rest = double.parts(PI / 2, 2)
    r, r_rest = product_of(turn, function.constant(DOUBLE, quarter))
    r, r_rest = sum_of(r, fma(quarter, rest, fma(quarter_rest, turn, r_rest)))
    negative = x < 0
    q = negative.choose(-q, q)
    answer = Value(function, ANSWER, "zeroinitializer").with_lane(0, q.as_floating())
    for lane, number in enumerate((r, r_rest), start=1):
        answer = answer.with_lane(lane, negative.choose(-number, number))
    function.give(answer)


def _two_over_pi(function: Function, start: Value) -> Value:
    """192 bits of 2/π, beginning `start` bits into 64 zeros and the digits after the point."""
    digits = int(2 / PI * 2 ** (64 * WORDS))
    words = [0] + [digits >> (64 * (WORDS - 1 - place)) & (2**64 - 1) for place in range(WORDS)]
    # A vector as a table: LLVM knows how to read the lane of a number that is computed.
    kind = Type("i64", 32)
    table = "<" + ", ".join(f"i64 {word}" for word in words + [0] * (kind.lanes - len(words))) + ">"
    first, shift = start.shifted_right(6), start & 63
    read = [function.line(I64, f"extractelement {kind} {table}, i64 {(first + place).text}") for place in range(4)]
    result = Value(function, WIDE, "0")
    for high, low in pairwise(read):
        result = (result << 64) | _widened(function.intrinsic("fshl", I64, high, low, shift))
    return result


def _widened(word: Value) -> Value:
    return word.function.line(WIDE, f"zext i64 {word.text} to {WIDE}")


def _narrowed(wide: Value) -> Value:
    return wide.function.line(I64, f"trunc {WIDE} {wide.text} to i64")
