"""A step as displayed LaTeX, broken into rows where it is long: for documents and for Markdown."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.writing.mathematics import Mathematics

from .blocks import Step

SIGNS = {"=": "=", "≈": r"\approx", "←": r"\leftarrow"}
WIDTH = 72
"""Characters of a row, as counted in text; LaTeX is wider in source and about as wide in print."""


def displayed(step: Step) -> str:
    """The line in one row if it is short, else one row per part, aligned at the signs."""
    links = list(step.links())
    if len(step.symbol.text) + sum(len(part.text) + 3 for _, part in links) <= WIDTH:
        return " ".join([step.symbol.latex, *[f"{SIGNS[sign]} {part.latex}" for sign, part in links]])
    rows = []
    for position, (sign, part) in enumerate(links):
        first, *later = broken(part)
        rows.append(f"{step.symbol.latex if position == 0 else ''} &{SIGNS[sign]} {first}")
        rows += [rf"&\quad {{}} {row}" for row in later]
    return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"


def inline(step: Step) -> str:
    """The line in one row, however long."""
    return " ".join([step.symbol.latex, *[f"{SIGNS[sign]} {part.latex}" for sign, part in step.links()]])


def broken(part: Mathematics) -> Iterator[str]:
    """The rows of a part."""
    row: list[str] = []
    length = 0
    for piece in part.pieces:
        if row and length + len(piece.text) > WIDTH:
            yield " ".join(row)
            row, length = [], 0
        row.append(piece.latex)
        length += len(piece.text) + 1
    yield " ".join(row)
