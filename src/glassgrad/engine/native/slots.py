"""The context that all functions of a program are called with: a list of addresses. What each slot is for."""

from __future__ import annotations

from .writing import I64, POINTER, Function, Value

ARENA, FLAGS, SCRATCH, BARRIER, ROWS, YIELD, FIRST_FREE = range(7)
"""Our own memory; what went wrong; working memory of the threads; their meeting point; row numbers; how a thread steps aside; arrays from outside."""

BAD_STEP, CURRENT_STEP, TROUBLE, FLAG_WORDS = range(4)
"""The flags, 64 bits each: the last bad step, the step at work (both counted from 1), and what was wrong."""

NOT_FINITE, NO_SUCH_PLACE = 1, 2


def raise_flag(function: Function, context: Value, trouble: int) -> None:
    """Report that the step at work is bad.

    The step's number is left, not just a mark: another thread may already be at the next step when this one is asked about.
    """
    flags = function.load(POINTER, context.at(FLAGS, POINTER))
    function.store(function.load(I64, flags.at(CURRENT_STEP, I64)), flags.at(BAD_STEP, I64))
    function.store(function.constant(I64, trouble), flags.at(TROUBLE, I64))
