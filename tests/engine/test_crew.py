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
    assert worked(Crew(4), 6, {4: 1.0, 1: 3.0}) == [4, 1, 4, 4, 4, 4]
    assert worked(Crew(4), 6, {4: 3.0, 1: 1.0}) == [4, 1, 1, 1, 1, 1]


def test_the_slower_one_is_tried_again_now_and_then_and_taken_when_times_have_changed():
    crew = Crew(2)
    worked(crew, AGAIN - 1, {2: 3.0, 1: 1.0})
    assert worked(crew, 3, {2: 0.5, 1: 1.0}) == [2, 2, 2]


def test_one_thread_stays_alone():
    assert set(worked(Crew(1), 200, {1: 1.0})) == {1}
