"""What a derivative comes to: the parts put together, each step of making it simple, and the simplest form with its number."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain.as_fraction import with_fractions
from glassgrad.explain.blocks import Step
from glassgrad.graph import Node
from glassgrad.readers.collect import written_size
from glassgrad.writing.formula import write
from glassgrad.writing.fragments import Fragment

from .board import WHOLE
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
    if written_size(last) <= WHOLE:
        return last, [*lines, board.line(name or own, last, board.plain, because=(forms[-1][1],), whole=True)]
    return last, [*lines, *_in_parts(working, name, last)]


def _in_parts(working: Working, name: Fragment | None, last: Node) -> Iterator[Step]:
    """Where the whole formula would fill a page: the same in the parts told above, under its own name."""
    if name is not None:
        why = f"written out whole it would have {written_size(last)} operations; the lines above give it in parts"
        yield working.board.line(name, working.stand_ins[working.target], working.names, working.numbers, because=(why,))


def _forms(working: Working) -> Iterator[tuple[Node, str]]:
    """The derivative as it came out of the rules, and every form on the way to the simplest that reads differently, with what was done."""
    board, formula, why = working.board, working.raw[working.target], "everything put in"
    if written_size(formula) > LONGEST_ASSEMBLED:
        yield working.simple[working.target], "everything put in and made simple"
        return
    forms = [(formula, why, _as_read(working, formula))]
    for after, does in made_simple(formula, board.named):
        text = _as_read(working, after)
        read = [one for *_, one in forms]
        # What reads as it did some steps before has gone round in a circle.
        forms = [*forms[: read.index(text)], (after, *forms[read.index(text)][1:])] if text in read else [*forms, (after, does, text)]
    yield from ((form, why) for form, why, _ in forms)


def _as_read(working: Working, form: Node) -> str:
    plain = working.board.plain
    return write(with_fractions(form, plain), plain).text


def _is_told(working: Working, name: Fragment, form: Node) -> bool:
    """Whether the rule's own line already reads like this."""
    text = _as_read(working, form)
    lines = (line for line in working.board.told if isinstance(line, Step))
    return any(line.symbol.text == name.text and line.formula is not None and line.formula.text == text for line in lines)
