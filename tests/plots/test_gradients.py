"""The size of the gradient by layer: the numbers are those of the steps, and nothing is lost on a logarithmic axis without a word."""

import re
from copy import copy
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from glassgrad.explain.side_by_side import root_mean_square
from glassgrad.graph import SettingError
from glassgrad.plots.activations import KIND as ACTIVATIONS
from glassgrad.plots.curve_parts.placing import moved_apart
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.gradients import KIND as GRADIENTS
from glassgrad.plots.gradients import gradients, paint_gradients
from glassgrad.plots.measured.gradients import GradientSizes, gradient_sizes
from glassgrad.plots.measured.losses import LossFunction
from glassgrad.plots.measured.path import states_along
from glassgrad.plots.saving import svg
from glassgrad.plots.weights import KIND as WEIGHTS
from glassgrad.training import train
from tests.plots.structure import structure


def sizes_of(*layers, steps=None):
    sizes = np.array(layers, dtype=float)
    names = tuple(f"layer {number}" for number in range(1, len(layers) + 1))
    return GradientSizes(steps=np.arange(1, sizes.shape[1] + 1) if steps is None else np.array(steps), names=names, sizes=sizes)


def painted(measured, **options):
    axes = new_axes()
    paint_gradients(axes, measured, **options)
    return axes


def lines(axes):
    return {one.get_gid(): one for one in axes.lines if one.get_gid()}


# ── what is measured ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_sizes_are_those_of_the_slopes_of_the_loss_on_the_batch(one_feature):
    measured = gradient_sizes(one_feature)
    plan, place = one_feature.plan, 2
    number = int(measured.steps[place])
    loss = LossFunction(plan, plan.rows_of_step(number))
    (state,) = states_along(one_feature, [number - 1])
    for layer, name in enumerate(("W1", "W2")):
        slopes = []
        for at in np.ndindex(state[name].shape):
            moved = [{**state, name: state[name] + step * _unit(state[name].shape, at)} for step in (1e-6, -1e-6)]
            slopes.append((loss(moved[0]) - loss(moved[1])) / 2e-6)
        assert measured.sizes[layer, place] == pytest.approx(np.sqrt(np.mean(np.square(slopes))), rel=1e-6)


def _unit(shape, at):
    unit = np.zeros(shape)
    unit[at] = 1.0
    return unit


@pytest.mark.parametrize(
    "settings", [{}, {"dropout": 0.3, "l2": 0.01}, {"schedule": "reduce_on_plateau", "optimizer": "momentum"}], ids=["plain", "dropout", "plateau"]
)
def test_they_are_the_gradients_of_the_replayed_steps(settings):
    run = train("iris", hidden=(5, 4), epochs=3, seed=0, batch=50, engine="reference", **settings)
    measured = gradient_sizes(run)
    assert measured.steps.tolist() == list(range(1, run.steps + 1))
    for number in (1, 3, run.steps):
        step = run.step(number)
        expected = [np.sqrt(np.mean(step.gradients[name] ** 2)) for name in ("W1", "W2", "W3")]
        np.testing.assert_allclose(measured.sizes[:, number - 1], expected, rtol=1e-6)


def test_a_long_run_is_looked_at_at_sixty_steps_with_both_ends(two_classes):
    measured = gradient_sizes(two_classes)
    assert len(measured.steps) == min(60, two_classes.steps)
    assert (measured.steps[0], measured.steps[-1]) == (1, two_classes.steps)


def test_a_network_of_many_layers_is_abridged_and_it_is_said():
    run = train("moons", hidden=(3,) * 11, activation="sigmoid", epochs=1, seed=0, engine="reference")
    measured = gradient_sizes(run)
    assert (measured.names[0], measured.names[-1], len(measured.names)) == ("layer 1", "layer 12", 8)
    assert measured.note == "8 of 12 layers are shown."
    assert "it vanishes on its way back" in measured.says
    assert measured.note in said(gradients(run)).caption


def test_a_run_without_a_step_has_none_to_show(two_classes):
    with pytest.raises(SettingError, match="has made no step yet"):
        gradient_sizes(SimpleNamespace(plan=two_classes.plan, steps=0))


@pytest.mark.parametrize("kind", [ACTIVATIONS, GRADIENTS, WEIGHTS], ids=lambda kind: kind.name)
def test_a_run_opened_without_its_data_is_refused_with_the_way_out(kind, two_classes):
    run = copy(two_classes)
    run.plan = replace(run.plan, table=None)
    with pytest.raises(SettingError, match=rf"no picture of the kind '{kind.name}' .* open the run with data=…"):
        kind.paint(run)


@pytest.mark.parametrize("scale", [1e-300, 1e-160, 1.0, 1e160, 1e300])
def test_squares_too_small_or_too_large_for_the_machine_lose_nothing(scale):
    assert root_mean_square(scale * np.array([1.0, -7.0])) == pytest.approx(5 * scale, rel=1e-12)
    assert root_mean_square(np.zeros(3)) == 0


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ([1e-5, 3e-5], [1.0, 1.0], r"1/50,000 of that of layer 2 .*\(1/100,000 at step 1\): it vanishes on its way back\."),
        ([3e4, 5e4], [1.0, 1.0], r"40,000 times that of layer 2 .*\(30,000 at step 1\): it explodes on its way back\."),
        ([0.5, 0.6], [1.0, 2.0], r"0\.4 of that of layer 2 in the median of the steps shown \(0\.5 at step 1\)\."),
        ([0.0, 0.0], [1.0, 2.0], r"Layer 1 has no gradient at any of the steps\."),
        ([1.0, 1.0], [0.0, 0.0], r"Layer 2 has no gradient at any of the steps\."),
        ([0.0, 0.0], [0.0, 0.0], r"No weight has a gradient at any of the steps\."),
        ([3.0, 0.5], [0.0, 1.0], r"0\.5 of that of layer 2 .*\(0\.5 at step 2\)\."),
    ],
)
def test_first_and_last_layer_are_compared_in_words(first, last, words):
    assert re.search(words, sizes_of(first, last).says)


def test_a_single_layer_is_compared_with_nothing():
    assert sizes_of([1.0, 2.0]).says == ""


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_layer_has_a_line_of_its_own_look_with_its_name_at_the_end(classes):
    axes = gradients(classes)
    measured = gradient_sizes(classes)
    drawn = lines(axes)
    assert list(drawn) == [f"gradient of {name}" for name in measured.names]
    looks = {(one.get_color(), one.get_linestyle(), one.get_marker()) for one in drawn.values()}
    assert len(looks) == len({look[0] for look in looks}) == len({look[2] for look in looks}) == len(measured.names)
    np.testing.assert_allclose(drawn["gradient of layer 2"].get_ydata(), measured.sizes[1])
    named = {one.get_text(): one.xy for one in axes.texts if (one.get_gid() or "").startswith("name of")}
    assert named == {name: (measured.steps[-1], pytest.approx(ends)) for name, ends in zip(measured.names, measured.sizes[:, -1], strict=True)}


def test_the_axis_is_logarithmic_where_sizes_are_far_apart_or_it_is_asked_for():
    near, far = sizes_of([1.0, 2.0], [3.0, 4.0]), sizes_of([1e-4, 1e-4], [1.0, 1.0])
    assert [painted(one).get_yscale() for one in (near, far)] == ["linear", "log"]
    assert painted(near, log="yes").get_yscale() == "log"
    assert painted(far, log="no").get_yscale() == "linear"
    assert "The vertical axis is logarithmic." in said(painted(far)).caption


def test_a_gradient_of_zero_lies_on_a_line_of_its_own_beneath_all_others():
    measured = sizes_of([0.0, 1e-5, 0.0], [1.0, 0.5, 0.3])
    axes = painted(measured)
    floor = lines(axes)["no gradient"].get_ydata()[0]
    assert lines(axes)["gradient of layer 1"].get_ydata().tolist() == [floor, 1e-5, floor]
    assert axes.get_ylim()[0] < floor < 1e-5 / 2
    assert all(tick > floor for tick in axes.get_yticks())
    assert [one.get_text().strip() for one in axes.texts if not one.get_gid()] == ["0"]
    assert "On the line marked 0 there is no gradient at all: layer 1 at 2 of 3 steps." in said(axes).caption


@pytest.mark.parametrize("log", ["auto", "yes", "no"])
def test_no_gradient_anywhere_is_painted_at_zero_and_said(log):
    axes = painted(sizes_of([0.0, 0.0], [0.0, 0.0]), log=log)
    assert axes.get_yscale() == "linear"
    assert "No weight has a gradient at any of the steps." in said(axes).shows
    svg(axes)


@pytest.mark.parametrize(
    "sizes", [([1e300, 1e308], [0.0, 1e-300]), ([1e-320, 1e-310], [1.0, 1.0]), ([5.0, 5.0], [5.0, 5.0])], ids=["apart", "tiny", "constant"]
)
def test_extremes_are_painted_within_finite_limits(sizes):
    axes = painted(sizes_of(*sizes))
    assert np.isfinite(axes.get_ylim()).all()
    assert axes.get_ylim()[0] < axes.get_ylim()[1]
    svg(axes)


def test_a_run_of_one_step_is_marks_at_that_step():
    run = train("moons", hidden=(4,), epochs=1, batch=10_000, seed=0, engine="reference")
    axes = gradients(run)
    assert axes.get_xticks().tolist() == [1]
    assert said(axes).shows.startswith("The size of the gradient of each layer's weights at step 1: ")
    assert said(axes).caption.startswith("Each mark is a layer")


def test_an_unknown_choice_of_axis_is_refused(two_classes):
    with pytest.raises(SettingError, match="there is no axis 'maybe'"):
        gradients(two_classes, log="maybe")


@pytest.mark.parametrize("seed", range(5))
def test_names_are_moved_apart_in_their_order_and_no_farther_than_needed(seed):
    heights = np.random.default_rng(seed).uniform(0, 1, 8).round(2).tolist()
    found = moved_apart(heights, 0.06)
    assert np.diff(sorted(found)).min() >= 0.06 - 1e-9
    assert min(found) >= 0
    assert max(found) <= 1
    assert [found[place] for place in np.argsort(heights, kind="stable")] == sorted(found)
    assert moved_apart([0.1, 0.5, 0.9], 0.06) == [0.1, 0.5, 0.9]


def test_more_names_than_fit_share_the_height_evenly():
    assert moved_apart([0.9, 0.9, 0.9], 0.8) == [0.0, 0.5, 1.0]


def test_the_structure_of_the_picture(golden):
    golden("gradients.txt", structure(svg(painted(sizes_of([0.0, 1e-6, 2e-6], [1e-2, 2e-2, 3e-2], [0.5, 0.4, 0.3], steps=[1, 50, 100])))))
