"""Ctrl-C while families learn ends the comparison, also where training stops at it by itself and keeps what it has learnt so far."""

import signal
import threading
from contextlib import suppress

import pytest

from glassgrad.cli import main
from glassgrad.families import at_once, turn
from glassgrad.families.comparing import compare, turns_of
from glassgrad.families.contents import FAMILIES
from glassgrad.families.interrupting import interrupted_for_good
from glassgrad.training.loop import Learning

DATA = {"x": [row / 40 for row in range(40)], "y": ["no", "yes"] * 20}
NETWORK = {"families": "neural_network", "folds": 2, "hidden": (4,), "jobs": 1}


@pytest.fixture
def ctrl_c(monkeypatch):
    """Lets Ctrl-C come after the first epochs of one of the next fits of a network, counted from 1; the fits that began are counted."""
    began = []

    def at(fit):
        begins, takes = Learning.until_the_end, Learning._take

        def beginning(self):
            began.append(self)
            return begins(self)

        def taking(self, *measured):
            takes(self, *measured)
            if len(began) == fit:
                signal.raise_signal(signal.SIGINT)

        monkeypatch.setattr(Learning, "until_the_end", beginning)
        monkeypatch.setattr(Learning, "_take", taking)
        monkeypatch.setattr(turn, "_REHEARSED", set())
        return began

    return at


@pytest.mark.parametrize("fit", [1, 2, 3], ids=["rehearsal", "first fold", "second fold"])
def test_a_comparison_is_interrupted_wherever_the_network_stands(ctrl_c, fit):
    began, usual = ctrl_c(fit), signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        compare(DATA, **NETWORK)
    assert len(began) == fit
    assert signal.getsignal(signal.SIGINT) is usual


def test_a_rehearsal_that_was_interrupted_is_not_taken_for_one(ctrl_c):
    ctrl_c(1)
    with suppress(KeyboardInterrupt):
        compare(DATA, **NETWORK)
    assert not turn._REHEARSED


def test_a_row_is_not_explained_by_a_network_that_was_cut_short(ctrl_c):
    seen = compare(DATA, **NETWORK)
    row = int(seen.problem.folds[1].held_out.places[0])
    ctrl_c(2)
    with pytest.raises(KeyboardInterrupt):
        seen.explain(row)


def test_the_command_says_interrupted_and_no_score(ctrl_c, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    ctrl_c(2)
    code = main(("compare", "xor", "--families", "neural_network,decision_tree", "--folds", "2", "--jobs", "1", "--output", "told.md", "--quiet"))
    assert (code, *capsys.readouterr()) == (130, "", "interrupted\n")
    assert list(tmp_path.iterdir()) == []


def test_another_thread_learns_as_ever():
    found = []
    worker = threading.Thread(target=lambda: found.append(compare(DATA, families="decision_tree", folds=2, jobs=1)))
    worker.start()
    worker.join()
    assert found[0].results


def test_a_handler_that_raises_nothing_ends_nothing():
    heard = []
    usual = signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        with interrupted_for_good():
            signal.raise_signal(signal.SIGINT)
    finally:
        signal.signal(signal.SIGINT, usual)
    assert heard == [signal.SIGINT]


def test_a_process_that_learns_for_another_leaves_ctrl_c_to_it(monkeypatch):
    usual = signal.getsignal(signal.SIGINT)
    problem = compare(DATA, families="decision_tree", folds=2, jobs=1).problem
    (one, *_) = turns_of(problem, [FAMILIES["decision_tree"]], ())
    monkeypatch.setattr(at_once, "take_turn", lambda one: signal.raise_signal(signal.SIGINT) or one)
    try:
        assert at_once._turn_of_another(one) is one
    finally:
        signal.signal(signal.SIGINT, usual)
