"""Clipping: exploding gradients come out short, small ones as they are to the bit, and nothing is divided by 0."""

import numpy as np
import pytest

from glassgrad.engine import engine, engine_names
from glassgrad.graph import Graph, SettingError, pages
from glassgrad.nn import Dense, Network, clipping, clipping_names, clippings, initial_state, training_step
from glassgrad.readers import evaluate

DTYPES = pytest.mark.parametrize("dtype", [np.float32, np.float64])


def clipped(name, limit, gradients, dtype=np.float64, by=("reference", "native")):
    """The clipped gradients, and the value of every node, by some engines."""
    leaves = {one: pages.variable(shape=np.shape(value), name=one) for one, value in gradients.items()}
    nodes = clipping(name).clip(leaves, limit)
    given = {leaves[one]: value for one, value in gradients.items()}
    for one in by:
        values = engine(one).compile(Graph(outputs=tuple(nodes.values())), dtype=dtype, keep="all").run(given)
        yield {one: np.asarray(values[node]) for one, node in nodes.items()}, values


def norm(arrays):
    return np.sqrt(sum((np.asarray(one, dtype=np.longdouble) ** 2).sum() for one in arrays.values()))


def test_by_value_by_hand():
    for found, _ in clipped("by_value", 2.0, {"W": [[-5.0, 1.5], [2.0, 2.5]], "b": [-2.0]}):
        assert found["W"].tolist() == [[-2.0, 1.5], [2.0, 2.0]]
        assert found["b"].tolist() == [-2.0]


def test_by_norm_by_hand():
    """3 and 4 are 5 long; to be 2.5 long each is halved."""
    for found, values in clipped("by_norm", 2.5, {"W": [[3.0, 0.0]], "b": [4.0]}, by=engine_names()):
        assert values["‖g‖"] == pytest.approx(5.0, rel=1e-15)
        assert found["W"] == pytest.approx(np.array([[1.5, 0.0]]), rel=1e-15)
        assert found["b"] == pytest.approx(np.array([2.0]), rel=1e-15)


@DTYPES
@pytest.mark.parametrize("name", clipping_names())
@pytest.mark.parametrize("size", [1.0, 1e-3, 1e-20, 1e-36])
def test_small_gradients_are_unchanged_to_the_bit(name, size, dtype):
    gradients = {"W": (size * np.random.default_rng(1).normal(size=(3, 2))).astype(dtype), "b": np.array([size, -0.0], dtype=dtype)}
    for found, _ in clipped(name, 100.0, gradients, dtype):
        assert {one: value.tobytes() for one, value in found.items()} == {one: value.tobytes() for one, value in gradients.items()}


@DTYPES
@pytest.mark.parametrize("name", clipping_names())
def test_a_gradient_of_0_stays_0(name, dtype):
    """Fault 125: not 0/0."""
    for found, values in clipped(name, 1e-3, {"W": np.zeros((2, 2)), "b": np.zeros(3)}, dtype):
        assert not any(value.any() for value in found.values())
        assert all(np.isfinite(value).all() for value in values.values())


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e25), (np.float32, 1e38), (np.float64, 1e25), (np.float64, 1e200), (np.float64, 1e307)])
@pytest.mark.parametrize("limit", [1.0, 5.0])
def test_exploding_gradients_are_shortened_to_the_limit_and_keep_their_direction(dtype, size, limit):
    """Fault 125: in float32 the square of 1e25 is infinite."""
    gradients = {"W": (size * np.array([[0.5, -0.25], [0.125, 1.0]])).astype(dtype), "b": np.array([-size, 1.0], dtype=dtype)}
    for found, values in clipped("by_norm", limit, gradients, dtype):
        assert float(norm(found)) == pytest.approx(limit, rel=1e-6)
        assert float(values["‖g‖"]) == pytest.approx(float(norm(gradients)), rel=1e-6)
        np.testing.assert_allclose(found["W"] / found["b"][0], np.array([[-0.5, 0.25], [-0.125, -1.0]]), rtol=1e-6)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_norm_beyond_the_largest_number_is_still_shortened_to_the_limit(dtype):
    largest = np.finfo(dtype).max
    for found, _ in clipped("by_norm", 1e-3, {"W": np.full((5, 5), largest)}, dtype, by=engine_names()):
        np.testing.assert_allclose(found["W"], 2e-4, rtol=1e-6)


@pytest.mark.parametrize(("dtype", "size"), [(np.float32, 1e-25), (np.float32, 1e-30), (np.float64, 1e-200), (np.float64, 1e-300)])
def test_the_norm_of_vanishing_gradients_does_not_vanish(dtype, size):
    """Their squares are 0, so they would pass for shorter than any limit."""
    for found, values in clipped("by_norm", size, {"W": [[3 * size]], "b": [4 * size]}, dtype):
        assert float(values["‖g‖"]) == pytest.approx(5 * size, rel=1e-6)
        assert float(found["W"].item()) == pytest.approx(0.6 * size, rel=1e-6)


@pytest.mark.parametrize("name", clipping_names())
def test_not_a_number_stays_so_and_is_met(name):
    for found, _ in clipped(name, 1.0, {"W": [[np.nan, 1.0]]}):
        assert np.isnan(found["W"][0, 0])


@pytest.mark.parametrize("name", clipping_names())
@pytest.mark.parametrize(
    ("limit", "said"), [(0.0, "is 0; expected a number that is more than 0"), (-1, "is -1"), (np.inf, "is inf"), ("1", "is '1'; expected")]
)
def test_a_wrong_limit_is_refused(name, limit, said):
    with pytest.raises(SettingError, match=f"^the limit c of clipping {name.replace('_', ' ')} {said}"):
        clipping(name).clip({"W": pages.variable(shape=(1,), name="g")}, limit)


def test_an_unknown_clipping_is_named_with_those_there_are():
    with pytest.raises(SettingError, match="there is no clipping 'by_nrom'; did you mean by_norm"):
        clipping("by_nrom")


@pytest.mark.parametrize("page", clippings.values(), ids=clippings)
def test_a_page_says_all_it_must(page):
    assert page.says
    assert page.formula
    assert page.latex
    assert page.source
    assert clipping(page.name) is page
    made = {node.name for node in Graph(outputs=tuple(page.clip({"W": pages.variable(shape=(2,), name="g")}, 1.0).values())).nodes}
    assert set(page.words) <= made


NETWORK = Network([Dense(3, "tanh"), Dense(1)], inputs=2)
DATA = {"X": [[1.0, 2.0], [-3.0, 0.5]], "y": [[40.0], [-7.0]]}


def one_step(**settings):
    step = training_step(NETWORK, "squared_error", "gradient_descent", rows=2, **settings)
    given = {**initial_state(step, NETWORK.initial_parameters(2)), step.learning_rate: 0.5, step.x: DATA["X"], step.y: DATA["y"]}
    return step, evaluate([*step.graph.nodes, *step.gradients.values()], given)


def test_the_optimizer_takes_the_clipped_gradients_and_the_true_ones_are_still_told():
    plain, before = one_step()
    step, after = one_step(clip_norm=1.5)
    true = {name: after[step.gradients[name]] for name in step.parameters}
    assert {name: value.tobytes() for name, value in true.items()} == {name: before[plain.gradients[name]].tobytes() for name in step.parameters}
    length = float(norm(true))
    assert length > 1.5
    for name, leaf in step.parameters.items():
        np.testing.assert_allclose(after[step.clipped[name]], true[name] * 1.5 / length, rtol=1e-14)
        np.testing.assert_allclose(after[step.updated[name]], after[leaf] - 0.5 * true[name] * 1.5 / length, rtol=1e-14)


def test_values_are_clipped_first_and_the_norm_is_of_what_that_leaves():
    step, values = one_step(clip_norm=1.5, clip_value=1.0)
    by_value = {name: np.clip(values[step.gradients[name]], -1.0, 1.0) for name in step.parameters}
    assert any((np.abs(one) == 1.0).any() for one in by_value.values())
    assert float(values["‖g‖"]) == pytest.approx(float(norm(by_value)), rel=1e-14)
    for name in step.parameters:
        np.testing.assert_allclose(values[step.clipped[name]], by_value[name] * 1.5 / float(norm(by_value)), rtol=1e-14)


def test_a_limit_that_is_not_reached_changes_no_bit_of_the_step():
    plain, before = one_step()
    step, after = one_step(clip_norm=1e6, clip_value=1e6)
    for name in step.parameters:
        assert after[step.updated[name]].tobytes() == before[plain.updated[name]].tobytes()


def test_without_clipping_the_optimizer_takes_the_gradients_themselves():
    step, _ = one_step()
    assert step.clipped == {name: step.gradients[name] for name in step.parameters}
