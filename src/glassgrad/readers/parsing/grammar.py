"""The grammar: tokens become nodes in one pass, without recursion (the shunting yard of E. W. Dijkstra, 1961).

An operator is put aside until one arrives that binds less tightly, or the bracket ends. How tightly each binds stands on
its page, so what `explain` prints is read back; powers are the only operators that group from the right.
"""

from __future__ import annotations

from glassgrad.graph import Binds, Node, Op
from glassgrad.graph.dictionary import written

from .calls import Call, check_function, check_variable
from .desk import Desk, as_node, letter, operate
from .frames import Frame, Role, Waiting, work_off
from .limits import DEEPEST
from .pieces import ENDS, end_of_piece, piece
from .reader import Reader
from .tokens import NO_QUOTES, Sort, Token, tokens
from .written import WORDS, Written

BINARY = frozenset(("+", "-", "*", "/", "@", "**", "<", "<=", ">", ">=", "==", "!="))
POWER = "**"


def read(desk: Desk) -> Node:
    """The node that the text of the desk stands for. Raises: ExpressionError, ShapeError."""
    coming = tokens(desk.text)
    first = next(coming)
    reader = Reader(desk, coming, first, [Frame(Role.WHOLE, first)])
    while True:
        token = reader.take()
        if token.sort is Sort.END:
            return _whole(reader, token)
        if reader.wants_operand:
            _operand(reader, token)
        else:
            _after_operand(reader, token)


def _whole(reader: Reader, token: Token) -> Node:
    if reader.frame.role is not Role.WHOLE:
        raise reader.desk.refuse(reader.frame.opener, "this bracket is never closed")
    item = piece(reader, token)
    if item is None:
        raise reader.desk.refuse(token, "there is no expression; type one, like (a + b)*(b - c)")
    return as_node(reader.desk, item)


# ── where an operand must come ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _operand(reader: Reader, token: Token) -> None:
    if token.sort is Sort.NUMBER:
        reader.push(Written(token.number, token))
    elif token.sort is Sort.WORD:
        _word(reader, token)
    elif token.sort is Sort.QUOTED:
        _quoted(reader, token)
    elif token.word in ("-", "+"):
        _wait(reader, written("-x"), token, in_front=True)
    elif token.word == "..." and reader.frame.role is Role.INDEX and reader.frame.fresh:
        reader.push(Written(..., token))
    elif token.word == "(":
        reader.open(Frame(Role.GROUP, token))
    elif token.word == "[":
        reader.open(Frame(Role.LIST, token))
    elif token.word == "|":
        reader.open(Frame(Role.BARS, token))
    elif token.word in ENDS:
        end_of_piece(reader, token)
    else:
        raise reader.desk.refuse(token, _nothing_to_the_left(token))


def _nothing_to_the_left(token: Token) -> str:
    if token.word == "**" and token.end - token.start == 1:  # written ^
        return "there is nothing to its left to raise to a power; a number, a name or an opening bracket must come first"
    if token.word in ("*", "**"):
        return "there is nothing to its left to multiply; stars that unpack arguments are not offered"
    if token.word == "@":
        return "there is nothing to its left to multiply; decorators are not offered"
    if token.word == ".":
        return "a dot needs digits, as in 0.5, or an array to its left, as in x.T"
    return "there is nothing to its left; a number, a name or an opening bracket must come first"


def _word(reader: Reader, token: Token) -> None:
    frame, following = reader.frame, reader.upcoming
    if frame.call and frame.fresh and not frame.keyword and following.word == "=" and following.sort is Sort.SIGN:
        _keyword(reader, token)
    elif token.word in WORDS:
        reader.push(Written(WORDS[token.word], token))
    elif following.sort is Sort.SIGN and following.word == "(":
        check_function(reader.desk, token)
        reader.take()
        reader.open(Frame(Role.CALL, token, call=Call(token)))
    else:
        check_variable(reader.desk, token)
        reader.push(letter(reader.desk, token))


def _keyword(reader: Reader, token: Token) -> None:
    if reader.frame.call and token.word in reader.frame.call.keywords:
        raise reader.desk.refuse(token, "this setting is given twice")
    reader.frame.keyword = token
    reader.take()


def _quoted(reader: Reader, token: Token) -> None:
    if not (reader.frame.keyword and reader.frame.fresh):
        raise reader.desk.refuse(token, NO_QUOTES)
    reader.push(Written(token.word, token))


# ── after an operand ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _after_operand(reader: Reader, token: Token) -> None:
    if token.sort is Sort.SUPERSCRIPT:
        exponent = Written(token.number, token)
        reader.push(operate(reader.desk, written(POWER), [reader.frame.operands.pop(), exponent], token))
    elif token.sort is Sort.QUOTED:
        raise reader.desk.refuse(token, NO_QUOTES)
    elif token.sort is not Sort.SIGN:
        raise reader.desk.refuse(token, "an operator is missing before it; to multiply write *")
    elif token.word in BINARY:
        _arrive(reader, written(token.word), token)
    elif token.word == "[":
        reader.open(Frame(Role.INDEX, token, indexed=reader.frame.operands.pop()))
    elif token.word in (".", ".T"):
        _attribute(reader, token)
    elif token.word in ENDS:
        end_of_piece(reader, token)
    else:
        raise reader.desk.refuse(token, _not_after_an_operand(token))


def _not_after_an_operand(token: Token) -> str:
    if token.word == "(":
        return "what stands before it is no function and cannot be called; to multiply write *("
    if token.word == "=":
        return "nothing is assigned in an expression; == compares, and = gives a setting its value, as in sum(x, axis=0)"
    return "an operator is missing before it; to multiply write *"


def _attribute(reader: Reader, token: Token) -> None:
    name = token if token.word == ".T" else reader.take()
    if name.word not in ("T", ".T"):
        raise reader.desk.refuse(name, "there is no such attribute; the only one is .T, the transpose. Functions are called like tanh(x)")
    reader.push(operate(reader.desk, written(".T"), [reader.frame.operands.pop()], token))


def _arrive(reader: Reader, page: Op, token: Token) -> None:
    """A binary operator: first those that hold the operand before it more tightly, or as tightly and earlier, are worked off."""
    frame, binds = reader.frame, page.notation.binds
    from_the_right = token.word == POWER
    while frame.waiting and (frame.waiting[-1].binds > binds or (frame.waiting[-1].binds == binds and not from_the_right)):
        if binds is Binds.COMPARISON and frame.waiting[-1].binds is binds:
            raise reader.desk.refuse(token, "comparisons cannot be chained; write (a < b)*(b < c)")
        work_off(reader.desk, frame)
    _wait(reader, page, token, in_front=False)


def _wait(reader: Reader, page: Op, token: Token, *, in_front: bool) -> None:
    if len(reader.frame.waiting) >= DEEPEST:
        raise reader.desk.refuse(token, f"more than {DEEPEST} operators in a row wait for what follows; parse the expression in parts")
    reader.frame.waiting.append(Waiting(page, token, in_front))
    reader.wants_operand = True
