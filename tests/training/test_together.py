"""Several processes that train together, as one of them sees it; two real ones are in `tests/cli/test_train_distributed.py`."""

import os
import signal
import threading
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic, perf_counter, sleep

import pytest

from glassgrad.engine import ALONE, Reference
from glassgrad.graph import SettingError
from glassgrad.training import Silent, train
from glassgrad.training.together import AnotherProcessError, Clock, all_or_none, common_clock


@dataclass
class Two:
    """This process and another one, which always says the same numbers."""

    other: tuple[float, ...] = (0, 0)
    writes: bool = True
    count: int = 2
    asked: list[tuple[float | str, ...]] = field(default_factory=list)

    def agreed(self, *numbers):
        self.asked.append(numbers)
        theirs = self.other if len(numbers) == len(self.other) else (0,) * len(numbers)
        return tuple(map(max, numbers, theirs))

    def check_same(self, what, text):
        self.asked.append((what, text))


def nothing():
    pass


def test_where_all_went_well_in_each_process_they_go_on():
    processes = Two()
    with all_or_none(processes):
        pass
    assert processes.asked == [(0,)]


def test_an_error_of_one_process_is_told_to_the_others_by_its_exit_code():
    for error, code in ((SettingError("no"), 2), (OSError("disk"), 1), (KeyboardInterrupt(), 130)):
        processes = Two()
        with pytest.raises(type(error)), all_or_none(processes):
            raise error
        assert processes.asked == [(code,)]


def test_what_another_process_cannot_do_is_not_begun_here():
    said = "another of the processes that train together could not start, and has said why"
    with pytest.raises(AnotherProcessError, match=said) as raised, all_or_none(Two(other=(2,))):
        pass
    assert raised.value.exit_code == 2


def test_all_go_by_the_time_of_the_slowest():
    assert Clock(Two(other=(1000.0, 0))).since(perf_counter()) == 1000.0
    assert Clock(ALONE).since(perf_counter()) < 100.0


def test_all_stop_when_one_is_asked_to():
    for clock in (Clock(Two(other=(0.0, 1))), Clock(Two(), asked=True)):
        assert not clock.stopping
        clock.since(perf_counter())
        assert clock.stopping


def test_what_one_process_says_yes_to_all_do():
    assert Clock(Two(other=(1, 0))).agree(False, False) == (True, False)
    assert Clock(ALONE).agree(True, False) == (True, False)


@pytest.mark.skipif(threading.current_thread() is not threading.main_thread(), reason="signals reach the main thread only")
def test_among_several_ctrl_c_is_noted_until_the_next_look_at_the_clock():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with common_clock(Two(), nothing) as clock:
            os.kill(os.getpid(), signal.SIGINT)
            until = monotonic() + 10
            while not clock.asked and monotonic() < until:
                sleep(0.01)
            assert not clock.stopping
            clock.since(perf_counter())
            assert clock.stopping
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
        assert signal.set_wakeup_fd(-1) == -1
    finally:
        signal.signal(signal.SIGINT, before)


def test_alone_the_first_ctrl_c_is_noted_and_the_second_stops_at_once():
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with common_clock(ALONE, nothing) as clock:
            signal.raise_signal(signal.SIGINT)
            clock.since(perf_counter())
            assert clock.stopping
            with pytest.raises(KeyboardInterrupt):
                signal.raise_signal(signal.SIGINT)
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)


def test_what_somebody_else_does_with_a_signal_is_left_to_him():
    heard = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: heard.append(number))
    try:
        with common_clock(Two(), nothing) as clock:
            os.kill(os.getpid(), signal.SIGTERM)
            sleep(0.05)
            clock.since(perf_counter())
        assert heard == [signal.SIGTERM]
    finally:
        signal.signal(signal.SIGTERM, before)


class Hearing(Silent):
    """A watcher that remembers that it was told something."""

    def __init__(self):
        self.heard = set()

    def opening(self, opening):
        self.heard.add("opening")

    def epoch(self, row):
        self.heard.add("epoch")

    def closing(self, reason):
        self.heard.add("closing")


@pytest.mark.parametrize("writes", [True, False])
def test_one_process_writes_and_shows_and_the_others_keep_their_run_in_memory(monkeypatch, tmp_path, writes):
    monkeypatch.setattr(Reference, "together", lambda self: nullcontext(Two(writes=writes)))
    watcher = Hearing()
    with train("iris", hidden=(4,), epochs=3, engine="reference", save=tmp_path / "run.glass", watcher=watcher) as run:
        assert len(run.history["epoch"]) == 3
    assert (tmp_path / "run.glass").exists() == writes
    assert watcher.heard == ({"opening", "epoch", "closing"} if writes else set())


def test_settings_and_data_are_compared_before_anything_is_written(monkeypatch, tmp_path):
    processes = Two()
    monkeypatch.setattr(Reference, "together", lambda self: nullcontext(processes))
    monkeypatch.setattr(processes, "check_same", lambda what, text: processes.asked.append((what, text, *tmp_path.iterdir())))
    with train("iris", hidden=(4,), epochs=1, engine="reference", seed=7, save=tmp_path / "run.glass") as run:
        compared = [one for one in processes.asked if isinstance(one[0], str)]
        assert [what for what, _ in compared] == ["settings", "data"]
        assert '"seed": 7' in compared[0][1]
        assert compared[1][1] == run.plan.data.fingerprint


def test_no_process_goes_by_its_own_time(monkeypatch):
    """Or it would look at the results after another number of steps than the others, and wait for ever."""
    asked = []
    for own in (0.0, 500.0):  # a process that sees another time on its own clock
        processes = Two(other=(1000.0, 0))
        monkeypatch.setattr(Reference, "together", lambda self, processes=processes: nullcontext(processes))
        monkeypatch.setattr("glassgrad.training.together.perf_counter", lambda own=own: own + perf_counter())
        with train("iris", hidden=(4,), epochs=3, batch=64, engine="reference") as run:
            # Two pieces of an epoch, its measurements, and what lies between.
            assert run.history["seconds"].tolist() == [5000.0, 10000.0, 15000.0]
        asked.append([len(one) for one in processes.asked])
    assert asked[0] == asked[1]
