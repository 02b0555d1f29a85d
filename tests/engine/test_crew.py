"""The number of threads that is faster is found by trying."""

from glassgrad.engine.native.crew import AGAIN, Crew


def worked(crew: Crew, calls: int, seconds: dict[int, float]) -> list[int]:
    chosen = []
    for _ in range(calls):
        threads = crew.threads()
        chosen.append(threads)
        crew.took(threads, 10, seconds[threads])
    return chosen


def test_all_together_are_tried_first_then_one_alone_then_the_faster_of_the_two():
    assert worked(Crew(4), 7, {4: 1.0, 1: 3.0}) == [4, 4, 1, 4, 4, 4, 4]
    assert worked(Crew(4), 7, {4: 3.0, 1: 1.0}) == [4, 4, 1, 1, 1, 1, 1]


def test_the_first_call_says_nothing_about_the_speed():
    crew = Crew(2)
    crew.took(crew.threads(), 10, 1000.0)
    assert worked(crew, 4, {2: 1.0, 1: 2.0}) == [2, 1, 2, 2]


def test_the_slower_one_is_tried_again_now_and_then_and_taken_when_times_have_changed():
    crew = Crew(2)
    chosen = worked(crew, AGAIN - 1, {2: 3.0, 1: 1.0})
    assert [place for place, threads in enumerate(chosen, start=1) if threads == 2] == [1, 2, 8, 16, 32]
    assert worked(crew, 3, {2: 0.5, 1: 1.0}) == [2, 2, 2]


def test_one_thread_stays_alone():
    assert set(worked(Crew(1), 200, {1: 1.0})) == {1}
