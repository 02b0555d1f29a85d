"""Function words: what a person may call, and which pages of the dictionary a word may mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from glassgrad.graph import Kind, Op, pages

PROGRAM_WORDS = frozenset((
    "breakpoint", "compile", "delattr", "dir", "eval", "exec", "exit", "getattr", "globals", "hasattr",
    "input", "locals", "open", "os", "print", "quit", "setattr", "subprocess", "sys", "vars",
))  # fmt: skip
"""Words of programs rather than of formulas. They only get a message of their own: no unknown function can be called anyway."""


@cache
def function_words() -> Mapping[str, Sequence[Op]]:
    """Every word that calls a page → the pages it may mean, the one of that very name first.

    Leaves cannot be called: a variable is written by its name, a constant by its number.
    """
    words: dict[str, list[Op]] = {}
    callable_pages = [page for page in pages if page.kind is not Kind.LEAF]
    for page in callable_pages:
        words.setdefault(page.name, []).append(page)
    for page in callable_pages:
        for spelling in page.notation.spellings:
            if page not in words.setdefault(spelling, []):
                words[spelling].append(page)
    return words


def signature(page: Op, word: str = "") -> str:
    """How a page is called, with the usual values of its settings.

    >>> signature(pages.sum)
    'sum(x, axis=None, keepdims=False)'
    """
    known = [f"{name}={value!r}" if value is None or isinstance(value, (bool, int, float, tuple)) else f'{name}="0:2"' for name, value in page.defaults.items()]
    return f"{word or page.name}({', '.join([*page.slots, *known])})"
