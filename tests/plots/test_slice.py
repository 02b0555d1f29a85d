"""The loss against one weight: every number of a slice against direct evaluation, what a step promises and reaches, and the pictures made of it."""

from types import SimpleNamespace

import numpy as np
import pytest

from glassgrad.graph import Graph, SettingError, pages
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.measured.run_slices import run_slices, usual_steps
from glassgrad.plots.measured.slice import LossSlice, WeightStep, are_flat, measure_close, measure_slice, measure_slices
from glassgrad.plots.saving import svg
from glassgrad.plots.slice import KIND, is_logarithmic, paint_slices
from glassgrad.plots.slice import slice as loss_slice
from glassgrad.plots.slice_close import paint_close
from glassgrad.plots.slice_marks import Look
from glassgrad.plots.slice_panel import heights, paint_panel
from glassgrad.plots.slice_panels import new_panels
from glassgrad.plots.slice_words import Scale
from glassgrad.readers import evaluate
from glassgrad.training import train
from tests.plots.structure import structure


@pytest.fixture(scope="module")
def line():
    """One weight and one bias, a straight line learned by gradient descent with long steps: everything about it has a closed form."""
    x = np.array([1.0, 2.0, 3.0, 4.0, 6.0])
    data = {"x": x, "y": 2 * x + np.array([0.5, -1.0, 0.0, 1.0, 0.5])}
    return train(
        data, target="y", hidden=(), validation=0, optimizer="gradient_descent", learning_rate=0.4, epochs=6, batch=5, l2=0.3, engine="reference", patience=99
    )


@pytest.fixture(scope="module")
def masked():
    return train("moons", hidden=(5,), dropout=0.4, l1=0.01, epochs=2, seed=3, engine="reference")


def neuron():
    """L = ½·(w·x + b − y)², as in the course."""
    x, y, w, b = (pages.variable(shape=(), name=name) for name in "xywb")
    return 0.5 * (w * x + b - y) ** 2, {"x": x, "y": y, "w": w, "b": b}


def descent(alpha, steps, x=1.0, y=2.0):
    """The steps of gradient descent from w = b = 0, worked out by hand."""
    loss, leaves = neuron()
    w = b = 0.0
    for number in range(1, steps + 1):
        error = w * x + b - y
        new = w - alpha * error * x, b - alpha * error
        after = 0.5 * (new[0] * x + new[1] - y) ** 2
        values = {leaves["x"]: x, leaves["y"]: y, leaves["w"]: w, leaves["b"]: b}
        yield WeightStep(number=number, total=loss, values=values, leaf=leaves["w"], old=w, new=new[0], after=after, slope=error * x)
        w, b = new


def course(alpha, steps=4):
    return measure_slices(list(descent(alpha, steps)), weight="w")


def hand_made(losses, *, step=1, old=0.0, new=1.0, before=1.0, slope=-1.0, alone=0.5, after=0.25):
    return LossSlice(
        step=step, weight="w", at=np.linspace(-2, 2, len(losses)), losses=np.array(losses, dtype=float),
        old=old, new=new, before=before, slope=slope, alone=alone, after=after,
    )  # fmt: skip


def painted(slices, **words):
    axes = new_axes()
    paint_slices(axes, slices, **words)
    return axes


def gids(axes):
    return {one.get_gid() for one in axes.get_children() if one.get_gid()}


def artist(axes, gid):
    (found,) = [one for one in axes.get_children() if one.get_gid() == gid]
    return found


# ── what is measured of a run ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("entry", ["W1[0,3]", "b2[0]"])
def test_every_loss_of_a_slice_is_that_of_the_step_with_this_weight_alone_changed(masked, entry):
    step = masked.step(4)
    (found,) = run_slices(masked, weights=(entry,), steps=(4,), points=7).slices[0]
    name, place = ("W1", (0, 3)) if entry == "W1[0,3]" else ("b2", (0,))
    leaves = {leaf: step.values[leaf] for leaf in Graph((step.nodes.total,)).leaves}
    for at, loss in zip(found.at, found.losses, strict=True):
        changed = np.array(step.old[name], dtype=float)
        changed[place] = at
        assert loss == pytest.approx(float(evaluate(step.nodes.total, {**leaves, step.nodes.parameters[name]: changed})[step.nodes.total]), rel=1e-12)


def test_a_slice_has_the_closed_form_of_a_straight_line_with_a_penalty(line):
    step = line.step(2)
    (found,) = run_slices(line, weights=("W1[0,0]",), steps=(2,), points=9).slices[0]
    X, y = line.plan.prepared.values[step.rows][:, 0], line.plan.targets[step.rows].ravel()
    expected = [np.mean((w * X + step.old["b1"][0] - y) ** 2) + 0.15 * w**2 for w in found.at]
    np.testing.assert_allclose(found.losses, expected, rtol=1e-9)


@pytest.mark.parametrize("which", ["masked", "two_classes", "classes", "numbers"])
def test_the_gradient_is_the_slope_of_the_slice(which, request):
    run = request.getfixturevalue(which)
    step, move = run.step(3), 1e-6
    values = {leaf: step.values[leaf] for leaf in Graph((step.nodes.total,)).leaves}
    for name, place in (("W1", (1, 2)), ("W2", (0, 0))):
        (found,) = run_slices(run, weights=(f"{name}[{place[0]},{place[1]}]",), steps=(3,), points=2).slices[0]
        close = found.old + np.array([-move, move])
        left, right = measure_slice(
            step.nodes.total, values, step.nodes.parameters[name], entry=place, old=found.old, new=found.new, after=0.0, slope=0.0, at=close
        ).losses
        assert (right - left) / (2 * move) == pytest.approx(found.slope, rel=1e-4, abs=1e-7)
        assert found.slope == float(step.gradients[name][place])


def test_the_loss_before_and_after_a_step_are_those_of_its_batch(two_classes):
    step = two_classes.step(5)
    (found,) = run_slices(two_classes, weights=("W1[0,0]",), steps=(5,)).slices[0]
    X, y = (step.values[step.nodes.x], step.values[step.nodes.y])
    scores = np.maximum(X @ step.new["W1"] + step.new["b1"], 0) @ step.new["W2"] + step.new["b2"]
    assert found.before == pytest.approx(step.loss, rel=1e-6)
    assert found.after == pytest.approx(float(np.mean(np.logaddexp(0, scores) - y * scores)), rel=1e-6)
    assert (found.old, found.new) == (float(step.old["W1"][0, 0]), float(step.new["W1"][0, 0]))


def test_without_weights_it_is_the_one_that_moves_the_farthest(one_feature):
    spans = {}
    for name, shape in ((one.name, one.shape) for one in one_feature.plan.network.plans):
        for place in np.ndindex(*shape):
            entry = f"{name}[{','.join(map(str, place))}]"
            spans[entry] = np.ptp(one_feature.weight(entry))
    (found,) = run_slices(one_feature, steps=(1,)).slices[0]
    name = max(spans, key=spans.get)
    (same,) = run_slices(one_feature, weights=(name,), steps=(1,)).slices[0]
    assert found.weight == same.weight
    assert run_slices(one_feature, steps=(1,)).chosen
    assert f"Of all weights and biases, {found.weight} ({name}) moves the farthest in this run." in said(loss_slice(one_feature, points=9)).caption


@pytest.mark.parametrize("last", [1, 2, 3, 7, 40, 12_345])
def test_the_usual_steps_are_few_ascending_and_include_both_ends(last):
    steps = usual_steps(last)
    assert (steps[0], steps[-1]) == (1, last)
    assert list(steps) == sorted(set(steps))
    assert len(steps) <= 4


def test_it_is_said_why_the_curve_moves(masked, line):
    assert run_slices(masked, steps=(1, 2)).causes == ("the other weights move too", "each step sees a batch of its own", "dropout leaves out other units")
    assert run_slices(line, steps=(1, 2)).causes == ("the other weights move too",)
    assert run_slices(line, steps=(1,)).loss == "mean squared error with penalty"


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        ({"weights": ("W9[0,0]",)}, "no weight 'W9'"),
        ({"weights": ("W1[9,9]",)}, "is not in it"),
        ({"steps": (0,)}, "there is no step 0 in this run"),
        ({"steps": (10**6,)}, "there is no step 1000000"),
        ({"steps": tuple(range(1, 10))}, "at most 8 can be told apart"),
        ({"weights": (*(f"W1[0,{unit}]" for unit in range(6)), "b1[0]")}, "weights names 7 of them; at most 6"),
        ({"points": 1}, "points is 1; a curve needs at least 2"),
    ],
)
def test_what_is_not_there_is_refused(two_classes, choices, words):
    with pytest.raises(SettingError, match=words):
        loss_slice(two_classes, **choices)


def test_a_run_without_its_data_is_told_why_there_is_no_picture():
    assert "open the run with data=…" in KIND.fits(SimpleNamespace(table=None))


# ── runs that diverge ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def diverging():
    """A step that is far too long: the loss grows about 200-fold with each one."""
    data = {"x": [1.0, 2.0, 3.0, 4.0], "y": [2.0, 4.0, 7.0, 8.0]}
    return train(data, target="y", hidden=(), validation=0, optimizer="gradient_descent", learning_rate=8.0, epochs=9, batch=4, engine="reference", patience=99)


def test_of_a_run_that_diverges_the_steps_before_that_are_shown_and_the_others_told(diverging):
    found = run_slices(diverging)
    shown = [one.step for one in found.slices[0]]
    first = float(diverging.losses[0])
    assert (diverging.losses[np.array(shown) - 1] <= 1000 * first).all()
    assert diverging.losses[found.left_out - 1] > 1000 * first >= diverging.losses[found.left_out - 2]
    assert f"From step {found.left_out} on the loss is more than 1,000 times that of the first step" in said(loss_slice(diverging, points=9)).caption


def test_losses_out_of_proportion_are_drawn_by_factors_with_everything_at_its_place(diverging):
    (panel,) = loss_slice(diverging, steps=(1, 4), points=31)[:1]
    assert panel.get_yscale() == "log"
    last = run_slices(diverging, steps=(1, 4), points=31).slices[0][-1]
    assert artist(panel, "before: step 4").get_xydata()[0] == pytest.approx((last.old, last.before))
    low, high = panel.get_ylim()
    assert low < diverging.losses[0] < last.after < high
    assert "The axis of losses is logarithmic." in said(panel).caption


def test_on_a_logarithmic_axis_the_tangent_has_the_slope_of_the_curve_as_drawn(line):
    (panel,) = loss_slice(line, weights=("W1[0,0]",), steps=(1,), points=5001, log="yes")[:1]
    curve, tangent = artist(panel, "slice of step 1"), artist(panel, "tangent of step 1")
    (left, right), (low, high) = tangent.get_data()
    xs, ys = curve.get_data()
    place = np.searchsorted(xs, (left + right) / 2)
    drawn = np.diff(np.log10(ys[[place - 2, place + 2]]))[0] / np.diff(xs[[place - 2, place + 2]])[0]
    assert np.log10(high / low) / (right - left) == pytest.approx(drawn, rel=1e-2)


def test_the_axis_of_losses_is_chosen(line, diverging):
    assert loss_slice(diverging, steps=(1, 4), points=9, log="no")[0].get_yscale() == "linear"
    assert loss_slice(line, points=9)[0].get_yscale() == "linear"
    with pytest.raises(SettingError, match="there is no axis 'loud'; there are: auto, yes, no"):
        loss_slice(line, log="loud")
    with pytest.raises(SettingError, match=r"the loss is 0 before these steps; only losses above 0 have a logarithm"):
        is_logarithmic([[hand_made(np.zeros(5), before=0.0)]], "yes")


def test_a_curve_goes_through_the_places_of_its_step_however_steep_it_is(diverging):
    (found,) = run_slices(diverging, steps=(3,), points=3).slices[0]
    for place, loss in ((found.old, found.before), (found.new, found.alone)):
        assert found.losses[found.at == place] == pytest.approx([loss], rel=1e-12)


# ── the course's lesson: parabolas that move ─────────────────────────────────────────────────────────────────────────────────────────


def test_the_steps_of_the_course_have_its_numbers():
    first, second = course(0.5, 2)
    assert (first.before, first.slope, first.new, first.alone, first.after) == (2.0, -2.0, 1.0, 0.5, 0.0)
    assert (second.old, second.before, second.slope, second.move) == (1.0, 0.0, 0.0, 0.0)
    np.testing.assert_allclose(first.losses, 0.5 * (first.at - 2) ** 2, atol=1e-15)
    np.testing.assert_allclose(second.losses, 0.5 * (second.at - 1) ** 2, atol=1e-15)


@pytest.mark.parametrize("alpha", [0.1, 0.5, 1.05])
def test_each_parabola_is_lowest_where_the_bias_of_its_step_puts_it_and_in_the_picture(alpha):
    steps = list(descent(alpha, 4))
    slices = course(alpha)
    for step, one in zip(steps, slices, strict=True):
        bottom = 2 - step.values[next(leaf for leaf in step.values if leaf.name == "b")]
        assert step.bottom(1.0) == pytest.approx(bottom, abs=1e-6)
        assert one.at[0] < min(bottom, one.old, one.new)
        assert max(bottom, one.old, one.new) < one.at[-1]


def test_a_rate_that_is_too_large_leads_up_from_parabola_to_parabola():
    slices = course(1.05)
    losses = [one.before for one in slices] + [slices[-1].after]
    assert losses == sorted(losses)
    assert all(one.alone < one.before < one.after for one in slices)


def test_a_single_weight_sees_one_and_the_same_curve():
    w = pages.variable(shape=(), name="w")
    loss, steps, at = (w - 1) ** 2, [], 0.0
    for number in (1, 2, 3):
        slope = 2 * (at - 1)
        new = at - 0.2 * slope
        steps.append(WeightStep(number=number, total=loss, values={w: at}, leaf=w, old=at, new=new, after=(new - 1) ** 2, slope=slope))
        at = new
    slices = measure_slices(steps)
    assert all((one.losses == slices[0].losses).all() for one in slices)
    assert all(one.alone == pytest.approx(one.after) for one in slices)
    axes = painted(slices)
    assert [text.get_text() for text in axes.texts if text.get_text()] == ["steps 1, 2 and 3"]
    assert "All steps see one and the same curve." in said(axes).caption
    assert "diamond" not in said(axes).caption


def test_values_may_be_given_by_name_and_entries_of_arrays_are_looked_at_alone():
    W, x = pages.variable(shape=(2, 2), name="W"), pages.variable(shape=(2,), name="x")
    loss = pages.sum((x @ W) ** 2)
    found = measure_slice(loss, {"W": [[1.0, 2.0], [3.0, 4.0]], "x": [1.0, 0.5]}, W, entry=(1, 0), old=3.0, new=1.0, after=0.0, slope=5.0, at=[0.0, 3.0])
    assert found.losses.tolist() == [1.0 + 16.0, 6.25 + 16.0]
    assert (found.before, found.alone, found.weight) == (22.25, 2.25 + 16.0, "W")


def test_close_up_a_range_is_that_of_the_step():
    one, still = measure_close([next(descent(0.1, 1)), next(descent(1e-16, 1))], size=2.0)
    assert one.at[[0, -1]] == pytest.approx([-0.16, 0.36])
    assert still.at[[0, -1]] == pytest.approx([-1.6e-16, 3.6e-16])
    assert (np.diff(one.at) > 0).all()


def test_no_step_is_refused():
    with pytest.raises(SettingError, match="there is no step to show"):
        measure_slices([])


# ── what is painted ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_everything_that_belongs_to_a_step_is_where_it_belongs():
    slices = course(0.1, 3)
    axes = painted(slices)
    for one in slices:
        name = f"step {one.step}"
        xs, ys = artist(axes, f"tangent of {name}").get_data()
        assert np.diff(ys)[0] / np.diff(xs)[0] == pytest.approx(one.slope)
        assert (xs.mean(), ys.mean()) == pytest.approx((one.old, one.before))
        for gid, place in ((f"before: {name}", (one.old, one.before)), (f"alone: {name}", (one.new, one.alone)), (f"reached: {name}", (one.new, one.after))):
            assert artist(axes, gid).get_xydata()[0] == pytest.approx(place)
        arrow = artist(axes, f"move of {name}")
        assert (arrow.xyann, arrow.xy) == ((one.old, one.before), (one.new, one.before))
        assert artist(axes, f"drop of {name}").get_ydata() == pytest.approx([one.before, one.alone])
        np.testing.assert_array_equal(artist(axes, f"slice of {name}").get_ydata(), one.losses)


def test_later_slices_are_darker():
    axes = painted(course(0.1, 4))
    shades = [artist(axes, f"slice of step {step}").get_color() for step in (1, 2, 3, 4)]
    assert shades == sorted(shades, reverse=True)
    assert len(set(shades)) == 4


def test_tangents_are_equally_long_to_the_eye_however_steep():
    axes = painted([hand_made(np.linspace(-2, 2, 9) ** 2, slope=slope, step=step) for step, slope in ((1, 0.0), (2, -3.0), (3, 40.0))])
    ends = [axes.transData.transform(artist(axes, f"tangent of step {step}").get_xydata()) for step in (1, 2, 3)]
    lengths = [float(np.hypot(*np.diff(one, axis=0)[0])) for one in ends]
    assert lengths == pytest.approx([lengths[0]] * 3, rel=0.02)


def test_a_step_too_short_to_be_seen_is_a_dot_and_it_is_said():
    axes = painted([hand_made(np.linspace(-2, 2, 9) ** 2, new=0.001)])
    assert "move of step 1" not in gids(axes)
    assert {"before: step 1", "tangent of step 1"} <= gids(axes)
    assert "The step itself is too short to be seen at this scale." in said(axes).caption
    assert len(axes.get_legend().get_texts()) == 2


def test_where_the_loss_is_not_finite_the_curve_has_a_gap_and_it_is_said():
    w = pages.variable(shape=(), name="w")
    step = WeightStep(number=1, total=w - pages.log(w), values={w: 0.5}, leaf=w, old=0.5, new=1.0, after=1.0, slope=-1.0)
    found = step.slice(np.linspace(-1, 2, 31))
    axes = painted([found])
    ys = artist(axes, "slice of step 1").get_ydata()
    assert np.isnan(ys[:11]).all()
    assert np.isfinite(ys[11:]).all()
    assert "For w from −1 to 0 the loss is no finite number: the curve has a gap." in said(axes).caption


def test_a_step_to_what_is_not_finite_is_drawn_as_far_as_it_goes():
    axes = painted([hand_made([3.0, 2.0, 1.0, 0.5, 1.0], after=np.inf)])
    assert "reached: step 1" not in gids(axes)
    assert "alone: step 1" in gids(axes)
    assert "what is no finite number" in said(axes).shows


def test_curves_that_tower_above_the_steps_are_cut_and_it_is_said():
    tall = hand_made([1e300, 1e9, 2.0, 1.0, 0.5, 0.25, 0.5, 1.0, 1e4], before=0.5)
    low, high, cut = heights([tall], [Look(0, 1)])
    assert cut
    assert low < 0.25
    assert 0.5 < high < 1e4
    assert said(painted([tall])).caption.endswith("The curves go on above the picture.")


def test_flat_curves_far_apart_are_drawn_from_their_own_losses():
    slices = [hand_made(before + 0.01 * np.linspace(-1, 1, 5) ** 2, step=step, before=before, alone=before, new=0.5) for step, before in ((1, 3.0), (2, 1.0))]
    assert are_flat(slices)
    axes = painted(slices)
    assert artist(axes, "before: step 1").get_ydata()[0] == artist(axes, "before: step 2").get_ydata()[0] == 0
    assert {"step 1 (from 3)", "step 2 (from 1)"} <= {text.get_text() for text in axes.texts}
    assert np.ptp(axes.get_ylim()) < 0.05
    assert not are_flat(course(0.1))


@pytest.mark.parametrize("value", [0.0, 5.0, -1e-30, 1e200])
def test_a_loss_that_never_changes_can_be_painted(value):
    flat = hand_made(np.full(9, value), before=value, alone=value, after=value, slope=0.0)
    axes = painted([flat])
    low, high = axes.get_ylim()
    assert low < value < high
    assert np.isfinite([low, high]).all()


def test_the_alt_text_has_the_numbers_of_each_step():
    assert said(painted(course(0.5, 1), loss="half squared error")).shows == (
        "The loss (half squared error) against w, as step 1 saw it. "
        "Step 1: at w = 0 the slope is −2; the step goes to 1, and the loss from 2 to 0 (0.5 if only w had moved)."
    )


def test_numbers_that_differ_are_told_with_digits_that_differ():
    told = said(painted([hand_made(np.linspace(-2, 2, 9) ** 2, old=1.0, new=1.00004, before=0.27, alone=0.270003, after=0.26999)])).shows
    assert "the step goes to 1.00004, and the loss from 0.27 to 0.26999 (0.270003 if only w had moved)." in told


def test_numbers_that_hardly_differ_are_told_by_what_they_differ():
    told = said(painted([hand_made(np.linspace(-2, 2, 9) ** 2, before=0.27, alone=0.27 - 3e-9, after=0.27 + 5e-8)])).shows
    assert "the loss from 0.27 to 5·10⁻⁸ more (3·10⁻⁹ less if only w had moved)." in told


def test_numbers_beside_a_step_up_close_are_short(line):
    one = hand_made(0.27 + 1e-11 * np.linspace(-1, 1, 9), before=0.27, alone=0.27, after=0.27 - 5e-12, old=-8121519.0, new=-8121400.0)
    axes = new_axes()
    paint_close([axes], [one])
    assert [label.get_text() for label in axes.get_yticklabels()] == ["0.27", "− 5·10⁻¹²"]
    assert next(label.get_text() for label in axes.get_xticklabels()) == "−8.122·10⁶"


def test_long_names_beside_the_curves_leave_the_steps_up_close_wide_enough():
    slices = [hand_made(before + 1e-3 * np.linspace(-1, 1, 5) ** 2, step=step, before=before, alone=before) for step, before in ((1, 3.1234), (123456, 1e-9))]
    above, *close = new_panels(1, 4)
    paint_panel(above, slices, loss="loss", scale=Scale(aligned=True), closer=True, key_columns=3)
    figure = above.get_figure(root=True)
    figure.draw_without_rendering()
    wide, whole = [axes.get_window_extent().width / figure.dpi for axes in close], figure.get_size_inches()[0]
    assert min(wide) > 1.1
    assert sum(wide) > 0.6 * whole


def test_a_single_step_is_spoken_of_as_one():
    (one,) = course(0.1, 1)
    assert said(painted([one])).caption.startswith("The curve is the loss over w alone, all else held as at step 1.")
    assert said(painted([one], loss="loss L")).shows.startswith("The loss L against w, as step 1 saw it.")
    assert said(painted([one], loss="cross entropy")).shows.startswith("The loss (cross entropy) against w")


def test_strange_names_are_shown_letter_by_letter():
    slices = [WeightStep(**{**vars(one), "number": place}).slice(np.linspace(-1, 3, 9), weight="$w_1$\n") for place, one in enumerate(descent(0.5, 1), 1)]
    assert "$w_1$" in svg(painted(slices))


def test_short_steps_are_shown_up_close_beneath(two_classes):
    panels = loss_slice(two_classes, weights=("W1[0,0]",), steps=(1, 10), points=9)
    assert [one.get_title("left") for one in panels] == ["The loss against w⁽¹⁾₀₀", "step 1", "step 10"]
    for panel, number in zip(panels[1:], (1, 10), strict=True):
        step = two_classes.step(number)
        old, new = (float(state["W1"][0, 0]) for state in (step.old, step.new))
        low, high = panel.get_xlim()
        assert low < min(old, new) < max(old, new) < high
        assert high - low < 3 * abs(new - old)
        after = run_slices(two_classes, steps=(number,)).slices[0][0].after
        assert f"↓ {after:.3g}" in [text.get_text() for text in panel.texts]
    assert "Beneath, each step is shown up close" in said(panels).caption


def up_close(one, **named):
    axes = new_axes(size=(2.5, 2.0))
    paint_close([axes], [one], **named)
    return axes


@pytest.mark.parametrize("logarithmic", [False, True])
@pytest.mark.parametrize(("after", "arrow", "edge"), [(0.2, "↓ 0.2", 0), (0.9, "↑ 0.9", 1)])
def test_up_close_a_curve_has_its_own_scale_and_what_is_far_beyond_stands_at_the_edge_with_its_number(after, arrow, edge, logarithmic):
    one = hand_made(0.5 + 1e-3 * np.linspace(-1, 1, 9), old=0.0, new=1.0, before=0.5, alone=0.5005, after=after, slope=5e-4)
    axes = up_close(one, logarithmic=logarithmic)
    low, high = axes.get_ylim()
    assert 0.49 < low < 0.499
    assert 0.501 < high < 0.51
    assert "reached: step 1" not in gids(axes)
    place = artist(axes, "beyond: step 1").get_ydata()[0]
    assert abs(place - (low, high)[edge]) < 0.2 * (high - low)
    assert arrow in [text.get_text() for text in axes.texts]
    ends = axes.transData.transform([(one.old, one.before), (one.new, one.alone)])
    assert abs(ends[1, 1] - ends[0, 1]) > 8  # dots: ring and disc are not on one level


def test_up_close_what_is_near_the_curve_is_at_its_place():
    axes = up_close(hand_made(0.5 + 0.1 * np.linspace(-1, 1, 9), before=0.5, alone=0.55, after=0.3))
    assert artist(axes, "reached: step 1").get_ydata()[0] == 0.3
    assert axes.get_ylim()[0] < 0.3
    level = up_close(hand_made(np.full(9, 0.5), before=0.5, alone=0.5, after=0.3, slope=0.0))
    assert artist(level, "reached: step 1").get_ydata()[0] == 0.3


def test_a_diamond_at_the_edge_is_told_of(two_classes, line):
    words = "the diamond stands at its edge, with the loss beside it"
    assert words in said(loss_slice(two_classes, weights=("W1[0,0]",), steps=(1, 10), points=9)).caption
    assert words not in said(loss_slice(line, weights=("W1[0,0]",), steps=(1, 2), points=9)).caption


@pytest.mark.parametrize(("low", "high"), [(0.6, 0.8), (0.011, 1.4), (1e-9, 3e5)])
def test_a_logarithmic_axis_of_losses_has_round_numbers_as_the_house_writes_them(low, high):
    axes = new_axes()
    slices = [hand_made(np.linspace(low, high, 9), old=0.0, new=1.0, before=low, alone=high, after=high)]
    paint_panel(axes, slices, loss="loss", scale=Scale(logarithmic=True), closer=False, key_columns=0)
    written = [label.get_text() for label in axes.get_yticklabels(which="both")]
    assert 2 <= len(written) <= 7
    assert not any("times" in one or "×" in one or "$" in one for one in written)
    assert all(len(one) <= 5 for one in written)


def test_long_steps_need_no_close_up(line):
    assert len(loss_slice(line, weights=("W1[0,0]",), steps=(1, 2), points=9)) == 1


def test_several_weights_have_a_panel_each_and_are_told_once(two_classes):
    panels = loss_slice(two_classes, weights=("W1[0,0]", "b1[2]", "W2[3,0]"), steps=(1, 10), points=5)
    assert [one.get_xlabel() for one in panels] == ["w⁽¹⁾₀₀ (W1[0,0])", "b⁽¹⁾₂ (b1[2])", "w⁽²⁾₃₀ (W2[3,0])"]
    words = said(panels)
    assert words.title == "The loss against w⁽¹⁾₀₀, b⁽¹⁾₂ and w⁽²⁾₃₀"
    assert words.caption.count("Each curve is the loss over one weight alone") == 1
    assert sum(one.get_legend() is not None for one in panels) == 1


def test_axes_can_be_given(two_classes):
    given = new_axes()
    assert loss_slice(two_classes, axes=given, points=5) == [given]
    with pytest.raises(SettingError, match="this picture is flat, and the axes given are in 3-D"):
        loss_slice(two_classes, axes=new_axes(three_d=True))
    with pytest.raises(SettingError, match="has 2 panels, but 1 axes were given"):
        loss_slice(two_classes, weights=("W1[0,0]", "b1[0]"), axes=given)


def test_the_structure_is_the_approved_one(golden):
    golden("slice.txt", structure(svg(painted(course(0.1, 2), loss="loss L"))))
