"""`Strip`: tokens in a row, and which brackets among them belong together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from .tokens import Sort, Token


@dataclass
class Strip:
    """Some tokens in a row; `partner` has for every bracket the number of the other one, and −1 elsewhere."""

    tokens: list[Token]
    partner: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.partner = partners(self.tokens)

    def units(self) -> list[tuple[int, int]]:
        """The tokens with every bracket and what it holds as one: from which number up to before which."""
        found, at = [], 0
        while at < len(self.tokens):
            end = self.partner[at] + 1 if self.partner[at] > at else at + 1
            found.append((at, end))
            at = end
        return found

    def part(self, start: int, end: int) -> Strip:
        """The tokens from number `start` up to before `end`."""
        return Strip(self.tokens[start:end])


def said(text: str, held: Sequence[Token]) -> str:
    """The piece of the text that these tokens stand for."""
    return text[held[0].start : held[-1].end] if held else ""


def partners(found: list[Token]) -> list[int]:
    """For every token the number of the bracket that it belongs with, or −1."""
    closes = {")": "(", "]": "[", "}": "{", "end": "beg"}
    opened: list[int] = []
    partner = [-1] * len(found)
    for number, token in enumerate(found):
        if token.sort is not Sort.SIGN:
            continue
        if token.word in ("(", "[", "{", "beg"):
            opened.append(number)
        elif token.word in closes and opened and found[opened[-1]].word == closes[token.word]:
            partner[number] = opened.pop()
            partner[partner[number]] = number
    return partner
