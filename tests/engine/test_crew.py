"""The way that is faster is found by trying."""

from unittest.mock import patch

from glassgrad.engine.native import crew as crew_module
from glassgrad.engine.native.crew import AGAIN, Crew, Teamwork

ALONE, ASIDE, TOGETHER = Teamwork.ALONE, Teamwork.ASIDE, Teamwork.TOGETHER
TURNS = 1000


def worked(crew: Crew, calls: int, seconds: dict[Teamwork, float]) -> list[list[Teamwork]]:
    """The ways of so many calls, if a turn takes so long."""
    now, chosen = [0.0], []
    with patch.object(crew_module, "perf_counter", lambda: now[0]):
        for _ in range(calls):
            parts, reached = [], 0
            for way, first, last in crew.shares(TURNS):
                assert first == reached < last
                now[0] += seconds[way] * (last - first)
                parts.append(way)
                reached = last
            assert reached == TURNS
            chosen.append(parts)
    return chosen


def test_the_likely_best_way_comes_first_then_the_others_for_a_moment_then_the_fastest():
    seconds = {TOGETHER: 1e-4, ALONE: 2e-4}
    assert worked(Crew((TOGETHER, ALONE)), 4, seconds) == [[TOGETHER], [TOGETHER], [ALONE, TOGETHER], [TOGETHER]]
    seconds = {TOGETHER: 2e-4, ALONE: 1e-4}
    assert worked(Crew((TOGETHER, ALONE)), 4, seconds) == [[TOGETHER], [TOGETHER], [ALONE, ALONE], [ALONE]]


def test_a_second_thread_is_not_started_before_it_is_known_to_be_worth_it():
    crew = Crew((ASIDE, ALONE))
    assert worked(crew, 4, {ALONE: 3e-6, ASIDE: 2e-6}) == [[ALONE]] * 4  # a thousand turns take three milliseconds
    assert worked(crew, 3, {ALONE: 3e-5, ASIDE: 2e-5}) == [[ALONE], [ASIDE], [ASIDE]]
    assert worked(Crew((ASIDE, ALONE)), 4, {ALONE: 3e-5, ASIDE: 2e-5}) == [[ALONE], [ASIDE], [ALONE, ASIDE], [ASIDE]]


def test_a_guess_serves_for_the_first_call():
    assert next(Crew((ASIDE, ALONE)).shares(10, guess=1e-3))[0] is ASIDE
    assert next(Crew((ASIDE, ALONE)).shares(3, guess=1e-3))[0] is ALONE
    assert next(Crew((ASIDE, ALONE)).shares(10))[0] is ALONE


def test_what_is_tried_takes_as_many_turns_as_fit_a_moment_by_what_is_known():
    crew = Crew((TOGETHER, ALONE))
    with patch.object(crew_module, "perf_counter", iter([0.0, 1.0, 1.0, 1.0396, 2.0, 2.1, 2.1, 2.2]).__next__):
        parts = [list(crew.shares(100)) for _ in range(3)]
    assert parts == [[(TOGETHER, 0, 100)], [(TOGETHER, 0, 100)], [(ALONE, 0, 5), (TOGETHER, 5, 100)]]


def test_the_first_call_says_nothing_about_the_speed():
    crew = Crew((TOGETHER, ALONE))
    worked(crew, 1, {TOGETHER: 1000.0})
    assert worked(crew, 3, {TOGETHER: 1.0, ALONE: 2.0}) == [[TOGETHER], [ALONE, TOGETHER], [TOGETHER]]


def test_the_slower_way_is_tried_again_now_and_then_and_taken_when_times_have_changed():
    crew = Crew((TOGETHER, ALONE))
    chosen = worked(crew, AGAIN - 1, {TOGETHER: 1e-3, ALONE: 3e-3})
    assert [place for place, ways in enumerate(chosen, start=1) if ALONE in ways] == [3, 8, 16, 32]
    assert worked(crew, 3, {TOGETHER: 1e-3, ALONE: 0.5e-3}) == [[ALONE, ALONE], [ALONE], [ALONE]]


def test_one_way_needs_no_trial():
    assert all(ways == [ALONE] for ways in worked(Crew((ALONE,)), 200, {ALONE: 1.0}))
