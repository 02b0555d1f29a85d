r"""Commands of LaTeX that hold something: looks are left out, words become one token, accents go onto their letter."""

from __future__ import annotations

import unicodedata

from .alphabet import ACCENTS, TEXT_WRAPPERS
from .strip import partners
from .tokens import Sort, Token


def plain_looks(text: str, found: list[Token]) -> list[Token]:
    r"""The tokens with `\mathbf{w}` as w, `\hat{y}` as ŷ, `\text{learning rate}` as one token and `\Delta w` as one name."""
    return _bare_signs(_differences(_unwrapped(text, found)))


def _bare_signs(found: list[Token]) -> list[Token]:
    r"""`a {=} b` and `\stackrel{?}{=}`: a sign alone in braces stands there without them."""
    kept: list[Token] = []
    for token in found:
        kept.append(token)
        if token.word == "}" and len(kept) > 2 and kept[-2].sort is Sort.RELATION and kept[-3].word == "{":
            kept[-3:] = [kept[-2]]
    return kept


def _differences(found: list[Token]) -> list[Token]:
    r"""`\Delta w` is one name, Δw."""
    kept: list[Token] = []
    for token in found:
        if token.sort is Sort.WORD and not token.command and kept and kept[-1].word == "Δ" and kept[-1].command:
            kept[-1] = token._replace(word="Δ" + token.word, start=kept[-1].start, gap=kept[-1].gap)
        else:
            kept.append(token)
    return kept


def _unwrapped(text: str, found: list[Token]) -> list[Token]:
    r"""The tokens without commands that only change the looks; `\hat{y}` becomes ŷ, words in `\text{…}` become one token."""
    if not any(token.sort is Sort.COMMAND for token in found):
        return found
    partner = partners(found)
    left_out: set[int] = set()
    changed: dict[int, Token] = {}
    for number, token in enumerate(found):
        if token.sort is not Sort.COMMAND or number in left_out:
            continue
        first = number + 1
        braced = first < len(found) and found[first].word == "{" and partner[first] > 0
        last = partner[first] if braced else first
        inside = range(first + 1, last) if braced else range(first, min(first + 1, len(found)))
        if token.word in ACCENTS:
            _accent(found, token, inside, (number, first, last) if braced else (number,), left_out, changed)
        else:
            _wrapper(text, found, token, inside, (number, first, last) if braced else (number,), left_out, changed)
    return [changed.get(number, token) for number, token in enumerate(found) if number not in left_out]


def _accent(found: list[Token], token: Token, inside: range, around: tuple[int, ...], left_out: set[int], changed: dict[int, Token]) -> None:
    if len(inside) and found[inside[0]].sort is Sort.WORD:
        letter = changed.get(inside[0], found[inside[0]])
        accented = unicodedata.normalize("NFC", letter.word[0] + ACCENTS[token.word] + letter.word[1:])
        end = found[around[-1]].end if len(around) > 1 and len(inside) == 1 else letter.end
        changed[inside[0]] = letter._replace(word=accented, gap=token.gap, start=token.start, end=end)
        left_out.update(around)


def _wrapper(text: str, found: list[Token], token: Token, inside: range, around: tuple[int, ...], left_out: set[int], changed: dict[int, Token]) -> None:
    held = [found[one] for one in inside]
    left_out.add(around[0])
    if len(held) == 1 or any(one.sort is Sort.RELATION for one in held):
        left_out.update(around)
        if held and held[0].sort in (Sort.WORD, Sort.NUMBER) and len(held) == 1:
            end = found[around[-1]].end if len(around) > 1 else held[0].end
            changed[inside[0]] = held[0]._replace(gap=token.gap or held[0].gap, start=token.start, end=end, command=token.word == "operatorname")
    elif token.word in TEXT_WRAPPERS and len(around) > 1:
        names = all(one.sort in (Sort.WORD, Sort.NUMBER) for one in held) and bool(held)
        word = " ".join(one.word for one in held) if names else text[token.start : found[around[-1]].end]
        changed[around[1]] = Token(Sort.TEXT if names else Sort.PROSE, token.start, found[around[-1]].end, word, token.gap, token.math)
        left_out.update(inside)
        left_out.add(around[-1])
    elif held and len(around) > 1:
        changed[around[1]] = found[around[1]]._replace(gap=token.gap, start=token.start)
