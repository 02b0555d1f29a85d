r"""Names: however a quantity is written, `w1`, `w_1`, `w_{1}`, `w₁` or `\mathbf{w}_1`, it has one name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from glassgrad.readers.parsing.words import GREEK as GREEK_LETTERS
from glassgrad.readers.parsing.words import trouble_with

from .alphabet import GREEK
from .refusing import UnreadableError
from .strip import Strip
from .tokens import Sort, Token

NEW = frozenset(("new", "updated", "next", "upd", "neu"))
OLD = frozenset(("old", "prev", "previous", "current", "alt"))
_HAT = "\u0302"
_LAYER = re.compile(r"[0-9]{1,3}|[a-zA-Z]([+-]1)?")
_COUNTS = "iljkLt"
"""Letters that count layers, samples or updates, where x^(i) is written."""

_BASE_AND_DIGITS = re.compile(r"([^\W\d_]+)([0-9]*)")


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was read: `w` with subscript `1`, of layer `2`, after the update; it ends before the token number `end`."""

    base: str
    sub: str
    layer: str
    new: bool
    primes: int
    end: int

    @property
    def canonical(self) -> str:
        """The one form of the name.

        >>> Name("w", "20", "1", False, 0, 0).canonical, Name("net", "o1", "", False, 0, 0).canonical, Name("w", "1", "", False, 0, 0).canonical
        ('w^(1)_20', 'net_o1', 'w1')
        """
        if self.layer:
            return f"{self.base}^({self.layer})" + (f"_{self.sub}" if self.sub else "")
        return _joined(self.base, self.sub)


def canonical(word: str) -> str:
    """The one form of a name that is written as a single word, the mark of an updated or old value left out.

    >>> canonical("delta_o1"), canonical("y_hat"), canonical("yhat1"), canonical("w_1"), canonical("net_h1")
    ('δ_o1', 'ŷ', 'ŷ1', 'w1', 'net_h1')
    """
    base, subs, _ = _parts(word)
    return _joined(base, "_".join(subs))


def _joined(base: str, sub: str) -> str:
    name = base
    for part in sub.split("_") if sub else ():
        apart = not part[0].isdigit() or name[-1].isdigit()
        name += f"_{part}" if apart else part
    return name


def _parts(word: str) -> tuple[str, list[str], bool]:
    """The base, the subscripts, and whether it is a value after the update."""
    pieces = [piece for piece in re.split(r"[_\s]+", word) if piece]
    new = False
    while len(pieces) > 1 and (pieces[0].lower() in NEW | OLD or pieces[-1].lower() in NEW | OLD):
        mark = pieces.pop(0) if pieces[0].lower() in NEW | OLD else pieces.pop()
        new = new or mark.lower() in NEW
    base, subs = _base(pieces[0]), [_base_only(piece) for piece in pieces[1:]]
    hat = next((number for number, sub in enumerate(subs) if re.fullmatch("hat[0-9]*", sub)), None)
    if hat is not None:
        subs[hat : hat + 1] = [subs[hat][3:]] if subs[hat][3:] else []
        base = [unicodedata.normalize("NFC", base[0][0] + _HAT + base[0][1:]), *base[1:]]
    return base[0], [*base[1:], *subs], new


def _base(word: str) -> list[str]:
    """The letters and the digits of a first piece; Greek words become letters, yhat becomes ŷ."""
    match = _BASE_AND_DIGITS.fullmatch(word)
    if match is None:
        return [word]
    letters, digits = match.groups()
    if len(letters) == 4 and letters.endswith("hat"):
        letters = unicodedata.normalize("NFC", letters[0] + _HAT)
    letters = GREEK.get(letters, letters)
    return [letters, digits] if digits else [letters]


def _base_only(word: str) -> str:
    return "".join(_base(word))


# ── reading a name off the tokens ────────────────────────────────────────────────────────────────────────────────────────────────────


def name_at(strip: Strip, start: int, *, skip: int = 0, layered: bool = True, times: frozenset[str] = frozenset()) -> Name | None:
    """The name that begins with the token number `start`, its first `skip` characters left out, or None if none does.

    `layered`: whether a^(1) is a name here and no power. `times`: letters that count the updates, as t where w^(t+1) is written.
    """
    token = strip.tokens[start]
    if token.sort not in (Sort.WORD, Sort.TEXT) or not token.word[skip : skip + 1].isalpha():
        return None
    base, subs, new = _parts(token.word[skip:])
    subs = [sub for sub in subs if sub not in times]
    layer, primes, at, old = "", 0, start + 1, False
    while at < len(strip.tokens):
        found = _decoration(strip, at, layered=layered)
        if found is None:
            break
        kind, content, end = found
        state, rest = _state(content, times)
        if kind == "raised" and rest and layer:
            break
        at = end
        if kind == "prime":
            primes += len(content)
            continue
        new, old = new or state == "new", old or state == "old"
        if kind == "sub":
            subs += [_base_only(piece) for piece in re.split(r"[_,\s]+", rest) if piece]
        elif rest:
            layer = rest
    return Name(base, "_".join(subs), layer, new and not old, primes, at)


def _decoration(strip: Strip, at: int, *, layered: bool) -> tuple[str, str, int] | None:
    """A subscript, a superscript that is part of a name, or primes: which, what stands there, and the number of the token after it."""
    token = strip.tokens[at]
    if token.sort is Sort.SUBSCRIPT:
        return "sub", token.word, at + 1
    if token.sort is Sort.SUPERSCRIPT:
        return _raised(token.word, at + 1)
    if token.word.startswith("'") and token.sort is Sort.SIGN and not token.gap:
        return "prime", token.word, at + 1
    if token.sort is not Sort.SIGN or at + 1 >= len(strip.tokens):
        return None
    following = strip.tokens[at + 1]
    if token.word == "_":
        if following.word == "{" and strip.partner[at + 1] > 0:
            content = flat(strip.tokens[at + 2 : strip.partner[at + 1]])
            return ("sub", content, strip.partner[at + 1] + 1) if content else None
        return ("sub", following.word, at + 2) if following.sort in (Sort.WORD, Sort.NUMBER, Sort.TEXT) and following.word.isalnum() else None
    if token.word == "**":
        return _raised_group(strip, at, layered=layered)
    if token.word == "(" and not token.gap and strip.partner[at] > 0:
        content = flat(strip.tokens[at + 1 : strip.partner[at]])
        return ("raised", content, strip.partner[at] + 1) if content.lower() in NEW | OLD or re.fullmatch(r"[tkn]\+1", content) else None
    return None


def _raised(word: str, end: int) -> tuple[str, str, int] | None:
    if word == "+":
        return "raised", "+", end
    return ("raised", word, end) if re.fullmatch(r"\([0-9nit]+(\+1)?\)", word) else None


def _raised_group(strip: Strip, at: int, *, layered: bool) -> tuple[str, str, int] | None:
    """What stands behind `^`, if it is part of the name: a layer (1) or [1], new, + or (t+1)."""
    opener = strip.tokens[at + 1]
    if opener.word == "+" and opener.sort is Sort.SIGN and at + 2 == len(strip.tokens):
        return "raised", "+", at + 2
    last = strip.partner[at + 1]
    if opener.word in NEW | OLD:
        return "raised", opener.word, at + 2
    if opener.word not in ("{", "(", "[") or last < 0:
        return None
    content = flat(strip.tokens[at + 2 : last])
    if opener.word != "{":
        braced = _LAYER.fullmatch(content) and (opener.word == "[" or (layered if content.isdigit() else content[0] in _COUNTS))
        return ("raised", f"({content})", last + 1) if braced else None
    known = content.lower() in NEW | OLD | {"+"} or (content[:1] in ("(", "[") and _LAYER.fullmatch(content[1:-1]))
    return ("raised", content, last + 1) if known else None


def _state(content: str, times: frozenset[str]) -> tuple[str, str]:
    """Whether this subscript or superscript says "new" or "old", and what else it says."""
    bare = content.strip("()[]")
    if bare == "+" or re.fullmatch(r"[tkn]\+1", bare):
        return "new", ""
    if bare in times:
        return "old", ""
    pieces = [piece for piece in re.split(r"[_,\s]+", bare) if piece]
    states = ["new" if piece.lower() in NEW else "old" if piece.lower() in OLD else "" for piece in pieces]
    rest = "_".join(piece for piece, state in zip(pieces, states, strict=True) if not state)
    return next((state for state in states if state), ""), rest


def flat(held: Sequence[Token]) -> str:
    """Tokens as one word: what stands in a subscript. "" if they cannot be that."""
    said = []
    for token in held:
        if token.sort not in (Sort.WORD, Sort.NUMBER, Sort.TEXT, Sort.SUBSCRIPT) and (token.sort is not Sort.SIGN or token.word not in "(){}[],_+-"):
            return ""
        said.append(token.word)
    word = "".join(said).replace("{", "").replace("}", "")
    return word if len(word) <= 60 else ""


def check_letters(name: str) -> None:
    """Raises: UnreadableError for letters that look like others, such as a Cyrillic а."""
    for word in re.split(r"[_^()\s]+", name):
        if word and word[0].isalpha() and not word.isascii() and not all(letter in GREEK_LETTERS for letter in word):
            trouble = trouble_with(word)
            if trouble:
                raise UnreadableError(trouble)
