"""Which words a formula may use as names: Latin and Greek letters, digits, underscores, and accents such as the hat of ŷ.

Two names that look alike must not be two variables, so whatever has a look-alike is refused and the plain letter named.
"""

from __future__ import annotations

import keyword
import unicodedata

GREEK = frozenset("αβγδεζηθικλμνξπρςστυφχψω" + "ΓΔΘΛΞΠΣΦΨΩ")
"""Without the capitals that look like Latin ones, and without omicron."""

TWINS = dict(zip("ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEZHIKMNOPTYXo", strict=True))
"""Greek letters that cannot be told from a Latin letter → that letter."""

MARKS = range(0x0300, 0x0332)
"""Accents: hats, bars, tildes, dots."""

MOST_MARKS = 2

LAST_PLAIN_LATIN = 0x017F
"""Latin letters that are not accented ones, such as ø, up to here; beyond lie the phonetic alphabets with their look-alikes."""

_CONDITION = "a choice is written where(condition, a, b)"
_TRUTH = "truth is 1 or 0 here: write (a > 0)*(b > 0) for “and”, max(a > 0, b > 0) for “or”, 1 - (a > 0) for “not”"
_LOOP = "an expression has no loops; use sum, product, mean, max or min over an array"
_REASONS = {
    "if": _CONDITION,
    "else": _CONDITION,
    "elif": _CONDITION,
    "and": _TRUTH,
    "or": _TRUTH,
    "not": _TRUTH,
    "is": "compare numbers with ==, !=, <, <=, > or >=",
    "in": "compare numbers with ==, !=, <, <=, > or >=",
    "for": _LOOP,
    "while": _LOOP,
    "async": _LOOP,
    "lambda": "functions cannot be defined in an expression; for the letter type λ",
    "import": "nothing can be imported; the functions of the dictionary are all there is",
    "from": "nothing can be imported; the functions of the dictionary are all there is",
}


def trouble_with(word: str) -> str:
    """Why a word may not be used, or "" if it may."""
    return _not_its_own_self(word) or _letters(word) or _underscores(word) or _python(word)


def _not_its_own_self(word: str) -> str:
    plain = unicodedata.normalize("NFKC", word)
    if plain == unicodedata.normalize("NFC", word):
        return ""
    odd = next(letter for letter in word if unicodedata.normalize("NFKC", letter) != unicodedata.normalize("NFC", letter))
    return f"{named(odd)} only looks like plain letters; type {plain!r:.40} instead"


def _letters(word: str) -> str:
    marks = 0
    for letter in unicodedata.normalize("NFD", word):
        marks = marks + 1 if ord(letter) in MARKS else 0
        if marks > MOST_MARKS:
            return f"more than {MOST_MARKS} accents on one letter; use a shorter name"
        if letter in TWINS:
            return f"{named(letter)} looks just like the Latin {TWINS[letter]}; type that one"
        if not (marks or letter in GREEK or _is_plain(letter)):
            mixed = " and stands among others" if any("LATIN" in unicodedata.name(one, "") for one in word) else ""
            return f"{named(letter)} is neither a Latin nor a Greek letter{mixed}; names are made of those, digits and _"
    return ""


def _is_plain(letter: str) -> bool:
    return letter.isascii() or (ord(letter) <= LAST_PLAIN_LATIN and letter.isalpha())


def _underscores(word: str) -> str:
    return "names with two underscores in a row are refused; use one" if "__" in word else ""


def _python(word: str) -> str:
    if not keyword.iskeyword(word) or word in ("True", "False", "None"):
        return ""
    return _REASONS.get(word, "a keyword of Python, not a name; an expression computes one value and does nothing else")


def named(character: str) -> str:
    """A character with its code point and its Unicode name.

    >>> named("а")
    "'а' (U+0430 CYRILLIC SMALL LETTER A)"
    """
    return f"{character!r} (U+{ord(character):04X} {unicodedata.name(character, 'without a name')})"
