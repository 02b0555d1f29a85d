"""Why a gradient is what it is, in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

from glassgrad.graph import Node
from glassgrad.writing.excerpt import excerpt
from glassgrad.writing.formula import write_excerpt
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words

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
    passed = [_heads(road) for road in ways]
    if all(heads == passed[0] for heads in passed):
        return (*_several(by, target, ways, known), "; along each: ", _in_turn(passed[0]))
    heads = list(dict.fromkeys(one for heads in passed for one in heads))
    return (*_several(by, target, ways, known), "; rules: ", _and_more(heads[:MOST_ROADS], ", ", len(heads)))


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
    heads = _heads(road)
    if len(heads) == 1:
        return (_because(road),)
    if road.origin is target:
        return (f"chain rule: {_in_turn(heads)}",)
    return ("chain rule through ", known[road.origin].mathematics, f": {_in_turn(heads)}")


def _heads(road: Road) -> list[str]:
    """The names of the rules passed along one road, from the target on."""
    passed = [node.op.reason(node.inputs.index(into)) for node, into in pairwise(road.trail)]
    return list(dict.fromkeys(head(because) for because in (*passed, _because(road))))


def _in_turn(heads: Sequence[str]) -> str:
    return _and_more(heads[:MOST_RULES], ", then ", len(heads))


def _and_more(heads: Sequence[str], join: str, count: int) -> str:
    return join.join(heads) + (f", and {count - len(heads)} more" if count > len(heads) else "")


def _because(road: Road) -> str:
    """The reason on the page for the input that the road goes into."""
    return road.through.op.reason(road.place)


def _several(by: Fragment, target: Node, ways: Sequence[Road], known: Mapping[Node, Fragment]) -> Words:
    """The roads one by one; two that read the same are counted, for a formula may be written down twice."""
    places = Counter(() if road.through is target else ("through ", called(road.through, ways, known)) for road in ways)
    words: list[str | Mathematics] = [by.mathematics, " reaches ", known[target].mathematics, f" along {count_word(len(ways))} paths: "]
    for position, (through, times) in enumerate(list(places.items())[:MOST_ROADS]):
        last = position == min(len(places), MOST_ROADS) - 1 and len(places) <= MOST_ROADS
        words += [("" if position == 0 else " and " if last else ", "), "twice " if times == 2 else f"{count_word(times)} times " if times > 2 else ""]
        words += through or ("directly",)
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
