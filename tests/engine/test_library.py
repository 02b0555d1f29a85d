"""What runs a few times is compiled in half the time; what runs often is compiled to run fast; the numbers are the same."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.engine import engine
from glassgrad.engine.native import building
from glassgrad.engine.native import library as library_module
from glassgrad.engine.native.library import LIBRARY, Library
from glassgrad.engine.native.machine import THIS_MACHINE
from glassgrad.graph import Graph, pages

from .test_sessions import Course, bits

FLOAT64 = np.dtype(np.float64)


@pytest.fixture
def forgetful(monkeypatch):
    monkeypatch.setattr(LIBRARY, "_known", type(LIBRARY._known)())
    monkeypatch.setattr(LIBRARY, "_done", {})


def product():
    x = pages.variable(shape=(40, 50), name="x")
    return Graph(outputs=(pages.sum(pages.tanh(x @ pages.transpose(x))),))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_code_made_quickly_gives_the_same_bits(forgetful, dtype):
    found = []
    for times in (1, None):
        course = Course()
        course.stretches = [replace(one, times=times) for one in course.stretches]
        course.surveys = [replace(one, times=times) for one in course.surveys]
        session = engine("native").session(course.stretches, course.surveys, course.state, dtype=dtype)
        assert {call.code.quick for call in session._steps} == {times == 1}
        laps = session.epochs(course.orders(4))
        found.append(([one.tobytes() for one in (*laps.losses, *laps.surveys)], bits(session.state)))
    assert found[0] == found[1]


def test_fast_code_is_made_once_all_that_was_asked_for_is_much(monkeypatch):
    speeds = []
    compile_module = building.compile_module
    monkeypatch.setattr(building, "compile_module", lambda *given, speed: speeds.append(speed) or compile_module(*given, speed=speed))
    library, graph = Library(), product()
    work = library.code(graph, "pass", FLOAT64, THIS_MACHINE, times=0).work
    monkeypatch.setattr(library_module, "QUICK_WORK", 10 * work)
    assert [library.code(graph, "pass", FLOAT64, THIS_MACHINE, times=4).quick for _ in range(5)] == [True, True, False, False, False]
    assert speeds == [0, 2]


def test_what_may_run_any_number_of_times_is_fast_at_once():
    library = Library()
    assert not library.code(product(), "pass", FLOAT64, THIS_MACHINE).quick
    assert library.code(product(), "step", FLOAT64, THIS_MACHINE, times=1).quick
    assert not library.code(product(), "step", FLOAT64, THIS_MACHINE).quick


def test_what_is_forgotten_is_counted_anew(monkeypatch):
    monkeypatch.setattr(library_module, "MOST_KEPT", 1)
    library = Library()
    for mode in ("pass", "step"):
        library.code(product(), mode, FLOAT64, THIS_MACHINE, times=1)
    assert len(library._known) == len(library._done) == 1
