"""What may stand where an operand must come: a number, a word, a sign in front of something, a bracket."""

from __future__ import annotations

from ..quantities import Named
from .derivatives import derivative_at
from .frames import NEGATIVE, SUM, TIGHT, Frame, Role, Waiting
from .names import canonical
from .numbers import literal
from .reader import NOTHING, Reader, oddity
from .refusing import UnreadableError
from .tokens import Sort, Token
from .tree import Literal, Mention, Operated, Span, Tree
from .words import Opening, whole_word

FRACTIONS = {"½": (1, 2), "¼": (1, 4), "¾": (3, 4), "⅓": (1, 3), "⅔": (2, 3), "⅛": (1, 8)}


def operand(reader: Reader, token: Token) -> None:
    """Read what begins an operand. Raises: UnreadableError if nothing can."""
    found = derivative_at(reader.context, reader.strip, reader.at)
    if found:
        reader.push(Mention(found[0], Span(token.start, reader.tokens[found[1] - 1].end)), found[1])
    elif token.sort is Sort.NUMBER:
        _number(reader, token)
    elif token.sort is Sort.FRACTION:
        reader.push(_simple_fraction(token), reader.at + 1)
    elif token.sort in (Sort.WORD, Sort.TEXT):
        _word(reader, token)
    elif token.sort is Sort.SIGN:
        _sign_in_front(reader, token)
    else:
        raise UnreadableError(oddity(token))


def _simple_fraction(token: Token) -> Tree:
    span = Span(token.start, token.end)
    top, below = FRACTIONS[token.word]
    return Operated("/", (Literal(float(top), 1.0, span), Literal(float(below), 1.0, span)), span)


def _number(reader: Reader, token: Token) -> None:
    """A number, with a power of ten that belongs to it: 3 × 10⁻⁴ is one number, unless a division or a power stands before it."""
    held = reader.frame.waiting[-1].sign if reader.frame.waiting else ""
    power, end = (0, reader.at + 1) if held in ("/", "**") else _power_of_ten(reader)
    reader.push(literal(token.word, Span(token.start, reader.tokens[end - 1].end), power), end)


def _power_of_ten(reader: Reader) -> tuple[int, int]:
    times, ten, raised = reader.peek(1), reader.peek(2), reader.peek(3)
    if times.sort is not Sort.SIGN or times.word not in ("·", "*") or ten.sort is not Sort.NUMBER or ten.word != "10":
        return 0, reader.at + 1
    if raised.sort is Sort.SUPERSCRIPT and raised.word.lstrip("-").isdigit() and len(raised.word) < 5:
        return int(raised.word), reader.at + 4
    if raised.sort is not Sort.SIGN or raised.word != "**":
        return 0, reader.at + 1
    opener = reader.at + 4
    braced = reader.peek(4).word in ("{", "(") and reader.strip.partner[opener] > 0
    last = reader.strip.partner[opener] if braced else opener + 1 + (reader.peek(4).word == "-")
    written = "".join(one.word for one in reader.tokens[opener + braced : last])
    if not written.lstrip("-").isdigit() or len(written) > 5:
        return 0, reader.at + 1
    return int(written), last + braced


def _word(reader: Reader, token: Token) -> None:
    if token.word in SUM_WORDS:
        reader.wait(Waiting("sum", SUM, token.start, prefix=True, indices=frozenset(token.word[-1])), reader.at + 1)
        return
    meant = whole_word(reader.context, reader.strip, reader.at, _indices(reader))
    if isinstance(meant, Opening):
        reader.open(meant.frame, meant.end)
    elif isinstance(meant, Waiting):
        reader.wait(meant, reader.at + 1)
    else:
        reader.push(*meant)


def _indices(reader: Reader) -> frozenset[str]:
    """The letters that sums on the way count with."""
    found = [waiting.indices for frame in reader.frames for waiting in frame.waiting if waiting.indices]
    return frozenset().union(*found) if found else frozenset()


def _sign_in_front(reader: Reader, token: Token) -> None:  # noqa: PLR0912 - one branch for each sign
    sign, at = token.word, reader.at
    if sign == "-":
        reader.wait(Waiting("neg", NEGATIVE, token.start, prefix=True), at + 1)
    elif sign == "+" and reader.peek(1).sort is Sort.NUMBER and not reader.peek(1).gap:
        reader.at += 1
    elif sign in ("(", "{"):
        reader.open(Frame(Role.GROUP, token, ")" if sign == "(" else "}", start=token.start), at + 1)
    elif sign == "[":
        reader.open(_list(reader, token), at + 1)
    elif sign == "beg":
        reader.open(Frame(Role.MATRIX, token, "end", start=token.start), at + 1)
    elif sign == "|":
        reader.open(Frame(Role.BARS, token, "|", start=token.start), at + 1)
    elif sign == "frac":
        _fraction(reader, token)
    elif sign == "sqrt":
        _root(reader, token)
    elif sign in ("Σ", "∏"):
        _sum(reader, token)
    elif sign in (")", "]", "}") and reader.frame.role is not Role.WHOLE and not reader.frame.waiting and reader.frame.entries:
        raise UnreadableError("something is missing after the comma")
    elif sign == reader.frame.close and not reader.frame.waiting:
        raise UnreadableError("there is nothing between these brackets")
    elif sign in ("∂", "∇"):
        raise UnreadableError("this derivative cannot be read; write it like ∂J/∂w")
    else:
        raise UnreadableError(f"something is missing before {sign!r}")


def _list(reader: Reader, token: Token) -> Frame:
    """Square brackets; entries may be parted by blanks, as in MATLAB, if there are no commas."""
    last = reader.strip.partner[reader.at]
    commas, at, plain = False, reader.at + 1, not token.math
    while at < last and not commas:
        commas = reader.tokens[at].word == "," and reader.tokens[at].sort is Sort.SIGN
        plain = plain and _may_be_entry(reader, reader.tokens[at])
        at = reader.strip.partner[at] + 1 if reader.strip.partner[at] > at else at + 1
    inside = reader.frame.role in (Role.LIST, Role.CALL) or (reader.frame.role is Role.GROUP and reader.before.word == "array")
    return Frame(Role.LIST, token, "]", start=token.start, spaced=plain and not commas, by_commas=commas or (inside and not reader.frame.waiting))


def _may_be_entry(reader: Reader, token: Token) -> bool:
    """Whether this may stand in a list whose entries are parted by blanks."""
    if token.sort is Sort.SIGN:
        return token.word in ("-", ";", "_")
    if token.sort is not Sort.WORD:
        return token.sort in (Sort.NUMBER, Sort.SUBSCRIPT)
    return not token.command and (len(token.word) == 1 or not token.word.isalpha() or canonical(token.word) in reader.context.names)


def _fraction(reader: Reader, token: Token) -> None:
    r"""`\frac`: its top is read first; `\frac12` has a digit above and one below."""
    following = reader.peek(1)
    if following.word == "{":
        reader.open(Frame(Role.TOP, token, "}", start=token.start), reader.at + 2)
        return
    top, end = _single(reader, reader.at + 1)
    below_bar(reader, token.start, top, end)


def _single(reader: Reader, at: int) -> tuple[Tree, int]:
    """One digit or one letter, which LaTeX takes where no braces stand; the rest of a number stays for later."""
    token = reader.tokens[at] if at < len(reader.tokens) else NOTHING
    span = Span(token.start, token.start + 1)
    if token.sort is Sort.NUMBER and token.word.isdigit():
        if len(token.word) > 1:
            reader.tokens[at] = token._replace(start=token.start + 1, word=token.word[1:], gap=False)
            return literal(token.word[0], span), at
        return literal(token.word, span), at + 1
    if token.sort is Sort.WORD and len(token.word) == 1:
        return Mention(Named(token.word), Span(token.start, token.end)), at + 1
    raise UnreadableError(r"a fraction needs what stands above and below, like \frac{1}{2}")


def below_bar(reader: Reader, start: int, top: Tree, at: int) -> None:
    """What stands under the bar of a fraction, its top having been read."""
    token = reader.tokens[at] if at < len(reader.tokens) else NOTHING
    if token.word == "{":
        reader.open(Frame(Role.BELOW, token, "}", whole=top, start=start), at + 1)
        return
    below, end = _single(reader, at)
    reader.work.count()
    reader.push(Operated("/", (top, below), Span(start, below.span.end)), end)


def _root(reader: Reader, token: Token) -> None:
    following = reader.peek(1)
    if following.word in ("(", "{"):
        close = ")" if following.word == "(" else "}"
        reader.open(Frame(Role.CALL, token, close, word="sqrt", start=token.start), reader.at + 2)
    elif following.word == "[":
        raise UnreadableError("only square roots are read; write other roots as powers")
    else:
        reader.wait(Waiting("sqrt", TIGHT, token.start, prefix=True), reader.at + 1)


USUAL_INDICES = frozenset("ijk")
"""What a Σ counts with where it does not say."""
SUM_WORDS = tuple(f"sum_{letter}" for letter in sorted(USUAL_INDICES))
"""A Σ as it is typed: `sum_i`."""


def _sum(reader: Reader, token: Token) -> None:
    """Σ and what it counts with; its body reaches to the next + or −."""
    at, indices = reader.at + 1, set[str]()
    while at < len(reader.tokens):
        mark = reader.tokens[at]
        if mark.sort is Sort.SUBSCRIPT:
            indices.add(mark.word)
            at += 1
        elif mark.sort is Sort.SUPERSCRIPT:
            at += 1
        elif mark.sort is Sort.SIGN and mark.word in ("_", "**") and at + 1 < len(reader.tokens):
            opener = at + 1
            last = max(opener, reader.strip.partner[opener])
            if mark.word == "_":
                indices |= _counted(reader.tokens[opener : last + 1])
            at = last + 1
        else:
            break
    word = "sum" if token.word == "Σ" else "product"
    reader.wait(Waiting(word, SUM, token.start, prefix=True, indices=frozenset(indices) or USUAL_INDICES), at)


def _counted(held: list[Token]) -> set[str]:
    r"""The letters on the left of what stands under a Σ: i in `i=1`, i and j in `i,j`."""
    found = set[str]()
    for token in held:
        if token.sort in (Sort.RELATION, Sort.COMPARISON):
            break
        if token.sort is Sort.WORD:
            found.add(token.word)
            found.update(token.word if token.word.isalpha() and len(token.word) == 2 else "")
    return found
