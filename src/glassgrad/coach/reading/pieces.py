"""A line parted into pieces where a statement ends, and what a piece with signs of equality is: a chain."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .context import Context
from .prose import is_prose_group
from .strip import Strip
from .tokens import Sort, Token


@dataclass(frozen=True, slots=True)
class Chain:
    """Sides and the signs between them; a colon stands behind a label, as in `w1: 2 → 1.4`. `trouble`: why it cannot be read, if that is clear already."""

    sides: tuple[tuple[Token, ...], ...]
    signs: tuple[Token, ...]
    trouble: str = ""

    @property
    def relations(self) -> tuple[str, ...]:
        """What the signs between the sides say."""
        return tuple(sign.word for sign in self.signs)

    @property
    def tokens(self) -> list[Token]:
        """All tokens of the sides."""
        return [token for side in self.sides for token in side]


def chain(sides: Sequence[Sequence[Token]], signs: Sequence[Token], trouble: str = "") -> Chain:
    """A chain of these sides."""
    return Chain(tuple(map(tuple, sides)), tuple(signs), trouble)


def equals(token: Token) -> Token:
    """An equals sign that stands for a word or a sign of another kind."""
    return token._replace(sort=Sort.RELATION, word="=")


@dataclass
class Piece:
    """Tokens up to where a statement ends, and the sign that ends it: "0,0" is a comma between digits."""

    held: list[Token]
    ended_by: str = ""
    ender: Token | None = None


def without_prose_groups(context: Context, held: list[Token]) -> tuple[list[Token], list[list[Token]]]:
    """The tokens without brackets that hold prose, and what stands in brackets with an equals sign of its own."""
    strip = Strip(held)
    kept: list[Token] = []
    aside: list[list[Token]] = []
    for start, end in strip.units():
        token = held[start]
        before = held[start - 1] if start else None
        apart = before is None or token.gap or (token.word == "(" and before.sort is not Sort.WORD)
        if end - start > 1 and token.word in ("(", "[", "{") and apart and not (before and before.word in ("_", "**", "frac")):
            first, last = start + 1, end - 1
            while last - first > 2 and held[first].word == "(" and strip.partner[first] == last - 1:
                first, last = first + 1, last - 1
            inner = strip.part(first, last)
            if inner.tokens and inner.tokens[0].sort is Sort.RELATION:  # dJ/dw = 4 (= 2·2)
                kept += inner.tokens
                continue
            if any(inner.tokens[first].sort is Sort.RELATION for first, _ in inner.units()):
                aside.append(inner.tokens)
                continue
            if token.word == "(" and is_prose_group(context, strip, start, end):
                continue
        kept += held[start:end]
    return kept, aside


def pieces_of(held: list[Token]) -> list[Piece]:
    """The line parted at commas, semicolons, colons, full stops and whatever else ends a statement, outside of brackets."""
    strip = Strip(held)
    pieces = [Piece([])]
    for start, end in strip.units():
        token = held[start]
        if token.sort is Sort.BREAK or token.sort is Sort.COMPARISON or _parts(held, start):
            pieces[-1].ended_by, pieces[-1].ender = _ending(held, start), token
            pieces.append(Piece([]))
        elif token.sort is Sort.RELATION and not pieces[-1].held and len(pieces) > 1 and pieces[-2].ended_by != ".":
            pieces.pop()
            pieces[-1].ended_by = ""
            pieces[-1].held.append(token)
        else:
            pieces[-1].held += held[start:end]
    return [piece for piece in pieces if piece.held]


def _parts(held: list[Token], at: int) -> bool:
    token = held[at]
    if token.sort is not Sort.SIGN:
        return False
    if token.word == ".":
        return at + 1 == len(held) or held[at + 1].gap or held[at + 1].sort is not Sort.WORD or held[at - 1].sort is Sort.NUMBER
    return token.word in (",", ";", ":")


def _ending(held: list[Token], at: int) -> str:
    token = held[at]
    if token.word == "!" and at and (token.gap or held[at - 1].sort is not Sort.NUMBER):
        return "."
    if token.word == "," and 0 < at < len(held) - 1:
        before, after = held[at - 1], held[at + 1]
        if before.sort is Sort.NUMBER and after.sort is Sort.NUMBER and not (token.gap or after.gap):
            return "0,0"
    return token.word


def segmented(held: list[Token]) -> tuple[list[list[Token]], list[Token]]:
    """What stands between the signs of equality, and these."""
    segments: list[list[Token]] = [[]]
    signs: list[Token] = []
    for start, end in Strip(held).units():
        if held[start].sort is Sort.RELATION:
            signs.append(held[start])
            segments.append([])
        else:
            segments[-1] += held[start:end]
    return segments, signs
