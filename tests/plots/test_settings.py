"""What can be chosen about a picture: one record for Python and the command line, and each kind takes only what is its own."""

from dataclasses import fields

import pytest

from glassgrad.graph import SettingError
from glassgrad.plots.kind import Kind
from glassgrad.plots.settings import PlotSettings

KIND = Kind(name="dots", says="dots", paint=lambda run, *, axes=None, steps=(), points=3: (run, steps, points), fits=lambda plan: plan)


def test_only_what_was_chosen_is_handed_on():
    assert PlotSettings(points=10).of(KIND) == {"points": 10}
    assert PlotSettings().of(KIND) == {}


def test_what_a_kind_does_not_take_is_refused_with_what_it_takes():
    with pytest.raises(SettingError, match="the kind 'dots' takes no row and no layer; what it takes is steps and points"):
        PlotSettings(row=3, layer=1).of(KIND)


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        ({"steps": (1, -2)}, "steps is -2; expected a whole number at least 0"),
        ({"row": 1.5}, "row is 1.5; expected a whole number"),
        ({"weights": 3}, "weights is 3; expected several words"),
        ({"plane": "pth"}, "plane is 'pth'; did you mean path"),
        ({"points": 100_000}, "points is 100000; expected a whole number at least 2 and less than 1001"),
    ],
)
def test_a_value_out_of_range_is_refused_with_the_range(chosen, words):
    with pytest.raises(SettingError) as caught:
        PlotSettings(**chosen)
    assert words in str(caught.value)


def test_one_word_alone_is_one_name():
    assert PlotSettings(weights="W1[0,0]").weights == ("W1[0,0]",)


def test_a_run_that_does_not_fit_is_refused_with_the_reason():
    with pytest.raises(SettingError, match="no picture of the kind 'dots' of this run: it predicts numbers"):
        KIND.check("it predicts numbers")
    KIND.check("")


def test_every_setting_says_what_it_is():
    assert all(one.metadata["help"] for one in fields(PlotSettings))
