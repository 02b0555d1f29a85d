"""The wrong gradient of the printed working example, and the equal numbers that hid it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from math import isclose

from glassgrad.explain.blocks import Aside, Block, Heading, Table
from glassgrad.writing.arrays import plain_number
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .corrected import corrected
from .words import cells, heads
from .worked_step import WorkedStep

FORWARD = ("x", "y", "w1", "b1", "w2", "b2", "a1", "a2", "J")
BACKWARD = ("a2", "w2", "b2", "a1", "w1", "b1")
EQUAL_BY_RULE = {"∂J/∂b2": "∂J/∂a2", "∂J/∂b1": "∂J/∂a1"}
"""A bias is only added, so its gradient is that of the sum: no coincidence."""


def quantities(step: WorkedStep) -> dict[str, float]:
    """Every number of the forward and the backward pass, by its symbol."""
    return {name: step.value(name) for name in FORWARD} | {f"∂J/∂{name}": step.gradient(name) for name in BACKWARD}


def slipped(step: WorkedStep, instead: float) -> float:
    """∂J/∂a1 with another number in place of w2."""
    return step.gradient("a2") * instead


def suspects(step: WorkedStep) -> list[str]:
    """The quantities that have the value which the printed course took for w2; it is the one that a1 has."""
    found = quantities(step)
    return [name for name, value in found.items() if name != "w2" and isclose(value, found["a1"])]


def printed_slip(printed: WorkedStep, step: WorkedStep) -> Iterator[Block]:
    """The correction, with the numbers of the printed course; then which slip it may have been, with the numbers of this lesson."""
    yield Heading(("A correction to the printed course: ∂J/∂a1",))
    taken, arriving = printed.value("a1"), printed.gradient("a2")
    yield from corrected(
        printed=("∂J/∂a1 = ", *product(arriving, taken), ", and from it ∂J/∂w1 and ∂J/∂b1, the same number."),
        true=("∂J/∂a1 = ∂J/∂a2·w2 = ", *product(arriving, printed.value("w2")), ", and so are ∂J/∂w1 and ∂J/∂b1."),
        why=(
            "It multiplied by ",
            *(plain_number(taken), ", where w2 is ", plain_number(printed.value("w2")), ". Its summary repeats the "),
            *(plain_number(arriving * taken), "; its own update then takes the right gradient."),
        ),
    )
    names = suspects(printed)
    found = quantities(step)
    values = [slipped(step, found[name]) for name in names]
    yield Aside((f"Which number was taken for w2? In the printed example {listed(names)} all have that value. With the numbers above:",))
    yield Table(
        heads("in place of w2", "its value", "∂J/∂a1 would be"), tuple(cells(name, found[name], value) for name, value in zip(names, values, strict=True))
    )
    yield Aside((_what_it_betrays(dict(zip(names, values, strict=True)), step.gradient("a1")),))
    yield from _coincidences(step)


def _what_it_betrays(found: dict[str, float], right: float) -> str:
    """What can be learnt from a wrong gradient, where these quantities in place of w2 give these values."""
    values = list(found.values())
    apart = [value for name, value in found.items() if name not in EQUAL_BY_RULE]
    unseen = [name for name, value in found.items() if isclose(value, right)]
    if len(unseen) == len(found):
        return "All of them give the right gradient: with these numbers the slip cannot be seen at all."
    if all(isclose(value, values[0]) for value in values):
        return "All of them give the same wrong gradient, so nobody can tell which slip it was."
    if unseen:
        return f"With {listed(unseen)} in place of w2 the gradient comes out right, and the slip is not seen."
    if any(isclose(one, other) for one, other in combinations(apart, 2)):
        return "Some of them give the same: a wrong gradient does not always tell which slip it was."
    return "But for ∂J/∂a2 and ∂J/∂b2, which a rule makes equal, each gives another: with these numbers a wrong gradient betrays where it comes from."


def product(one: float, other: float) -> Words:
    """Two numbers, and what comes of multiplying them."""
    second = ("(", plain_number(other), ")") if other < 0 else (plain_number(other),)
    return (plain_number(one), "·", *second, " = ", plain_number(one * other))


def _coincidences(step: WorkedStep) -> Iterator[Block]:
    yield Heading(("Why nobody notices: equal numbers",), level=3)
    groups = equal_quantities(quantities(step))
    if groups:
        yield Aside(("A slip stays hidden where different quantities have the same value. Here these do:",))
        yield Table(heads("value", "quantities"), tuple(cells((plain_number(value),), ", ".join(names)) for value, names in groups))
    else:
        yield Aside(("A slip stays hidden where different quantities have the same value. Here no two of them do: these are good numbers for an exercise.",))
    rules = " and ".join(f"{one} = {other}" for one, other in EQUAL_BY_RULE.items())
    yield Aside((f"({rules} whatever the numbers are: that is a rule and no coincidence.)",))
    yield from _forgotten_input(step)


def _forgotten_input(step: WorkedStep) -> Iterator[Block]:
    with_it, without = step.gradient("w1"), step.gradient("a1")
    rule = ("∂J/∂w1 = ∂J/∂a1·x = ", plain_number(with_it))
    if isclose(with_it, without):
        yield Aside((*rule, ", and without the ·x it would be the same: with these numbers a forgotten ·x is not seen."))
    else:
        yield Aside((*rule, "; whoever forgets the ·x gets ", plain_number(without), ", and the slip is seen."))


def equal_quantities(found: dict[str, float]) -> list[tuple[float, list[str]]]:
    """Values that more than one quantity has, with their names; those equal by a rule do not count as two.

    >>> equal_quantities({"w1": 2.0, "a1": 2.0, "w2": 3.0})
    [(2.0, ['w1', 'a1'])]
    """
    groups: list[tuple[float, list[str]]] = []
    for name, value in found.items():
        home = next((names for other, names in groups if isclose(value, other, abs_tol=1e-12)), None)
        if home is None:
            groups.append((value, [name]))
        else:
            home.append(name)
    return [(value, names) for value, names in groups if len(set(names) - set(EQUAL_BY_RULE)) > 1]
