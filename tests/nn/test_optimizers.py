"""Promises that every optimizer keeps; and what each does in five steps, against scalars worked out by hand."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.graph import SettingError, pages
from glassgrad.nn import optimizer, optimizer_names, optimizers
from glassgrad.readers import evaluate

every_optimizer = pytest.mark.parametrize("page", optimizers.values(), ids=optimizers)
GRADIENTS = [2.0, -1.0, 0.5, 3.0, -2.5]
RATE = 0.1


def follow(page, slopes, *, start=1.0, rate=RATE, memory=None, first_step=1, **chosen):
    """The values of a parameter of two entries that meets these gradients, and their negatives, one after the other."""
    leaf = {name: pages.variable(shape=(2,), name=name) for name in ("w", "gradient", *page.memory)}
    t, alpha = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    update = page.update(leaf["w"], leaf["gradient"], memory={name: leaf[name] for name in page.memory}, step=t, learning_rate=alpha, **chosen)
    numbers = {"w": np.full(2, start), **(memory or dict.fromkeys(page.memory, np.zeros(2)))}
    path = []
    for step, slope in enumerate(slopes, start=first_step):
        values = evaluate([update.parameter, *update.memory.values()], {**numbers, "gradient": np.array([slope, -slope]), "t": step, "α": rate})
        numbers = {"w": values[update.parameter], **{name: values[node] for name, node in update.memory.items()}}
        path.append(numbers)
    return path


def gradient_descent_by_hand(slopes):
    w = 1.0
    for slope in slopes:
        w = w - RATE * slope
        yield w


def momentum_by_hand(slopes, share=0.9):
    w, velocity = 1.0, 0.0
    for slope in slopes:
        velocity = share * velocity + slope
        w = w - RATE * velocity
        yield w


def adam_by_hand(slopes, b1=0.9, b2=0.999, small=1e-8):
    w = m = v = 0.0
    w = 1.0
    for t, slope in enumerate(slopes, start=1):
        m = b1 * m + (1 - b1) * slope
        v = b2 * v + (1 - b2) * slope * slope
        w = w - RATE * (m / (1 - b1**t)) / (sqrt(v / (1 - b2**t)) + small)
        yield w


BY_HAND = {"gradient_descent": gradient_descent_by_hand, "momentum": momentum_by_hand, "adam": adam_by_hand}


def test_every_optimizer_is_worked_out_by_hand_here():
    assert set(BY_HAND) == set(optimizers) == set(optimizer_names())


@every_optimizer
def test_five_steps_are_those_worked_out_by_hand(page):
    path = [numbers["w"] for numbers in follow(page, GRADIENTS)]
    assert [w[0] for w in path] == pytest.approx(list(BY_HAND[page.name](GRADIENTS)), rel=1e-14)
    assert [w[1] for w in path] == pytest.approx(list(BY_HAND[page.name]([-one for one in GRADIENTS])), rel=1e-14)


@every_optimizer
def test_with_a_gradient_of_exactly_0_and_no_past_nothing_moves(page):
    """Fault 126: Adam's 0 / (√0 + ε) is 0, not not-a-number."""
    for numbers in follow(page, [0.0, 0.0, 0.0]):
        assert numbers["w"].tolist() == [1.0, 1.0]
        assert not any(numbers[name].any() for name in page.memory)


@every_optimizer
@pytest.mark.parametrize("slope", [1e-320, 1e-160, 1e150])
def test_very_small_and_very_large_gradients_give_finite_steps(page, slope):
    assert all(np.isfinite(numbers["w"]).all() for numbers in follow(page, [slope, slope]))


@every_optimizer
def test_the_first_step_goes_against_the_gradient(page):
    w = follow(page, [3.0])[0]["w"]
    assert w[0] < 1.0 < w[1]


@every_optimizer
def test_it_rolls_down_a_parabola(page):
    path, numbers = [5.0], {"w": np.array([5.0, 5.0])}
    memory = dict.fromkeys(page.memory, np.zeros(2))
    for step in range(1, 400):
        numbers = follow(page, [path[-1]], start=path[-1], rate=0.05, memory=memory, first_step=step)[0]
        memory = {name: numbers[name] for name in page.memory}
        path.append(float(numbers["w"][0]))
    assert abs(path[-1]) < 0.05


@every_optimizer
def test_a_page_says_all_it_must(page):
    assert page.says
    assert "←" in page.formula
    assert r"\leftarrow" in page.latex
    assert page.source
    assert page.default_learning_rate > 0
    assert optimizer(page.name) is page
    for setting in page.settings.values():
        assert setting.says
        assert setting.range


@given(slope=st.floats(1e-3, 1e3), rate=st.floats(1e-4, 1.0))
@settings(max_examples=25, derandomize=True, database=None, deadline=None)
def test_the_first_step_of_adam_is_as_long_as_the_learning_rate_whatever_the_gradient(slope, rate):
    w = follow(optimizers["adam"], [slope], rate=rate)[0]["w"]
    assert 1.0 - w[0] == pytest.approx(rate, rel=1e-4)


@pytest.mark.parametrize(
    ("name", "chosen", "said"),
    [
        ("momentum", {"momentum": 1.0}, "momentum of momentum is 1; expected a number that is at least 0 and less than 1"),
        ("adam", {"beta1": -0.1}, "beta1 of adam is -0.1; expected a number that is at least 0 and less than 1"),
        ("adam", {"epsilon": 0}, "epsilon of adam is 0; expected a number that is more than 0"),
        ("adam", {"beta3": 0}, "adam has no setting 'beta3'; its settings: beta1, beta2, epsilon"),
        ("gradient_descent", {"momentum": 0.9}, "gradient_descent has no setting 'momentum'; its settings: none"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_range(name, chosen, said):
    with pytest.raises(SettingError) as refusal:
        follow(optimizers[name], [1.0], **chosen)
    assert str(refusal.value) == said


def test_momentum_of_0_is_gradient_descent():
    plain = [numbers["w"] for numbers in follow(optimizers["gradient_descent"], GRADIENTS)]
    without = [numbers["w"] for numbers in follow(optimizers["momentum"], GRADIENTS, momentum=0.0)]
    assert np.array_equal(plain, without)


def test_an_unknown_optimizer_is_named_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no optimizer 'adma'; did you mean adam"):
        optimizer("adma")
