"""Names as a book prints them: `W1[2,0]` is w⁽¹⁾₂₀, `y_hat` is ŷ, and whatever a data set calls its columns is shown as it is."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from glassgrad.graph import Binds

from .fragments import Fragment, fragment
from .plain import latex_words, visible


def _greek_name(letter: str) -> str:
    name = unicodedata.name(letter).rsplit(" ", 1)[1].replace("LAMDA", "LAMBDA")
    return name.capitalize() if letter.isupper() else name.lower()


LETTERS = {letter: _greek_name(letter) for letter in "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩ"}
GREEK = frozenset(LETTERS.values())
ACCENTS = {"\u0302": "hat", "\u0303": "tilde", "\u0304": "bar", "\u0307": "dot"}
OF_A_LAYER = frozenset("WwbzahdDγβmvXx")
"""Letters whose number means a layer when they stand for an array, or one entry of it."""
CAPITAL_ENTRIES = frozenset("D")
"""Letters that an entry keeps large: D1[3,2] is one of a dropout mask, d1[3,2] what it leaves of an activation."""
LONGEST = 40

ENTRY = re.compile(r"(?P<name>.*?)(?:\[(?P<entry>\d+(?:,\d+)*)\])?", re.DOTALL)
LETTER_AND_NUMBER = re.compile(r"(?P<letter>[^\W\d_]+[\u0300-\u036f]?)(?P<number>\d{0,6})")
NORM = re.compile(r"‖(?P<inner>\w+)‖")
WORD = re.compile(r"[^\W\d]\w*(\[\d+(,\d+)*\])?")


@lru_cache(maxsize=4096)
def symbol(name: str, *, array: bool = False) -> Fragment:
    r"""The symbol for a name; `array` tells that it stands for more than one number.

    >>> symbol("W1[2,0]").latex, symbol("b1").latex, symbol("b1", array=True).latex, symbol("y_hat").latex
    ('w^{(1)}_{20}', 'b_{1}', 'b^{(1)}', '\\hat{y}')
    """
    norm = NORM.fullmatch(name)
    if norm and len(name) <= LONGEST:
        inner = symbol(norm["inner"])
        return fragment(f"‖{inner.text}‖", rf"\left\|{inner.latex}\right\|")
    text = name if WORD.fullmatch(name) and len(name) <= LONGEST and _is_seen(name) else f"“{visible(name, LONGEST)}”"
    latex = _latex(name, array=array) if len(name) <= LONGEST else None
    if latex is None:
        return fragment(text, rf"\text{{{latex_words(visible(name, LONGEST))}}}")
    return fragment(text, latex, latex_binds=Binds.SIGN if "^" in latex else Binds.ATOM)


def gradient_symbol(target: Fragment, by: Fragment, *, partial: bool = True) -> Fragment:
    """The symbol for the gradient of `target` by something: ∂L/∂W1; or df/dx, where nothing else is there to be held fixed."""
    sign, latex = ("∂", r"\partial ") if partial else ("d", r"\mathrm{d}")
    return fragment(f"{sign}{target.text}/{sign}{by.text}", rf"\frac{{{latex}{target.latex}}}{{{latex}{by.latex}}}", Binds.SIGN)


def _is_seen(name: str) -> bool:
    return visible(name) == name and not any(unicodedata.bidirectional(one) in {"R", "AL", "AN"} for one in name)


def _latex(name: str, *, array: bool) -> str | None:
    """LaTeX for a name made of letters, numbers, one subscript and one entry; None for any other name."""
    found = ENTRY.fullmatch(name)
    assert found is not None  # the pattern matches every text
    base, entry = found["name"], found["entry"]
    if base.endswith("_hat") and _letter(base[:-4]):
        base = unicodedata.normalize("NFC", base[:-4] + "\u0302")
    head, _, subscript = base.partition("_")
    if subscript:
        inner, letter = _latex(f"{subscript}[{entry}]" if entry else subscript, array=array) or _words(subscript), _letter(head)
        return f"{letter}_{{{inner}}}" if letter and inner else None
    parts = LETTER_AND_NUMBER.fullmatch(base)
    letter = _letter(parts["letter"]) if parts else None
    if parts is None or letter is None:
        return rf"{_words(base)}_{{{_indices(entry)}}}" if entry and _words(base) else _words(base)
    return _numbered(parts["letter"], letter, parts["number"], entry, array=array)


def _numbered(plain: str, letter: str, number: str, entry: str | None, *, array: bool) -> str:
    if entry and len(plain) == 1 and not (number and plain in CAPITAL_ENTRIES):
        letter = _letter(plain.lower()) or letter
    if number and plain in OF_A_LAYER and (array or entry):
        return f"{letter}^{{({number})}}" + (f"_{{{_indices(entry)}}}" if entry else "")
    below = ", ".join(part for part in (number, _indices(entry) if entry else "") if part)
    return f"{letter}_{{{below}}}" if below else letter


def _indices(entry: str) -> str:
    places = entry.split(",")
    return "".join(places) if all(len(one) == 1 for one in places) else ",".join(places)


def _letter(name: str) -> str | None:
    """LaTeX for one letter, perhaps Greek, perhaps with an accent; None for anything else."""
    apart = unicodedata.normalize("NFD", name)
    letter, accent = apart[:1], apart[1:]
    if letter.isascii() and letter.isalpha() and (not accent or accent in ACCENTS):
        return rf"\{ACCENTS[accent]}{{{letter}}}" if accent else letter
    command = name if name in GREEK else LETTERS.get(name)
    return rf"\{command}" if command else None


def _words(name: str) -> str | None:
    if name.isascii() and name.isdigit():
        return name
    return rf"\text{{{latex_words(name)}}}" if re.fullmatch(r"\w+", name) and _is_seen(name) else None
