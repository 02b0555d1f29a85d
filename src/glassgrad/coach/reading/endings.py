"""Where a piece ends: at a comma, a semicolon, or a bracket that closes."""

from __future__ import annotations

from .frames import Frame, Role, closed, finished
from .operands import below_bar
from .reader import Reader
from .refusing import UnreadableError
from .tokens import Sort, Token
from .tree import Operated, Span, Tree


def entry(reader: Reader, at: int) -> None:
    """An entry is complete; go on at the token number `at`."""
    tree = finished(reader.work, reader.frame)
    assert tree is not None
    reader.frame.entries.append(tree)
    reader.wants_operand = True
    reader.at = at
    if len(reader.frame.entries) == 1:
        reader.frame.by_commas = True


def comma(reader: Reader, token: Token) -> None:
    """A sign between entries or arguments. Raises: UnreadableError where it has no place."""
    role, following = reader.frame.role, reader.peek(1)
    if role is Role.WHOLE or role in (Role.BARS, Role.TOP, Role.BELOW):
        raise UnreadableError("a comma has no place here")
    between_digits = reader.before.sort is Sort.NUMBER and following.sort is Sort.NUMBER and not (token.gap or following.gap)
    if between_digits and role is Role.GROUP and reader.context.decimal_comma:
        raise UnreadableError("is this comma a decimal comma? Put a blank after a comma that parts numbers")
    entry(reader, reader.at + 1)
    reader.frame.by_commas = True


def row(reader: Reader, token: Token) -> None:
    """The end of a row of a matrix. Raises: UnreadableError where there is none."""
    if reader.frame.role not in (Role.LIST, Role.MATRIX):
        raise UnreadableError(f"{token.word!r} has no place here")
    entry(reader, reader.at + 1)
    reader.frame.rows.append(tuple(reader.frame.entries))
    reader.frame.entries.clear()
    if reader.peek(0).word in ("end", "]"):
        close(reader, reader.peek(0))


def close(reader: Reader, token: Token) -> None:
    """A bracket closes; what it stands for is an operand of the one around it."""
    frame, at = reader.frame, reader.at
    tree = finished(reader.work, frame)
    if tree is not None:
        frame.entries.append(tree)
    if frame.role is Role.TOP:
        reader.frames.pop()
        below_bar(reader, frame.start, single_entry(frame), at + 1)
        return
    reader.frames.pop()
    if frame.role is Role.BELOW:
        assert frame.whole is not None
        reader.work.count()
        reader.push(Operated("/", (frame.whole, single_entry(frame)), Span(frame.start, token.end)), at + 1)
        return
    if frame.role is Role.CALL or frame.role is Role.BARS:
        reader.work.count()
    reader.push(closed(reader.work, frame, token.end), at + 1)


def single_entry(frame: Frame) -> Tree:
    """What a bracket holds that may hold one thing only. Raises: UnreadableError."""
    if len(frame.entries) != 1 or frame.rows:
        raise UnreadableError("a fraction has one thing above and one below")
    return frame.entries[0]
