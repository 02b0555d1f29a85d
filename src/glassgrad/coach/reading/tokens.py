r"""A sheet as tokens: numbers, words and signs, each with its place; LaTeX, Unicode and typewriting come out alike."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import Enum
from typing import NamedTuple

from glassgrad.readers.parsing.functions import function_words

from .alphabet import (
    ACCENTS,
    BLANK_COMMANDS,
    BREAK_COMMANDS,
    COMPARISON_COMMANDS,
    COMPARISONS,
    GREEK,
    MATRICES,
    RELATION_COMMANDS,
    RELATIONS,
    SIGN_COMMANDS,
    SIGNS,
    SUBSCRIPTS,
    SUPERSCRIPTS,
    TEXT_WRAPPERS,
    VARIANTS,
    WRAPPERS,
)  # fmt: skip

LONGEST_NAME = 60
"""Characters; a longer word is none of a formula."""


class Sort(Enum):
    r"""What a token is.

    TEXT is several words that may be one name, as in `\text{learning rate}`; PROSE is none; a BREAK ends a statement; ODD is what has no
    meaning in a formula.
    """

    NUMBER = "number"
    FRACTION = "fraction"
    WORD = "word"
    TEXT = "text"
    PROSE = "prose"
    SUPERSCRIPT = "superscript"
    SUBSCRIPT = "subscript"
    SIGN = "sign"
    COMMAND = "command"
    RELATION = "relation"
    COMPARISON = "comparison"
    BREAK = "break"
    ODD = "odd"


class Token(NamedTuple):
    """The characters from `start` up to `end`; `word` is what they mean.

    `gap`: whether a blank stands before it. `math`: which pair of dollars it stands in, counted from 1; 0 is none.
    """

    sort: Sort
    start: int
    end: int
    word: str
    gap: bool = False
    math: int = 0
    command: bool = False


_BLANK = r"\s\u200b~"
_APART = "".join(SUPERSCRIPTS) + "".join(SUBSCRIPTS) + "¼½¾⅓⅔⅛Σℓ"
_LETTER = rf"(?:[^\W\d_{_APART}]|ℓ)"
_IN_WORD = rf"(?:[^\W_{_APART}]|ℓ|[\u0300-\u036f])"
_SIGNS_BY_LENGTH = "|".join(re.escape(sign) for sign in sorted(SIGNS, key=len, reverse=True))
_RELATIONS_BY_LENGTH = "|".join(re.escape(sign) for sign in sorted(RELATIONS, key=len, reverse=True))
_COMPARISONS_BY_LENGTH = "|".join(map(re.escape, COMPARISONS))


def _pattern(number: str) -> re.Pattern[str]:
    return re.compile(
        rf"""
        (?P<blank> [{_BLANK}]+ | \\[,;:!>\ ] | \\(?:{"|".join(BLANK_COMMANDS)})(?![A-Za-z])
            | \\(?:tag|label|color|textcolor|colorbox)\*?\{{[^{{}}\n]{{0,40}}\}} )
      | (?P<dollar> \$\$? | \\[()\[\]] )
      | (?P<row> \\\\ )
      | (?P<edge> \\(?:begin|end)\{{[a-zA-Z]{{1,20}}\*?\}} (?: \{{[lcr|\ ]{{1,40}}\}} )? )
      | (?P<command> \\(?:[A-Za-z]+|[{{}}|%&\#]) )
      | (?P<number> {number} )
      | (?P<fraction> [¼½¾⅓⅔⅛] )
      | (?P<superscript> ⁽[^⁽⁾\s]{{1,6}}⁾ | [{"".join(SUPERSCRIPTS)}]+? (?=⁽|[^{"".join(SUPERSCRIPTS)}]|$) )
      | (?P<subscript> [{"".join(SUBSCRIPTS)}]+ )
      | (?P<word> {_LETTER} (?: {_IN_WORD} | \\?_(?={_LETTER}|[0-9]) )* )
      | (?P<dots> \.\.\.+ | … )
      | (?P<double> ===+ | == | =\> | ⇒ | ⟹ | <=> | ⇔ | ∴ | ∵ )
      | (?P<compare_two> <= | >= | != )
      | (?P<relation> {_RELATIONS_BY_LENGTH} )
      | (?P<comparison> {_COMPARISONS_BY_LENGTH} )
      | (?P<sign> {_SIGNS_BY_LENGTH} | [()\[\]{{}}|,;:.&_] )
      | (?P<other> . )
        """,
        re.VERBOSE | re.DOTALL,
    )


_WITH_POINT = _pattern(r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![0-9])")
_WITH_COMMA = _pattern(r"[0-9]+(?:,[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![0-9])")


def tokens(text: str, start: int, end: int, *, decimal_comma: bool) -> list[Token]:
    """The tokens of `text[start:end]`. Nothing is refused here; what has no meaning becomes ODD."""
    pattern = _WITH_COMMA if decimal_comma else _WITH_POINT
    found: list[Token] = []
    gap, front, math, formulas, inside_matrix = False, -1, 0, 0, 0
    for match in pattern.finditer(text, start, end):
        kind, piece = str(match.lastgroup), match[0]
        if kind == "blank":
            gap, front = True, match.start() if piece.startswith(("\\left", "\\big", "\\Big")) else -1
            continue
        if kind == "dollar":
            formulas += not math
            math = 0 if math else formulas
            gap = True
            continue
        if kind == "edge":
            matrix = any(piece[piece.index("{") + 1 :].startswith(name) for name in MATRICES)
            inside_matrix += matrix * (1 if piece.startswith("\\begin") else -1)
            if not matrix and not piece.startswith(("\\begin{cases}", "\\end{cases}")):
                gap = True
                continue
        if piece == "&" and inside_matrix <= 0:
            gap = True
            continue
        sort, word = _meaning(kind, piece, in_matrix=inside_matrix > 0)
        found.append(Token(sort, front if front >= 0 else match.start(), match.end(), word, gap, math, piece[0] == "\\"))
        gap, front = False, -1
    return found


_KINDS = {"fraction": Sort.FRACTION, "comparison": Sort.COMPARISON, "compare_two": Sort.COMPARISON, "dots": Sort.ODD}


def _meaning(kind: str, piece: str, *, in_matrix: bool) -> tuple[Sort, str]:
    if kind == "number":
        return Sort.NUMBER, piece.replace(",", ".")
    if kind == "relation":
        return Sort.RELATION, RELATIONS[piece]
    if kind == "sign":
        return Sort.SIGN, SIGNS.get(piece, piece)
    if kind == "row":
        return (Sort.SIGN, piece) if in_matrix else (Sort.BREAK, piece)
    if kind == "edge":
        return (Sort.ODD, piece) if piece.endswith("{cases}") else (Sort.SIGN, piece[1:4])
    if kind == "double":
        return (Sort.RELATION, "==") if piece == "==" else (Sort.BREAK, piece)
    return _BY_KIND[kind](piece) if kind in _BY_KIND else (_KINDS[kind], piece)


def _command(name: str) -> tuple[Sort, str]:
    if name in SIGN_COMMANDS:
        return Sort.SIGN, SIGN_COMMANDS[name]
    if name in RELATION_COMMANDS:
        return Sort.RELATION, RELATION_COMMANDS[name]
    if name in COMPARISON_COMMANDS:
        return Sort.COMPARISON, name
    if name in BREAK_COMMANDS:
        return Sort.BREAK, name
    if name in WRAPPERS or name in TEXT_WRAPPERS or name in ACCENTS:
        return Sort.COMMAND, name
    if name in GREEK or name in function_words() or name.lower() in function_words():
        return Sort.WORD, GREEK.get(name, name)
    return Sort.ODD, name if name == "%" else f"\\{name}"


def _word(piece: str) -> tuple[Sort, str]:
    if len(piece) > LONGEST_NAME:
        return Sort.PROSE, piece
    word = unicodedata.normalize("NFC", piece.replace("\\", ""))
    return Sort.WORD, "".join(VARIANTS.get(letter, letter) for letter in word) if not word.isascii() else word


def _other(piece: str) -> tuple[Sort, str]:
    if piece in '"“”„«»`!?#—―‘':
        return Sort.BREAK, piece
    return (Sort.BREAK if unicodedata.category(piece) == "So" else Sort.ODD), piece


_BY_KIND: Mapping[str, Callable[[str], tuple[Sort, str]]] = {
    "command": lambda piece: _command(piece[1:]),
    "word": _word,
    "superscript": lambda piece: (Sort.SUPERSCRIPT, "".join(SUPERSCRIPTS.get(one, one) for one in piece)),
    "subscript": lambda piece: (Sort.SUBSCRIPT, "".join(SUBSCRIPTS[one] for one in piece)),
    "other": _other,
}
