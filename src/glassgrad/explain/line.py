"""One line: a formula, the numbers put in, and the value; with as many digits as it takes for the line to agree with itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from glassgrad.graph import Node, is_constant, size
from glassgrad.ops.mathematics import NUMPY
from glassgrad.writing.arrays import SMALL, Shown, constant, is_small, shown, summary
from glassgrad.writing.excerpt import Excerpt, Spot, ends, fold
from glassgrad.writing.formula import operation_fragment, write_excerpt
from glassgrad.writing.fragments import Fragment
from glassgrad.writing.mathematics import Mathematics, Words
from glassgrad.writing.numbers import FEW

from .blocks import ABOUT, EQUAL, Step
from .looks_exact import computed

DIGITS = (FEW, 6, 9, 12, 17)
"""Significant digits tried for the numbers put in; 17 print a float64 completely."""
MOST_NUMBERS = SMALL
"""Entries of all arrays together that are put into one formula."""
ROUNDING: Words = ("the machine rounds at every operation, so by hand, from the numbers on this line, the last digits come out differently",)
"""Said where no number of digits helps: two large numbers nearly cancel."""


NOT_COMPUTED: Words = ("not computed in this pass",)


@dataclass(frozen=True, slots=True)
class Worked:
    """A formula worked out from its printed numbers."""

    formula: Fragment
    value: Any
    exact: bool
    """Whether all printed numbers are exact."""
    rounded: bool = False
    """Whether a number on the way only looks exact."""


Close = Callable[[list[Fragment]], Fragment]
"""How several formulas on one line are put together."""


def line(symbol: Fragment, spots: Excerpt, known: Mapping[Node, Fragment], values: Mapping[Node, Any], value: Any, **more: Any) -> Step:
    """The line of one quantity: its symbol, its formula cut at what is `known`, the numbers at those places, and its value."""
    return sum_line(symbol, [spots], only, known, values, value, **more)


def only(parts: list[Fragment]) -> Fragment:
    """The one formula of a line that has one."""
    (one,) = parts
    return one


def sum_line(symbol: Fragment, terms: list[Excerpt], close: Close, known: Mapping[Node, Fragment], values: Mapping[Node, Any], value: Any, **more: Any) -> Step:
    """The same for several formulas whose sum is the value; `close` writes them as one. What was not computed has no number, never 0."""
    formula = close([write_excerpt(spots, known) for spots in terms])
    more.setdefault("relation", ABOUT if any(_is_rounded(spot) for spots in terms for spot in spots) else EQUAL)
    step = Step(symbol.mathematics, formula.mathematics, **more)
    if value is None or not all(_is_computed(spot, values) for spots in terms for spot in ends(spots)):
        return with_note(step, NOT_COMPUTED)
    step = replace(step, shape=_told_shape(value))
    result = np.asarray(value)
    if all(len(spots) == 1 for spots in terms) and len(terms) == 1:
        return _quoted(step, terms[0][0], value)
    if not _few_enough(terms, values):
        return _without_numbers(step, value)
    for digits in DIGITS:
        worked = [_work(spots, values, digits) for spots in terms]
        total = sum((one.value for one in worked[1:]), start=worked[0].value)
        unsure = digits == DIGITS[-1] or any(one.rounded for one in worked)
        last = shown(value, FEW, rounded=~_is_the_same(total, shown(value).printed) | unsure)
        if agrees(total, last):
            break
    else:
        worked = [_work(spots, values, FEW) for spots in terms]
        last, step = shown(value), with_note(step, ROUNDING)
    exact = all(one.exact for one in worked)
    numbers = close([one.formula for one in worked]).mathematics
    same = numbers.text in (formula.text, last.fragment.text)
    return replace(
        step,
        numbers=None if same else numbers,
        value=_value(last, value),
        summary=() if is_small(result.shape) else summary(value),
        into_numbers=EQUAL if exact else ABOUT,
        into_value=EQUAL if last.exact else ABOUT,
    )


def with_note(step: Step, note: Words) -> Step:
    """The step with one more remark after its reason."""
    return replace(step, because=(*step.because, "; ", *note) if step.because else note)


def agrees(total: Any, last: Shown) -> bool:
    """Whether the value worked out from the printed line is the value printed: the same to the digits shown, everywhere."""
    pairs = zip(np.asarray(total, dtype=np.float64).flat, np.asarray(last.printed).flat, strict=True)
    return all(_one_agrees(float(one), float(printed)) for one, printed in pairs)


def _one_agrees(total: float, printed: float) -> bool:
    if not np.isfinite(printed) or not np.isfinite(total):
        return total == printed or (np.isnan(total) and np.isnan(printed))
    return bool(_is_the_same(total, printed)) or f"{total:.{FEW - 1}e}" == f"{printed:.{FEW - 1}e}"


def _is_the_same(total: Any, printed: Any) -> Any:
    """Where two numbers differ by no more than the rounding of a machine."""
    with np.errstate(all="ignore"):
        return np.isclose(total, printed, rtol=1e-12, atol=0.0, equal_nan=True)


def values_down_to(root: Node, given: Mapping[Node, Any], dtype: np.dtype[Any]) -> dict[Node, Any]:
    """The numbers of a node and of everything between it and the nodes whose numbers are given."""
    found: dict[Node, Any] = {}
    seen: set[Node] = set()
    waiting = [root]
    while waiting:
        node = waiting.pop()
        if node in seen:
            continue
        seen.add(node)
        if node in given:
            found[node] = given[node]
        else:
            waiting.extend(node.inputs)
    with np.errstate(all="ignore"):
        for node in sorted(seen, key=lambda one: one.serial):
            if node not in found:
                found[node] = np.asarray(compute(node, [found[one] for one in node.inputs]), dtype=dtype)[()]
    return found


def compute(node: Node, inputs: Iterable[Any]) -> Any:
    """What the operation of a node makes of numbers."""
    return node.op.compute(NUMPY, *inputs, **node.settings)


def _work(spots: Excerpt, values: Mapping[Node, Any], digits: int) -> Worked:
    def at_end(spot: Spot) -> Worked:
        node = spot.node
        one = constant(node.settings["value"], digits) if is_constant(node) and not node.name else shown(values[node], digits)
        return Worked(one.fragment, one.printed, one.exact)

    def at_operation(node: Node, inputs: list[Worked]) -> Worked:
        value, rounded = computed(node, [np.float64(one.value) if np.ndim(one.value) == 0 else one.value for one in inputs])
        formula = operation_fragment(node, [one.formula for one in inputs])
        return Worked(formula, value, all(one.exact for one in inputs), rounded or any(one.rounded for one in inputs))

    return fold(spots, at_end, at_operation)


def _is_rounded(spot: Spot) -> bool:
    """Whether a number written in the formula itself is rounded."""
    return is_constant(spot.node) and not spot.node.name and not constant(spot.node.settings["value"]).exact


def _is_computed(spot: Spot, values: Mapping[Node, Any]) -> bool:
    return spot.node in values or is_constant(spot.node)


def _few_enough(terms: list[Excerpt], values: Mapping[Node, Any]) -> bool:
    nodes = [spot.node for spots in terms for spot in ends(spots)]
    return all(is_small(node.shape) for node in nodes) and sum(size(node.shape) for node in nodes if node.shape) <= MOST_NUMBERS


def _quoted(step: Step, spot: Spot, value: Any) -> Step:
    """A line that only quotes another quantity, or states a number: nothing is put in."""
    last = shown(value)
    assert step.formula is not None
    if step.formula.text == last.fragment.text:
        return step if is_small(np.shape(value)) else replace(step, summary=summary(value))
    return _without_numbers(step, value)


def _without_numbers(step: Step, value: Any) -> Step:
    last = shown(value)
    if not is_small(np.shape(value)):
        return replace(step, summary=summary(value))
    return replace(step, value=_value(last, value), into_value=EQUAL if last.exact else ABOUT)


def _value(last: Shown, value: Any) -> Mathematics | None:
    return last.fragment.mathematics if is_small(np.shape(value)) else None


def _told_shape(value: Any) -> str:
    return "×".join(map(str, np.shape(value)))


def given(symbol: Fragment, value: Any, **more: Any) -> Step:
    """The line of a number that is given."""
    last = shown(value)
    if not is_small(np.shape(value)):
        return Step(symbol.mathematics, shape=_told_shape(value), summary=summary(value), **more)
    return Step(symbol.mathematics, value=last.fragment.mathematics, into_value=EQUAL if last.exact else ABOUT, shape=_told_shape(value), **more)
