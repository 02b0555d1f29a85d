"""Weights over the steps: the histograms are those of the weights at that step, bit for bit, and few weights are followed one by one."""

import sys

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.measured.weights import LayerWeights, WeightHistory, weight_histories
from glassgrad.plots.saving import svg
from glassgrad.plots.weights import paint_weights, weights
from glassgrad.training import train
from tests.plots.structure import structure


def history(values, *, steps=None, name="weights of layer 1"):
    values = np.array(values, dtype=float)
    return WeightHistory(name=name, steps=np.arange(len(values)) if steps is None else np.array(steps), values=values)


def many(count=400):
    return history(np.random.default_rng(0).normal(size=(5, count)) * np.arange(1, 6)[:, None], steps=[0, 10, 20, 30, 40])


def gids(axes):
    return [one.get_gid() for one in axes.get_children() if one.get_gid()]


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_values_are_those_of_the_run_at_every_step(classes):
    found = weight_histories(classes, count=7)
    whole = classes.weight("W2[3,1]")
    (own, biases) = found.layers[1]
    place = 3 * classes.plan.network.layers[1].units + 1
    np.testing.assert_array_equal(own.values[:, place], whole[own.steps])
    np.testing.assert_array_equal(biases.values[:, 2], classes.weight("b2[2]")[biases.steps])
    assert (own.steps[0], own.steps[-1], len(own.steps)) == (0, classes.steps, 7)
    assert [one.name for layer in found.layers for one in layer][:3] == ["weights of layer 1", "biases of layer 1", "weights of layer 2"]


def test_the_shares_of_each_step_count_every_weight_once():
    measured = many()
    for row, share in zip(measured.values, measured.shares, strict=True):
        assert share.sum() == pytest.approx(1)
        low, high = measured.edges[5], measured.edges[6]
        assert share[5] == np.mean([low <= one < high for one in row])


def test_idle_weights_gather_in_the_middle_of_a_bin():
    measured = history([np.append(np.zeros(90), np.linspace(-1, 3, 10))] * 2)
    bin_of_zero = int(np.searchsorted(measured.edges, 0.0)) - 1
    assert measured.edges[bin_of_zero] == pytest.approx(-measured.edges[bin_of_zero + 1])
    assert measured.shares[0, bin_of_zero] >= 0.9


def test_ninety_of_a_hundred_weights_lie_between_the_lines():
    low, middle, high = many(10_001).quantiles
    for row, bottom, median, top in zip(many(10_001).values, low, middle, high, strict=True):
        assert np.mean((row >= bottom) & (row <= top)) == pytest.approx(0.9, abs=1e-3)
        assert median == sorted(row)[5000]


@pytest.mark.parametrize("value", [0.0, 3.5, -1e-30, 1e30])
def test_weights_that_are_all_equal_are_one_bar(value):
    measured = history(np.full((3, 100), value))
    assert (measured.shares.max(axis=1) == 1).all()
    assert np.isfinite(measured.edges).all()


def test_a_network_of_many_layers_is_abridged_and_it_is_said():
    run = train("moons", hidden=(2,) * 8, epochs=1, seed=0, engine="reference")
    found = weight_histories(run, count=3)
    assert [layer[0].name for layer in found.layers] == [f"weights of layer {number}" for number in (1, 3, 4, 6, 7, 9)]
    assert found.note == "6 of 9 layers are shown."
    assert weight_histories(run, layer=2, count=3).note == ""


@pytest.mark.parametrize(("bad", "words"), [({"layer": 7}, "there is no layer 7"), ({"count": 1}, "expected at least 2")])
def test_what_cannot_be_is_refused(two_classes, bad, words):
    with pytest.raises(SettingError, match=words):
        weight_histories(two_classes, **bad)


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_few_weights_are_lines_and_those_negative_in_the_end_are_dashed(two_classes):
    axes, *_ = weights(two_classes, layer=1, count=5)
    lines = [one for one in axes.lines if (one.get_gid() or "").startswith("weights of layer 1: ")]
    ends = two_classes.step(two_classes.steps).new["W1"].ravel()
    assert len(lines) == len(ends)
    assert [one.get_linestyle() == "--" for one in lines] == (ends < 0).tolist()
    np.testing.assert_allclose([one.get_ydata()[-1] for one in lines], ends, rtol=1e-6)


def test_many_weights_are_histograms_with_the_lines_that_divide_them():
    measured, axes = many(), new_axes()
    paint_weights([axes], [measured])
    assert set(gids(axes)) == {f"{what} of weights of layer 1" for what in ("histograms", "5%", "median", "95%")}
    picture = axes.images[0]
    assert picture.get_extent() == pytest.approx((-0.5, 40.5, measured.edges[0], measured.edges[-1]))
    shown = picture.get_array()
    # The column of step 20 stands in the middle; bins that nothing is in are let through.
    np.testing.assert_allclose(shown.filled(0)[:, 20], measured.shares[2])
    assert shown.mask[:, 0].sum() == (measured.shares[0] == 0).sum()


@pytest.mark.parametrize("size", [3.0, 3e24])
def test_weights_that_burst_are_written_with_their_powers_of_ten_where_they_stand(size):
    """A factor at the end of the axis, where nobody looks, would hide 24 digits."""
    axes = new_axes()
    paint_weights([axes], [history([[0.1, -0.2], [size, -size / 2]])])
    figure_of(axes).draw_without_rendering()
    assert not axes.yaxis.get_offset_text().get_text()
    assert any("10²⁴" in one.get_text() for one in axes.get_yticklabels()) == (size > 1e5)
    assert ("3·10²⁴" in said(axes).shows) == (size > 1e5)


def test_every_step_has_its_own_column_however_the_steps_are_spread():
    measured = history(np.random.default_rng(1).normal(size=(3, 60)), steps=[0, 1, 5])
    axes = new_axes()
    paint_weights([axes], [measured])
    columns = axes.images[0].get_array().filled(0).T
    for column, step in enumerate((0, 1, 1, 1, 2, 2)):
        np.testing.assert_allclose(columns[column], measured.shares[step])


def test_weights_stand_above_biases_layer_by_layer(classes):
    axes = weights(classes, count=3)
    assert [one.get_title("left") for one in axes] == [f"{what} of layer {number}" for number in (1, 2, 3) for what in ("weights", "biases")]
    above, below = (one.get_position() for one in axes[:2])
    assert (above.x0, above.y0 > below.y0) == (below.x0, True)


def test_layers_without_biases_have_one_panel_each(two_classes, monkeypatch):
    # In the room itself the function of that name hides the page.
    monkeypatch.setattr(
        sys.modules["glassgrad.plots.weights"], "weight_histories", lambda *_, **__: LayerWeights(((history([[1.0], [2.0]]),), (history([[1.0], [2.0]]),)))
    )
    axes = weights(two_classes)
    assert len(axes) == len(axes[0].figure.axes) == 2


def test_axes_can_be_given_one_for_each_panel(two_classes):
    given = new_axes(columns=2)
    assert weights(two_classes, layer=1, count=3, axes=given) == given
    with pytest.raises(SettingError, match="has 2 panels, but 1 axes were given"):
        weights(two_classes, layer=1, axes=given[0])


def test_a_run_of_one_step_is_two_moments():
    run = train("moons", hidden=(4,), epochs=1, batch=10_000, seed=0, engine="reference")
    words = said(weights(run))
    assert words.caption.startswith("The weights at 2 moments, before the first step and after step 1.")
    assert "weights of layer 2: 4 values" in words.shows


def test_the_structure_of_the_picture(golden):
    axes = new_axes(columns=2)
    paint_weights(axes, [many(60), history([[0.0, 0.0], [0.5, -0.25]], steps=[0, 40], name="biases of layer 1")])
    golden("weights.txt", structure(svg(axes)))
