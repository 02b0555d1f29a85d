"""What the pages and their mathematics refuse, and in which words."""

from typing import Any

import numpy as np
import pytest

from glassgrad.graph import DataError, SettingError, ShapeError, pages
from glassgrad.ops.keys import Key
from glassgrad.ops.mathematics import NUMPY
from glassgrad.readers import evaluate


def x(*shape: int) -> Any:
    return pages.variable(shape=shape, name="x")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: x(2, 3)[2], r"\[2\] asks for entry 2 along axis 0, which has 2 entries"),
        (lambda: x(3)[0, 0], r"\[0, 0\] asks for 2 axes, but there are 1 in 3"),
        (lambda: pages.place(x(2), key="1:", shape=(4,)), r"\[1:\] of 4 has room for 3, not for 2"),
        (lambda: pages.concatenate(x(2, 3), x(3, 2)), r"2×3 and 3×2 cannot be laid end to end along axis 0"),
        (lambda: pages.mean(x(0)), r"an array of 0 has no entries along its axes"),
        (lambda: pages.softmax(x()), r"a single number has no axis -1"),
        (lambda: pages.max(x(2, 0), axis=1), r"2×0 has no entries along axis 1"),
        (lambda: pages.gather(x(3), x(2), axis=1), r"there is no axis 1"),
        (lambda: pages.scatter_add(x(3), x(2), length=4), r"every row needs its place: 2 places do not fit 3 rows"),
        (lambda: pages.cumulative_sum(x(3), axis=2), r"there is no axis 2"),
        (lambda: pages.transpose(x(2, 3), axes=(0, 0)), r"axis \(0, 0\) names the same axis twice"),
        (lambda: pages.transpose(x(2, 3), axes=(0, 3)), r"there is no axis 3 in an array of 2 axes; use -2 to 1"),
        (lambda: pages.transpose(x(2, 3), axes=(0,)), r"axes=\(0,\) must name each of the 2 axes once"),
        (lambda: pages.sum(x(2), axis=0.5), r"0.5 is not an axis: expected a whole number, several in parentheses, or None"),
        (lambda: pages.sum(x(2), axis=True), r"True is not an axis"),
        (lambda: pages.reshape(x(2), shape=2), r"2 is not a shape: expected lengths in parentheses, like \(2, 3\), \(4,\) or \(\)"),
        (lambda: pages.reshape(x(2), shape=(2, 2)), r"2 has 2 entries, 2×2 would have 4"),
        (lambda: pages.matmul(x(), x(2)), r"multiply by a single number with \* instead"),
        (lambda: pages.broadcast(x(3), shape=(2,)), r"3 does not stretch to 2|do not broadcast"),
        (lambda: x(2, 3) @ x(2), r"the first has 3 columns, the second has 2 rows"),
    ],
)
def test_what_does_not_fit_is_refused_with_its_shapes(make: Any, words: str) -> None:
    with pytest.raises(ShapeError, match=words):
        make()


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (lambda: pages.leaky_relu(x(), slope="steep"), "slope must be a number, like slope=0.1, not 'steep'"),
        (lambda: pages.elu(x(), alpha=float("nan")), "alpha must be a number, like alpha=0.1, not nan"),
        (lambda: pages.one_hot(x(3)), "how many classes there are, like classes=3; a whole number ≥ 1, not 0"),
        (lambda: pages.one_hot(x(3), classes=2.5), "a whole number ≥ 1, not 2.5"),
        (lambda: pages.scatter_add(x(3), x(3), length=-1), "how many rows the result has, like length=3; a whole number ≥ 0, not -1"),
        (lambda: pages.sum(x(3), keepdims="yes"), "keepdims must be True or False, not 'yes'"),
        (lambda: pages.max(x(3), keepdims=1), "keepdims must be True or False, not 1"),
        (lambda: pages.constant(value=None), "None cannot be part of a computation"),
        (lambda: x(3)[1.5], r"1.5 cannot stand in square brackets: expected whole numbers, slices like 0:2, or `...`; to choose by a node, use gather"),
        (lambda: x(3)[True], "True cannot stand in square brackets"),
        (lambda: x(3)[x()], "to choose by a node, use gather"),
        (lambda: x(3)[::0], "a slice cannot have the step 0"),
        (lambda: x(3)[..., ...], r"\[..., ...\] has more than one"),
        (lambda: pages.slice(x(3), key="0:2:1:1"), "'0:2:1:1' cannot stand in square brackets"),
        (lambda: pages.slice(x(3), key="one"), "'one' cannot stand in square brackets"),
        (lambda: pages.relu(x(), slope=1), "relu has no setting 'slope'; its settings: none"),
    ],
)
def test_settings_that_mean_nothing_are_refused(make: Any, words: str) -> None:
    with pytest.raises(SettingError, match=words):
        make()


@pytest.mark.parametrize(
    ("indices", "words"),
    [
        ([0.0, 3.0], r"there is no entry 3 among 3: they are numbered from 0 to 2"),
        ([-1.0, 0.0], r"there is no entry -1 among 3"),
        ([0.5, 0.0], r"0.5 cannot be the number of an entry"),
        ([np.nan, 0.0], r"nan cannot be the number of an entry"),
        ([np.inf, 0.0], r"inf cannot be the number of an entry"),
    ],
)
def test_places_that_are_not_there_are_refused(indices: list[float], words: str) -> None:
    for node in (pages.gather(np.ones(3), indices), pages.scatter_add(np.ones(2), indices, length=3)):
        with pytest.raises(DataError, match=words):
            evaluate(node)


def test_two_plain_numbers_do_not_make_a_float32_pass_double() -> None:
    x32 = np.float32(2.0)
    assert (NUMPY.where(x32 > 1, 1.0, 0.0) * x32).dtype == np.float32
    assert NUMPY.where(np.array([True]), np.float64(0.1), 0.0)[0] == 0.1


@pytest.mark.parametrize("key", ["0:2", "-1", ":, 1", "1, ::-2", "..., 0", "::3", "2:2", "..."])
def test_a_key_reads_back_from_its_written_form(key: str) -> None:
    assert str(Key.read(key)) == key
    assert Key.read(Key.read(key).python) == Key.read(key)
    assert hash(Key.read(key)) == hash(Key.read(key))


@pytest.mark.parametrize("key", [0, -1, slice(None), slice(1, None), slice(None, None, -1), (0, slice(0, 2)), (..., 1), (slice(5, 0, -2), ..., -2), ()])
def test_a_key_chooses_what_numpy_chooses(key: Any) -> None:
    array = np.arange(24.0).reshape(2, 3, 4)
    node = pages.constant(value=array)[key]
    chosen = evaluate(node)[node]
    np.testing.assert_array_equal(chosen, array[key])
    assert node.shape == array[key].shape


def test_settings_given_as_lists_are_kept_as_tuples() -> None:
    assert pages.sum(x(2, 3), axis=[0, 1]).settings["axis"] == (0, 1)


def test_settings_given_as_numpy_numbers_are_kept_as_plain_ones() -> None:
    count = np.int64(2)
    made = (pages.cumulative_sum(x(2, 3), axis=count - 1), pages.reshape(x(4), shape=(count, count)), pages.one_hot(x(3), classes=count))
    assert [dict(node.settings) for node in made] == [{"axis": 1}, {"shape": (2, 2)}, {"classes": 2}]
    assert all(type(one) is int for node in made for setting in node.settings.values() for one in np.atleast_1d(setting).tolist())
    assert repr(made[1].settings["shape"]) == "(2, 2)"


@pytest.mark.parametrize("value", [None, "1.5", ["1", "2"], [None, 1.0], b"3", 1j, np.array([1j]), np.datetime64("2020-01-01"), [[1], [1, 2]], {}, 10**400])
def test_what_is_no_number_cannot_be_computed_with(value: Any) -> None:
    with pytest.raises(SettingError, match="cannot be part of a computation: expected a node, a number or an array of numbers"):
        x() + value


def test_whole_numbers_beyond_64_bits_are_numbers() -> None:
    node = x(2) * [10**30, 1]
    assert evaluate(node, x=[1.0, 2.0])[node].tolist() == [1e30, 2.0]


def test_a_constant_does_not_change_with_the_array_it_was_made_from() -> None:
    given = np.array([1.0, 2.0])
    node = pages.constant(value=given)
    given[0] = 99.0
    assert evaluate(node)[node].tolist() == [1.0, 2.0]


def test_an_array_on_the_left_makes_one_node_and_not_an_array_of_nodes() -> None:
    array = np.array([[1.0, 2.0], [3.0, 4.0]])
    v = x(2)
    for node, expected in ((array * v, array * [5, 6]), (array @ v, array @ [5, 6]), (np.float64(2) - v, [-3, -4]), (array > v, [[0, 0], [0, 0]])):
        np.testing.assert_array_equal(evaluate(node, {v: [5.0, 6.0]})[node], expected)
