"""A story for a terminal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import visible

from .blocks import UNSEEN, Aside, Block, Caution, Figure, Heading, Listing, Step, Table, Told

WIDTH = 96
GAP = "    "


def text(story: Told, *, width: int = WIDTH) -> str:
    """The story in plain text, no line wider than `width` unless a single formula, or a line of a listing, is."""
    title = words_text(story.title)
    parts = [f"{title}\n{'═' * columns(title)}"]
    for is_given, group in groupby(story.blocks, key=lambda block: isinstance(block, Step) and block.given):
        blocks = list(group)
        parts += [_given(blocks, width)] if is_given else [_block(block, width) for block in blocks]
    last = "\n" + _filled(UNSEEN.split(" "), "", "", width) + "\n" if story.has_pictures else ""
    return "\n".join(parts).rstrip("\n") + "\n" + last


def words_text(words: Words) -> str:
    """A sentence as plain text."""
    return "".join(visible(part) if isinstance(part, str) else part.text for part in words)


def _parts(words: Words) -> list[str]:
    """The words of a sentence; a sign of rounding stays with its number."""
    return re.split("(?<!≈) ", words_text(words))


def columns(line: str) -> int:
    """The width of a line on a terminal: East Asian characters take two columns, accents none."""
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in line)


def _block(block: Block, width: int) -> str:
    match block:
        case Step():
            return "\n".join(_step(block, width))
        case Heading(words, level):
            title = words_text(words)
            return f"\n{title}\n{('─' if level == 2 else '┄') * columns(title)}"
        case Aside(words):
            return _filled(_parts(words), "", "", width)
        case Caution(words):
            return _filled(_parts(words), "! ", "  ", width)
        case Table():
            return _table(block)
        case Figure(shows=shows):
            return _filled(_parts((f"[Picture: {shows}]",)), "", "", width)
        case Listing(lines=lines, caption=caption):
            told = [_filled(_parts(caption), "", "", width)] if caption else []
            return "\n".join(["", *told, *(f"  {visible(line)}".rstrip() for line in lines)])


def _given(steps: Sequence[Block], width: int) -> str:
    """Side by side; one that is too wide has its own lines."""
    lines: list[str] = []
    for too_wide, group in groupby([str(step) for step in steps if isinstance(step, Step)], key=lambda told: columns(told) > width - 2):
        told = list(group)
        lines += [_filled(one.split(" "), "  ", "      ", width) for one in told] if too_wide else [_filled(told, "  ", "  ", width, gap=GAP)]
    return "\n".join(lines)


def _step(step: Step, width: int) -> list[str]:
    """On one line if it fits; otherwise a line for each part, the signs below one another."""
    if step.described:
        start = f"  {step.symbol.text} ({step.shape}): "
        return [_filled(_parts(step.summary), start, " " * columns(start), width)]
    links = list(step.links())
    indent = " " * (columns(step.symbol.text) + 3)
    shape = f"    ({step.shape})" if step.shape else ""
    whole = f"  {step!s}{shape}"
    if columns(whole) <= width:
        lines = [whole]
    else:
        lines = []
        for position, (sign, part) in enumerate(links):
            start = f"  {step.symbol.text} {sign} " if position == 0 else f"{indent}{sign} "
            lines.append(_filled([piece.text for piece in part.pieces], start, indent + "  ", width))
        place = 0 if len(links) > 1 else -1
        fits = columns(lines[place].rsplit("\n", 1)[-1] + shape) <= width
        lines[place] += shape if fits or not shape else f"\n{indent}  {shape.strip()}"
    more = indent + "  "
    if step.summary:
        lines.append(_filled(_parts(step.summary), more, more, width))
    if step.because:
        lines.append(_filled(_parts(step.because), more, more, width))
    return lines


def _filled(parts: Iterable[str], first: str, later: str, width: int, gap: str = " ") -> str:
    """Parts one after another, a new line wherever the next one would not fit."""
    lines, line, empty = [], first, True
    for part in _short_enough(parts, width - columns(later)):
        if not empty and columns(line) + len(gap) + columns(part) > width:
            lines.append(line)
            line, empty = later, True
        line += part if empty else gap + part
        empty = False
    return "\n".join([*lines, line])


def _short_enough(parts: Iterable[str], width: int) -> Iterator[str]:
    """The parts; one that is too long for any line is broken at its spaces after all."""
    for part in parts:
        yield from part.split(" ") if columns(part) > width else [part]


def _table(table: Table) -> str:
    rows = [[words_text(cell) for cell in row] for row in (table.header, *table.rows)]
    widths = [max(columns(row[place]) for row in rows) for place in range(len(table.header))]
    lines = ["  " + GAP.join(_cell(cell, width, right) for cell, width, right in zip(row, widths, table.of_numbers, strict=True)).rstrip() for row in rows]
    lines.insert(1, "  " + GAP.join("─" * width for width in widths))
    return "\n".join(["", *([words_text(table.caption)] if table.caption else []), *lines, ""])


def _cell(cell: str, width: int, right: bool) -> str:  # noqa: FBT001 - one of two sides
    space = " " * (width - columns(cell))
    return space + cell if right else cell + space
