"""Promises that every optimizer keeps; and what each does in five steps, against scalars worked out by hand."""

from math import prod, sqrt

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


def follow(page, slopes, *, start=1.0, rate=RATE, memory=None, first_step=1, dtype=np.float64, **chosen):
    """The values of a parameter of two entries that meets these gradients, and their negatives, one after the other."""
    leaf = {name: pages.variable(shape=(2,), name=name) for name in ("w", "gradient", *page.memory)}
    t, alpha = pages.variable(shape=(), name="t"), pages.variable(shape=(), name="α")
    update = page.update(leaf["w"], leaf["gradient"], memory={name: leaf[name] for name in page.memory}, step=t, learning_rate=alpha, **chosen)
    numbers = {"w": np.full(2, start), **(memory or dict.fromkeys(page.memory, np.zeros(2)))}
    path = []
    for step, slope in enumerate(slopes, start=first_step):
        given_now = {**numbers, "gradient": np.array([slope, -slope]), "t": step, "α": rate}
        values = evaluate([update.parameter, *update.memory.values()], given_now, dtype=dtype)
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


def nesterov_by_hand(slopes, share=0.9):
    """Every gradient counts once at once, and then, from its own step on, 0.9, 0.9², … of it."""
    w = 1.0
    for t, slope in enumerate(slopes, start=1):
        w = w - RATE * (slope + sum(share ** (t - past + 1) * one for past, one in enumerate(slopes[:t], start=1)))
        yield w


def adagrad_by_hand(slopes, small=1e-10):
    w = 1.0
    for t, slope in enumerate(slopes, start=1):
        w = w - RATE * slope / (sqrt(sum(one * one for one in slopes[:t])) + small)
        yield w


def rmsprop_by_hand(slopes, rho=0.9, small=1e-8):
    w, v = 1.0, 0.0
    for slope in slopes:
        v = rho * v + (1 - rho) * slope * slope
        w = w - RATE * slope / (sqrt(v) + small)
        yield w


def adamw_by_hand(slopes, b1=0.9, b2=0.999, small=1e-8, decay=0.01):
    """As in PyTorch: first the weight shrinks, then Adam takes its step."""
    w, m, v = 1.0, 0.0, 0.0
    for t, slope in enumerate(slopes, start=1):
        w = w * (1 - RATE * decay)
        m = b1 * m + (1 - b1) * slope
        v = b2 * v + (1 - b2) * slope * slope
        w = w - RATE * (m / (1 - b1**t)) / (sqrt(v / (1 - b2**t)) + small)
        yield w


def nadam_by_hand(slopes, b1=0.9, b2=0.999, small=1e-8):
    """Dozat's algorithm 2, its products of μ written out, with the same μ at every step."""
    w, m, n = 1.0, 0.0, 0.0
    for t, slope in enumerate(slopes, start=1):
        g_hat = slope / (1 - prod([b1] * t))
        m = b1 * m + (1 - b1) * slope
        m_hat = m / (1 - prod([b1] * (t + 1)))
        n = b2 * n + (1 - b2) * slope * slope
        w = w - RATE * ((1 - b1) * g_hat + b1 * m_hat) / (sqrt(n / (1 - b2**t)) + small)
        yield w


BY_HAND = {
    "gradient_descent": gradient_descent_by_hand,
    "momentum": momentum_by_hand,
    "nesterov": nesterov_by_hand,
    "adagrad": adagrad_by_hand,
    "rmsprop": rmsprop_by_hand,
    "adam": adam_by_hand,
    "adamw": adamw_by_hand,
    "nadam": nadam_by_hand,
}


def test_every_optimizer_is_worked_out_by_hand_here():
    assert set(BY_HAND) == set(optimizers) == set(optimizer_names())


@every_optimizer
def test_five_steps_are_those_worked_out_by_hand(page):
    path = [numbers["w"] for numbers in follow(page, GRADIENTS)]
    assert [w[0] for w in path] == pytest.approx(list(BY_HAND[page.name](GRADIENTS)), rel=1e-14)
    assert [w[1] for w in path] == pytest.approx(list(BY_HAND[page.name]([-one for one in GRADIENTS])), rel=1e-14)


@every_optimizer
def test_with_a_gradient_of_exactly_0_and_no_past_nothing_moves(page):
    """Fault 126: Adam's 0 / (√0 + ε) is 0, not not-a-number. A decay of weights is no step against a gradient, and is left out."""
    chosen = {"weight_decay": 0.0} if "weight_decay" in page.settings else {}
    for numbers in follow(page, [0.0, 0.0, 0.0], **chosen):
        assert numbers["w"].tolist() == [1.0, 1.0]
        assert not any(numbers[name].any() for name in page.memory)


@every_optimizer
@pytest.mark.parametrize("slope", [1e-320, 1e-160, 1e150])
def test_very_small_and_very_large_gradients_give_finite_steps(page, slope):
    assert all(np.isfinite(numbers["w"]).all() for numbers in follow(page, [slope, slope]))


@every_optimizer
def test_a_weight_whose_gradient_is_0_now_and_then_stays_finite_in_float32(page):
    for numbers in follow(page, [0.0, 1e-30, 0.0, 1.0, 0.0, 1e15], dtype=np.float32):
        assert all(np.isfinite(value).all() for value in numbers.values())


@every_optimizer
def test_the_first_step_goes_against_the_gradient(page):
    w = follow(page, [3.0])[0]["w"]
    assert w[0] < 1.0 < w[1]


@every_optimizer
def test_it_rolls_down_a_parabola(page):
    # The steps of adagrad only ever become shorter, so it has to begin with long ones.
    rate = 0.5 if page.name == "adagrad" else 0.05
    path, numbers = [5.0], {"w": np.array([5.0, 5.0])}
    memory = dict.fromkeys(page.memory, np.zeros(2))
    for step in range(1, 400):
        numbers = follow(page, [path[-1]], start=path[-1], rate=rate, memory=memory, first_step=step)[0]
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


def test_nesterov_is_the_method_that_takes_its_gradient_where_the_velocity_will_carry_the_weight():
    """Nesterov's own form on a steep and bent valley, L = w⁴/4 + w: its places ahead are the page's weights."""

    def slope(w):
        return w**3 + 1

    w, v, ahead = 1.0, 0.0, []
    for _ in range(30):
        v = 0.9 * v + slope(w - RATE * 0.9 * v)
        w = w - RATE * v
        ahead.append(w - RATE * 0.9 * v)
    numbers, memory, path = {"w": np.ones(2)}, None, []
    for _ in range(30):
        w_now = float(numbers["w"][0])
        numbers = follow(optimizers["nesterov"], [slope(w_now)], start=w_now, memory=memory)[0]
        memory = {"v": numbers["v"]}
        path.append(numbers["w"][0])
    assert path == pytest.approx(ahead, rel=1e-12)


def test_the_decay_of_adamw_is_a_share_of_the_weight_and_not_divided_by_what_gradients_were_like():
    for numbers, share in zip(follow(optimizers["adamw"], [0.0, 0.0, 0.0], weight_decay=0.2), (0.98, 0.98**2, 0.98**3), strict=True):
        assert numbers["w"] == pytest.approx([share, share], rel=1e-15)
        assert not numbers["m"].any()
    plain, decayed = (follow(optimizers["adamw"], [1e6], weight_decay=decay)[0]["w"] for decay in (0.0, 0.2))
    assert plain - decayed == pytest.approx([RATE * 0.2, RATE * 0.2], rel=1e-12)


def test_adamw_without_decay_is_adam():
    plain = [numbers["w"] for numbers in follow(optimizers["adam"], GRADIENTS)]
    without = [numbers["w"] for numbers in follow(optimizers["adamw"], GRADIENTS, weight_decay=0.0)]
    assert np.allclose(plain, without, rtol=1e-15, atol=0)


def test_nadam_without_a_mean_of_gradients_is_adam_without_one():
    one, other = ([numbers["w"] for numbers in follow(optimizers[name], GRADIENTS, beta1=0.0)] for name in ("adam", "nadam"))
    assert np.allclose(one, other, rtol=1e-15, atol=0)


def test_the_step_of_adagrad_shrinks_as_the_root_of_their_number_under_a_steady_gradient():
    path = [1.0, *(numbers["w"][0] for numbers in follow(optimizers["adagrad"], [7.0] * 50))]
    assert -np.diff(path) == pytest.approx(RATE / np.sqrt(np.arange(1, 51)), rel=1e-9)


def test_an_unknown_optimizer_is_named_with_the_nearest_one():
    with pytest.raises(SettingError, match="there is no optimizer 'adma'; did you mean adam"):
        optimizer("adma")
