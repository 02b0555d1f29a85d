"""Reading a printed line back: what a person with a pencil would check, and nothing that the program knows besides."""

import re

import numpy as np
from math_core import LatexToMathML

import glassgrad as gg
from glassgrad.explain import Step
from glassgrad.explain.line import ROUNDING

NUMBER = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?:·10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
NOT_WORKED_OUT = ("∞", "not a number", "[]")
converter = LatexToMathML()


def worked_out(text):
    """What the numbers on a line come to."""
    plain = NUMBER.sub(lambda found: found["digits"] + (f"e{found['power'].translate(POWERS)}" if found["power"] else ""), text)
    node = gg.parse(plain)
    return np.asarray(gg.evaluate(node)[node])


def last_places(text):
    """For every number printed, the worth of one unit in its last digit."""
    places = []
    for found in NUMBER.finditer(text):
        decimals = len(found["digits"].partition(".")[2])
        places.append(10.0 ** (int((found["power"] or "0").translate(POWERS)) - decimals))
    return places


def disagreement(step: Step) -> str | None:
    """What is wrong with a line that shows numbers and a value; None if it agrees with itself, or says that it cannot."""
    if step.numbers is None or step.value is None or any(one in str(step) for one in NOT_WORKED_OUT) or ROUNDING[0] in step.because:
        return None
    found, printed = worked_out(step.numbers.text), worked_out(step.value.text)
    if found.shape != printed.shape:
        return f"{step}: the numbers have the shape {found.shape}, the value {printed.shape}"
    for one, other, place in zip(found.flat, printed.flat, last_places(step.value.text), strict=True):
        allowed = 1e-9 * abs(other) if step.into_value == "=" else (0.5 + 1e-9) * place
        if not abs(one - other) <= allowed:
            return f"{step}: the numbers come to {one!r}, the line says {other!r}"
    return None


def unreadable_latex(step: Step) -> list[str]:
    """The formulas of a line that math-core refuses."""
    refused = []
    for part in (step.symbol, *(part for _, part in step.links())):
        try:
            converter.convert_with_local_state(part.latex, displaystyle=True)
        except Exception as error:  # noqa: BLE001 - whatever it is, the formula is to blame
            refused.append(f"{part.latex}: {error}")
    return refused


def assert_lines_are_good(story, *, rounding_may_show=False):
    """Every line agrees with itself, and its formulas can be drawn."""
    wrong = [found for step in story.steps if (found := disagreement(step))]
    wrong += [found for step in story.steps for found in unreadable_latex(step)]
    wrong += [str(step) for step in story.steps if ROUNDING[0] in step.because and not rounding_may_show]
    assert not wrong, "\n".join(wrong)


def lines(story):
    """The lines of a story, each as a person would copy it."""
    return [str(step) for step in story.steps]
