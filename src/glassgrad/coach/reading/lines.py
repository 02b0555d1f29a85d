"""Lines as they are meant: a chain that goes on in the next line, a matrix over several lines and a display are each one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

MOST_JOINED = 60
"""Lines that an open bracket may reach over."""

_GOES_ON = re.compile(r"\s*(?:\$\$?|\\\[|\\\()?\s*&?\s*(?:=(?!=)|≈|≃|≅|\\approx\b|\\simeq\b|[+·×⋅÷](?=\s)|/(?=\s)|\\cdot\b|\\times\b)")
_ENDS_OPEN = re.compile(r"(?:[=≈+·×⋅÷/]|\\approx|\\cdot|\\times|[^\\]\\)\s*$")
_TABLE = re.compile(r"\s*\|\s.*\s\|\s*$")


@dataclass(frozen=True, slots=True)
class Line:
    """The characters from `start` up to `end`; `cells`: whether it is a row of a table."""

    start: int
    end: int
    cells: bool = False


class Opened(NamedTuple):
    """How many dollars of displays, environments and brackets a line opens and does not close."""

    dollars: int
    environments: int
    brackets: int

    @property
    def brackets_only(self) -> bool:
        """Whether no display is open."""
        return self.dollars % 2 == 0 and self.environments <= 0

    @property
    def closed(self) -> bool:
        """Whether nothing is open."""
        return self.brackets_only and self.brackets <= 0


def meant_lines(text: str) -> list[Line]:
    """The lines of a text that are not blank, joined where one goes on in the next."""
    found: list[Line] = []
    physical = list(_physical(text))
    opened = [_opened(text, start, end) for start, end in physical]
    number = 0
    while number < len(physical):
        start, end = physical[number]
        last = _reach(text, physical, opened, number)
        end = physical[last][1]
        piece = text[start:end]
        number = last + 1
        if not piece.strip():
            continue
        if _TABLE.match(piece) and last == number - 1 and "\n" not in piece:
            found.append(Line(start, end, cells=True))
        elif found and not found[-1].cells and (_GOES_ON.match(piece) or _ENDS_OPEN.search(text, max(found[-1].start, found[-1].end - 20), found[-1].end)):
            found[-1] = Line(found[-1].start, end)
        else:
            found.append(Line(start, end))
    return found


def _physical(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _reach(text: str, physical: list[tuple[int, int]], opened: list[Opened], first: int) -> int:
    """The last line that belongs to the line `first` because a display or a bracket is open; a blank line ends both."""
    state = opened[first]
    start, end = physical[first]
    if state.closed or (state.brackets_only and "=" not in text[start:end]):
        return first
    dollars, environments, brackets = state
    for number in range(first + 1, min(first + 1 + MOST_JOINED, len(physical))):
        start, end = physical[number]
        if not text[start:end].strip():
            return first
        more = opened[number]
        dollars, environments, brackets = dollars + more[0], environments + more[1], brackets + more[2]
        if Opened(dollars, environments, brackets).closed:
            return number
    return first


def _opened(text: str, start: int, end: int) -> Opened:
    piece = text[start:end]
    environments = piece.count("\\begin{") - piece.count("\\end{") + piece.count("\\[") - piece.count("\\]")
    brackets = sum(piece.count(one) for one in "([{") - sum(piece.count(one) for one in ")]}")
    return Opened(piece.count("$$"), environments, brackets)
