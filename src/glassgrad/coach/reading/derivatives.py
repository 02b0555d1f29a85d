r"""Derivatives by every way to write them: dJ/dw, ∂J/∂w, `\frac{\partial J}{\partial w}`, ∂_w J, dw, dJ_dw, d²f/dx²."""

from __future__ import annotations

import re

from ..quantities import Derivative
from .context import Context
from .names import Name, canonical, name_at
from .strip import Strip
from .tokens import Sort, Token

HIGHER = re.compile(r"d(?P<order>[2-9])(?P<name>[^\W\d]\w*)")
BELOW = re.compile(r"d(?P<name>[^\W\d]\w*?)(?P<order>[2-9])")
Found = tuple[Derivative, int]
"""A derivative, and the number of the token after it."""


def derivative_at(context: Context, strip: Strip, start: int) -> Found | None:
    """The derivative that begins with the token number `start`, or None."""
    token = strip.tokens[start]
    if token.sort is Sort.SIGN and token.word == "frac":
        return _upright(context, strip, start)
    if token.sort is Sort.SIGN and token.word in ("∂", "∇"):
        return _quotient(context, strip, start) or _with_subscript(context, strip, start)
    if token.sort is Sort.WORD and token.word[0] in "dgp":
        return _quotient(context, strip, start) or _one_word(context, strip, start)
    return None


# ── ∂J/∂w ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _upright(context: Context, strip: Strip, start: int) -> Found | None:
    r"""`\frac{∂J}{∂w}`, and `\frac{∂}{∂w} J`."""
    top_from, top_to = _group(strip, start + 1)
    below_from, below_to = _group(strip, top_to + 1) if top_to > 0 else (0, -1)
    if below_to < 0 or top_to - top_from > 40 or below_to - below_from > 200:
        return None
    top = _differential(context, strip.part(top_from, top_to), 0)
    below = _differentials(context, strip.part(below_from, below_to), 0)
    if top is None or top[2] != top_to - top_from or below is None or below[1] != below_to - below_from:
        return None
    return _complete(context, strip, top[0], top[1], below[0], below_to + 1)


def _group(strip: Strip, opener: int) -> tuple[int, int]:
    """Where what stands between the braces at `opener` begins and ends; the end is −1 if there are none."""
    if opener < len(strip.tokens) and strip.tokens[opener].word == "{" and strip.partner[opener] > 0:
        return opener + 1, strip.partner[opener]
    return 0, -1


def _quotient(context: Context, strip: Strip, start: int) -> Found | None:
    """dJ/dw and ∂²f/∂a∂b, and d/dx f."""
    typed = _typed(context, strip, start)
    if typed is not None:
        return typed
    top = _differential(context, strip, start)
    if top is None:
        return None
    order, of, at = top
    if at + 1 >= len(strip.tokens) or strip.tokens[at].word != "/" or strip.tokens[at].sort is not Sort.SIGN:
        return None
    at += 1
    bracket = strip.tokens[at].word == "(" and strip.partner[at] > 0
    below = _differentials(context, strip, at + bracket)
    if below is None or (bracket and below[1] != strip.partner[at]):
        return None
    if strip.tokens[start].word[0] == "d" and strip.tokens[start].sort is Sort.WORD and not of and "d" in context.names and below[1] >= len(strip.tokens):
        return None
    return _complete(context, strip, order, of, below[0], below[1] + bracket)


def _typed(context: Context, strip: Strip, start: int) -> Found | None:
    """d2f/dx2, as it is typed without raised numbers."""
    words = [token.word for token in strip.tokens[start : start + 3]]
    if len(words) < 3 or words[1] != "/" or not (top := HIGHER.fullmatch(words[0])):
        return None
    below = BELOW.fullmatch(words[2])
    if below is None or below["order"] != top["order"] or not all(context.is_named(canonical(one["name"])) for one in (top, below)):
        return None
    if canonical(words[0]) in context.names:
        return None
    return Derivative(canonical(top["name"]), (canonical(below["name"]),) * int(top["order"])), start + 3


def _complete(context: Context, strip: Strip, order: int, of: str, by: tuple[str, ...], end: int) -> Found | None:
    """The derivative, if its order is that of its denominator; what an operator d/dx is applied to follows it."""
    if order != len(by):
        return None
    if of:
        return Derivative(of, by), end
    if end >= len(strip.tokens):
        return None
    applied = name_at(strip, end, layered=context.layered, times=context.times)
    if applied is None or applied.primes:
        return None
    end = applied.end
    arguments = context.functions.get(applied.canonical)
    if arguments and end < len(strip.tokens) and strip.tokens[end].word == "(" and strip.partner[end] > 0:
        held = [token.word for token in strip.tokens[end + 1 : strip.partner[end]] if token.word != ","]
        if tuple(map(canonical, held)) != arguments:
            return None
        end = strip.partner[end] + 1
    return Derivative(applied.canonical, by), end


def _differentials(context: Context, strip: Strip, start: int) -> tuple[tuple[str, ...], int] | None:
    """∂a ∂b², as (a, b, b)."""
    by: list[str] = []
    at = start
    while at < len(strip.tokens):
        if by and strip.tokens[at].word in ("·", "*") and strip.tokens[at].sort is Sort.SIGN:
            break
        found = _differential(context, strip, at)
        if found is None or not found[1] or found[0] > 1:
            break
        power, end = _power(strip, found[2])
        by += [found[1]] * power
        at = end
    return (tuple(by), at) if by else None


def _differential(context: Context, strip: Strip, start: int) -> tuple[int, str, int] | None:
    """∂, ∂J or d²J: the order, the name or "" if there is none, and the number of the token after it."""
    if start >= len(strip.tokens):
        return None
    token = strip.tokens[start]
    if (token.sort is Sort.SIGN and token.word == "∂") or (token.sort is Sort.WORD and token.word in ("d", "partial")):
        order, at = _power(strip, start + 1)
        name = name_at(strip, at, layered=context.layered, times=context.times) if at < len(strip.tokens) else None
        if name is None or name.primes or name.new:
            return order, "", at
        return order, _remember(context, strip, at, 0, name), name.end
    if token.sort is Sort.WORD and token.word[0] == "d" and not token.command:
        name = name_at(strip, start, skip=1, layered=context.layered, times=context.times)
        if name is not None and not name.primes and not name.new and _plausible(context, name, strip.tokens[start]):
            return 1, _remember(context, strip, start, 1, name), name.end
    return None


def _plausible(context: Context, name: Name, token: Token) -> bool:
    """Whether d in front of this name is a sign of a derivative, and not the first letter of a word."""
    if context.is_named(name.canonical):
        return True
    whole = canonical(token.word)
    return whole not in context.names and (len(name.base) == 1 or bool(name.sub) or name.base in ("Loss", "loss", "Cost", "cost", "net", "out", "Error"))


def _power(strip: Strip, at: int) -> tuple[int, int]:
    """The exponent that stands there, 1 if there is none, and the number of the token after it."""
    if at >= len(strip.tokens):
        return 1, at
    token = strip.tokens[at]
    if token.sort is Sort.SUPERSCRIPT and token.word.isdigit() and len(token.word) == 1:
        return int(token.word), at + 1
    if token.word == "**" and token.sort is Sort.SIGN:
        held = strip.tokens[at + 1 : at + 4]
        if held and held[0].sort is Sort.NUMBER and len(held[0].word) == 1:
            return int(held[0].word), at + 2
        if len(held) == 3 and held[0].word == "{" and held[1].sort is Sort.NUMBER and len(held[1].word) == 1 and held[2].word == "}":
            return int(held[1].word), at + 4
    return 1, at


def _remember(context: Context, strip: Strip, start: int, skip: int, name: Name) -> str:
    written = context.text[strip.tokens[start].start + skip : strip.tokens[name.end - 1].end]
    context.spellings.setdefault(name.canonical, written)
    return name.canonical


# ── ∂_w J, dw, dJ_dw ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _with_subscript(context: Context, strip: Strip, start: int) -> Found | None:
    """∂_w J and ∇_w J; without a name behind it, of what is left open."""
    at = start + 1
    if at >= len(strip.tokens):
        return None
    token = strip.tokens[at]
    if token.sort is Sort.SUBSCRIPT:
        by, at = canonical(token.word), at + 1
    elif token.word == "_" and at + 1 < len(strip.tokens):
        inner_from, inner_to = _group(strip, at + 1)
        held = strip.part(inner_from, inner_to) if inner_to > 0 else strip.part(at + 1, at + 2)
        name = name_at(held, 0) if held.tokens else None
        if name is None or name.end != len(held.tokens):
            return None
        by, at = name.canonical, inner_to + 1 if inner_to > 0 else at + 2
    else:
        return None
    applied = name_at(strip, at, layered=context.layered, times=context.times) if at < len(strip.tokens) else None
    if applied is None or applied.primes:
        return Derivative("", (by,)), at
    return Derivative(applied.canonical, (by,)), applied.end


def _one_word(context: Context, strip: Strip, start: int) -> Found | None:
    """dw1, where w1 is a quantity of the sheet; grad_w1; dJ_dw1 and dJdw1."""
    token = strip.tokens[start]
    word = token.word
    if token.command or canonical(word) in context.functions:
        return None
    for front in ("grad_", "gradient_", "grad"):
        if word.startswith(front) and context.is_named(canonical(word[len(front) :] or word)) and canonical(word[len(front) :] or word) != canonical(word):
            return Derivative("", (canonical(word[len(front) :]),)), start + 1
    if word[0] != "d" or len(word) == 1:
        return None
    name = name_at(strip, start, skip=1, layered=context.layered, times=context.times)
    if name is not None and not name.primes and not name.new and context.is_named(name.canonical):
        return Derivative("", (_remember(context, strip, start, 1, name),)), name.end
    return _both_in_one_word(context, word, start)


def _both_in_one_word(context: Context, word: str, start: int) -> Found | None:
    for at in range(2, len(word) - 1):
        if word[at] != "d":
            continue
        of, by = word[1:at].strip("_"), word[at + 1 :].strip("_")
        if not of or not by:
            continue
        of, by = canonical(of), canonical(by)
        apart = word[at - 1] == "_"
        if context.is_named(by) and (context.is_named(of) or (apart and (len(of) == 1 or of.lower() in ("loss", "cost", "error")))):
            return Derivative(of, (by,)), start + 1
    return None
