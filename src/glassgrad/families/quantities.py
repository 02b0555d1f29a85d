"""Scores, times and sizes in a few characters, as they stand in a table or in a sentence."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.writing.mathematics import Mathematics, mathematics
from glassgrad.writing.numbers import SUPERSCRIPT

from .family import Stored

TIMES = ((1.0, "s", "s"), (1e-3, "ms", "ms"), (1e-6, "µs", r"µs"))
LARGE = 1e4
"""Scores that far from zero are written with a power of ten."""
SIZES = ((1e9, "GB"), (1e6, "MB"), (1e3, "kB"), (1.0, "bytes"))


def score(value: float) -> Mathematics:
    """A score with three digits after the point; from ten thousand on with three digits and a power of ten.

    >>> score(0.96666).text, score(-1.5).text, score(-0.0001).text, score(-3.5064e57).text
    ('0.967', '−1.500', '0.000', '−3.51·10⁵⁷')
    """
    if abs(value) >= LARGE:
        mantissa, _, power = f"{value:.2e}".partition("e")
        return mathematics(f"{mantissa}·10{str(int(power)).translate(SUPERSCRIPT)}".replace("-", "−"), rf"{mantissa} \cdot 10^{{{int(power)}}}")
    digits = f"{value:.3f}"
    digits = digits.lstrip("-") if float(digits) == 0 else digits
    return mathematics(digits.replace("-", "−"), digits)


def spread_score(mean: float, spread: float) -> Mathematics:
    """A score and how far it varies.

    >>> spread_score(0.96666, 0.0211).text
    '0.967 ± 0.021'
    """
    told = score(mean), score(spread)
    return mathematics(f"{told[0].text} ± {told[1].text}", rf"{told[0].latex} \pm {told[1].latex}")


def signed(value: float) -> Mathematics:
    """A difference of scores, with its sign.

    >>> signed(0.0211).text, signed(-0.0211).text, signed(0.0001).text
    ('+0.021', '−0.021', '0.000')
    """
    plain = score(value)
    plus = "+" if value > 0 and plain.latex != "0.000" else ""
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
    >>> growth([Stored(59, "rows"), Stored(3, "shares")], [Stored(119, "rows"), Stored(3, "shares")], changed_only=True)
    ('59 → 119 rows',)
    """
    counts = {one.what: one.count for one in before}
    told = [one for one in after if not (changed_only and counts.get(one.what) == one.count)]
    return tuple(f"{counts.get(one.what, 0):,} → {one.count:,} {one.what}" for one in told)
