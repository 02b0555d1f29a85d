"""The history as a data frame of whichever library is there."""

import importlib
import sys

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.training import train
from glassgrad.training.frames import LIBRARIES, frame_of

COLUMNS = {"epoch": np.array([1, 2, 3]), "loss": np.array([0.5, np.nan, 0.25]), "none": np.array([np.nan] * 3)}


def as_lists(frame) -> dict[str, list]:
    """The columns as the library itself gives them out."""
    kind = type(frame).__module__.split(".")[0]
    if kind == "pandas":
        return {name: frame[name].tolist() for name in frame.columns}
    return frame.to_dict(as_series=False) if kind == "polars" else frame.to_pydict()


@pytest.mark.parametrize("library", LIBRARIES)
def test_the_frame_is_of_the_library_asked_for_and_missing_is_missing(library):
    frame = frame_of(COLUMNS, library)
    assert type(frame).__module__.startswith(library)
    told = as_lists(frame)
    assert told["epoch"] == [1, 2, 3]
    missing = [[one is None or np.isnan(one) for one in told[name]] for name in ("loss", "none")]
    assert missing == [[False, True, False], [True, True, True]]
    if library != "pandas":
        assert told["loss"] == [0.5, None, 0.25]


@pytest.mark.parametrize(("away", "taken"), [((), "pandas"), (("pandas",), "polars"), (("pandas", "polars"), "pyarrow")])
def test_the_first_library_that_is_installed_is_taken(monkeypatch, away, taken):
    hide(monkeypatch, away)
    assert type(frame_of(COLUMNS)).__module__.startswith(taken)


def hide(monkeypatch, names) -> None:
    for name in LIBRARIES:
        importlib.import_module(name)
    for name in names:
        monkeypatch.setitem(sys.modules, name, None)


@pytest.mark.parametrize(
    ("away", "library", "said"),
    [
        ((), "numpy", "library is 'numpy'; choose one of pandas, polars, pyarrow"),
        ((), "", "library is ''; choose one of"),
        (("polars",), "polars", "polars is not installed; install it with: pip install polars, or take what is installed: pandas, pyarrow"),
        (LIBRARIES, None, "a data frame needs pandas, polars or pyarrow, and none is installed; install one with: pip install pandas"),
        (LIBRARIES, "pandas", "pandas is not installed; install it with: pip install pandas$"),
    ],
)
def test_what_cannot_be_made_is_refused_with_the_way_out(monkeypatch, away, library, said):
    hide(monkeypatch, away)
    with pytest.raises(SettingError, match=said):
        frame_of(COLUMNS, library)


def test_the_history_of_a_run_is_a_row_for_each_epoch():
    run = train("iris", hidden=(3,), epochs=4, validation=0.0)
    told = as_lists(run.frame("polars"))
    assert list(told) == list(run.history)
    assert told["epoch"] == [1, 2, 3, 4]
    assert told["training_loss"] == run.history["training_loss"].tolist()
    assert told["validation_loss"] == [None] * 4
