"""A story as HTML: one file with everything in it, formulas as MathML. No script, nothing fetched."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from itertools import groupby

from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.plain import visible

from .blocks import Aside, Block, Caution, Figure, Heading, Listing, Step, Table, Told
from .mathml import mathml
from .style import PAGE_STYLE, STYLE
from .text import words_text

SIGNS = {"=": "=", "≈": r"\approx", "←": r"\leftarrow"}
LONGEST_LINE = 84
"""Characters, as counted in text, of a line that is not split into rows, one for each part."""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
"""Nothing is fetched and nothing is run; the pictures are part of the page."""
SPOKEN = re.compile(r'<svg\b[^>]*\brole="img"[^>]*>\s*<title\b')
"""A picture that says itself what it shows."""


def page(story: Told) -> str:
    """A whole HTML page."""
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(words_text(story.title))}</title>\n<style>{PAGE_STYLE}</style>\n</head>\n<body>\n{fragment(story)}\n</body>\n</html>\n"
    )


def fragment(story: Told) -> str:
    """The story with its style, to stand inside another page or a notebook."""
    parts = [f"<h1>{words_html(story.title)}</h1>"]
    for is_given, group in groupby(story.blocks, key=lambda block: isinstance(block, Step) and block.given):
        blocks = list(group)
        parts += [_given(blocks)] if is_given else [_block(block) for block in blocks]
    return f'<article class="story">\n<style>{STYLE}</style>\n' + "\n".join(parts) + "\n</article>"


def words_html(words: Words) -> str:
    """A sentence."""
    return "".join(plain_html(part) if isinstance(part, str) else _formula(part) for part in words)


def plain_html(text: str) -> str:
    """Plain text as HTML shows it literally."""
    return escape(visible(text))


def _formula(formula: Mathematics) -> str:
    """A formula among words: a browser may break the line between its pieces."""
    first, *later = formula.pieces
    return " ".join([mathml(first.latex), *[mathml(f"{{}} {piece.latex}") for piece in later]])


def _block(block: Block) -> str:
    match block:
        case Step():
            return _step(block)
        case Heading(words, level):
            return f"<h{level}>{words_html(words)}</h{level}>"
        case Aside(words):
            return f"<p>{words_html(words)}</p>"
        case Caution(words):
            return f'<p class="caution" role="note"><strong>Caution.</strong> {words_html(words)}</p>'
        case Table():
            return _table(block)
        case Figure():
            return _figure(block)
        case Listing():
            return _listing(block)


def _given(blocks: Sequence[Block]) -> str:
    items = [f"<li>{_line(block)}</li>" for block in blocks if isinstance(block, Step)]
    return '<ul class="given">\n' + "\n".join(items) + "\n</ul>"


def _line(step: Step) -> str:
    """Symbol, then each part with its sign; the sign stays with the first piece of its part."""
    written = [mathml(step.symbol.latex, display=True)]
    for sign, part in step.links():
        first, *later = part.pieces
        pieces = [mathml(f"{{}} {SIGNS[sign]} {first.latex}", display=True), *[mathml(f"{{}} {piece.latex}", display=True) for piece in later]]
        result = " value" if part is step.value and not step.given else ""
        written.append(f'<span class="link{result}">{"<wbr>".join(pieces)}</span>')
    return " ".join(written)


def _step(step: Step) -> str:
    shape = f' <span class="note">({plain_html(step.shape)})</span>' if step.shape else ""
    if step.described:
        return f'<div class="step"><p class="line">{_line(step)}{shape} <span class="note">{words_html(step.summary)}</span></p></div>'
    kind = "line rows" if len(str(step)) > LONGEST_LINE else "line"
    parts = [f'<p class="{kind}">{_line(step)}{shape}</p>']
    parts += [f'<p class="note">{words_html(words)}</p>' for words in (step.summary, step.because) if words]
    return '<div class="step">' + "".join(parts) + "</div>"


def _table(table: Table) -> str:
    caption = f"<caption>{words_html(table.caption)}</caption>" if table.caption else ""
    marks = [' class="number"' if one else "" for one in table.of_numbers]
    head = "".join(f'<th scope="col"{mark}>{words_html(cell)}</th>' for cell, mark in zip(table.header, marks, strict=True))
    rows = ["<tr>" + "".join(f"<td{mark}>{words_html(cell)}</td>" for cell, mark in zip(row, marks, strict=True)) + "</tr>" for row in table.rows]
    return f'<div class="scroll"><table>{caption}<thead><tr>{head}</tr></thead><tbody>\n' + "\n".join(rows) + "\n</tbody></table></div>"


def _figure(figure: Figure) -> str:
    """The picture; one that brings a script is only described."""
    safe = "<script" not in figure.svg.lower()
    picture = figure.svg.replace(' xmlns="http://www.w3.org/2000/svg"', "") if safe else f"<p>{plain_html(figure.shows)}</p>"
    caption = f"<figcaption>{words_html(figure.caption)}</figcaption>" if figure.caption else ""
    spoken = "" if safe and SPOKEN.match(figure.svg) else f' role="img" aria-label="{plain_html(figure.shows)}"'
    return f"<figure{spoken}>{picture}{caption}</figure>"


def _listing(listing: Listing) -> str:
    caption = f"<p>{words_html(listing.caption)}</p>\n" if listing.caption else ""
    lines = "\n".join(map(plain_html, listing.lines))
    return f'{caption}<pre class="listing" tabindex="0"><code>{lines}</code></pre>'
