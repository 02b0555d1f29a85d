"""LaTeX to MathML: the one place that knows the guest math-core."""

from __future__ import annotations

from functools import lru_cache
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from math_core import LatexToMathML

ENTITY = "&ApplyFunction;"
"""The only entity math-core writes that XML does not know."""
BRACE = "<mo>{</mo>"
"""It opens cases, which have no bracket on the right; the style must tell them from a matrix."""


def mathml(latex: str, *, display: bool = False) -> str:
    r"""MathML for a formula; `display` gives fractions their full size. What math-core cannot read is shown as it is written.

    >>> mathml(r"\alpha")
    '<math><mi>α</mi></math>'
    """
    from math_core import LatexError

    try:
        return _converted(rf"\displaystyle {latex}" if display else latex)
    except LatexError:
        return f"<code>{escape(latex)}</code>"


@lru_cache(maxsize=4096)
def _converted(latex: str) -> str:
    written = _converter().convert_with_local_state(latex, displaystyle=False).replace(ENTITY, "\u2061")
    return written.replace(f"{BRACE}<mtable", f'{BRACE}<mtable class="cases"')


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    from math_core import LatexToMathML

    return LatexToMathML()
