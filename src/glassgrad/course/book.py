"""The whole course as pages for a browser: one file for each lesson, and one that links them."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from glassgrad.explain.html import POLICY, page
from glassgrad.explain.style import PAGE_STYLE, STYLE

from .lesson import Lesson
from .lessons import lessons

CONTENTS = "index.html"
TITLE = "How a neural network learns"
NAVIGATION = """
.turn { display: grid; grid-template-columns: 1fr auto 1fr; gap: 0.5rem 2rem; max-width: 54rem; margin: 0 auto; padding: 0.75rem 1.25rem;
  font: 0.95rem/1.4 system-ui, "Segoe UI", Roboto, sans-serif; }
.turn :last-child { text-align: right; }
.turn a, .story .contents a { color: #0b6e8f; }
.story .contents li { margin: 0.6rem 0; }
.story .contents p { margin: 0; color: var(--soft); }
@media (prefers-color-scheme: dark) { .turn :last-child { text-align: right; }
.turn a, .story .contents a { color: #6cc5e0; } }
@media print { .turn { display: none; } }
"""


def file_name(lesson: Lesson) -> str:
    """The file of a lesson; in the order of the alphabet they are in the order of reading.

    >>> from glassgrad.course import find_lesson
    >>> file_name(find_lesson(7))
    '07-weight-based-training.html'
    """
    return f"{lesson.number:02}-{lesson.name.replace('_', '-')}.html"


def file_names() -> tuple[str, ...]:
    """The names of all files of the book."""
    return (*map(file_name, lessons.values()), CONTENTS)


def book() -> Mapping[str, str]:
    """Every file of the course: its name → its HTML. Every lesson is told, so it takes as long as all of them together."""
    pages = {file_name(one): _with_links(page(one.story()), one) for one in lessons.values()}
    return {**pages, CONTENTS: _contents()}


def _with_links(html: str, lesson: Lesson) -> str:
    """The page of a lesson with links to its neighbours, above and below."""
    known = {one.number: one for one in lessons.values()}
    before, after = known.get(lesson.number - 1), known.get(lesson.number + 1)
    links = [
        _link(before, f"← {before.number}. {before.title}") if before else "<span></span>",
        f'<a href="{CONTENTS}">contents</a>',
        _link(after, f"{after.number}. {after.title} →") if after else "<span></span>",
    ]
    turn = f'<nav class="turn">{"".join(links)}</nav>'
    return html.replace("</style>\n</head>\n<body>\n", f"{NAVIGATION}</style>\n</head>\n<body>\n{turn}\n", 1).replace("\n</body>", f"\n{turn}\n</body>")


def _link(lesson: Lesson, words: str) -> str:
    return f'<a href="{file_name(lesson)}">{escape(words)}</a>'


def _contents() -> str:
    items = "\n".join(f"<li>{_link(one, one.title)}<p>{escape(one.says)}</p></li>" for one in lessons.values())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{TITLE}</title>\n<style>{PAGE_STYLE}{STYLE}{NAVIGATION}</style>\n</head>\n<body>\n"
        f'<article class="story">\n<h1>{TITLE}</h1>\n'
        "<p>Ten lessons. Every number in them was computed while they were told.</p>\n"
        f'<ol class="contents">\n{items}\n</ol>\n</article>\n</body>\n</html>\n'
    )
