"""Scores, times and sizes in a few characters, as they stand in a table or in a sentence."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import floor, isfinite, log10

from glassgrad.writing.mathematics import Mathematics, mathematics
from glassgrad.writing.numbers import SUPERSCRIPT, number

from .differences import ROUNDING
from .family import Stored

TIMES = ((1.0, "s", "s"), (1e-3, "ms", "ms"), (1e-6, "µs", r"µs"))
LARGE = 1e4
"""Scores that far from zero are written with a power of ten."""
DECIMALS, MOST_IN_TABLE, MOST_DECIMALS = 3, 4, 9
"""Digits after the point of a score; and the most there are where scores lie close together, in a table and in a sentence."""
TWO = 2
"""Digits that count of a difference."""
SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes"))


def score(value: float, decimals: int = DECIMALS) -> Mathematics:
    """A score with three digits after the point, or more; from ten thousand on with three digits and a power of ten.

    >>> score(0.96666).text, score(-1.5).text, score(-0.0001).text, score(-3.5064e57).text, score(0.99987, 4).text, score(float("inf")).text
    ('0.967', '−1.500', '0.000', '−3.51·10⁵⁷', '0.9999', '∞')
    """
    if not isfinite(value):
        return gap(value)
    if abs(value) >= LARGE:
        mantissa, _, power = f"{value:.2e}".partition("e")
        return mathematics(f"{mantissa}·10{str(int(power)).translate(SUPERSCRIPT)}".replace("-", "−"), rf"{mantissa} \cdot 10^{{{int(power)}}}")
    digits = f"{value:.{decimals}f}"
    digits = digits.lstrip("-") if float(digits) == 0 else digits
    return mathematics(digits.replace("-", "−"), digits)


def decimals_for(gap: float, most: int = MOST_DECIMALS) -> int:
    """How many digits after the point scores need so that a gap of this size is seen between them: three, or more where that is enough.

    >>> decimals_for(0.02), decimals_for(0.0019), decimals_for(0.00019), decimals_for(1e-12), decimals_for(0.0), decimals_for(float("inf"))
    (3, 3, 4, 3, 3, 3)
    """
    needed = -floor(log10(abs(gap))) if gap and isfinite(gap) else DECIMALS
    return needed if DECIMALS < needed <= most else DECIMALS


def decimals_in_table(spreads: Iterable[float]) -> int:
    """How many digits after the point all scores of one table have, so that it is seen how far they vary.

    >>> decimals_in_table([0.03, 0.01]), decimals_in_table([0.03, 0.0003]), decimals_in_table([0.03, 0.0])
    (3, 4, 3)
    """
    return max((decimals_for(one, MOST_IN_TABLE) for one in spreads), default=DECIMALS)


def spread_score(mean: float, spread: float, decimals: int = DECIMALS) -> Mathematics:
    """A score and how far it varies.

    >>> spread_score(0.96666, 0.0211).text, spread_score(0.99987, 0.00012, 4).text
    ('0.967 ± 0.021', '0.9999 ± 0.0001')
    """
    told = score(mean, decimals), score(spread, decimals)
    return mathematics(f"{told[0].text} ± {told[1].text}", rf"{told[0].latex} \pm {told[1].latex}")


def gap(value: float, digits: int = TWO) -> Mathematics:
    """A difference of scores, or how far one goes by chance, with so many digits that count; what rounding makes is 0.

    >>> gap(0.0211).text, gap(-0.00068).text, gap(2.4e-7).text, gap(1.11).text, gap(2e-16).text, gap(3.5e57).text
    ('0.021', '−0.00068', '2.4·10⁻⁷', '1.1', '0', '3.5·10⁵⁷')
    """
    told = number(0.0 if abs(value) <= ROUNDING else value, digits, rounded=True)
    return mathematics(told.text, told.latex)


def digits_to_tell(first: float, second: float) -> int:
    """How many digits show which of two sizes is the larger: two, or more up to a limit.

    >>> digits_to_tell(0.019, 0.007), digits_to_tell(0.00193, 0.00189), digits_to_tell(0.5, 0.5)
    (2, 3, 2)
    """
    pairs = ((digits, gap(abs(first), digits).text, gap(abs(second), digits).text) for digits in range(TWO, MOST_DECIMALS + 1))
    return next((digits for digits, one, other in pairs if one != other), TWO)


def signed(value: float, digits: int = TWO) -> Mathematics:
    """A difference of scores, with its sign.

    >>> signed(0.0211).text, signed(-0.0211).text, signed(0.0001).text, signed(0.0).text
    ('+0.021', '−0.021', '+0.00010', '0')
    """
    plain = gap(value, digits)
    plus = "+" if value > ROUNDING else ""
    return mathematics(plus + plain.text, plus + plain.latex)


def seconds(value: float) -> Mathematics:
    """A length of time, in the unit that suits it, with two digits.

    >>> seconds(0.0821).text, seconds(0.0000034).text, seconds(12.3).text, seconds(0.0099996).text, seconds(250).text
    ('82 ms', '3.4 µs', '12 s', '10 ms', '250 s')
    """
    size, unit, latex = next((one for one in TIMES if float(f"{value:.2g}") >= one[0]), TIMES[-1])
    digits = two_digits(value / size)
    return mathematics(f"{digits} {unit}", rf"{digits}\,\text{{{latex}}}")


def size(count: int) -> Mathematics:
    """So many bytes, in the unit that suits them.

    >>> size(731).text, size(1_234).text, size(99_960).text, size(4_560_000).text
    ('731 bytes', '1.2 kB', '100 kB', '4.6 MB')
    """
    if count < 1_000:
        return mathematics(f"{count} bytes", rf"{count}\,\text{{bytes}}")
    unit = next(one for one in SIZES if float(f"{count:.2g}") >= one[0])
    digits = two_digits(count / unit[0])
    return mathematics(f"{digits} {unit[1]}", rf"{digits}\,\text{{{unit[1]}}}")


def two_digits(value: float) -> str:
    """A number of at least 1, or below, with two digits that count; whole numbers keep all of theirs.

    >>> two_digits(1.26), two_digits(12.6), two_digits(126.4)
    ('1.3', '13', '126')
    """
    rounded = float(f"{value:.2g}")
    return f"{rounded:.1f}" if rounded < 10 else f"{value:.0f}"


def growth(before: Sequence[Stored], after: Sequence[Stored], *, changed_only: bool = False) -> tuple[str, ...]:
    """What is stored on fewer rows and on more, sort by sort; or only the sorts of which another number is stored.

    >>> growth([Stored(59, "rows")], [Stored(119, "rows")]), growth([Stored(15, "weights")], [Stored(15, "weights")])
    (('59 → 119 rows',), ('15 → 15 weights',))
    >>> growth([Stored(3, "nodes")], [Stored(1, "nodes")])
    ('3 → 1 node',)
    >>> growth([Stored(59, "rows"), Stored(3, "shares")], [Stored(119, "rows"), Stored(3, "shares")], changed_only=True)
    ('59 → 119 rows',)
    """
    counts = {one.what: one.count for one in before}
    told = [one for one in after if not (changed_only and counts.get(one.what) == one.count)]
    return tuple(f"{counts.get(one.what, 0):,} → {one.count:,} {one.named(one.count)}" for one in told)
