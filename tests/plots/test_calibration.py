"""Calibration: its numbers against scikit-learn's and SciPy's, and what is painted of them."""

import numpy as np
import pytest
from scipy.stats import binomtest
from sklearn.calibration import calibration_curve

from glassgrad.graph import SettingError
from glassgrad.plots.calibration import FEW, calibration, paint_calibration
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.measured.calibration import calibrated, calibration_of, wilson
from glassgrad.plots.saving import svg
from tests.plots.structure import structure


def drawn(rows=500, seed=0):
    random = np.random.default_rng(seed)
    sure = random.random(rows)
    return sure, random.random(rows) < sure**2


def painted(measured):
    panels = new_axes(size=(5.6, 6), rows=2, share_x=True)
    paint_calibration(panels, measured)
    return panels


def artist(axes, name):
    return next(one for one in axes.get_children() if one.get_gid() == name)


# ── the numbers ──────────────────────────────────────────────────────────────


@pytest.mark.parametrize("bins", [2, 10, 15])
def test_the_bins_are_those_of_scikit_learn(bins):
    sure, came_true = drawn()
    measured = calibrated(sure, came_true, bins=bins)
    true, said_to_be = calibration_curve(came_true, sure, n_bins=bins)
    filled = measured.counts > 0
    assert measured.true[filled] == pytest.approx(true, rel=1e-12)
    assert measured.sure[filled] == pytest.approx(said_to_be, rel=1e-12)
    assert measured.total == len(sure)


def test_a_probability_on_an_edge_belongs_to_the_bin_below():
    assert calibrated(np.array([0.0, 0.1, 0.5, 1.0]), np.ones(4, bool)).counts.nonzero()[0].tolist() == [0, 4, 9]


@pytest.mark.parametrize(("true", "rows"), [(0, 1), (1, 1), (3, 10), (10, 10), (499, 1000)])
def test_the_interval_is_that_of_wilson(true, rows):
    low, high = wilson(np.array(true / rows), np.array(rows))
    expected = binomtest(true, rows).proportion_ci(0.95, method="wilson")
    assert (float(low), float(high)) == pytest.approx((expected.low, expected.high), abs=1e-12)


def test_the_error_is_the_mean_distance_of_the_rows_from_their_bin():
    sure, came_true = drawn()
    place = np.ceil(sure * 10).astype(int)
    per_row = [abs(came_true[place == one].mean() - sure[place == one].mean()) for one in place]
    assert calibrated(sure, came_true).error == pytest.approx(np.mean(per_row), rel=1e-12)


def test_one_that_is_right_about_itself_has_no_error():
    sure = np.repeat([0.25, 0.75], 400)
    came_true = np.concatenate([np.arange(400) < 100, np.arange(400) < 300])
    assert calibrated(sure, came_true).error == 0


def test_of_two_classes_the_probability_of_the_second_is_looked_at(two_classes):
    measured = calibration_of(two_classes)
    rows = two_classes.plan.split.validation
    sure = two_classes.probabilities(two_classes.plan.data.take(rows))[:, 1]
    assert measured.event == two_classes.plan.preparation.classes[1]
    assert measured.mean_sure == pytest.approx(sure.mean(), rel=1e-6)
    assert measured.mean_true == pytest.approx((two_classes.plan.data["class"].values[rows] == measured.event).mean())


def test_of_more_classes_the_certainty_of_the_answer_is_looked_at(classes):
    measured = calibration_of(classes)
    sure = classes.probabilities(classes.plan.data.take(classes.plan.split.validation)).max(axis=1)
    assert measured.event == ""
    assert measured.mean_sure == pytest.approx(sure.mean(), rel=1e-6)
    assert measured.mean_true == pytest.approx(classes.score())
    assert not measured.counts[:3].any()  # the largest of three is at least a third


def test_numbers_have_no_calibration(numbers):
    with pytest.raises(SettingError, match="it predicts numbers"):
        calibration(numbers)


# ── what is painted ──────────────────────────────────────────────────────────


def test_every_bin_stands_at_its_share_with_its_interval():
    measured = calibrated(*drawn())
    axes, below = painted(measured)
    for place in measured.counts.nonzero()[0]:
        assert artist(axes, f"share {place}").get_xydata().tolist() == [[measured.sure[place], measured.true[place]]]
        assert artist(axes, f"interval {place}").get_ydata().tolist() == [measured.low[place], measured.high[place]]
        assert artist(below, f"rows {place}").get_height() == measured.counts[place]
    assert [one.get_text() for one in below.texts] == [f"{count}" for count in measured.counts if count]


def test_bins_of_few_rows_are_hollow_and_not_joined():
    sure = np.concatenate([np.full(FEW - 1, 0.15), np.full(FEW, 0.55), np.full(50, 0.85)])
    axes, _ = painted(calibrated(sure, np.ones(len(sure), bool)))
    marks = [artist(axes, f"share {place}") for place in (1, 5, 8)]
    assert [one.get_markerfacecolor() == one.get_color() for one in marks] == [False, True, True]
    assert artist(axes, "shares").get_xdata() == pytest.approx([0.55, 0.85])
    assert "Hollow: fewer than 10 rows" in said(axes).caption


def test_the_error_is_told(two_classes, classes):
    measured = calibration_of(classes)
    axes, _ = calibration(classes)
    assert axes.get_title(loc="left") == f"Calibration: {100 * measured.error:.1f} points off on average"
    assert f"is {100 * measured.error:.1f} percentage points." in said(axes).caption
    assert "With so few rows it is rough" in said(axes).caption
    assert f'"{two_classes.plan.preparation.classes[1]}"' in said(calibration(two_classes)).shows


def test_the_fullest_bin_is_told_and_ties_are_too():
    one = said(painted(calibrated(np.array([0.15, 0.85, 0.85]), np.ones(3, bool)))).shows
    assert "The fullest bin, from 80% to 90%, has 2 rows." in one
    two = said(painted(calibrated(np.array([0.15, 0.55, 0.85]), np.ones(3, bool)))).shows
    assert "The fullest bins, from 10% to 20%, from 50% to 60% and from 80% to 90%, have 1 row each." in two


def test_the_words_beside_the_line_stand_where_no_bar_goes_through_them():
    for sure, came_true in (([0.95], [False]), ([0.05, 0.15], [True, True]), ([0.85, 0.95], [False, False])):
        (axes, _) = painted(calibrated(np.array(sure), np.array(came_true), event="yes"))
        figure_of(axes).draw_without_rendering()
        bars = [one.get_window_extent() for one in axes.lines if one.get_gid().startswith("interval")]
        for name in ("above the line", "below the line"):
            words = artist(axes, name).get_window_extent()
            assert bars
            assert not any(words.overlaps(bar) for bar in bars)


def test_a_class_is_called_the_same_at_the_axes_and_whole_in_words():
    whole = "a very long class name in the shop around the corner"
    panels = painted(calibrated(*drawn(), event=whole))
    name = panels[0].get_ylabel().removeprefix("how often it is ")
    assert "…" in name
    assert panels[1].get_xlabel() == f"probability of {name}, as it says"
    assert f'it gives "{whole}" a probability' in said(panels).shows
    assert f'by the probability of "{whole}".' in said(panels).caption


def test_no_words_of_strangers_are_read_as_formulas():
    sure, came_true = drawn()
    panels = painted(calibrated(sure, came_true, event="$\\frac{1}{0}$"))
    assert panels[1].get_xlabel() == r"probability of \$\frac{1}{0}\$, as it says"
    assert "$\\frac{1}{0}$" in svg(panels)


def test_on_a_single_axes_there_is_no_histogram(classes):
    axes = new_axes()
    assert calibration(classes, axes=axes) == [axes]
    assert axes.get_xlabel() == "how sure it is of its answer"


def test_the_picture_is_as_approved(two_classes, golden):
    golden("calibration.txt", structure(svg(calibration(two_classes))))
