"""Where all true values are the same, as those of a single row are, R² says nothing; every kind says so, and none says 0."""

import numpy as np
import pytest

from glassgrad.explain.blocks import Aside
from glassgrad.explain.text import words_text
from glassgrad.plots import boundaries, boundary, curves, learning, report, residuals, said
from glassgrad.training import train

NOTHING = "R² says nothing"


@pytest.fixture(scope="module")
def one_row():
    x = np.linspace(-2, 2, 12)
    run = train({"x": x, "y": np.sin(x)}, target="y", hidden=(), validation=0.05, epochs=3, seed=0, engine="reference")
    assert len(run.plan.split.validation) == 1
    return run


@pytest.mark.parametrize("paint", [curves, boundary, boundaries, residuals])
def test_every_kind_says_that_it_says_nothing(paint, one_row):
    words = said(paint(one_row))
    assert NOTHING in words.shows
    assert "R² is 0" not in words.shows


def test_what_moves_tells_the_losses_alone(one_row):
    shows = learning(one_row, count=3, points=9).shows
    assert " The loss: " in shows
    assert NOTHING in shows


def test_curves_have_no_line_of_it_and_keep_that_of_training(one_row):
    above, below = curves(one_row)
    assert {one.get_gid() for one in below.lines if one.get_gid().endswith("R²")} == {"training R²"}
    assert {one.get_gid() for one in above.lines if one.get_gid().endswith("loss")} == {"training loss", "validation loss"}


def test_curves_of_several_runs_say_it_too(one_row):
    assert f"{NOTHING} here: the true values are all the same." in said(curves([one_row, one_row])).caption


def test_the_report_says_it_too(one_row):
    told = [words_text(one.words) for one in report(one_row).blocks if isinstance(one, Aside)]
    assert any(NOTHING in one for one in told)
    assert not any("R² is" in one for one in told)
