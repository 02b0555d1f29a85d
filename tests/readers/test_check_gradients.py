"""Promises of `check_gradients`: it believes right gradients, refuses wrong ones, and says when it cannot tell."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from glassgrad.graph import Kind, MissingValueError, Op, SettingError, ShapeError, pages
from glassgrad.readers import GradientCheck, check_gradients

from .graphs import COMPUTING, Drawn, few, of_a_page

x, y = (pages.variable(shape=(), name=name) for name in "xy")
v = pages.variable(shape=(3,), name="v")


def verdicts(check: GradientCheck) -> list[str]:
    return [row.verdict for row in check.rows]


SMOOTH = [
    (x**3, 2.0),
    (x**2, 0.0),
    (pages.exp(x), 5.0),
    (pages.exp(x), -30.0),
    (pages.log(x), 1e-3),
    (1 / x, 1e-3),
    (pages.sin(100 * x), 0.3),
    (pages.sin(x), 1000.0),
    (1e9 * x, 1.0),
    (1e-9 * pages.tanh(x), 0.5),
    ((x - 2) ** 2, 2.0),
    (pages.sqrt(x), 1e-4),
    (pages.relu(x), 1e-5),
    (pages.absolute(x), -1e-4),
    (x * 0 + 3, 1.0),
    (pages.log(x), 1e-8),
    (pages.log(x), 1e-300),
    (1 / x, 1e-8),
    (x**-3, 1e-4),
    (pages.sqrt(x), 1e-20),
    (pages.relu(x), 1e-7),
    (pages.absolute(x), -1e-9),
    (pages.atan2(x, 1e-9), 1e-9),
    (pages.sin(x), 1e5),
]


@pytest.mark.parametrize(("target", "at"), SMOOTH, ids=str)
def test_a_right_gradient_is_believed(target, at) -> None:
    check = check_gradients(target, x=at)
    assert verdicts(check) == ["agrees"], str(check)
    assert check.passed


@pytest.mark.parametrize(("target", "at"), SMOOTH, ids=str)
@pytest.mark.parametrize("slip", [lambda g: g * 1.0001, lambda g: -g, lambda g: 2 * g, lambda g: g + 1])
def test_a_wrong_gradient_is_refused(target, at, slip) -> None:
    right = check_gradients(target, x=at).rows[0].analytic
    if abs(slip(right) - right) > 1e-6 * abs(right):
        check = check_gradients(target, x=at, claimed={"x": slip(right)})
        assert verdicts(check) == ["differs"], str(check)
        assert not check.passed


def test_one_wrong_entry_among_many_is_found_and_comes_first() -> None:
    gradient = np.array([2.0, 4.0, 6.0])
    assert check_gradients(pages.sum(v * v), {v: [1.0, 2.0, 3.0]}, claimed={v: gradient}).passed
    gradient[1] = 5.0
    check = check_gradients(pages.sum(v * v), {v: [1.0, 2.0, 3.0]}, claimed={v: gradient})
    assert [(row.label, row.verdict) for row in check.rows] == [("v[0]", "agrees"), ("v[1]", "differs"), ("v[2]", "agrees")]
    assert str(check).splitlines()[0] == "FAILED: 1 differ, 2 agree (tolerance 1e-06)"
    assert str(check).splitlines()[2].split() == ["v[1]", "5", "4", "2.0e-01", "differs"]


@pytest.mark.parametrize("page", [page for page in COMPUTING if page.kind is not Kind.INDEXING], ids=lambda page: page.name)
@few
@given(data=st.data())
def test_the_rules_of_every_page_pass(page: Op, data: st.DataObject) -> None:
    drawn: Drawn = data.draw(of_a_page(page, page.domain.cases[min(1, len(page.domain.cases) - 1)]))
    check = check_gradients(pages.sum(drawn.outputs[0]), drawn.given)
    assert check.passed, str(check)


@pytest.mark.parametrize(("target", "left", "right"), [(pages.relu(x), 0, 1), (pages.absolute(x) * 3, -3, 3), (pages.maximum(x, 2 * x), 1, 2)], ids=str)
def test_a_kink_is_told_and_nobody_is_accused(target, left, right) -> None:
    check = check_gradients(target, x=0.0)
    assert verdicts(check) == ["kink"]
    assert check.passed
    assert f"kink: the slope is {left} to the left and {right} to the right" in str(check)


@pytest.mark.parametrize(
    ("target", "claimed"), [(pages.relu(x), 7.0), (pages.relu(x), -0.1), (pages.absolute(x), 1.1), (pages.maximum(x, 2 * x), 0.0)], ids=str
)
def test_at_a_kink_a_gradient_beyond_both_slopes_is_refused(target, claimed) -> None:
    check = check_gradients(target, x=0.0, claimed={"x": claimed})
    assert verdicts(check) == ["differs"], str(check)


@pytest.mark.parametrize("target", [pages.sign(x), x > 0, pages.where(x > 0, x, x - 5)], ids=str)
def test_a_jump_is_told_and_nobody_is_accused(target) -> None:
    check = check_gradients(target, x=0.0)
    assert verdicts(check) == ["kink"], str(check)
    assert check.passed


def test_a_pole_close_by_is_not_taken_for_a_kink_of_which_somebody_is_accused() -> None:
    assert check_gradients(1 / (x + 1e-8), x=0.0).passed


def test_a_sharp_bend_is_not_a_kink() -> None:
    assert verdicts(check_gradients(pages.softplus(1000 * x), x=0.001)) == ["agrees"]


def test_a_kink_close_by_does_not_disturb() -> None:
    for distance in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5):
        assert verdicts(check_gradients(pages.relu(x) + x * x, x=distance)) == ["agrees"]


def test_what_is_not_finite_is_said() -> None:
    check = check_gradients(pages.log(x), x=0.0)
    assert verdicts(check) == ["not finite"]
    assert not check.passed
    assert "the value is -inf" in str(check)
    assert verdicts(check_gradients(x, x=float("nan"))) == ["not finite"]


def test_steps_too_rough_to_tell_are_called_unclear() -> None:
    check = check_gradients((x + 1e12) - 1e12, x=1.0, claimed={"x": 1.00001})
    assert verdicts(check) == ["unclear"], str(check)
    assert "small steps tell it to" in str(check)


def test_whole_numbers_that_say_where_to_look_are_left_out() -> None:
    where = pages.variable(shape=(2,), name="where")
    check = check_gradients(pages.sum(pages.gather(v, where) ** 2), {v: [1.0, 2.0, 3.0], where: [0.0, 2.0]})
    assert {row.variable for row in check.rows} == {v}
    assert check.passed
    assert "where: not checked, it holds whole numbers that say where to look" in str(check)


def test_of_a_large_array_some_entries_are_drawn_and_it_is_said() -> None:
    large = pages.variable(shape=(40, 50), name="large")
    given = {large: np.linspace(-1, 1, 2000).reshape(40, 50)}
    check = check_gradients(pages.sum(large**3), given, limit=30)
    assert len({row.entry for row in check.rows}) == 30
    assert check.passed
    assert "large: 30 of 2,000 entries checked, drawn with seed 0" in str(check)
    entries = [row.entry for row in check.rows]
    assert entries == [row.entry for row in check_gradients(pages.sum(large**3), given, limit=30).rows]
    assert entries != [row.entry for row in check_gradients(pages.sum(large**3), given, limit=30, seed=1).rows]
    assert len(str(check).splitlines()) < 20
    assert "… and 18 more, none worse" in str(check)


def test_the_tolerance_decides() -> None:
    claim = {"x": 12.0 * (1 + 1e-4)}
    assert not check_gradients(x**3, x=2.0, claimed=claim).passed
    assert check_gradients(x**3, x=2.0, claimed=claim, tolerance=1e-3).passed


def test_bad_questions_are_refused() -> None:
    with pytest.raises(MissingValueError, match="no value given for y"):
        check_gradients(x * y, x=1.0)
    with pytest.raises(ShapeError, match="gradients start from a single number"):
        check_gradients(v * 2, {v: [1.0, 2.0, 3.0]})
    with pytest.raises(SettingError, match=r"there is no input 'z' whose gradient could be claimed; there are: x, y"):
        check_gradients(x * y, x=1.0, y=2.0, claimed={"z": 1.0})
    with pytest.raises(SettingError, match="limit=0"):
        check_gradients(x, x=1.0, limit=0)


def test_a_constant_has_nothing_to_check() -> None:
    check = check_gradients(pages.constant(value=2.0))
    assert check.passed
    assert str(check).startswith("passed: nothing to check")
