"""A story as Markdown, with formulas in LaTeX between dollar signs."""

from __future__ import annotations

import re
from itertools import groupby

from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import markdown_words, visible

from .blocks import UNSEEN, Aside, Block, Caution, Figure, Heading, Listing, Step, Table, Told
from .displayed import displayed, inline


def markdown(story: Told) -> str:
    """The story as Markdown."""
    parts = [f"# {words_markdown(story.title)}"]
    for is_given, group in groupby(story.blocks, key=lambda block: isinstance(block, Step) and block.given):
        blocks = list(group)
        parts += [_given(blocks)] if is_given else [_block(block) for block in blocks]
    parts += [UNSEEN] if story.has_pictures else []
    return "\n\n".join(parts) + "\n"


def words_markdown(words: Words) -> str:
    """A sentence; a line that starts like a list or a heading does not become one."""
    # Two formulas side by side would read `$a$$b$`, and the double dollar starts a displayed one.
    return "".join(markdown_words(part) if isinstance(part, str) else f"${part.latex}$" for part in words).replace("$$", "$ $")


def _block(block: Block) -> str:
    match block:
        case Step():
            return _step(block)
        case Heading(words, level):
            return f"{'#' * level} {words_markdown(words)}"
        case Aside(words):
            return words_markdown(words)
        case Caution(words):
            return f"> **Caution.** {words_markdown(words)}"
        case Table():
            return _table(block)
        case Figure(shows=shows):
            return f"*Picture: {markdown_words(shows)}*"
        case Listing():
            return _listing(block)


def _given(blocks: list[Block]) -> str:
    return ", ".join(f"${inline(block)}$" for block in blocks if isinstance(block, Step))


def _step(step: Step) -> str:
    if step.described:
        return f"${step.symbol.latex}$ ({step.shape}): {words_markdown(step.summary)}."
    lines = [f"$$\n{displayed(step)}\n$$"]
    if step.shape:
        lines.append(f"Shape: {step.shape}.")
    if step.summary:
        lines.append(f"{_sentence(words_markdown(step.summary))}.")
    if step.because:
        lines.append(f"*{_sentence(words_markdown(step.because))}.*")
    return "\n\n".join(lines)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:] if text[:1].isascii() else text


def _table(table: Table) -> str:
    rows = [table.header, *table.rows]
    lines = ["| " + " | ".join(words_markdown(cell) for cell in row) + " |" for row in rows]
    lines.insert(1, "|" + "".join(" ---: |" if one else " --- |" for one in table.of_numbers))
    return "\n".join([*([words_markdown(table.caption), ""] if table.caption else []), *lines])


def _listing(listing: Listing) -> str:
    """Between fences longer than any row of backticks inside."""
    text = "\n".join(map(visible, listing.lines))
    fence = "`" * max(3, 1 + max(map(len, re.findall("`+", text)), default=0))
    code = f"{fence}{listing.language}\n{text}\n{fence}"
    return f"{words_markdown(listing.caption)}\n\n{code}" if listing.caption else code
