"""What a word in a formula is: a quantity, a function and its bracket, or names written without a sign between them."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..quantities import Named, Updated
from .context import ARRAY_WORDS, Context, function_named, functions_of_one
from .frames import APPLY, Frame, Role, Waiting, derivative_of
from .names import Name, canonical, check_letters, name_at
from .refusing import UnreadableError
from .strip import Strip
from .tokens import Sort, Token
from .tree import Literal, Mention, Operated, Span, Tree

_CHUNKS = re.compile(r"[^\W\d_]_?[0-9]*")


@dataclass(frozen=True, slots=True)
class Opening:
    """A bracket that a word opens; what it holds begins at the token number `end`."""

    frame: Frame
    end: int


def whole_word(context: Context, strip: Strip, start: int, indices: frozenset[str]) -> tuple[Tree, int] | Opening | Waiting:
    """What the word at the token number `start` is. `indices`: letters that a Σ around it counts with. Raises: UnreadableError."""
    token = strip.tokens[start]
    name = name_at(strip, start, layered=context.layered, times=context.times)
    if name is None:
        raise UnreadableError("this name cannot be read")
    called = _function(context, strip, start, name)
    if called is not None:
        return called
    parts = apart(context, token)
    if parts:
        return _product(context, token, parts), start + 1
    return _quantity(context, strip, start, name, indices)


# ── functions ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _function(context: Context, strip: Strip, start: int, name: Name) -> Opening | Waiting | tuple[Tree, int] | None:
    token = strip.tokens[start]
    bare = name.end - start == 1 or (name.primes > 0 and not name.sub and not name.layer)
    opener = strip.tokens[name.end] if name.end < len(strip.tokens) else None
    if name.canonical in context.functions and not name.new:
        return _of_the_sheet(context, strip, start, name, opener)
    if not bare:
        if token.command and len(token.word) > 1 and function_named(token.word):
            raise UnreadableError(f"{token.word} with a subscript is not read; write it by known functions, as log(x)/log(2)")
        _check_factor(context, token, name, opener)
        return None
    page = function_named(token.word)
    if token.word in ARRAY_WORDS and opener and opener.word == "(" and not opener.gap:
        return Opening(Frame(Role.GROUP, token, ")", start=token.start), name.end + 1)
    if page and not (name.canonical in context.names and (opener is None or opener.gap or len(token.word) == 1)):
        return _call(strip, start, name, page)
    if name.primes and opener and opener.word == "(" and not opener.gap:
        return _primed(context, strip, start, name)
    _check_factor(context, token, name, opener)
    return None


def _check_factor(context: Context, token: Token, name: Name, opener: Token | None) -> None:
    """Raises: UnreadableError where a bracket follows and nobody can tell a function from a factor."""
    calls = opener is not None and opener.word == "(" and opener.sort is Sort.SIGN and not opener.gap
    if calls and not context.is_known_factor(name.canonical, token):
        raise UnreadableError(f"there is no function {token.word!r}, and no quantity of this name is defined; to multiply write {token.word}*(…)")


def _call(strip: Strip, start: int, name: Name, page: str) -> Opening | Waiting | None:
    token, at = strip.tokens[start], name.end
    power, at = _power(strip, at)
    opener = strip.tokens[at] if at < len(strip.tokens) else None
    if opener and opener.word in ("(", "{", "[") and opener.sort is Sort.SIGN and (opener.word != "[" or token.command):
        close = {"(": ")", "{": "}", "[": "]"}[opener.word]
        return Opening(Frame(Role.CALL, token, close, word=page, primes=name.primes, start=token.start, power=power), at + 1)
    if power is not None or name.primes or opener is None:
        return None
    letter = len(token.word) == 1
    if (token.command or letter or token.word.lower() in functions_of_one()) and _begins_operand(opener, minus=not letter):
        return Waiting(page, APPLY, token.start, prefix=True)
    return None


def _begins_operand(token: Token, *, minus: bool) -> bool:
    if token.sort in (Sort.NUMBER, Sort.WORD, Sort.FRACTION, Sort.TEXT):
        return True
    return token.sort is Sort.SIGN and (token.word in ("frac", "sqrt", "|") or (minus and token.word == "-" and not token.gap))


def _power(strip: Strip, at: int) -> tuple[Tree | None, int]:
    r"""The exponent in `\tanh^2(z)`, if one stands there and a bracket follows."""
    held = strip.tokens[at : at + 5]
    if not held:
        return None, at
    if held[0].sort is Sort.SUPERSCRIPT and held[0].word.isdigit():
        digit, end = held[0], at + 1
    elif held[0].word == "**" and len(held) > 1 and held[1].sort is Sort.NUMBER:
        digit, end = held[1], at + 2
    elif held[0].word == "**" and len(held) > 3 and held[1].word == "{" and held[2].sort is Sort.NUMBER and held[3].word == "}":
        digit, end = held[2], at + 4
    else:
        return None, at
    follows = end < len(strip.tokens) and strip.tokens[end].word in ("(", "{")
    if not (follows and digit.word.isdigit() and len(digit.word) < 4):
        return None, at
    return Literal(float(digit.word), 1.0, Span(digit.start, digit.end)), end


def _of_the_sheet(context: Context, strip: Strip, start: int, name: Name, opener: Token | None) -> Opening | tuple[Tree, int]:
    """f, f(3), f' and f'(3), for a function that the sheet defines."""
    token, names = strip.tokens[start], context.functions[name.canonical]
    quantity = Named(name.canonical)
    span = Span(token.start, strip.tokens[name.end - 1].end)
    whole = Mention(derivative_of(quantity, names, name.primes) if name.primes else quantity, span)
    if opener is None or opener.word != "(" or opener.gap:
        return whole, name.end
    return Opening(Frame(Role.AT, token, ")", names=names, whole=whole, start=token.start), name.end + 1)


def _primed(context: Context, strip: Strip, start: int, name: Name) -> Opening | tuple[Tree, int]:
    """J'(w): the derivative of a quantity; g'(z): that of a function, which somebody else may know."""
    token, last = strip.tokens[start], strip.partner[name.end]
    inner = name_at(strip, name.end + 1, layered=context.layered, times=context.times) if last > name.end + 1 else None
    if name.canonical in context.names and inner is not None and inner.end == last and not inner.primes:
        return Mention(derivative_of(Named(name.canonical), (inner.canonical,), name.primes), Span(token.start, strip.tokens[last].end)), last + 1
    return Opening(Frame(Role.CALL, token, ")", word=token.word, primes=name.primes, start=token.start), name.end + 1)


# ── quantities ───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _quantity(context: Context, strip: Strip, start: int, name: Name, indices: frozenset[str]) -> tuple[Tree, int]:
    token = strip.tokens[start]
    span = Span(token.start, strip.tokens[name.end - 1].end)
    if name.primes > 1:
        raise UnreadableError("more than one prime has no meaning here")
    known = _without_index(context, name, indices) if indices else name.canonical
    check_letters(known)
    if name.primes or name.new:
        return Mention(Updated(known), span), name.end
    context.spellings.setdefault(known, context.text[span.start : span.end])
    return Mention(Named(known), span), name.end


def _without_index(context: Context, name: Name, indices: frozenset[str]) -> str:
    """The name without what a sum counts with, if that is a quantity of the sheet."""
    layer = "" if name.layer in indices else name.layer
    sub = "_".join(part for part in name.sub.split("_") if part and not (part in indices or set(part) <= indices))
    bare = Name(name.base, sub, layer, name.new, name.primes, name.end).canonical
    return bare if bare in context.names else name.canonical


def apart(context: Context, token: Token) -> list[tuple[int, str]]:
    """The names in `w1x1` or `wx`, each with the place where it begins in the word: only where each of them, and not the whole, is known."""
    word = token.word
    if token.sort is not Sort.WORD or token.command or len(word) < 2 or canonical(word) in context.names or function_named(word):
        return []
    chunks = list(_CHUNKS.finditer(word))
    if len(chunks) < 2 or sum(len(chunk[0]) for chunk in chunks) != len(word):
        return []
    names = [canonical(chunk[0]) for chunk in chunks]
    arguments = {one for held in context.functions.values() for one in held}
    known = context.names | arguments | (context.mentioned if token.math else set())
    if not all("_" in chunk[0] for chunk in chunks) and not all(name in known for name in names):
        return []
    return [(chunk.start(), chunk[0]) for chunk in chunks]


def _product(context: Context, token: Token, parts: list[tuple[int, str]]) -> Tree:
    trees: list[Tree] = []
    for start, word in parts:
        span = Span(token.start + start, token.start + start + len(word))
        context.spellings.setdefault(canonical(word), word)
        trees.append(Mention(Named(canonical(word)), span))
    tree = trees[0]
    for part in trees[1:]:
        tree = Operated("·", (tree, part), Span(tree.span.start, part.span.end))
    return tree
