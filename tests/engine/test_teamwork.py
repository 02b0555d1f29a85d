"""However the threads share the work, the numbers are the same, to the bit."""

import numpy as np
import pytest

from glassgrad.engine import engine
from glassgrad.engine.native import running
from glassgrad.engine.native import session as session_module
from glassgrad.engine.native.crew import Crew, Teamwork

from .test_sessions import Course, bits

every_way = pytest.mark.parametrize("way", Teamwork, ids=[way.name for way in Teamwork])
EPOCHS = 9


class InTurn(Crew):
    """A crew that changes its way with every few turns."""

    def shares(self, turns, guess=0.0):
        for number, first in enumerate(range(0, turns, 2)):
            yield self.ways[number % len(self.ways)], first, min(first + 2, turns)


def opened(course, crew, dtype=np.float64):
    session = engine("native").session(course.stretches, course.surveys, course.state, dtype=dtype, threads=2)
    session._crews = dict.fromkeys(session._crews, crew)
    return session


def numbers(laps):
    good = slice(laps.completed)
    return [one[good].tobytes() for one in (*laps.losses, *laps.surveys)]


def alone(course, count, dtype=np.float64):
    session = opened(course, Crew((Teamwork.ALONE,)), dtype)
    return session.epochs(course.orders(count)), bits(session.state)


@every_way
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_every_way_gives_the_same_losses_measurements_and_state(way, dtype):
    course = Course()
    laps, state = alone(course, EPOCHS, dtype)
    session = opened(course, Crew((way,)), dtype)
    for _ in range(2):  # the same memory again
        session.load(course.state)
        found = session.epochs(course.orders(EPOCHS))
        assert (found.completed, numbers(found), bits(session.state)) == (EPOCHS, numbers(laps), state)


def test_a_call_may_change_its_way_between_any_two_epochs():
    course = Course()
    laps, state = alone(course, EPOCHS)
    session = opened(course, InTurn((Teamwork.ASIDE, Teamwork.ALONE, Teamwork.TOGETHER)))
    found = session.epochs(course.orders(EPOCHS))
    assert (numbers(found), bits(session.state)) == (numbers(laps), state)


@every_way
def test_every_way_stops_at_the_epoch_of_the_bad_step_with_the_measurements_up_to_there(way):
    course = Course()
    orders = course.orders(EPOCHS)
    course.x[26] = np.nan
    orders[1][5, 0, 3] = 26  # a row that is in no survey of the first kind, in the sixth epoch
    reference = opened(course, Crew((Teamwork.ALONE,))).epochs(orders)
    found = opened(course, Crew((way,))).epochs(orders)
    assert found.completed == reference.completed == 5
    assert numbers(found) == numbers(reference)


@every_way
def test_where_the_system_starts_no_second_thread_one_does_it_all(way, monkeypatch):
    course = Course()
    laps, state = alone(course, EPOCHS)

    def refuse(self):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(running.Thread, "start", refuse)
    session = opened(course, Crew((way,)))
    assert (numbers(session.epochs(course.orders(EPOCHS))), bits(session.state)) == (numbers(laps), state)


def ways(session):
    return {sort: [way.name for way in crew.ways] for sort, crew in session._crews.items()}


def test_small_steps_are_measured_aside_and_large_ones_shared(monkeypatch):
    course = Course()
    opened = {threads: engine("native").session(course.stretches, course.surveys, course.state, threads=threads) for threads in (1, 2)}
    assert ways(opened[1]) == {0: ["ALONE"], 1: ["ALONE"], "epochs": ["ALONE"], "survey": ["ALONE"]}
    assert ways(opened[2]) == {**ways(opened[1]), "epochs": ["ASIDE", "ALONE"]}
    monkeypatch.setattr(session_module, "LONG_STEP", 1)
    large = engine("native").session(course.stretches, course.surveys, course.state, threads=2)
    assert set(map(tuple, ways(large).values())) == {("TOGETHER", "ALONE")}
