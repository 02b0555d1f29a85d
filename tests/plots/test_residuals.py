"""Residuals: their numbers against scikit-learn's, in the target's units, and what is painted of them."""

from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text
from sklearn.metrics import mean_absolute_error, r2_score, root_mean_squared_error

from glassgrad.graph import SettingError
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.measured.residuals import Residuals, residuals_of
from glassgrad.plots.residuals import MOST_NAMED, paint_residuals, residuals
from glassgrad.plots.saving import svg
from glassgrad.training import train
from tests.plots.structure import structure


def made(true, predicted, target="price", rows=None):
    true, predicted = np.asarray(true, dtype=float), np.asarray(predicted, dtype=float)
    rows = np.arange(len(true)) if rows is None else np.asarray(rows)
    return Residuals(rows, true, predicted, target, f"{len(true)} held-out rows")


def drawn(rows=200, seed=0, spread=1.0):
    random = np.random.default_rng(seed)
    true = random.normal(10, 5, rows)
    return true, true + random.normal(0, spread, rows)


def painted(measured):
    panels = new_axes(size=(9, 3.9), columns=3)
    paint_residuals(panels, measured)
    figure_of(panels).draw_without_rendering()
    return panels


def artist(axes, name):
    return next((one for one in axes.get_children() if one.get_gid() == name), None)


# ── the numbers ──────────────────────────────────────────────────────────────


def test_the_scores_are_those_of_scikit_learn():
    true, predicted = drawn()
    measured = made(true, predicted)
    assert measured.r_squared == pytest.approx(r2_score(true, predicted), rel=1e-12)
    assert measured.mean_absolute == pytest.approx(mean_absolute_error(true, predicted), rel=1e-12)
    assert measured.root_mean_squared == pytest.approx(root_mean_squared_error(true, predicted), rel=1e-12)


def test_truth_and_prediction_are_in_the_units_of_the_target(numbers):
    measured = residuals_of(numbers)
    rows = numbers.plan.split.validation
    assert measured.true.tolist() == numbers.plan.data["progression"].values[rows].tolist()
    assert measured.predicted == pytest.approx(numbers.predict(numbers.plan.data.take(rows)), rel=1e-12)
    assert measured.r_squared == pytest.approx(numbers.score(), rel=1e-5)
    assert measured.rows.tolist() == rows.tolist()
    assert len(residuals_of(numbers, "training").rows) == len(numbers.plan.split.training)


@pytest.mark.parametrize("scale", [1e-300, 1.0, 1e300])
def test_the_scores_neither_overflow_nor_vanish(scale):
    true, predicted = drawn()
    measured = made(true * scale, predicted * scale)
    assert measured.root_mean_squared == pytest.approx(scale * root_mean_squared_error(true, predicted), rel=1e-9)
    assert measured.r_squared == pytest.approx(r2_score(true, predicted), rel=1e-9)


def test_planted_outliers_are_found_the_farthest_first_and_no_others():
    true, predicted = drawn(spread=0.1)
    predicted = true + np.linspace(-0.2, 0.2, len(true))
    predicted[[7, 70, 120]] += [3, -9, 5]
    assert made(true, predicted).outliers.tolist() == [70, 120, 7]
    assert made(true, true + np.linspace(-0.2, 0.2, len(true))).outliers.tolist() == []
    assert made(true, true).outliers.tolist() == []


def test_truth_that_is_always_the_same_has_no_r_squared():
    measured = made([2, 2, 2], [1, 2, 3])
    assert measured.r_squared is None
    assert "R² says nothing here: the true values are all the same." in said(painted(measured)).caption


def test_classes_have_no_residuals(classes):
    with pytest.raises(SettingError, match="it predicts classes, and has no distances between truth and prediction; its kinds are confusion and calibration"):
        residuals(classes)


# ── what is painted ──────────────────────────────────────────────────────────


def test_points_lie_where_the_numbers_say_and_the_histogram_counts_them_all(numbers):
    measured = residuals_of(numbers)
    first, second, third = residuals(numbers)
    assert artist(first, "rows").get_offsets().tolist() == np.column_stack([measured.true, measured.predicted]).tolist()
    assert artist(second, "residuals").get_offsets().tolist() == np.column_stack([measured.predicted, measured.residuals]).tolist()
    assert sum(bar.get_width() for bar in third.patches) == len(measured.rows)
    assert second.get_ylim() == third.get_ylim() == pytest.approx((-second.get_ylim()[1], second.get_ylim()[1]))
    assert first.get_xlim() == first.get_ylim()


def test_outliers_are_framed_and_named_by_their_row_in_the_data():
    true, predicted = drawn()
    predicted[[3, 50]] += [40, -30]
    panels = painted(made(true, predicted, rows=np.arange(1000, 1200)))
    assert {one.get_text() for one in panels[1].texts} == {"row 1,003", "row 1,050"}
    assert len(artist(panels[0], "outliers of rows").get_offsets()) == 2
    words = said(panels)
    assert "Framed, far from the rest: rows 1,003 and 1,050 of the data, counted from 0." in words.caption
    assert "The largest miss is row 1,003" in words.shows


def test_names_of_many_outliers_do_not_lie_on_each_other():
    true, predicted = drawn(spread=0.01)
    predicted[:12] += 50 + np.linspace(0, 0.1, 12)
    panels = painted(made(true, predicted))
    boxes = [Text.get_window_extent(one) for one in panels[1].texts]
    assert len(boxes) == MOST_NAMED
    assert not any(a.overlaps(b) and abs(a.x0 - b.x0) < 60 for a, b in combinations(boxes, 2))
    assert "12 rows lie far from the rest; the farthest are framed" in said(panels).caption


def test_the_scores_are_told():
    true, predicted = drawn()
    words = said(painted(made(true, predicted)))
    assert f"R² is {r2_score(true, predicted):.3g}" in words.caption
    assert f"Mean absolute error {mean_absolute_error(true, predicted):.3g}" in words.caption
    assert f"root mean squared error {root_mean_squared_error(true, predicted):.3g}" in words.caption
    assert "price" in words.shows


EXTREMES = [([1.0], [1.0]), ([5, 5, 5], [5, 5, 5]), ([1e300, -1e300], [0, 0]), ([1e-320, 0], [0, 0]), ([1, 2], [1e30, 1e30])]


@pytest.mark.parametrize(("true", "predicted"), EXTREMES)
def test_every_extreme_is_painted_within_finite_axes(true, predicted):
    panels = painted(made(true, predicted))
    for axes in panels:
        assert np.isfinite([*axes.get_xlim(), *axes.get_ylim()]).all()
        assert axes.get_xlim()[0] < axes.get_xlim()[1]
    assert "1e" not in " ".join(one.get_text() for axes in panels for one in [*axes.get_xticklabels(), *axes.get_yticklabels()])
    assert said(panels).caption.endswith(".")


def test_thousands_of_rows_are_an_image_and_stay_light():
    few, many = (painted(made(*drawn(rows))) for rows in (500, 20_000))
    assert not artist(few[0], "rows").get_rasterized()
    assert artist(many[0], "rows").get_rasterized()
    assert len(svg(many)) < 300_000


def test_a_column_of_strangers_is_shown_letter_by_letter():
    panels = painted(made(*drawn(), target="$\\frac{1}{0}$ <b>"))
    text = svg(panels)
    assert "true $\\frac{1}{0}$ &lt;b&gt;" in text


def test_the_target_is_called_the_same_at_the_axes_and_whole_in_words():
    whole = "the price of a pound in $ at the shop around the corner"
    panels = painted(made(*drawn(), target=whole))
    name = panels[0].get_xlabel().removeprefix("true ").replace(r"\$", "$")
    assert "…" in name
    assert panels[1].get_xlabel().replace(r"\$", "$") == f"predicted {name}"
    assert f"Predictions of {whole} for" in said(panels).shows
    assert f"in the units of {whole};" in said(panels).caption


def test_more_axes_than_panels_are_refused(numbers):
    with pytest.raises(SettingError, match=r"this picture has 3 panels, but 4 axes were given; give axes=\[…\] with 1 to 3"):
        residuals(numbers, axes=new_axes(columns=4))


def test_training_rows_are_said_to_be_those_where_none_are_held_out():
    run = train({"x": [1.0, 2.0, 3.0, 4.0, 5.0], "y": [2.0, 4.0, 6.0, 8.0, 11.0]}, target="y", hidden=(), epochs=3, validation=0, engine="reference")
    words = said(residuals(run))
    assert "No rows were held out" in words.caption
    assert "5 training rows" in words.shows


def test_fewer_axes_show_fewer_panels(numbers):
    axes = new_axes()
    assert residuals(numbers, axes=axes) == [axes]
    assert axes.get_xlabel() == "true progression"
    assert "Dotted" not in said(axes).caption


def test_the_picture_is_as_approved(numbers, golden):
    golden("residuals.txt", structure(svg(residuals(numbers))))
