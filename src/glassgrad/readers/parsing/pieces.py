"""Where a piece ends: at a comma, a colon, a closing bracket or the end of the text."""

from __future__ import annotations

from .frames import CLOSES, Role, bound, closed, finish_part, finish_piece
from .reader import Reader
from .refusals import place
from .tokens import Token
from .written import Item

ENDS = frozenset((",", ":", ")", "]", "|"))
"""The signs that end a piece. In front of an operand a bar does not end one, but opens an absolute value."""


def piece(reader: Reader, token: Token) -> Item | None:
    """What the piece that ends at `token` became, or None if it is empty. Raises: ExpressionError if something is missing at its end."""
    frame = reader.frame
    if reader.wants_operand and frame.waiting:
        raise reader.desk.refuse(frame.waiting[-1].token, "something is missing to its right")
    if reader.wants_operand and frame.keyword:
        raise reader.desk.refuse(frame.keyword, "the value of this setting is missing")
    return finish_piece(reader.desk, frame)


def end_of_piece(reader: Reader, token: Token) -> None:
    """Finish the piece before one of the `ENDS`. Raises: ExpressionError if the sign does not fit there."""
    frame = reader.frame
    if token.word in CLOSES and frame.role not in CLOSES[token.word]:
        raise reader.desk.refuse(token, _closes_nothing(reader, token))
    item = piece(reader, token)
    if token.word == ":":
        _colon(reader, token, item)
    elif token.word == ",":
        _comma(reader, token, item)
    else:
        _close(reader, token, item)


def _closes_nothing(reader: Reader, token: Token) -> str:
    if token.word == "|":
        return "bars stand around an absolute value, |x|; for “or” write max(a > 0, b > 0)"
    if reader.frame.role is Role.WHOLE:
        return "this bracket was never opened"
    return f"this closes a bracket of another kind than the one open since {place(reader.desk.text, reader.frame.opener.start)}"


def _colon(reader: Reader, token: Token, item: Item | None) -> None:
    frame = reader.frame
    if frame.role is not Role.INDEX or len(frame.bounds) >= 2:
        raise reader.desk.refuse(token, "a colon stands in a slice only, x[start:stop:step]")
    frame.bounds.append(bound(reader.desk, item))
    reader.wants_operand = True


def _comma(reader: Reader, token: Token, item: Item | None) -> None:
    frame = reader.frame
    if frame.role in (Role.WHOLE, Role.BARS):
        raise reader.desk.refuse(token, "one expression is read at a time; commas separate arguments. Decimals are written with a point, 0.5")
    if item is None and not frame.bounds:
        raise reader.desk.refuse(token, "something is missing to its left")
    _check_order(reader, token)
    finish_part(reader.desk, frame, item)
    frame.commas += 1
    reader.wants_operand = True


def _close(reader: Reader, token: Token, item: Item | None) -> None:
    frame = reader.frame
    if item is not None:
        _check_order(reader, token)
    if item is not None or frame.bounds:
        finish_part(reader.desk, frame, item)
    result = closed(reader.desk, frame)
    reader.frames.pop()
    reader.push(result)


def _check_order(reader: Reader, token: Token) -> None:
    made = reader.frame.call
    if made and made.keywords and not reader.frame.keyword:
        raise reader.desk.refuse(token, "before this stands an input, but inputs come before settings")
