"""`number`: numbers that are computed with at once and remember how."""

import copy
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glassgrad.graph import Kind, SettingError, ancestors, pages
from glassgrad.readers import Number, evaluate, gradients, number

some = settings(max_examples=60, derandomize=True, database=None, deadline=None)


def test_the_example_of_the_design():
    x = number(2.0, "x")
    z = (x + 2) ** 2
    assert z.value == 16.0
    z.backward()
    assert (x.gradient, z.gradient) == (8.0, 1.0)


def test_the_example_of_micrograd():
    a, b = number(-4.0), number(2.0)
    c = a + b
    d = a * b + b**3
    c += c + 1
    c += 1 + c + (-a)
    d += d * 2 + (b + a).relu()
    d += 3 * d + (b - a).relu()
    e = c - d
    f = e**2
    g = f / 2.0
    g += 10.0 / f
    g.backward()
    assert g.value == pytest.approx(24.70408163265306, rel=1e-15)
    assert a.gradient == pytest.approx(138.83381924198252, rel=1e-15)
    assert b.gradient == pytest.approx(645.5772594752186, rel=1e-15)


def test_a_gradient_not_computed_yet_is_none_and_not_zero():
    x, apart = number(3.0), number(5.0)
    y = x * 2
    assert x.gradient is y.gradient is None
    y.backward()
    assert x.gradient == 2.0
    assert apart.gradient is None


def test_a_number_without_influence_has_the_gradient_zero():
    x, y = number(3.0), number(5.0)
    z = x.where(y, y * 2) * 1 + (x < 4) * y
    z.backward()
    assert (x.gradient, y.gradient) == (0.0, 2.0)


def test_two_paths_to_one_number_add_up():
    x = number(3.0)
    (x * x + x).backward()
    assert x.gradient == 7.0


def test_numbers_on_the_way_have_gradients_too():
    x = number(3.0)
    y = x * 2
    z = y**2
    z.backward()
    assert (z.gradient, y.gradient, x.gradient) == (1.0, 12.0, 24.0)


def test_a_second_backward_replaces_the_gradients():
    x = number(3.0)
    y = x * x
    y.backward()
    y.backward()
    assert x.gradient == 6.0


def test_gradients_add_up_when_asked_to():
    x = number(3.0)
    (x * x).backward(accumulate=True)
    (5 * x).backward(accumulate=True)
    assert x.gradient == 11.0


def test_a_number_alone_has_the_gradient_one():
    x = number(3.0)
    x.backward()
    assert x.gradient == 1.0


def test_values_and_gradients_are_plain_floats():
    x = number(np.float32(0.5))
    y = x.tanh()
    y.backward()
    assert type(y.value) is type(x.value) is type(x.gradient) is float


def test_it_shows_its_state():
    x = number(2.0, "x")
    y = x * 3
    assert repr(x) == "<number x = 2.0, gradient not computed yet>"
    y.backward()
    assert repr(x) == "<number x = 2.0, gradient 3.0>"
    assert repr(y) == "<number 6.0, gradient 1.0>"


def test_its_graph_is_evaluated_and_differentiated_like_any_other():
    x = number(2.0, "x")
    y = (x**3).node
    assert evaluate(y, x=3.0)[y] == 27.0
    slope = gradients(y)["x"]
    assert evaluate(slope, x=3.0)[slope] == 27.0


@pytest.mark.parametrize("other", [3, 3.0, np.float64(3), np.int32(3), True + 2])
def test_arithmetic_with_plain_numbers_on_either_side(other):
    x = number(2.0)
    found = [x + other, other + x, x - other, other - x, x * other, other * x, x / other, other / x, x**other, other**x]
    assert all(isinstance(one, Number) for one in found)
    assert [one.value for one in found] == [5.0, 5.0, -1.0, 1.0, 6.0, 6.0, 2 / 3, 1.5, 8.0, 9.0]


def test_comparisons_are_of_values_and_true_or_false():
    x, y = number(2.0), number(3.0)
    assert [x < y, x <= 2, x > 2.5, y <= 3, x == 2, x != y, x == number(2.0), x == "2"] == [True, True, False, True, True, True, True, False]
    assert all(type(one) is bool for one in (x < y, x == 2, x != y))
    assert not number(0.0)
    assert (float(x), +x is x, (-x).value, abs(-x).value) == (2.0, True, -2.0, 2.0)
    with pytest.raises(TypeError, match="unhashable"):
        hash(x)


@pytest.mark.parametrize("page", [page for page in pages if page.kind is Kind.ELEMENTWISE], ids=lambda page: page.name)
def test_every_elementwise_page_is_a_method(page):
    intervals = [page.domain.inputs[min(place, len(page.domain.inputs) - 1)] for place in range(len(page.slots))]
    values = [interval.low + (interval.high - interval.low) * 0.3 for interval in intervals]
    first, *others = map(number, values)
    result = getattr(first, page.name)(*others)
    leaves = [pages.variable(shape=()) for _ in values]
    y = page(*leaves)
    given = dict(zip(leaves, values, strict=True))
    assert result.value == evaluate(y, given)[y]
    result.backward()
    slopes = gradients(y)
    assert [one.gradient for one in (first, *others)] == [evaluate(slopes[leaf], given)[slopes[leaf]] for leaf in leaves]


def test_methods_go_by_other_spellings_and_take_settings():
    x = number(-2.0)
    assert x.leaky_relu(slope=0.5).value == -1.0
    assert number(1.0).ln().value == 0.0
    assert x.max(3).value == 3.0
    assert {"tanh", "ln", "value", "backward"} <= set(dir(x))


def test_other_attributes_are_refused_with_a_hint():
    x = number(2.0)
    with pytest.raises(AttributeError, match=r"a number has no 'sigmod'; did you mean sigmoid\?"):
        x.sigmod()
    for name in ("softmax", "__len__", "_repr_html_", "variable"):
        assert not hasattr(x, name)
    with pytest.raises(AttributeError):
        x.value = 3.0
    with pytest.raises(AttributeError):
        x.gradient = 3.0


@pytest.mark.parametrize("value", ["2", None, [1.0], np.ones(2), 1j, np.complex128(1)])
def test_only_a_single_number_is_taken(value):
    with pytest.raises(SettingError, match="takes a single number"):
        number(value)


@pytest.mark.parametrize("other", ["2", None, [1.0], 1j])
def test_what_is_no_number_is_not_computed_with(other):
    x = number(2.0)
    with pytest.raises(TypeError, match="unsupported operand"):
        _ = x + other
    with pytest.raises(TypeError, match="not supported between"):
        assert x < other
    with pytest.raises(SettingError, match="maximum of a number takes further numbers"):
        x.maximum(other)


def test_a_whole_number_beyond_floats_is_refused():
    with pytest.raises(SettingError, match="too large for a float"):
        number(10**400)
    with pytest.raises(SettingError, match="too large for a float"):
        number(1.0) * 10**400


def test_infinities_are_values_without_warnings():
    zero = number(0.0)
    assert (1 / zero).value == math.inf
    assert math.isnan((zero / zero).value)
    assert zero.log().value == -math.inf


def test_a_shallow_copy_is_the_same_variable():
    x = number(2.0)
    twin = copy.copy(x)
    (twin * x).backward()
    assert 4.0 in (x.gradient, twin.gradient)


NUMBERS = st.floats(-2, 2).map(lambda one: round(one, 3))


@some
@given(st.lists(st.tuples(st.sampled_from("+-*"), st.integers(0, 99), st.integers(0, 99)), min_size=1, max_size=12), st.lists(NUMBERS, min_size=2, max_size=4))
def test_gradients_agree_with_central_differences(steps, values):
    def run(start):
        made = list(start)
        for sign, left, right in steps:
            a, b = made[left % len(made)], made[right % len(made)]
            made.append(0.1 * a * b if sign == "*" else a + b if sign == "+" else a - 2 * b)
        return made[-1]

    leaves = [number(value) for value in values]
    last = run(leaves)
    assert last.value == run(values)
    last.backward()
    for place, leaf in enumerate(leaves):
        step = 1e-5
        above, below = [run([*values[:place], value, *values[place + 1 :]]) for value in (values[place] + step, values[place] - step)]
        assert (leaf.gradient or 0.0) == pytest.approx((above - below) / (2 * step), rel=1e-5, abs=1e-4)


@pytest.mark.slow
def test_a_chain_of_thirty_thousand_operations_goes_backward_without_recursion():
    x = number(1.0, "x")
    y = x
    for _ in range(30_000):
        y = y * 1.00001
    y.backward()
    assert x.gradient == pytest.approx(1.00001**30_000, rel=1e-9)
    assert len(ancestors([y.node])) == 60_001
