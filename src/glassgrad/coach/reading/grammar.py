"""The grammar: one side of a statement becomes a tree in one pass, without recursion (the shunting yard of E. W. Dijkstra, 1961).

What stands side by side is multiplied, as tightly as by · and /, from left to right, so 1/2(4) is ½·4; only a number directly
in front of a name holds more tightly behind a division: 1/2m is 1/(2m).
"""

from __future__ import annotations

from ..quantities import Named
from .context import Context, function_named
from .derivatives import derivative_at
from .endings import close, comma, entry, row
from .frames import APPLY, BINDS, MULTIPLY, POWER, TIGHT, Frame, Role, Waiting, finished, operated, work_off
from .names import name_at
from .numbers import literal
from .operands import operand
from .reader import Reader, oddity
from .refusing import UnreadableError
from .strip import Strip
from .tokens import Sort, Token
from .tree import Array, Called, Indexed, Mention, Operated, Span, Tree


def read_side(context: Context, strip: Strip) -> Tree:
    """The tree that one side of a statement stands for. Raises: UnreadableError."""
    reader = Reader(context, strip)
    while reader.at < len(reader.tokens):
        token = reader.tokens[reader.at]
        if reader.wants_operand:
            operand(reader, token)
        else:
            _after_operand(reader, token)
    if len(reader.frames) > 1:
        raise UnreadableError("a bracket is never closed" if reader.frame.role is not Role.BARS else "a bar | is never closed")
    if reader.wants_operand:
        raise UnreadableError("something is missing at the end" if reader.tokens else "there is nothing on one side")
    tree = finished(reader.work, reader.frame)
    assert tree is not None
    return _alone(tree, reader)


def _alone(tree: Tree, reader: Reader) -> Tree:
    """A whole side in square brackets is an array, even of one entry."""
    first, last = reader.tokens[0], len(reader.tokens) - 1
    if first.word == "[" and reader.strip.partner[0] == last and not isinstance(tree, Array):
        return Array((tree,), Span(first.start, reader.tokens[-1].end))
    return tree


def _after_operand(reader: Reader, token: Token) -> None:  # noqa: PLR0912 - one branch for each sign
    frame, sign, at = reader.frame, token.word, reader.at
    if token.sort is Sort.SUPERSCRIPT:
        _raised(reader, token)
    elif token.sort is not Sort.SIGN:
        _side_by_side(reader, token)
    elif sign == frame.close and (sign != "|" or frame.role is Role.BARS):
        close(reader, token)
    elif frame.spaced and sign in ("+", "-") and token.gap and not reader.peek(1).gap:
        entry(reader, at)
    elif sign in ("+", "-", "*", "·", "⊙", "@", "/"):
        arrive(reader, sign, BINDS[sign], at + 1)
    elif sign == "**":
        _power(reader)
    elif sign in (",", "&") or (sign == ";" and (frame.role is not Role.LIST or (reader.context.decimal_comma and frame.by_commas))):
        comma(reader, token)
    elif sign in (";", "\\\\"):
        row(reader, token)
    elif sign == "." and reader.peek(1).word == "T":
        _transposed(reader, reader.at + 2)
    elif sign == "T":
        _transposed(reader, at + 1)
    elif sign == "[" and not token.gap and _is_index(reader):
        whole = frame.operands.pop()
        reader.open(Frame(Role.INDEX, token, "]", whole=whole, start=whole.span.start), at + 1)
    elif sign in ("(", "[", "{", "frac", "sqrt", "Σ", "∏", "∂", "∇", "beg") or (sign == "|" and frame.role is not Role.BARS):
        _side_by_side(reader, token)
    elif sign in (")", "]", "}", "end"):
        raise UnreadableError(f"{')' if sign == 'end' else sign!r} closes a bracket that was not opened")
    else:
        raise UnreadableError(f"{sign!r} makes no sense here")


def _side_by_side(reader: Reader, token: Token) -> None:
    """Two operands with nothing between: a product, where that is clear."""
    before, frame = reader.before, reader.frame
    if frame.spaced and token.gap:
        entry(reader, reader.at)
        return
    if token.sort in (Sort.ODD, Sort.PROSE, Sort.COMPARISON, Sort.RELATION, Sort.BREAK):
        raise UnreadableError(oddity(token))
    if token.sort is Sort.NUMBER and not (before.word == "}" or before.sort is Sort.FRACTION):
        raise UnreadableError(f"an operator is missing before {token.word}")
    if token.sort is Sort.FRACTION and before.sort is Sort.NUMBER:
        raise UnreadableError("is this a sum or a product? Write an operator between the number and the fraction")
    if before.sort in (Sort.WORD, Sort.TEXT) and token.sort in (Sort.WORD, Sort.TEXT) and not (before.math and token.math):
        _check_both_named(reader, before, token)
    tight = before.sort is Sort.NUMBER and token.sort is Sort.WORD and not token.gap and _holds_tight(frame)
    arrive(reader, "·", TIGHT if tight else MULTIPLY, reader.at)


def _holds_tight(frame: Frame) -> bool:
    """Whether a division, a function or a root waits for what 2x stands for: 1/2x, ln 2x."""
    return bool(frame.waiting) and (frame.waiting[-1].sign in ("/", "sqrt") or frame.waiting[-1].binds == APPLY)


def _check_both_named(reader: Reader, before: Token, token: Token) -> None:
    """Raises: UnreadableError if one of two words side by side may be part of a longer name."""
    left = reader.frame.operands[-1]
    name = name_at(reader.strip, reader.at, layered=reader.context.layered, times=reader.context.times)
    right = name.canonical if name and derivative_at(reader.context, reader.strip, reader.at) is None else ""
    names = (left.quantity.name if isinstance(left, Mention) and isinstance(left.quantity, Named) else "", right)
    if any(name.isalpha() and len(name) > 1 and not reader.context.is_named(name) and not function_named(name) for name in names):
        raise UnreadableError(f"{before.word!r} and {token.word!r} stand side by side; if it is one name join them by _, if it is a product write *")


def arrive(reader: Reader, sign: str, binds: float, at: int) -> None:
    """An operator: first those that hold the operand before it more tightly, or as tightly and earlier, are worked off."""
    frame = reader.frame
    while frame.waiting and (frame.waiting[-1].binds > binds or (frame.waiting[-1].binds == binds and binds != POWER)):
        work_off(reader.work, frame)
    reader.wait(Waiting(sign, binds), at)


def _raised(reader: Reader, token: Token) -> None:
    """A raised number, letter, or T."""
    span = Span(token.start, token.end)
    if token.word == "T":
        _transposed(reader, reader.at + 1)
        return
    minus = token.word.startswith("-")
    digits = token.word[minus:].strip("()")
    if not (digits.isdigit() and len(digits) < 5) and digits not in ("n", "i", "t"):
        raise UnreadableError("what is raised here cannot be read; write it with ^")
    exponent: Tree = literal(digits, span) if digits.isdigit() else Mention(Named(digits), span)
    if minus:
        exponent = Operated("neg", (exponent,), span)
    reader.work.count()
    reader.push(operated(reader.context, "**", reader.frame.operands.pop(), exponent), reader.at + 1)


def _power(reader: Reader) -> None:
    r"""`^`: to a power; ^T, ^{T} and ^\top transpose."""
    following, last = reader.peek(1), reader.at + 1
    if following.word == "{" and reader.strip.partner[last] == last + 2:
        following, last = reader.peek(2), last + 2
    if following.word == "T" and "T" not in reader.context.names:
        _transposed(reader, last + 1)
        return
    arrive(reader, "**", POWER, reader.at + 1)


def _transposed(reader: Reader, end: int) -> None:
    reader.work.count()
    whole = reader.frame.operands.pop()
    reader.push(Operated("T", (whole,), Span(whole.span.start, reader.tokens[end - 1].end)), end)


def _is_index(reader: Reader) -> bool:
    """Whether the brackets hold an index: whole numbers behind something with entries. Raises: UnreadableError where they may be a factor too."""
    last = reader.strip.partner[reader.at]
    held = reader.tokens[reader.at + 1 : last] if last > 0 else []
    if not held or not all(one.sort is Sort.NUMBER or one.word in (",", ":", "-") for one in held):
        return False
    if not isinstance(reader.frame.operands[-1], (Mention, Indexed, Called, Array)):
        raise UnreadableError("do these square brackets hold an index or a factor? Write a factor in round brackets")
    return True
