"""Watching families learn: plain lines, a live display, or nothing; the terminal is left as it was found."""

import io

import pytest

from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.live_display import LiveDisplay
from glassgrad.families.plain_display import PlainDisplay
from glassgrad.families.progress import compare_watcher
from glassgrad.families.watching import Beginning, Unwatched

TREE, LOGISTIC = FAMILIES["decision_tree"], FAMILIES["logistic_regression"]
BEGINNING = Beginning(source="a table", because="", rows=10, inputs=2, folds=3, measure="accuracy", families=(TREE, LOGISTIC))


class Notebook:
    """A watcher that keeps what it is told."""

    def __init__(self):
        self.heard = []

    def begins(self, beginning):
        self.heard.append(("begins", [one.name for one in beginning.families], beginning.folds))

    def learnt(self, family, done, of, scores):
        self.heard.append((family.name, done, of, len(scores)))

    def failed(self, family, because):
        self.heard.append((family.name, because))

    def ends(self):
        self.heard.append(("ends",))


def test_a_watcher_hears_of_every_turn_of_every_family():
    notebook = Notebook()
    compare("iris", families=("decision_tree", "logistic_regression"), folds=2, jobs=1, watcher=notebook)
    turns = [(name, done, 3, min(done, 2)) for name in ("logistic_regression", "decision_tree") for done in (1, 2, 3)]
    assert notebook.heard == [("begins", ["logistic_regression", "decision_tree"], 2), *turns, ("ends",)]


def test_plain_lines_tell_a_family_when_it_is_done():
    stream = io.StringIO()
    with compare_watcher(stream) as watcher:
        watcher.begins(BEGINNING)
        watcher.learnt(TREE, 3, 4, (0.9, 0.8, 0.7))
        assert stream.getvalue() == ""
        watcher.learnt(TREE, 4, 4, (0.9, 0.8, 0.7))
        watcher.failed(LOGISTIC, "it \x1b[2J failed")
        watcher.ends()
    assert stream.getvalue() == " 1 of 2  decision tree: accuracy 0.800 ± 0.100\n 2 of 2  logistic regression: left out: it ⟨U+001B⟩[2J failed\n\n"


class Terminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


@pytest.fixture
def terminal(monkeypatch):
    for name in ("NO_COLOR", "FORCE_COLOR", "CI"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("COLUMNS", "80")
    return Terminal()


def test_in_a_terminal_every_family_has_a_line_that_is_gone_at_the_end(terminal):
    with compare_watcher(terminal) as watcher:
        assert isinstance(watcher, LiveDisplay)
        watcher.begins(BEGINNING)
        watcher.learnt(TREE, 3, 4, (0.9, 0.8, 0.7))
        watcher.failed(LOGISTIC, "it [red]failed")
        watcher.live.refresh()
        shown = terminal.getvalue()
        assert "accuracy 0.800 ± 0.100" in shown
        assert "left out: it [red]failed" in shown
        assert "7 of 8" in shown
    assert terminal.getvalue().endswith("\x1b[2K")  # the last line is wiped
    assert "\x1b[?25h" in terminal.getvalue()  # and the cursor is shown again


def test_the_terminal_is_given_back_whatever_happens(terminal):
    with pytest.raises(KeyboardInterrupt), compare_watcher(terminal) as watcher:
        watcher.begins(BEGINNING)
        raise KeyboardInterrupt
    assert watcher.live is None
    assert "\x1b[?25h" in terminal.getvalue()


def test_quiet_says_nothing_and_plain_or_a_dumb_terminal_has_lines(terminal, monkeypatch):
    with compare_watcher(terminal, quiet=True) as watcher:
        assert isinstance(watcher, Unwatched)
    with compare_watcher(terminal, plain=True) as watcher:
        assert isinstance(watcher, PlainDisplay)
    monkeypatch.setenv("TERM", "dumb")
    with compare_watcher(terminal) as watcher:
        assert isinstance(watcher, PlainDisplay)
    assert terminal.getvalue() == ""
