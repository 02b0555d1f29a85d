"""What is known before anything is read: the quantities and the functions of the sheet, and the names that its formulas mention."""

from __future__ import annotations

from .context import Context, function_named
from .derivatives import derivative_at
from .names import canonical, name_at
from .pieces import Chain
from .strip import Strip
from .tokens import Sort, Token


def note_names(context: Context, chain: Chain) -> None:
    """Note the quantity or the function that a chain says something about, and the names that appear in it."""
    target = Strip(list(chain.sides[0]))
    if not target.tokens or target.tokens[0].sort not in (Sort.WORD, Sort.TEXT):
        _note_mentions(context, chain)
        return
    name = name_at(target, 0, layered=True, times=context.times)
    if name is not None and not name.primes:
        if name.end == len(target.tokens) and _tells_something(chain):
            context.layered = context.layered or bool(name.layer)
            context.names.add(name.canonical)
        elif not name.new:
            _note_function(context, target, name.canonical, name.end)
    _note_mentions(context, chain)


def _tells_something(chain: Chain) -> bool:
    """An ordinary word is a quantity only if mathematics follows it: "Loss = (a − y)²", not "large = overshooting"."""
    word = chain.sides[0][0]
    if word.sort is Sort.WORD and (len(word.word) == 1 or not word.word.isalpha() or not word.word.isascii() or len(chain.sides[0]) > 1):
        return True
    following = [token for side in chain.sides[1:] for token in side]
    return len(following) > 1 or any(token.sort is not Sort.WORD or not token.word.isalpha() or len(token.word) == 1 for token in following)


def _note_function(context: Context, target: Strip, name: str, opener: int, *, anew: bool = False) -> None:
    """f(x) and f(w, b), if that is all of the left side."""
    held = target.tokens
    if opener >= len(held) or held[opener].word != "(" or held[opener].gap or target.partner[opener] != len(held) - 1 or function_named(held[0].word):
        return
    arguments = held[opener + 1 : -1]
    names, commas = arguments[::2], arguments[1::2]
    if names and all(one.sort is Sort.WORD for one in names) and all(one.word == "," for one in commas) and len(arguments) % 2:
        if anew:
            context.functions[name] = tuple(canonical(one.word) for one in names)
        context.functions.setdefault(name, tuple(canonical(one.word) for one in names))
        context.names.add(name)


def define_anew(context: Context, chain: Chain) -> None:
    """A function that is defined once more has the arguments of that definition from here on."""
    target = Strip(list(chain.sides[0]))
    name = name_at(target, 0, layered=context.layered, times=context.times) if target.tokens else None
    if name is not None and name.canonical in context.functions and not name.primes:
        _note_function(context, target, name.canonical, name.end, anew=True)


def _note_mentions(context: Context, chain: Chain) -> None:
    for side in chain.sides:
        strip = Strip(list(side))
        for at, token in enumerate(side):
            if token.sort is Sort.WORD and (len(token.word) == 1 or any(one.isdigit() or one == "_" for one in token.word) or not token.word.isascii()):
                name = name_at(strip, at, layered=context.layered, times=context.times)
                if name is not None:
                    context.mentioned.add(name.canonical)


def forget_derivatives(context: Context) -> None:
    """Take `dw1` out of the names, where w1 is a name too: it is a derivative."""
    for names in (context.names, context.mentioned):
        for name in sorted(names):
            if name[0] in "dg" and len(name) > 1 and _is_derivative(context, name):
                names.discard(name)


def _is_derivative(context: Context, name: str) -> bool:
    found = derivative_at(context, Strip([Token(Sort.WORD, 0, len(name), name)]), 0)
    return found is not None and found[1] == 1
