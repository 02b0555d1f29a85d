"""Why a gradient is what it is, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from glassgrad.graph import Node

from .excerpt import excerpt
from .formula import write_excerpt
from .fragments import Fragment
from .mathematics import Mathematics, Words
from .roads import Road

NUMBER_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
MOST_ROADS = 6
"""Roads that are named one by one."""
MOST_RULES = 4
"""Rules named on the way from one quantity to the next."""
SHORT = 6
"""Operations of a formula that stands for an operation without a symbol."""


def reason(by: Fragment, target: Node, ways: Sequence[Road], known: Mapping[Node, Fragment]) -> Words:
    """The rule, or the rules, by which the gradient came, and the roads if there are several."""
    if len(ways) == 1:
        return rules(ways[0], target, known)
    heads = list(dict.fromkeys(head(road.through.op.because) for road in ways))
    return (*_several(by, target, ways, known), "; along each: " if len(heads) == 1 else "; rules: ", *(", ".join(heads),))


def head(because: str) -> str:
    """The name of a rule, without its explanation.

    >>> head("product rule: each factor is scaled by the other"), head("chain rule with tanh: its derivative is 1 − tanh²")
    ('product rule', 'derivative of tanh')
    """
    return re.sub("^chain rule with ", "derivative of ", re.split("[:,;]", because)[0])


def count_word(number: int) -> str:
    """A small number as a word."""
    return NUMBER_WORDS[number] if number < len(NUMBER_WORDS) else str(number)


def rules(road: Road, target: Node, known: Mapping[Node, Fragment]) -> Words:
    """The rules passed along one road."""
    if len(road.trail) == 1:
        return (_because(road),)
    heads = list(dict.fromkeys(head(node.op.because) for node in road.trail))
    told = ", then ".join(heads[:MOST_RULES]) + (f", and {len(heads) - MOST_RULES} more" if len(heads) > MOST_RULES else "")
    if len(heads) == 1:
        return (_because(road),)
    if road.origin is target:
        return (f"chain rule: {told}",)
    return ("chain rule through ", known[road.origin].mathematics, f": {told}")


def _because(road: Road) -> str:
    """The reason on the page; what it adds "for the exponent" is left out where the gradient is not for that input."""
    because = road.through.op.because
    return re.sub("; for the .*", "", because) if road.through.inputs[0] is road.into else because


def _several(by: Fragment, target: Node, ways: Sequence[Road], known: Mapping[Node, Fragment]) -> Words:
    places = Counter(road.through for road in ways)
    words: list[str | Mathematics] = [by.mathematics, " reaches ", known[target].mathematics, f" along {count_word(len(ways))} paths: "]
    for position, (through, times) in enumerate(list(places.items())[:MOST_ROADS]):
        last = position == min(len(places), MOST_ROADS) - 1 and len(places) <= MOST_ROADS
        words += [("" if position == 0 else " and " if last else ", "), "twice " if times == 2 else f"{times} times " if times > 2 else ""]
        words += ["directly"] if through is target else ["through ", called(through, ways, known)]
    if len(places) > MOST_ROADS:
        words.append(f" and {len(places) - MOST_ROADS} more")
    return tuple(words)


def called(through: Node, ways: Sequence[Road], known: Mapping[Node, Fragment]) -> Mathematics:
    """What to call an operation: its symbol, its formula if that is short, or the quantity it is part of."""
    if through in known:
        return known[through].mathematics
    spots = excerpt(through, known, longest=SHORT)
    if any(spot.far for spot in spots):
        return next(known[road.origin].mathematics for road in ways if road.through is through)
    return write_excerpt(spots, known).mathematics
