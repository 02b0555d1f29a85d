"""Statements without a sign of equality: `w1: 2 → 1.4`, `learning rate: 0.1`, "x is 1"."""

from __future__ import annotations

from .clarity import clear_target, is_number
from .context import Context
from .derivatives import derivative_at
from .names import name_at
from .pieces import Chain, Piece, chain, equals, segmented
from .prose import begins_operand, fragments, is_ordinary
from .strip import Strip
from .tokens import Sort, Token


def is_label(piece: Piece, after: Piece | None) -> bool:
    """Whether a colon stands between this piece and a number, or an old and a new value."""
    if after is None or piece.ended_by != ":" or any(token.sort is Sort.RELATION for token in piece.held):
        return False
    signs = [token.word for token in after.held if token.sort is Sort.RELATION]
    return signs == ["→"] or (not signs and (is_number(after.held)))


def labelled(context: Context, piece: Piece, after: Piece | None) -> list[Chain]:
    """The chain of a label and what follows it; the piece that follows is used up."""
    target = clear_target(context, piece.held)[0]
    if after is None or not _can_be_labelled(context, target):
        return []
    segments, signs = segmented(after.held)
    sides = [fragments(context, segment)[0] for segment in segments]
    after.held = [token for token in after.held if token.sort is not Sort.RELATION][:1]
    assert piece.ender is not None
    return [chain([target, *sides], [piece.ender, *signs] if signs else [equals(piece.ender)])]


def _can_be_labelled(context: Context, target: list[Token]) -> bool:
    strip = Strip(target)
    if len(target) == 1 and target[0].sort is Sort.TEXT:
        return target[0].word == "learning_rate"
    if not target or not begins_operand(target[0]) or is_ordinary(context, strip, 0):
        return False
    name = name_at(strip, 0, layered=context.layered, times=context.times)
    found = derivative_at(context, strip, 0)
    return (name is not None and name.end == len(target)) or (found is not None and found[1] == len(target))


def said_in_words(context: Context, held: list[Token]) -> list[Chain]:
    """Names and numbers in words: "x is 1", "x equals 1" and "learning rate 0.1"."""
    for at in range(1, len(held) - 1):
        if held[at].word in ("is", "equals") and held[at].sort is Sort.WORD:
            left, trouble = clear_target(context, held[:at])
            right = fragments(context, held[at + 1 :])[0]
            if _can_be_labelled(context, left) and right and is_number(right) and not trouble:
                return [chain([left, right], [equals(held[at])])]
    if len(held) > 1 and held[-2].word == "learning_rate" and held[-1].sort is Sort.NUMBER:
        return [chain([held[-2:-1], held[-1:]], [equals(held[-2])])]
    return []
