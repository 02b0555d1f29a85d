r"""Symbols in letters alone, for pictures: `W1[2,0]` is w⁽¹⁾₂₀, `y_hat` is ŷ, ∂L/∂w⁽¹⁾₂₀ is on one line.

They are read off the symbol's LaTeX, so that a picture and a formula cannot disagree; what has no such letters keeps its plain text.
"""

from __future__ import annotations

import re
import unicodedata

from .fragments import Fragment
from .symbols import ACCENTS, LETTERS, symbol

RAISED = dict(zip("0123456789+-()T", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ᵀ", strict=True))
LOWERED = dict(zip("0123456789+-,aehijklmnoprstuvxβ", "₀₁₂₃₄₅₆₇₈₉₊₋‚ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦ", strict=True))
GREEK = {f"\\{name}": letter for letter, name in LETTERS.items()}
MARKS = {name: mark for mark, name in ACCENTS.items()}
FRACTION = re.compile(r"\\frac\{(?P<above>\\(?:partial|mathrm\{d\}).*?)\}\{(?P<below>\\(?:partial|mathrm\{d\}).*)\}")
PLACED = re.compile(r"(?P<base>[^\^_]+)(?:\^\{(?P<above>[^{}]*(?:\\prime ?)*)\})?(?:_\{(?P<below>[^{}]*)\})?'*")
ACCENTED = re.compile(r"\\(hat|tilde|bar|dot)\{(.)\}")
WORDS = re.compile(r"\\text\{([^{}\\]*)\}")


def spelled(symbol: Fragment) -> str:
    """The symbol in Unicode letters, on one line.

    >>> from glassgrad.writing.symbols import gradient_symbol, symbol
    >>> spelled(symbol("W1[2,0]")), spelled(gradient_symbol(symbol("L"), symbol("b1", array=True))), spelled(symbol("y_hat"))
    ('w⁽¹⁾₂₀', '∂L/∂b⁽¹⁾', 'ŷ')
    """
    latex = symbol.latex.strip()
    fraction = FRACTION.fullmatch(latex)
    if fraction:
        above, below = _whole(fraction["above"]), _whole(fraction["below"])
        return f"{above}/{below}" if above and below else symbol.text
    return _whole(latex) or symbol.text


def spelled_name(name: str, *, array: bool = False) -> str:
    """The symbol of that name in Unicode letters.

    >>> spelled_name("W1", array=True), spelled_name("w1"), spelled_name("petal length")
    ('W⁽¹⁾', 'w₁', 'petal length')
    """
    return spelled(symbol(name, array=array))


def _whole(latex: str) -> str | None:
    """The letters for LaTeX with at most one sign of differentiation before it; None if there are none."""
    for sign, letter in ((r"\partial ", "∂"), (r"\mathrm{d}", "d")):
        if latex.startswith(sign):
            rest = _whole(latex.removeprefix(sign))
            return letter + rest if rest else None
    found = PLACED.fullmatch(latex)
    if found is None:
        return None
    base = _base(found["base"])
    above, below = _moved(found["above"] or "", RAISED), _moved(found["below"] or "", LOWERED)
    return None if base is None or above is None or below is None else base + above + below


def _base(latex: str) -> str | None:
    plain = latex.strip().removeprefix("{").removesuffix("}") if latex.startswith("{") else latex.strip()
    accented, words = ACCENTED.fullmatch(plain), WORDS.fullmatch(plain)
    if accented:
        return unicodedata.normalize("NFC", accented[2] + MARKS[accented[1]])
    if words:
        return words[1]
    return GREEK.get(plain) or (plain if plain.isalnum() else None)


def _moved(latex: str, letters: dict[str, str]) -> str | None:
    plain = latex.replace(r"\prime", "′").replace(" ", "")
    moved = [letters.get(one, "′" if one == "′" else "") for one in plain]
    return "".join(moved) if all(moved) else None
