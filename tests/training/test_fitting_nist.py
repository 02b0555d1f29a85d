"""NIST's certified nonlinear problems: every one of them, from both published starts, with the same settings for all."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import mpmath
import numpy as np
import pytest
import sympy

import glassgrad as gg

FOLDER = Path(__file__).parent / "nist"
NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
WANTED = 8
"""Digits; NIST certifies 11, and few programs reach 6 from every start."""
EPSILON = np.finfo(np.float64).eps


@dataclass(frozen=True)
class Certified:
    """One problem, its numbers as they are written in the file."""

    model: str
    parameters: dict[str, list[str]]
    sum_of_squares: str
    deviation: str
    columns: dict[str, list[str]]

    def start(self, which: int) -> dict[str, float]:
        return {name: float(row[which - 1]) for name, row in self.parameters.items()}

    @property
    def values(self) -> np.ndarray:
        return np.array([float(row[2]) for row in self.parameters.values()])

    @property
    def errors(self) -> np.ndarray:
        return np.array([float(row[3]) for row in self.parameters.values()])

    @property
    def data(self) -> dict[str, list[float]]:
        return {name: [float(one) for one in column] for name, column in self.columns.items()}

    @property
    def digits_in_residuals(self) -> float:
        """How many digits of the residuals a double can hold: those of Lanczos1 are close to the rounding of y itself."""
        return float(np.log10(float(self.deviation) / (EPSILON * max(map(abs, self.data["y"])))))


@cache
def problem(name: str) -> Certified:
    facts, parameters, rows = {}, {}, []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        word, _, rest = line.partition(" ")
        if "columns" in facts:
            rows.append(line.split())
        elif word == "parameter":
            parameters[rest.split()[0]] = rest.split()[1:]
        else:
            facts[word] = rest
    columns = {name: list(column) for name, column in zip(facts["columns"].split(), zip(*rows, strict=True), strict=True)}
    return Certified(facts["model"], parameters, facts["residual_sum_of_squares"], facts["residual_standard_deviation"], columns)


def in_order(values, one: Certified) -> list[float]:
    return [values[name] for name in one.parameters]


def digits(found, certified) -> float:
    """−log₁₀ of the largest relative error."""
    error = np.max(np.abs(np.asarray(found) - certified) / np.abs(certified))
    return float(-np.log10(max(error, EPSILON)))


def test_all_27_problems_are_here():
    assert len(NAMES) == 27
    assert sum(len(problem(name).parameters) for name in NAMES) == 120


@pytest.mark.parametrize("name", NAMES)
def test_data_and_certified_values_belong_together(name):
    """Without glassgrad, with 50 digits: from the certified values a Gauss–Newton step hardly moves, and it reaches the certified sum of squares."""
    one = problem(name)
    left, right = (sympy.sympify(side) for side in one.model.split("="))
    letters = sympy.symbols(" ".join((*one.parameters, *one.columns)))
    residual = left - right
    functions = [sympy.lambdify(letters, entry, "mpmath") for entry in (residual, *(residual.diff(letter) for letter in letters[: len(one.parameters)]))]
    with mpmath.workdps(50):
        at = [mpmath.mpf(row[2]) for row in one.parameters.values()]
        rows = [[mpmath.mpf(value) for value in row] for row in zip(*one.columns.values(), strict=True)]
        r = mpmath.matrix([functions[0](*at, *row) for row in rows])
        J = mpmath.matrix([[function(*at, *row) for function in functions[1:]] for row in rows])
        step = mpmath.lu_solve(J.T * J, -(J.T * r))
        # The values are rounded to 11 digits, and in ENSO, with its large residuals, a Gauss–Newton step magnifies that a few times.
        assert max(abs(step[i] / at[i]) for i in range(len(at))) < 5e-10
        moved = [value + step[i] for i, value in enumerate(at)]
        reached = mpmath.fsum(functions[0](*moved, *row) ** 2 for row in rows)
        assert abs(reached / mpmath.mpf(one.sum_of_squares) - 1) < 1.5e-10


@pytest.mark.parametrize("start", [1, 2])
@pytest.mark.parametrize("name", NAMES)
def test_levenberg_marquardt_reaches_the_certified_values(name, start):
    one = problem(name)
    found = gg.fit(one.model, one.data, start=one.start(start))
    assert found.converged
    assert found.warnings == found.notes == ()
    assert digits(in_order(found.parameters, one), one.values) >= WANTED
    also = min(WANTED, one.digits_in_residuals)
    assert digits(in_order(found.standard_errors, one), one.errors) >= also
    assert digits(found.residual_standard_deviation, float(one.deviation)) >= also
    assert digits(found.residual_sum_of_squares, float(one.sum_of_squares)) >= also


@pytest.mark.parametrize("name", NAMES)
def test_l_bfgs_reaches_them_from_the_nearer_start(name):
    one = problem(name)
    found = gg.fit(one.model, one.data, start=one.start(2), method="l_bfgs")
    assert found.converged
    assert digits(in_order(found.parameters, one), one.values) >= WANTED


@pytest.mark.parametrize("name", ["BoxBOD", "MGH17"])
def test_where_l_bfgs_gets_stuck_it_says_so(name):
    one = problem(name)
    found = gg.fit(one.model, one.data, start=one.start(1), method="l_bfgs")
    assert digits(in_order(found.parameters, one), one.values) < 1
    assert not found.converged
    assert "this is no minimum" in found.warnings[0]


@pytest.mark.parametrize("name", ["Misra1a", "DanWood", "Rat42", "Rat43", "MGH10", "Eckerle4", "BoxBOD", "Kirby2", "Gauss3"])
def test_the_lowest_sum_of_squares_is_found_without_starting_values(name):
    one = problem(name)
    found = gg.fit(one.model, one.data)
    assert found.converged
    assert digits(found.residual_sum_of_squares, float(one.sum_of_squares)) >= WANTED
    assert "starting values were searched for" in found.notes[0]
