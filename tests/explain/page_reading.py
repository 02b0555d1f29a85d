"""Reading a printed line back: what a person with a pencil would check, and nothing that the program knows besides."""

import re

import numpy as np

import glassgrad as gg
from glassgrad.explain import Step
from glassgrad.explain.line import ROUNDING

NUMBER = re.compile(r"(?P<digits>\d+(?:\.\d+)?)(?:·10(?P<power>[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+))?")
POWERS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def worked_out(text: str) -> np.ndarray:
    """What the numbers on a line come to."""
    node = gg.parse(NUMBER.sub(lambda found: found["digits"] + (f"e{found['power'].translate(POWERS)}" if found["power"] else ""), text))
    return np.asarray(gg.evaluate(node)[node])


def last_places(text: str) -> list[float]:
    """For every number printed, the worth of one unit in its last digit."""
    places = []
    for found in NUMBER.finditer(text):
        decimals = len(found["digits"].partition(".")[2])
        places.append(10.0 ** (int((found["power"] or "0").translate(POWERS)) - decimals))
    return places


def disagreement(step: Step) -> str | None:
    """What is wrong with a line that shows numbers and a value; None if it agrees with itself."""
    if step.numbers is None or ROUNDING[0] in step.because or step.value is None or "∞" in str(step) or "not a number" in str(step) or "[]" in str(step):
        return None
    found, printed = worked_out(step.numbers.text), worked_out(step.value.text)
    if found.shape != printed.shape:
        return f"{step}: the numbers have the shape {found.shape}, the value {printed.shape}"
    for one, other, place in zip(found.flat, printed.flat, last_places(step.value.text), strict=True):
        allowed = 1e-9 * abs(other) if step.into_value == "=" else (0.5 + 1e-9) * place
        if not abs(one - other) <= allowed:
            return f"{step}: the numbers come to {one!r}, the line says {other!r}"
    return None


def assert_agrees(story: gg.Story) -> None:
    wrong = [found for step in story.steps if (found := disagreement(step))]
    assert not wrong, "\n".join(wrong)
