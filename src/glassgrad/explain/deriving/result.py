"""What a derivative comes to: the parts put together, each step of making it simple, and the simplest form with its number."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.blocks import Step
from glassgrad.explain.formula import write
from glassgrad.explain.fragments import Fragment
from glassgrad.graph import Node
from glassgrad.readers.collect import written_size

from .simplifying import made_simple
from .working import LONGEST_ASSEMBLED, Working


def result(working: Working, name: Fragment | None = None) -> tuple[Node, list[Step]]:
    """The simplest form of a derivative, and the lines that lead to it; none if the rule itself has said it all.

    `name` is what the last line calls it, if that is something else than the lines before.
    """
    board = working.board
    own = working.slope_name(working.target)
    forms = list(_forms(working))
    last, _ = forms[-1]
    if len(forms) == 1 and _is_told(working, own, last) and name is None:
        return last, []
    lines = [board.line(own, form, board.plain, because=(why,), short=True) for form, why in forms[:-1] if not _is_told(working, own, form)]
    return last, [*lines, board.line(name or own, last, board.plain, because=(forms[-1][1],))]


def _forms(working: Working) -> Iterator[tuple[Node, str]]:
    """The derivative as it came out of the rules, and every form on the way to the simplest that reads differently, with what was done."""
    board, formula, why = working.board, working.raw[working.target], "everything put in"
    if written_size(formula) > LONGEST_ASSEMBLED:
        yield working.simple[working.target], "everything put in and made simple"
        return
    for after, does in made_simple(formula, board.named):
        if write(after, board.plain).text != write(formula, board.plain).text:
            yield formula, why
            why = does
        formula = after
    yield formula, why


def _is_told(working: Working, name: Fragment, form: Node) -> bool:
    """Whether the rule's own line already reads like this."""
    text = write(form, working.board.plain).text
    lines = (line for line in working.board.told if isinstance(line, Step))
    return any(line.symbol.text == name.text and line.formula is not None and line.formula.text == text for line in lines)
