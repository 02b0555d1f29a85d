"""Words in plots: what a data set calls its columns is shown as it is, and never read as a formula."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.writing import plain
from glassgrad.writing.plain import visible

LONGEST = 32


def literal(text: str, longest: int = LONGEST) -> str:
    r"""A strange text as matplotlib shows it letter by letter: control characters written out, the middle of a long one left out.

    >>> literal("price in $"), literal("a" * 40, 9)
    ('price in \\$', 'aaaa…aaaa')
    """
    shown = visible(text)
    if len(shown) > longest:
        half = (longest - 1) // 2
        shown = f"{shown[: longest - 1 - half]}…{shown[-half:]}"
    return shown.replace("$", r"\$")


def listed(names: Sequence[str], most: int = 5) -> str:
    """Names in a sentence, as many as can be read at a glance.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], 2)
    ('a, b and c', 'a, b and 1 more')
    """
    return plain.listed(names, most)
