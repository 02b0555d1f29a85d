"""Activation functions at work: the curve comes from the page, the histogram from the rows, and what is said of flat places is counted."""

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.nn import activation_names
from glassgrad.plots.activations import activations, paint_activation
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.measured.activation_sums import ActivationSums, steepest_slope
from glassgrad.plots.measured.activations import layer_sums
from glassgrad.plots.saving import svg
from glassgrad.training import Run, train
from tests.plots.structure import structure

BENT = [name for name in activation_names() if name not in ("linear", "softmax")]


@pytest.fixture(scope="module")
def wide_range():
    return np.random.default_rng(3).normal(size=(300, 4)) * 4


@pytest.fixture(scope="module")
def sigmoid_run() -> Run:
    return train("iris", hidden=(5,), activation="sigmoid", epochs=3, seed=1, dropout=0.4, engine="reference", validation=0)


def pair_for(measured):
    pair = new_axes(rows=2)
    paint_activation(pair, measured)
    return pair


def gids(axes):
    return [one.get_gid() for one in axes.get_children() if one.get_gid()]


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sums_of_every_layer_are_those_of_the_rows(classes):
    found = layer_sums(classes)
    X, weights = classes.plan.inputs[classes.plan.split.training].astype(float), classes.parameters
    first = X @ weights["W1"] + weights["b1"]
    np.testing.assert_allclose(found.panels[0].sums, first, atol=1e-9)
    np.testing.assert_allclose(found.panels[1].sums, np.maximum(first, 0) @ weights["W2"] + weights["b2"], atol=1e-9)
    assert [one.title for one in found.panels] == ["layer 1 (relu)", "layer 2 (relu)"]
    assert f"with the best weights (after step {classes.best['step']})" in found.whose


def test_no_unit_is_left_out_although_training_did(sigmoid_run):
    X, weights = sigmoid_run.plan.inputs[sigmoid_run.plan.split.training], sigmoid_run.parameters
    hidden = 1 / (1 + np.exp(-(X @ weights["W1"] + weights["b1"])))
    np.testing.assert_allclose(layer_sums(sigmoid_run, layer=2).panels[0].sums, hidden @ weights["W2"] + weights["b2"], rtol=1e-5, atol=1e-6)


def test_the_weights_may_be_those_after_any_step_and_the_rows_the_held_out_ones(two_classes):
    step = two_classes.step(7)
    panels = layer_sums(two_classes, steps=(0, 7), rows="validation").panels
    X = two_classes.plan.inputs[two_classes.plan.split.validation].astype(float)
    np.testing.assert_allclose(panels[1].sums, X @ step.new["W1"] + step.new["b1"], atol=1e-9)
    assert [one.title for one in panels] == ["layer 1 (relu), before the first step", "layer 1 (relu), after step 7"]
    assert panels[0].window == panels[1].window


def test_a_network_of_many_layers_is_abridged_and_it_is_said():
    run = train("moons", hidden=(3,) * 9, activation="tanh", epochs=1, seed=0, engine="reference")
    found = layer_sums(run)
    assert [one.title for one in found.panels] == [f"layer {number} (tanh)" for number in (1, 3, 4, 6, 7, 9)]
    assert found.note == "6 of 9 layers are shown."


def test_only_linear_layers_are_shown_as_lines():
    run = train("diabetes", hidden=(), epochs=2, seed=0, engine="reference")
    (panel,) = layer_sums(run).panels
    values, slopes = panel.curve
    np.testing.assert_array_equal(values, panel.at)
    assert (slopes == 1).all()
    assert panel.says == "the sums are passed on as they are"


@pytest.mark.parametrize("name", BENT)
def test_the_slope_is_that_of_the_curve(name):
    measured = ActivationSums(activation=name, sums=np.linspace(-2.7, 2.9, 50))
    values, slopes = measured.curve
    chords, between = np.diff(values) / np.diff(measured.at), (slopes[1:] + slopes[:-1]) / 2
    # Next to a kink, a jump or a pole the chord is no slope.
    smooth = (np.abs(np.diff(slopes)) < 0.05) & (np.abs(np.diff(values)) < 0.5)
    np.testing.assert_allclose(chords[smooth], between[smooth], atol=2e-3)
    assert smooth.sum() > len(smooth) / 4


def test_flat_sums_are_counted_as_one_would_by_hand(wide_range):
    relu = ActivationSums(activation="relu", sums=wide_range)
    assert relu.share == np.mean(wide_range <= 0)
    # σ'(z) = a·(1 − a) < 0.05·0.25, so a is beyond (1 ± √0.95)/2; tanh' = 1 − a² < 0.05, so |a| > √0.95.
    limit = np.log((1 + np.sqrt(0.95)) / (1 - np.sqrt(0.95)))
    assert ActivationSums(activation="sigmoid", sums=wide_range).share == np.mean(np.abs(wide_range) > limit)
    assert ActivationSums(activation="tanh", sums=wide_range).share == np.mean(np.abs(np.tanh(wide_range)) > np.sqrt(0.95))


def test_it_is_said_in_words_what_is_flat():
    assert ActivationSums(activation="relu", sums=np.array([-1.0, -2.0, 3.0, 4.0, 5.0])).says == "40% of the sums lie where the slope is 0"
    assert ActivationSums(activation="relu", sums=np.array([1.0])).says == "no sum lies where the slope is 0"
    assert ActivationSums(activation="tanh", sums=np.array([7.0, -9.0])).says == "all of the sums lie where the slope is below 0.05 of its largest"
    assert ActivationSums(activation="exp", sums=np.array([-50.0])).says == "no sum lies where the slope is 0"


def test_units_that_no_row_can_teach_are_counted():
    sums = np.array([[-1.0, 2.0, -3.0], [-2.0, -1.0, -0.5]])
    measured = ActivationSums(activation="relu", sums=sums)
    assert measured.says_asleep == "2 of 3 units lie there for every row, so no row teaches them anything"
    assert ActivationSums(activation="relu", sums=sums[:, 1:2]).says_asleep == ""
    assert ActivationSums(activation="tanh", sums=50 * sums[:, :1]).says_asleep == "1 of 1 unit lies there for every row, so hardly any row teaches it anything"


def test_the_bars_hold_all_sums_and_one_begins_at_zero(wide_range):
    sums = np.append(wide_range, [[1e6, -1e6, 0.0, np.nan]], axis=0)
    measured = ActivationSums(activation="relu", sums=sums)
    steep, flat = measured.heights
    assert steep.sum() + flat.sum() == pytest.approx(100)
    assert flat.sum() == pytest.approx(100 * measured.share)
    assert np.abs(measured.edges).min() < 1e-12
    assert measured.outside == 2
    assert measured.window[1] < 100


@pytest.mark.parametrize("name", ["tanh", "sigmoid", "gelu"])
def test_however_wide_the_picture_is_the_curve_shows_the_largest_slope(name):
    measured = ActivationSums(activation=name, sums=np.linspace(-400.0, 300.0, 50))
    assert np.ptp(measured.at) > 500
    assert np.nanmax(np.abs(measured.curve[1])) == pytest.approx(measured.steepest, rel=1e-3)
    assert (np.diff(measured.at) > 1e-9).all()
    assert (measured.at[0], measured.at[-1]) == pytest.approx(measured.window)


@pytest.mark.parametrize("value", [0.0, 0.07, -2.5, 40.0])
def test_where_all_sums_are_equal_their_bar_stands_around_them(value):
    measured = ActivationSums(activation="tanh", sums=np.full((5, 2), value))
    steep, flat = measured.heights
    (place,) = np.flatnonzero(steep + flat)
    assert measured.edges[place : place + 2].mean() == pytest.approx(value, abs=1e-9)
    assert measured.window[0] <= min(-3.0, value)
    assert measured.window[1] >= max(3.0, value)


@pytest.mark.parametrize(
    ("name", "steepest"), [("tanh", 1.0), ("sigmoid", 0.25), ("relu", 1.0), ("softplus", 1.0), ("selu", 1.0507009873554805 * 1.6732632423543772)]
)
def test_the_largest_slope_is_the_known_one(name, steepest):
    assert steepest_slope(name) == pytest.approx(steepest, rel=1e-2)


@pytest.mark.parametrize("name", ["tan", "exp", "square", "log", "sinh"])
def test_a_slope_without_bound_has_no_largest(name):
    assert np.isnan(steepest_slope(name))


@pytest.mark.parametrize("bad", [{"layer": 0}, {"layer": 9}, {"layer": True}, {"rows": "test"}, {"steps": (10**6,)}])
def test_what_is_not_there_is_refused(two_classes, bad):
    with pytest.raises(SettingError, match=r"there (is|are) no"):
        layer_sums(two_classes, **bad)


def test_a_run_that_held_nothing_out_says_so(sigmoid_run):
    with pytest.raises(SettingError, match="held no rows out for validation"):
        layer_sums(sigmoid_run, rows="validation")


def test_sums_that_are_all_infinite_are_refused():
    with pytest.raises(SettingError, match="none of its 2 sums is finite"):
        ActivationSums(activation="relu", sums=np.array([np.inf, np.nan]))


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_curve_and_slope_differ_in_colour_and_dash_and_share_the_axis_with_the_bars(two_classes):
    above, below = activations(two_classes)
    curve, slope = (next(one for one in above.lines if one.get_gid() == f"{name} of layer 1 (relu)") for name in ("curve", "slope"))
    assert curve.get_color() != slope.get_color()
    assert (curve.get_linestyle(), slope.get_linestyle()) == ("-", "--")
    assert above.get_xlim() == below.get_xlim()
    (measured,) = layer_sums(two_classes).panels
    steep, flat = below.patches
    assert (steep.get_gid(), flat.get_gid()) == ("sums with a slope of layer 1 (relu)", "flat sums of layer 1 (relu)")
    values, edges, baseline = flat.get_data()
    assert np.nansum(values - baseline) == pytest.approx(100 * measured.share)
    assert np.nansum(steep.get_data().values) == pytest.approx(100 * (1 - measured.share))
    np.testing.assert_array_equal(edges, measured.edges)
    assert flat.get_hatch()
    assert measured.says in below.get_title("left").replace("\n", " ")
    assert measured.says in said(above).shows
    assert layer_sums(two_classes).whose in said(above).caption


def test_axes_can_be_given_two_for_each_layer(classes):
    given = new_axes(rows=4)
    assert activations(classes, axes=given) == given
    with pytest.raises(SettingError, match=r"has 4 panels, but 2 axes were given"):
        activations(classes, axes=given[:2])


def test_softmax_is_shown_as_dots_that_add_up_row_by_row():
    measured = ActivationSums(activation="softmax", sums=np.array([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]]), title="layer 1 (softmax)")
    above, below = pair_for(measured)
    np.testing.assert_allclose(measured.answers.sum(axis=1), 1)
    assert gids(above) == ["dots of layer 1 (softmax)"]
    assert "Softmax has no curve" in said(above).caption
    assert below.patches


SUMS = {"zeros": np.zeros((3, 2)), "far": np.array([5000.0, 5001.0]), "apart": np.array([1e6, -1e6, 0.0])}


@pytest.mark.parametrize(
    ("name", "where"), [*((name, "apart") for name in activation_names()), ("relu", "zeros"), ("relu", "far"), ("tanh", "far"), ("log", "zeros")]
)
def test_every_function_is_painted_wherever_the_sums_lie(name, where):
    above, below = pair_for(ActivationSums(activation=name, sums=SUMS[where], title=name))
    assert all(np.isfinite(one.get_xlim() + one.get_ylim()).all() for one in (above, below))
    assert name in said(above).shows.lower()


def test_the_structure_of_the_picture(golden):
    sums = np.array([[-3.0, 1.0], [-1.0, 0.5], [-2.0, 4.0]])
    golden("activation.txt", structure(svg(pair_for(ActivationSums(activation="relu", sums=sums, title="layer 1 (relu)")))))
