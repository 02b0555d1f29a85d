"""Open brackets: what each keeps while it is read, and what it becomes when it is closed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum

from glassgrad.graph import Binds, ExpressionError, Node, Op
from glassgrad.graph.dictionary import written

from .calls import Call, call
from .desk import Desk, as_node, operate
from .limits import MOST_AXES
from .tokens import Sort, Token
from .written import Item, Written, is_number, is_whole, say_written, shape_of


class Role(Enum):
    """What an open bracket is for."""

    WHOLE = "the whole text"
    GROUP = "(a + b), or a tuple"
    CALL = "f(x)"
    LIST = "[1, 2]"
    INDEX = "x[0]"
    BARS = "|x|"


CLOSES = {")": (Role.GROUP, Role.CALL), "]": (Role.LIST, Role.INDEX), "|": (Role.BARS,)}


@dataclass(frozen=True, slots=True)
class Waiting:
    """An operator that waits for its right operand, or a sign in front that waits for its only one."""

    page: Op
    token: Token
    in_front: bool

    @property
    def binds(self) -> Binds:
        """How tightly it holds its operands."""
        return self.page.notation.binds


@dataclass(slots=True)
class Frame:
    """An open bracket, or the whole text: what has been read in it, and what still waits.

    `operands` and `waiting` belong to the present part; `parts` are the finished ones before each comma, `bounds` the
    finished pieces of a slice before each colon.
    """

    role: Role
    opener: Token
    operands: list[Item] = field(default_factory=list)
    waiting: list[Waiting] = field(default_factory=list)
    parts: list[Item] = field(default_factory=list)
    bounds: list[Written | None] = field(default_factory=list)
    commas: int = 0
    keyword: Token | None = None
    call: Call | None = None
    indexed: Item | None = None

    @property
    def fresh(self) -> bool:
        """Whether nothing of the present part, or piece of a slice, has been read."""
        return not (self.operands or self.waiting)


def work_off(desk: Desk, frame: Frame) -> None:
    """Apply the operator that came last and waits no longer."""
    last = frame.waiting.pop()
    right = frame.operands.pop()
    if last.in_front:
        frame.operands.append(_signed(desk, last.token, right))
    else:
        frame.operands.append(operate(desk, last.page, [frame.operands.pop(), right], last.token))


def _signed(desk: Desk, sign: Token, item: Item) -> Item:
    """The item with a sign in front: a written number takes it up, so that −2 is one number; a plus changes nothing."""
    if isinstance(item, Written) and is_number(item.value):
        desk.count(sign)
        return Written(item.value if sign.word == "+" else -item.value, sign)
    if sign.word == "+":
        desk.count(sign)
        return as_node(desk, item)
    return operate(desk, written("-x"), [item], sign)


def finish_piece(desk: Desk, frame: Frame) -> Item | None:
    """Apply everything that waits; what the piece became, or None if there is nothing in it."""
    while frame.waiting:
        work_off(desk, frame)
    return frame.operands.pop() if frame.operands else None


def finish_part(desk: Desk, frame: Frame, item: Item | None) -> None:
    """Put away what was read between two commas; nothing is allowed only after the last comma."""
    if frame.role is Role.INDEX:
        _finish_index(desk, frame, item)
    elif item is not None and frame.call and frame.keyword:
        frame.call.keywords[frame.keyword.word] = (frame.keyword, item)
        frame.keyword = None
    elif item is not None and frame.call:
        frame.call.items.append(item)
    elif item is not None:
        frame.parts.append(item)


def bound(desk: Desk, item: Item | None) -> Written | None:
    """A piece of a slice. Raises: ExpressionError if it is not a whole number written out."""
    if item is None or (isinstance(item, Written) and is_whole(item.value)):
        return item
    raise _bad_index(desk, item)


def _finish_index(desk: Desk, frame: Frame, item: Item | None) -> None:
    if frame.bounds:
        pieces = [None if one is None else one.value for one in (*frame.bounds, bound(desk, item))]
        frame.parts.append(Written(slice(*pieces), frame.opener))
        frame.bounds = []
    elif isinstance(item, Written) and (is_whole(item.value) or item.value is ...):
        frame.parts.append(item)
    elif item is not None:
        raise _bad_index(desk, item)


def _bad_index(desk: Desk, item: Item) -> ExpressionError:
    why = "in square brackets stand whole numbers written out, slices like 0:2, or `...`"
    if isinstance(item, Written):
        return desk.refuse(item.token, f"{why}; this is {say_written(item)}")
    column = item.where.column - 1 if item.where else 0
    return desk.refuse(Token(Sort.SIGN, column, column + 1), f"{why}; to choose by a computed number, write gather(x, indices)")


def closed(desk: Desk, frame: Frame) -> Item:
    """What a bracket stands for, now that everything in it is finished."""
    if frame.call:
        return call(desk, frame.call)
    if frame.indexed is not None:
        return _index(desk, frame, frame.indexed)
    if frame.role is Role.BARS:
        return operate(desk, written("|x|"), frame.parts, frame.opener)
    if frame.role is Role.LIST:
        return _list(desk, frame)
    return frame.parts[0] if frame.parts and not frame.commas else _tuple(desk, frame)


def _index(desk: Desk, frame: Frame, indexed: Item) -> Node:
    if not frame.parts:
        raise desk.refuse(frame.opener, "between square brackets an index is missing, like x[0] or x[:, 1]")
    key = tuple(part.value for part in frame.parts if isinstance(part, Written))
    return operate(desk, written("[]"), [indexed], frame.opener, {"key": key})


def _list(desk: Desk, frame: Frame) -> Written:
    values = []
    for part in frame.parts:
        if not isinstance(part, Written) or not (is_number(part.value) or isinstance(part.value, list)):
            raise desk.refuse(frame.opener, f"a list holds numbers written out, or lists of them; one of its parts is {say_written(part)}")
        values.append(part.value)
    if not values:
        raise desk.refuse(frame.opener, "a list without numbers; write at least one, like [0]")
    shapes = {shape_of(value) for value in values}
    if len(shapes) > 1:
        raise desk.refuse(frame.opener, "the parts of this list differ in length or depth; the rows of an array must be alike")
    if len(shapes.pop()) >= MOST_AXES:
        raise desk.refuse(frame.opener, f"lists within lists make an array of more than {MOST_AXES} axes")
    return Written(values, frame.opener)


def _tuple(desk: Desk, frame: Frame) -> Written:
    values = []
    for part in frame.parts:
        if not isinstance(part, Written) or not is_whole(part.value):
            raise desk.refuse(frame.opener, f"a tuple holds whole numbers, for settings such as shape=(2, 3); one of its parts is {say_written(part)}")
        values.append(part.value)
    return Written(tuple(values), frame.opener)
