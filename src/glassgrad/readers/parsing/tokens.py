"""A typed text as tokens: numbers, words and signs, each with its place; every spelling of a sign becomes one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from math import isinf

from glassgrad.graph import ExpressionError

from .refusals import refusal
from .words import named, trouble_with


class Sort(Enum):
    """What a token is."""

    NUMBER = "number"
    WORD = "word"
    SIGN = "sign"
    SUPERSCRIPT = "superscript"
    QUOTED = "quoted"
    END = "end"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the text from `start` to before `end`.

    `word` is a name in composed Unicode, or a sign in Python's spelling; `number` is the value of a number or superscript.
    `new_line`: whether a line ended since the token before.
    """

    sort: Sort
    start: int
    end: int
    word: str = ""
    number: int | float = 0
    new_line: bool = False


ALIASES = {
    "^": "**", "·": "*", "×": "*", "⋅": "*", "∙": "*", "∗": "*", "−": "-", "–": "-", "÷": "/", "∕": "/",
    "≤": "<=", "≥": ">=", "≠": "!=", "…": "...", "ᵀ": ".T",
}  # fmt: skip
"""How people and our own notation write signs → Python's spelling."""

SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
FRACTIONS = "¼½¾⅐⅑⅒⅓⅔⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"

_SPACES = r" \t\r\n\u00a0\u2000-\u200a\u202f\u205f\u3000"
_DIGITS = r"[0-9]+(?:_[0-9]+)*"
_NOT_IN_WORDS = SUPERSCRIPTS + FRACTIONS + "ᵀ"
_PATTERN = re.compile(
    rf"""
    (?P<space> [{_SPACES}]+ )
  | (?P<other_base> 0[xXbBoO][0-9a-zA-Z]+ )
  | (?P<number> (?: {_DIGITS}(?:\.(?!\.)(?:{_DIGITS})?)? | \.{_DIGITS} ) (?: [eE][+-]?[0-9]+ )? )
  | (?P<fraction> [{FRACTIONS}] )
  | (?P<superscript> ⁻?[{SUPERSCRIPTS}]+ )
  | (?P<word> [^\W0-9{_NOT_IN_WORDS}] (?: [^\W{_NOT_IN_WORDS}] | [\u0300-\u036f] )* )
  | (?P<quoted> "[^"\n]{{0,100}}" )
  | (?P<no_sign> // | << | >> | -> | := )
  | (?P<sign> \*\* | <= | >= | == | != | \.\.\. | [-+*/@<>=()\[\],.:|] | [{"".join(map(re.escape, ALIASES))}] )
    """,
    re.VERBOSE,
)

NO_QUOTES = "text in quotes has no place in a formula; names are typed without quotes"
_BRACES = "sets and dictionaries have no place in a formula; a list of numbers is written [1, 2, 3]"
_BITS = "there is no arithmetic on bits"
REASONS = {
    **dict.fromkeys("'\"“”‘’`", NO_QUOTES),
    **dict.fromkeys("{}", _BRACES),
    **dict.fromkeys(("&", "~", "<<", ">>"), _BITS),
    "//": "there is no whole-number division; divide with /",
    "%": "there is no remainder; for per cent divide by 100",
    "->": "arrows have no place in a formula",
    ":=": "names cannot be given inside an expression; type the formula only",
    ";": "only one expression is read; type the formula only",
    "#": "comments have no place in an expression; leave it out",
    "!": "there is no factorial; != compares",
    "\\": "there are no backslashes in a formula; type Greek letters as they are, α, or by name, alpha",
    "√": "write sqrt(x)",
    "$": "type the formula without dollar signs",
}


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a text one by one, the last one being of the sort END.

    Raises: ExpressionError at the first character, number or word that cannot be read.
    """
    at, new_line = 0, False
    while at < len(text):
        match = _PATTERN.match(text, at)
        if match is None or match.lastgroup == "no_sign":
            raise _unreadable(text, at, match.end() if match else at + 1)
        if match.lastgroup == "space":
            new_line = "\n" in match[0] or "\r" in match[0]
        else:
            token = _token(text, str(match.lastgroup), at, match.end())
            yield replace(token, new_line=True) if new_line else token
            new_line = False
        at = match.end()
    yield Token(Sort.END, len(text), len(text))


def _token(text: str, sort: str, start: int, end: int) -> Token:
    piece = text[start:end]
    if sort == "word":
        return _word(text, start, end)
    if sort == "number":
        return Token(Sort.NUMBER, start, end, number=_number(text, start, end))
    if sort == "fraction":
        return Token(Sort.NUMBER, start, end, number=unicodedata.numeric(piece))
    if sort == "superscript":
        return Token(Sort.SUPERSCRIPT, start, end, number=_superscript(text, start, end))
    if sort == "quoted":
        return Token(Sort.QUOTED, start, end, word=piece[1:-1])
    if sort == "other_base":
        raise refusal(text, start, end, "numbers are read to the base ten only; type it in decimal")
    return Token(Sort.SIGN, start, end, word=ALIASES.get(piece, piece))


def _word(text: str, start: int, end: int) -> Token:
    word = text[start:end]
    if word in ("j", "J") and start and text[start - 1] in "0123456789.":
        raise refusal(text, start, end, "complex numbers are not offered; every number here is real")
    trouble = trouble_with(word)
    if trouble:
        raise refusal(text, start, end, trouble)
    return Token(Sort.WORD, start, end, word=unicodedata.normalize("NFC", word))


def _number(text: str, start: int, end: int) -> int | float:
    piece = text[start:end].replace("_", "")
    value = float(piece)
    if isinf(value):
        raise refusal(text, start, end, "the number is too large; the largest is about 1.8e308")
    if value == 0 and any(digit in "123456789" for digit in re.split("[eE]", piece)[0]):
        raise refusal(text, start, end, "the number is too small to be told from 0; the smallest is about 4.9e-324")
    # Leading zeros are dropped first: Python refuses to convert more than 4300 digits, and looks at their number only.
    return int(piece.lstrip("0") or "0") if piece.isdigit() else value


def _superscript(text: str, start: int, end: int) -> int:
    piece = text[start:end]
    digits = "".join(str(SUPERSCRIPTS.index(one)) for one in piece.lstrip("⁻"))
    if len(digits) > len("1024"):
        raise refusal(text, start, end, "a raised exponent has at most four digits; write x^(…) for more")
    return -int(digits) if piece[0] == "⁻" else int(digits)


def _unreadable(text: str, start: int, end: int) -> ExpressionError:
    piece = text[start:end]
    return refusal(text, start, end, REASONS.get(piece) or _odd_character(piece))


def _odd_character(character: str) -> str:
    category = unicodedata.category(character)
    plain = unicodedata.normalize("NFKC", character)
    if category in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"):
        return f"an invisible or undefined character, {named(character)}; delete it"
    if plain != character and len(plain) == 1 and plain.isascii():
        return f"{named(character)} only looks like {plain!r}; type that one"
    return f"{named(character)} has no meaning in a formula"
