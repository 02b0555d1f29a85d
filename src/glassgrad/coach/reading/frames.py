"""Frames: what has been read inside one bracket, and what a bracket becomes when it closes."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import Enum

from ..quantities import Derivative, Named
from .context import Context
from .limits import MOST_OPERATIONS
from .refusing import UnreadableError
from .tokens import Token
from .tree import Array, At, Called, Indexed, Literal, Mention, Operated, Span, Tree


class Role(Enum):
    """What a bracket is for."""

    WHOLE = "whole"
    GROUP = "group"
    LIST = "list"
    MATRIX = "matrix"
    BARS = "bars"
    CALL = "call"
    AT = "at"
    INDEX = "index"
    TOP = "top"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operator that waits for what stands to its right. In front of an operand only, where `prefix`."""

    sign: str
    binds: float
    start: int = 0
    prefix: bool = False
    indices: frozenset[str] = frozenset()
    primes: int = 0


@dataclass
class Frame:
    """An open bracket: operands and operators that wait, entries and rows that are complete."""

    role: Role
    opener: Token
    close: str
    operands: list[Tree] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    entries: list[Tree] = field(default_factory=list)
    rows: list[tuple[Tree, ...]] = field(default_factory=list)
    word: str = ""
    primes: int = 0
    names: tuple[str, ...] = ()
    whole: Tree | None = None
    start: int = 0
    spaced: bool = False
    by_commas: bool = False
    power: Tree | None = None


ADD, SUM, MULTIPLY, NEGATIVE, APPLY, TIGHT, POWER = 1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0
"""How tightly operators bind. A sum reaches to the next + or −; TIGHT is the product in 1/2m."""

BINDS = {"+": ADD, "-": ADD, "*": MULTIPLY, "·": MULTIPLY, "⊙": MULTIPLY, "@": MULTIPLY, "/": MULTIPLY, "**": POWER}


@dataclass
class Work:
    """What the making of trees needs to know: the sheet, and how many operations there were."""

    context: Context
    operations: int = 0

    def count(self) -> None:
        """One more operation. Raises: UnreadableError if there are too many."""
        self.operations += 1
        if self.operations > MOST_OPERATIONS:
            raise UnreadableError(f"this statement has more than {MOST_OPERATIONS:,} operations; write it in parts")


def work_off(work: Work, frame: Frame) -> None:
    """Do the operator that has waited least."""
    work.count()
    waiting = frame.waiting.pop()
    right = frame.operands.pop()
    if waiting.prefix:
        frame.operands.append(_in_front(waiting, right))
        return
    left = frame.operands.pop()
    frame.operands.append(operated(work.context, waiting.sign, left, right))


def _in_front(waiting: Waiting, operand: Tree) -> Tree:
    span = Span(waiting.start, operand.span.end)
    if waiting.sign == "neg":
        return Operated("neg", (operand,), span)
    return Called(waiting.sign, (operand,), waiting.primes, span)


def operated(context: Context, sign: str, left: Tree, right: Tree) -> Tree:
    """Two parts joined; e to a power is the exponential, unless the sheet has a quantity e."""
    span = Span(left.span.start, right.span.end)
    if sign == "**" and isinstance(left, Mention) and left.quantity == Named("e") and _is_euler(context, right):
        return Called("exp", (right,), 0, span)
    return Operated(sign, (left, right), span)


def _is_euler(context: Context, exponent: Tree) -> bool:
    """Whether e is Euler's number: the sheet has no quantity e, or says so only further down and e^(−z) stands here."""
    return "e" not in context.names or ("e" not in context.given and not isinstance(exponent, Literal))


def finished(work: Work, frame: Frame) -> Tree | None:
    """The operand that the piece became that has just ended, or None if it is empty."""
    while frame.waiting:
        work_off(work, frame)
    return frame.operands.pop() if frame.operands else None


def widened(tree: Tree, start: int, end: int) -> Tree:
    """The tree, with the brackets around it as part of its place."""
    return replace(tree, span=Span(start, end))


# ── what a bracket becomes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def closed(work: Work, frame: Frame, end: int) -> Tree:
    """What an ended bracket stands for. Raises: UnreadableError if its content makes no sense there."""
    span = Span(frame.start, end)
    if not frame.entries and not frame.rows:
        raise UnreadableError("there is nothing between these brackets")
    if frame.role is Role.CALL:
        return _powered(frame, _called(work, frame, span), end)
    if frame.role is Role.AT:
        return at_point(frame.names, frame.whole, tuple(frame.entries), span)
    if frame.role is Role.INDEX:
        return indexed(frame.whole, frame.entries, span)
    if frame.role is Role.BARS:
        return Operated("abs", (_only(frame),), span)
    if frame.role is Role.MATRIX or frame.rows:
        return _rows(frame, span)
    if len(frame.entries) > 1 or frame.by_commas:
        return Array(tuple(frame.entries), span)
    return widened(frame.entries[0], span.start, span.end)


def _only(frame: Frame) -> Tree:
    if len(frame.entries) != 1:
        raise UnreadableError("a comma has no place between these brackets")
    return frame.entries[0]


def _rows(frame: Frame, span: Span) -> Tree:
    """Rows of entries. A single row, and rows of one entry each, are a vector."""
    rows = [row for row in (*frame.rows, tuple(frame.entries)) if row]
    if len({len(row) for row in rows}) > 1:
        raise UnreadableError("the rows of this matrix are not equally long")
    if len(rows) == 1:
        return Array(rows[0], span)
    if all(len(row) == 1 for row in rows):
        return Array(tuple(row[0] for row in rows), span)
    return Array(tuple(Array(row, Span(row[0].span.start, row[-1].span.end)) for row in rows), span)


def _called(work: Work, frame: Frame, span: Span) -> Tree:
    parts = tuple(frame.entries)
    if frame.word == "matmul" and not frame.primes:
        if len(parts) != 2:
            raise UnreadableError("a product of matrices needs two of them, like dot(a, b)")
        return Operated("@", parts, span)
    return Called(frame.word, parts, frame.primes, span)


def _powered(frame: Frame, tree: Tree, end: int) -> Tree:
    return tree if frame.power is None else Operated("**", (tree, frame.power), Span(frame.start, end))


def at_point(names: tuple[str, ...], whole: Tree | None, point: tuple[Tree, ...], span: Span) -> Tree:
    """A function of the sheet at a point; at its own arguments it is the quantity itself."""
    assert isinstance(whole, Mention)
    if len(point) != len(names):
        raise UnreadableError(f"this function was defined with {len(names)} argument{'' if len(names) == 1 else 's'}, ({', '.join(names)})")
    if all(isinstance(one, Mention) and one.quantity == Named(name) for one, name in zip(point, names, strict=True)):
        return Mention(whole.quantity, span)
    return At(whole.quantity, names, point, span)


def indexed(whole: Tree | None, entries: list[Tree], span: Span) -> Tree:
    """One entry of an array. Raises: UnreadableError unless the indices are whole numbers."""
    assert whole is not None
    index = tuple(int(entry.value) if isinstance(entry, Literal) and entry.unit >= 1 else -1 for entry in entries)
    if min(index) < 0:
        raise UnreadableError("an index is a whole number, counted from 0, as in w[0] or W1[2, 0]")
    return Indexed(whole, index, span)


def derivative_of(quantity: Named, names: tuple[str, ...], primes: int) -> Derivative:
    """The derivative that a prime means, for a function of one argument."""
    if len(names) != 1:
        raise UnreadableError("a prime is clear for a function of one argument only; write ∂f/∂x")
    return Derivative(quantity.name, names * primes)
