"""A session gives the very numbers of its programs, however the epochs are cut."""

import numpy as np
import pytest

from glassgrad.engine import PlainSession, Stretch, Survey, engine, engine_names, engines
from glassgrad.graph import Graph, MissingValueError, ShapeError, pages
from glassgrad.nn import Dense, Network, initial_state, loss, training_step

ROWS, BATCH, REST = 22, 8, 6
every_engine = pytest.mark.parametrize("one", engines(), ids=engine_names())


class Course:
    """A small network, batches of two sizes, and two measurements; the same for every engine."""

    def __init__(self, rate=0.05):
        network = Network([Dense(5, "tanh"), Dense(3)], inputs=4)
        rng = np.random.default_rng(3)
        self.x, self.y = rng.standard_normal((ROWS + 5, 4)), rng.integers(0, 3, ROWS + 5).astype(float)
        steps = [training_step(network, "cross_entropy", "adam", rows=rows) for rows in (BATCH, REST)]
        self.stretches = [Stretch(graph=one.graph, data={one.x: self.x, one.y: self.y}, given={one.learning_rate: rate}) for one in steps]
        self.surveys = [self._survey(network, np.arange(ROWS)), self._survey(network, np.arange(ROWS, ROWS + 5))]
        self.state = {leaf.name: value for leaf, value in initial_state(steps[0], network.initial_parameters(0)).items()}
        self.step = steps[0]

    def _survey(self, network, rows):
        x = pages.variable(shape=(4, 4), name="X")
        z, y = pages.variable(shape=(len(rows), 3), name="z"), pages.variable(shape=(len(rows),), name="y")
        forward = Graph(outputs=(network.forward(x, network.parameter_nodes()).output,))
        judge = Graph(outputs=(loss("cross_entropy")(z, y), pages.mean(pages.equal(z, pages.max(z, axis=-1, keepdims=True)))))
        return Survey(forward=forward, x=x, table=self.x, rows=rows, judge=judge, z=z, given={y: self.y[rows]})

    def orders(self, count):
        drawn = [np.random.default_rng(epoch).permutation(ROWS) for epoch in range(count)]
        return [np.array([one[:16].reshape(2, BATCH) for one in drawn]), np.array([one[16:].reshape(1, REST) for one in drawn])]


def opened(one, course, dtype=np.float64):
    return one.session(course.stretches, course.surveys, course.state, dtype=dtype)


def bits(state):
    return {name: np.asarray(value).tobytes() for name, value in state.items()}


@every_engine
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_epochs_in_one_go_are_their_steps_and_measurements_one_by_one(one, dtype):
    course = Course()
    orders = course.orders(5)
    whole, piecewise = opened(one, course, dtype), opened(one, course, dtype)
    laps = whole.epochs(orders)
    assert laps.completed == 5
    for epoch in range(5):
        for stretch, order in enumerate(orders):
            made = np.concatenate([piecewise.advance(stretch, order[epoch, place : place + 1]) for place in range(order.shape[1])])
            assert made.tobytes() == laps.losses[stretch][epoch].tobytes()
        for kept, measured in zip(laps.surveys, piecewise.survey(), strict=True):
            assert kept[epoch].tobytes() == measured.tobytes()
    assert bits(whole.state) == bits(piecewise.state)


@every_engine
def test_a_session_gives_the_numbers_of_the_engines_own_programs(one):
    course = Course()
    orders = course.orders(2)
    plain = PlainSession(one, course.stretches, course.surveys, np.dtype(np.float64), state=dict(course.state))
    own = opened(one, course)
    laps, expected = own.epochs(orders), plain.epochs(orders)
    assert [one.tobytes() for one in laps.losses] == [one.tobytes() for one in expected.losses]
    assert [one.tobytes() for one in laps.surveys] == [one.tobytes() for one in expected.surveys]
    assert bits(own.state) == bits(plain.state)


@every_engine
def test_measurements_are_those_of_the_reference_engine_within_rounding(one):
    course = Course()
    for measured, expected in zip(opened(one, course).survey(), opened(engine("reference"), course).survey(), strict=True):
        np.testing.assert_allclose(measured, expected, rtol=1e-12)


@every_engine
def test_going_back_to_a_state_gives_the_same_bits_again(one):
    course = Course()
    session = opened(one, course)
    session.epochs(course.orders(2))
    kept = session.state
    first = session.epochs(course.orders(3))
    session.load(kept)
    again = session.epochs(course.orders(3))
    assert first.losses[0].tobytes() == again.losses[0].tobytes()


@every_engine
def test_the_state_that_is_handed_out_is_a_copy(one):
    course = Course()
    session = opened(one, course)
    before = session.state
    kept = bits(before)
    session.epochs(course.orders(1))
    assert bits(before) == kept != bits(session.state)


@every_engine
def test_a_bad_step_ends_the_epochs_before_the_one_it_is_in(one):
    course = Course()
    orders = course.orders(4)
    course.x[orders[1][2, 0, 3], 1] = np.nan  # met for the first time in some step of some epoch
    met = min(epoch for epoch in range(4) for order in orders if any(orders[1][2, 0, 3] in rows for rows in order[epoch]))
    assert opened(one, course).epochs(orders).completed == met
    session = opened(one, course)
    bad = (
        next(place for place, rows in enumerate(orders[0][0]) if orders[1][2, 0, 3] in rows)
        if any(orders[1][2, 0, 3] in rows for rows in orders[0][0])
        else None
    )
    assert len(session.advance(0, orders[0][0])) == (len(orders[0][0]) if bad is None else bad)


@every_engine
def test_a_session_is_well_again_when_another_state_is_loaded(one):
    w, x = pages.parameter(shape=(2,), name="w"), pages.variable(shape=(3, 2), name="x")
    table = np.array([[1.0, 1], [2, 1], [1, 3], [-1e9, -1], [1, 2], [3, 3]])
    stretch = Stretch(graph=Graph(outputs=(pages.sum(pages.log(x @ w)),), updates={w: w + 0.5}), data={x: table})
    session = one.session([stretch], [], {"w": np.ones(2)}, dtype="float64")
    assert len(session.advance(0, [[0, 1, 2], [1, 4, 5], [1, 3, 2], [0, 1, 2]])) == 2
    session.load({"w": np.ones(2)})
    assert len(session.advance(0, [[0, 1, 2], [1, 4, 5], [1, 4, 2], [0, 1, 2]])) == 4


@every_engine
def test_the_good_epochs_before_a_bad_step_are_kept(one):
    w, x = pages.parameter(shape=(2,), name="w"), pages.variable(shape=(1, 2), name="x")
    stretch = Stretch(graph=Graph(outputs=(pages.sum(pages.log(x @ w)),), updates={w: w + 0.5}), data={x: np.array([[1.0, 1], [-1e9, -1]])})
    session = one.session([stretch], [], {"w": np.ones(2)}, dtype="float64")
    laps = session.epochs([np.array([[[0]], [[0]], [[1]], [[0]]])])
    assert laps.completed == 2
    np.testing.assert_allclose(laps.losses[0][:2, 0], np.log([2.0, 3.0]))


class Wandering(Course):
    """The same, with a learning rate of its own for every step, and masks of dropout."""

    def __init__(self):
        super().__init__()
        network = Network([Dense(5, "tanh", dropout=0.5), Dense(3)], inputs=4)
        self.steps = [training_step(network, "cross_entropy", "momentum", rows=rows) for rows in (BATCH, REST)]
        self.stretches = [Stretch(graph=one.graph, data={one.x: self.x, one.y: self.y}) for one in self.steps]
        self.state = {leaf.name: value for leaf, value in initial_state(self.steps[0], network.initial_parameters(0)).items()}

    def given(self, count):
        rng = np.random.default_rng(8)
        each = []
        for one, steps in zip(self.steps, (2, 1), strict=True):
            (mask,) = one.masks.values()
            each.append({one.learning_rate: rng.uniform(0, 0.2, (count, steps)), mask: 2.0 * rng.integers(0, 2, (count, steps, *mask.shape))})
        return each


@every_engine
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_what_has_a_value_for_every_step_is_the_same_in_one_go_and_step_by_step(one, dtype):
    course = Wandering()
    assert [leaf.name for leaf in course.stretches[0].series] == ["D1", "α"]
    orders, each = course.orders(4), course.given(4)
    whole, piecewise = opened(one, course, dtype), opened(one, course, dtype)
    laps = whole.epochs(orders, each)
    for epoch in range(4):
        for stretch, (order, values) in enumerate(zip(orders, each, strict=True)):
            made = [
                piecewise.advance(stretch, order[epoch, step : step + 1], {leaf: value[epoch, step : step + 1] for leaf, value in values.items()})
                for step in range(order.shape[1])
            ]
            assert np.concatenate(made).tobytes() == laps.losses[stretch][epoch].tobytes()
        assert all(kept[epoch].tobytes() == measured.tobytes() for kept, measured in zip(laps.surveys, piecewise.survey(), strict=True))
    assert bits(whole.state) == bits(piecewise.state)


@every_engine
def test_a_value_for_every_step_is_the_one_the_reference_engine_takes(one):
    course = Wandering()
    orders, each = course.orders(3), course.given(3)
    laps, expected = (opened(engine_here, course).epochs(orders, each) for engine_here in (one, engine("reference")))
    for found, wanted in zip(laps.losses, expected.losses, strict=True):
        np.testing.assert_allclose(found, wanted, rtol=1e-12)


@every_engine
def test_a_step_without_its_own_values_is_refused(one):
    course = Wandering()
    session = opened(one, course)
    with pytest.raises(MissingValueError, match="D1, α"):
        session.advance(0, course.orders(1)[0][0])
    few = {leaf: values[0, :1] for leaf, values in course.given(1)[0].items()}
    with pytest.raises(ShapeError, match="one value for each of the 2 steps"):
        session.advance(0, course.orders(1)[0][0], few)


@every_engine
def test_what_holds_for_all_steps_can_be_given_anew(one):
    slow, fast = Course(rate=0.05), Course(rate=0.2)
    orders = slow.orders(4)
    session, expected = opened(one, slow), opened(one, slow)
    session.epochs([order[:2] for order in orders])
    expected.epochs([order[:2] for order in orders])
    session.give({"α": 0.2, "no such leaf": 1.0})
    other = opened(one, fast)
    other.load(expected.state)
    session.epochs([order[2:] for order in orders])
    other.epochs([order[2:] for order in orders])
    assert bits(session.state) == bits(other.state)
