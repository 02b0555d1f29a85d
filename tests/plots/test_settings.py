"""What can be chosen about a picture: one record for Python and the command line, and each kind takes only what is its own."""

from dataclasses import fields

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.plots.figures import new_axes
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
    assert PlotSettings(features="x1,x2").features == ("x1,x2",)


@pytest.mark.parametrize("steps", [(3,), [3], 3, np.int64(3), np.array(3), np.array([3]), range(3, 4)])
def test_one_number_alone_and_numbers_in_a_row_of_any_kind_are_steps(steps):
    assert PlotSettings(steps=steps).steps == (3,)


def test_a_text_of_steps_is_not_read_letter_by_letter():
    with pytest.raises(SettingError, match="steps is '1,2'; expected several whole numbers"):
        PlotSettings(steps="1,2")


# ── what a kind is called with ────────────────────────────────────────────────


def probe(*, several=False, panels=False):
    """A kind that gives back what its function was called with."""

    def one(run, *, steps=(7,), points=3, axes: "Axes | None" = None):  # noqa: F821 - an annotation as pages have it
        return run, steps, points, axes

    def many(run, *, points=3, axes: "Sequence[Axes] | None" = None):  # noqa: F821
        return run, points, axes

    return Kind(name="probe", says="what it is given", paint=many if panels else one, several=several).paint


def test_what_is_not_chosen_or_is_none_is_left_for_the_kind_to_choose(two_classes):
    assert probe()(two_classes) == (two_classes, (7,), 3, None)
    assert probe()(two_classes, steps=(), points=None, axes=None) == (two_classes, (7,), 3, None)
    assert probe()(run=two_classes, steps=5)[1] == (5,)


def test_what_python_itself_refuses_stays_its_own_error(two_classes):
    with pytest.raises(TypeError, match="unexpected keyword argument 'pionts'"):
        probe()(two_classes, pionts=3)


def test_a_list_of_one_is_that_one(two_classes):
    axes = new_axes()
    assert probe()([two_classes], axes=[axes]) == (two_classes, (7,), 3, axes)
    with pytest.raises(SettingError, match="'probe' shows one run at a time, but 2 runs were given"):
        probe()([two_classes, two_classes])
    with pytest.raises(SettingError, match="is painted on one of matplotlib's Axes, but axes holds 2"):
        probe()(two_classes, axes=new_axes(columns=2))


def test_several_runs_are_a_list_of_them_and_nothing_else(two_classes, classes):
    assert probe(several=True)(one for one in (two_classes, classes))[0] == [two_classes, classes]
    with pytest.raises(SettingError, match="shows a run, or several in a list, but None is none"):
        probe(several=True)([two_classes, None])


def test_a_grid_of_axes_is_read_row_by_row(two_classes):
    four = new_axes(rows=2, columns=2)
    for given in (four, np.array(four, dtype=object).reshape(2, 2), [four[:2], four[2:]]):
        assert probe(panels=True)(two_classes, axes=given)[2] == four
    assert probe(panels=True)(two_classes, axes=four[0])[2] == [four[0]]


def test_axes_that_were_removed_are_refused(two_classes):
    axes = new_axes()
    axes.remove()
    with pytest.raises(SettingError, match="axes were removed from their figure"):
        probe()(two_classes, axes=axes)


def test_a_run_that_does_not_fit_is_refused_with_the_reason():
    with pytest.raises(SettingError, match="no picture of the kind 'dots' of this run: it predicts numbers"):
        KIND.check("it predicts numbers")
    KIND.check("")


def test_every_setting_says_what_it_is():
    assert all(one.metadata["help"] for one in fields(PlotSettings))
