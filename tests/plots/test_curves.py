"""Learning curves: the numbers of the run, the moments at which something happened, and what is painted of them."""

import re
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.text import Text

from glassgrad.graph import NonFiniteError, SettingError
from glassgrad.plots.curve_parts.loss_axis import is_logarithmic
from glassgrad.plots.curve_parts.number_axis import tick_words
from glassgrad.plots.curve_parts.placing import apart, rows_of_labels
from glassgrad.plots.curve_parts.several import paint_several
from glassgrad.plots.curve_parts.words import say_loss
from glassgrad.plots.curves import KIND, curves, paint_curves
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.measured.alike import labels_of
from glassgrad.plots.measured.curves import Curves, Series, learning_curves, thinned
from glassgrad.plots.measured.losses import LossFunction
from glassgrad.plots.measured.moments import Moment, moments_of, rate_changes
from glassgrad.plots.measured.path import states_along
from glassgrad.plots.measured.run_names import run_names
from glassgrad.plots.saving import svg
from glassgrad.training import open_run, train
from glassgrad.writing import numbers as written
from tests.plots.structure import structure


def small(**chosen):
    return train("xor", engine="reference", seed=0, **{"hidden": (3,), "epochs": 4, **chosen})


def made(losses, *, metrics=None, moments=(), rows="training", **chosen):
    losses = np.asarray(losses, dtype=float)
    values = np.linspace(0, 1, len(losses)) if metrics is None else np.asarray(metrics, dtype=float)
    series = Series(rows, np.arange(len(losses)), losses, values)
    return Curves(**{"series": (series,), "moments": moments, "loss": "mean squared error", "metric": "accuracy", "is_share": True, "best": 0, **chosen})


def painted(measured, **chosen):
    panels = new_axes(size=(7, 5.4), rows=2, share_x=True, heights=(2.6, 1.4))
    paint_curves(panels, measured, **chosen)
    figure_of(panels).draw_without_rendering()
    return panels


def artist(axes, name):
    return next(one for one in axes.get_children() if one.get_gid() == name)


def named(*runs):
    return run_names([one.plan for one in runs])


def labels(axes, start):
    return [one for one in axes.texts if (one.get_gid() or "").startswith(start)]


# ── the numbers ──────────────────────────────────────────────────────────────


def test_the_losses_are_those_of_the_history_after_those_of_the_first_weights(numbers):
    measured = learning_curves(numbers)
    training, validation = measured.series
    start = states_along(numbers, [0])[0]
    assert training.epochs.tolist() == list(range(7))
    assert training.losses[1:].tolist() == numbers.history["training_loss"].tolist()
    assert validation.metrics[1:].tolist() == numbers.history["validation_metric"].tolist()
    assert training.losses[0] == pytest.approx(LossFunction(numbers.plan)(start), rel=1e-12)
    assert validation.losses[0] == pytest.approx(LossFunction(numbers.plan, numbers.plan.split.validation)(start), rel=1e-12)


def test_without_held_out_rows_there_is_one_line(two_classes):
    assert [one.rows for one in learning_curves(small(validation=0)).series] == ["training"]
    assert [one.rows for one in learning_curves(two_classes).series] == ["training", "validation"]


def test_thinning_keeps_every_extreme_of_its_stretch_and_both_ends():
    values = np.random.default_rng(0).normal(size=3000)
    values[[17, 2222]] = 90, -90
    places = thinned(values, 1000)
    assert len(places) <= 1000
    assert {0, 17, 2222, 2999} <= set(places.tolist())
    assert np.array_equal(places, np.sort(places))


def test_runs_are_told_apart_by_the_settings_in_which_they_differ():
    runs = [small(learning_rate=0.1), small(learning_rate=0.2, epochs=3)]
    assert named(*runs) == ["α = 0.1", "α = 0.2"]
    assert named(runs[0], small(learning_rate=0.1, epochs=3)) == ["epochs 4", "epochs 3"]
    assert named(runs[0], runs[0]) == ["run 1", "run 2"]
    assert named(runs[0], small(learning_rate=0.1, clip_norm=1.0)) == ["no clip norm", "clip norm 1"]
    assert named(runs[0], small(learning_rate=0.1, hidden=())) == ["hidden 3", "no hidden"]
    assert named(runs[0], small(learning_rate=0.1, hidden=(), optimizer="gradient_descent")) == ["hidden 3, adam", "no hidden, gradient descent"]


def test_runs_have_the_same_names_on_curves_as_on_a_surface():
    runs = [small(optimizer="gradient_descent", learning_rate=rate) for rate in (0.01, 30.0)]
    assert named(*runs) == labels_of([one.plan for one in runs]) == ["α = 0.01", "α = 30"]


def test_long_names_of_runs_are_still_told_apart_on_the_picture_and_whole_in_its_words():
    names = [f"optimizer gradient descent, momentum = 0.9, batch 32, α = {rate}" for rate in ("0.01", "30", "300")]
    panels = new_axes(rows=2, share_x=True)
    paint_several(panels, names, [made([2.0, 1.0])] * 3)
    shown = [one.get_text().partition(": ")[0] for one in labels(panels[0], "name")]
    assert len(set(shown)) == 3
    assert all(name in said(panels).shows for name in names)


# ── what happened ────────────────────────────────────────────────────────────


def test_a_run_stopped_and_gone_on_with_is_marked_where_that_was():
    run = small(epochs=6, validation=0)
    steps = run.plan.steps_per_epoch
    with run.file.transaction():
        run.file.write_event(2 * steps, "interrupted", "stopped by hand after step 2; more")
        run.file.write_event(2 * steps, "resumed", "resumed with glassgrad 0.1.0")
        run.file.write_event(3 * steps + 1, "warning", "layer 1: 2 of 3 relu units are dead; try another seed")
    found = {one.words: one for one in moments_of(run)}
    assert found["interrupted"].epoch == found["resumed"].epoch == 2
    assert found["interrupted"].sentence == "stopped by hand after step 2"
    assert found["warning 1"].epoch == pytest.approx(3 + 1 / steps)
    assert "all" not in " ".join(found)  # that all epochs are done is no news at the end of a curve
    panels = curves(run)
    assert "interrupted, resumed" in [one.get_text() for one in labels(panels[0], "label")]
    assert "Warning 1 (in epoch 4): layer 1: 2 of 3 relu units are dead." in said(panels).caption


def test_the_best_epoch_is_marked(two_classes):
    lines = [artist(axes, f"moment 0 best, panel {number}") for number, axes in enumerate(curves(two_classes))]
    assert [set(line.get_xdata()) for line in lines] == [{two_classes.best["epoch"]}] * 2


def test_drops_of_the_learning_rate_are_marked_after_the_epoch_before_them():
    stepped = small(epochs=8, schedule="step", schedule_settings={"every": 3, "factor": 0.1})
    assert [(one.epoch, one.words) for one in moments_of(stepped) if one.kind == "rate"] == [(3, "rate ×0.1"), (6, "rate ×0.1")]
    # Nothing but the first epoch is better by 99%, so the patience of 2 runs out in epochs 3, 5 and 7.
    measured = small(epochs=8, schedule="reduce_on_plateau", schedule_settings={"patience": 2, "tolerance": 0.99})
    assert [one.epoch for one in moments_of(measured) if one.kind == "rate"] == [3, 5, 7]


@pytest.mark.parametrize("schedule", ["cosine", "exponential", "constant", "warm_up", "one_cycle"])
def test_a_learning_rate_that_moves_all_the_time_is_marked_nowhere(schedule):
    assert not [one for one in moments_of(small(epochs=30, schedule=schedule, patience=30)) if one.kind == "rate"]


def test_every_change_of_a_rate_is_found():
    drops = {5: 0.5, 6: 0.1, 900: 0.5, 901: 0.5}
    found = rate_changes(lambda epoch: float(np.prod([factor for at, factor in drops.items() if epoch >= at])), 1000)
    assert [epoch for epoch, _ in found] == list(drops)
    assert [factor for _, factor in found] == pytest.approx(list(drops.values()))


def test_a_run_that_burst_says_so_and_shows_what_there_is(tmp_path):
    with pytest.raises(NonFiniteError):
        train("diabetes", hidden=(8,), activation="linear", optimizer="gradient_descent", learning_rate=1e3, engine="reference", save=tmp_path / "burst.glass")
    with open_run(tmp_path / "burst.glass") as run:
        panels = curves(run)
        assert [one.get_text() for one in labels(panels[0], "label")] == ["not finite"]
        assert artist(panels[0], "training loss").get_marker() == "o"
        assert "Why it ended: training stopped at step" in said(panels).caption
        assert "The training loss is" in said(panels).shows
        assert "on the held-out rows before the first step; then training broke off, since a number was no longer finite." in said(panels).shows
        assert "ends at" not in said(panels).shows
        assert "No epoch was finished: all that is known are loss and metric before the first step." in said(panels).caption


def test_names_of_a_run_that_burst_stand_at_its_last_numbers_and_not_beyond_the_line():
    burst = made([2.0, 3.0, 9.0], moments=(Moment(4.5, "not finite", "not finite"),))
    ended = made([2.0, 3.0, 9.0], moments=(Moment(4.5, "interrupted", "interrupted"),))
    assert [labels(painted(one)[0], "name of training")[0].xy[0] for one in (burst, ended)] == [2.0, 4.5]
    assert labels(painted(burst)[0], "name of training")[0].get_bbox_patch() is not None
    assert "The accuracy is 100% on the training rows after epoch 2; then training broke off" in said(painted(burst)).shows
    assert "The accuracy ends at 100% on the training rows." in said(painted(ended)).shows


@pytest.mark.parametrize(
    ("losses", "best", "words"),
    [
        ([2.0, 1.0, 0.9991, 1.5], 1, "after epoch 1, the best one; the loss after epoch 2 is lower by only 0.09%, which is within the tolerance"),
        ([0.5, 1.0, 2.0], 1, "after epoch 1, the best one; the loss before the first step is lower, but it does not count."),
        ([2.0, 1.0, 1.5], 1, "after epoch 1, the best one. "),
        ([0.5, 0.0, 0.2], 1, "after epoch 1, the best one. "),
        ([0.5, -1.0, -1.0005], 1, "after epoch 1, the best one; the loss after epoch 2 is lower by only 0.05%, which is within the tolerance"),
    ],
)
def test_why_a_lower_loss_is_not_the_best_one_is_said(losses, best, words):
    assert f"Predictions are made with the weights {words}" in said(painted(made(losses, best=best))).caption


@pytest.mark.parametrize("value", [np.inf, -np.inf, np.nan])
def test_numbers_that_are_not_finite_are_written_as_such(value):
    assert say_loss(value) == tick_words(value) == written.number(value).text


def test_a_line_that_goes_up_and_down_has_no_more_markers_than_another():
    wild, calm = (painted(made(losses))[0] for losses in (np.tile([0.0, 1.0], 100), np.linspace(1, 0, 200)))
    start, every = artist(wild, "training loss").get_markevery()
    assert (start, every) == artist(calm, "training loss").get_markevery()
    assert len(range(start, 200, every)) == 10


def test_without_an_epoch_and_without_data_there_is_nothing_to_draw():
    run = small()
    run.plan = replace(run.plan, table=None)
    assert learning_curves(run).series[0].epochs[0] == 1
    run.file.database.execute("DELETE FROM epochs")
    with pytest.raises(SettingError, match="the run has no whole epoch, and its data are not at hand"):
        learning_curves(run)


# ── the axes ─────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("losses", "log", "expected"),
    [
        ([1, 0.09], "auto", True),
        ([1, 0.11], "auto", False),
        ([1, 0.5], "yes", True),
        ([1, 1e-9], "no", False),
        ([1, 0], "auto", False),
        ([1, 0.01, 0], "auto", True),
        ([0, 0], "yes", False),
        ([1, 0.001, -1], "auto", False),
        ([1e300, 1e-300], "auto", True),
    ],
)
def test_an_axis_is_logarithmic_where_losses_are_more_than_ten_times_apart(losses, log, expected):
    assert is_logarithmic(np.array(losses, dtype=float), log) is expected


def test_what_cannot_be_logarithmic_is_refused():
    with pytest.raises(SettingError, match=r"a loss of -1 has no place on a logarithmic axis"):
        is_logarithmic(np.array([1.0, -1.0]), "yes")
    with pytest.raises(SettingError, match="log is 'maybe'; choose auto, yes or no"):
        is_logarithmic(np.array([1.0]), "maybe")


def test_a_loss_of_zero_has_its_place_on_a_logarithmic_axis():
    panels = painted(made([1, 0.1, 0.001, 0, 0]))
    assert panels[0].get_yscale() == "symlog"
    assert panels[0].get_ylim()[0] < 0
    assert "0" in [one.get_text() for one in panels[0].get_yticklabels()]
    assert "goes on straight to 0" in said(panels).caption


@pytest.mark.parametrize("losses", [[0, 0, 0], [0.7, 0.7, 0.7], [1e300, 1, 0, 1e-300], [1e38, 1e30, 2e38], [3e-320, 1e-310], [0.5], [-1, -2, 4]])
@pytest.mark.parametrize("log", ["auto", "no"])
def test_every_loss_lies_on_the_axis(losses, log):
    axes, _ = painted(made(losses), log=log)
    low, high = axes.get_ylim()
    assert np.isfinite([low, high]).all()
    assert low <= min(losses) <= max(losses) <= high


def test_a_loss_that_hardly_changes_looks_level():
    low, high = painted(made([0.7001, 0.7]))[0].get_ylim()
    assert high - low > 0.1


def test_epochs_are_whole_numbers_and_the_metric_stays_within_what_it_can_be():
    panels = painted(made([1, 0.9], metrics=[0, 1]))
    low, high = panels[1].get_xlim()
    assert [place for place in panels[1].get_xticks() if low <= place <= high] == [0, 1]
    assert all(one.get_text() in ("", "0%", "50%", "100%", "20%", "40%", "60%", "80%") for one in panels[1].get_yticklabels())


def test_an_r_squared_far_below_zero_is_cut_off_and_that_is_said():
    panels = painted(made([1, 0.5], metrics=[-1e9, 0.5], metric="R²", is_share=False))
    assert panels[1].get_ylim()[0] > -2
    assert "R² below −1 is cut off." in said(panels).caption
    assert painted(made([1, 0.5], metrics=[-1e9, -1e8], metric="R²", is_share=False))[1].get_ylim()[0] < -1e9


# ── what is painted ──────────────────────────────────────────────────────────


def test_the_lines_go_through_the_numbers(classes):
    measured = learning_curves(classes)
    panels = curves(classes)
    for one in measured.series:
        line = artist(panels[0], f"{one.rows} loss")
        assert np.array_equal(line.get_xydata(), np.column_stack([one.epochs, one.losses]))
        assert np.array_equal(artist(panels[1], f"{one.rows} accuracy").get_ydata(), one.metrics)
    assert artist(panels[0], "training loss").get_linestyle() != artist(panels[0], "validation loss").get_linestyle()


def test_a_single_epoch_shows_points(two_classes):
    only = replace(learning_curves(two_classes), series=(Series("training", np.array([1]), np.array([0.5]), np.array([0.9])),))
    line = artist(painted(only)[0], "training loss")
    assert line.get_marker() == "o"
    assert line.get_markevery() == 1


def test_thousands_of_epochs_stay_light():
    losses = np.exp(-np.arange(5000) / 900) * (1 + 0.1 * np.random.default_rng(0).random(5000))
    losses[2345] = 7.0
    panels = painted(made(losses))
    drawn = artist(panels[0], "training loss").get_ydata()
    assert len(drawn) <= 1000
    assert drawn.max() == 7.0
    assert len(svg(panels)) < 120_000


def overlapping(texts):
    boxes = [Text.get_window_extent(one) for one in texts]  # of the words alone, without the line that leads to them
    return [(texts[a].get_text(), texts[b].get_text()) for a, b in combinations(range(len(texts)), 2) if boxes[a].overlaps(boxes[b])]


def test_labels_of_many_moments_do_not_lie_on_each_other_and_the_best_is_among_them():
    moments = [Moment(10 + 0.4 * place, kind, f"{kind} {place}") for place, kind in enumerate(["warning", "resumed", "interrupted", "rate"] * 4)]
    moments += [Moment(12.1, "best", "best"), Moment(60, "converged", "stopped falling")]
    panels = painted(made(np.linspace(1, 0.5, 61), moments=tuple(sorted(moments, key=lambda one: one.epoch)), best=12))
    shown = labels(panels[0], "label")
    words = [one.get_text() for one in shown]
    assert not overlapping(shown)
    assert {"best", "stopped falling"} <= set(words)
    assert sum((one.get_gid() or "").startswith("moment") for one in panels[1].lines) == 18  # every line is there, with a label or without


def test_names_at_the_ends_of_lines_do_not_lie_on_each_other():
    for gap in (0.0, 1e-4, 0.01, 0.3):
        both = made([1, 0.5])
        other = replace(both.series[0], rows="validation", losses=np.array([1, 0.5 + gap]))
        panels = painted(replace(both, series=(both.series[0], other)))
        for axes in panels:
            assert len(labels(axes, "name")) == 2
            assert not overlapping(labels(axes, "name"))


def test_places_are_moved_apart_as_little_as_needed():
    random = np.random.default_rng(0)
    for _ in range(50):
        wanted = random.uniform(0, 100, size=6)
        found = apart(wanted, 8, 0, 100)
        assert np.array_equal(np.argsort(found), np.argsort(wanted))
        assert np.diff(np.sort(found)).min() >= 8 - 1e-9
        assert 0 <= min(found) <= max(found) <= 100
    assert apart([0, 50, 100], 8, 0, 100) == [0, 50, 100]


def test_no_line_goes_through_a_label():
    starts, widths = [0, 10, 15, 60, 61, 200], [40, 40, 40, 10, 100, 5]
    rows = rows_of_labels(starts, widths, 4)
    for a, row in enumerate(rows):
        for b, other in enumerate(rows):
            if starts[a] < starts[b] < starts[a] + widths[a]:
                assert other < row  # the line of b ends below the label of a


def test_what_strangers_wrote_in_the_file_is_shown_letter_by_letter():
    run = small()
    with run.file.transaction():
        run.file.write_event(1, "x$\\frac{1}{0}$\x1b<b>", "y" * 5000)
    panels = curves(run)
    text = svg(panels)
    assert "\x1b" not in text
    assert "&lt;b&gt;" in text
    assert len(said(panels).caption) < 2000


def test_words_tell_the_course_of_the_losses():
    first = made([2.0, 9.0, 1.0], moments=(), best=2, ending="all 2 epochs are done")
    words = said(painted(first))
    assert "The training loss falls from 2 before the first step to 1 after epoch 2. On the way it is as high as 9 after epoch 1." in words.shows
    assert "The accuracy ends at 100% on the training rows." in words.shows
    assert words.caption.endswith("Why it ended: all 2 epochs are done.")
    assert "stays at 1" in said(painted(made([1.0, 1.001, 1.0]))).shows
    assert "rises from 1" in said(painted(made([1.0, 3.0]))).shows


# ── several runs, other axes ─────────────────────────────────────────────────


def test_several_runs_lie_on_one_picture_each_with_its_name():
    runs = [small(learning_rate=rate, epochs=epochs) for rate, epochs in ((0.01, 6), (0.1, 3), (0.5, 6))]
    panels = curves(runs)
    assert KIND.several
    for number, run in enumerate(runs, start=1):
        line = artist(panels[0], f"run {number} loss")
        assert np.array_equal(line.get_ydata()[1:], run.history["validation_loss"])
    assert len({(artist(panels[0], f"run {n} loss").get_color(), artist(panels[0], f"run {n} loss").get_marker()) for n in (1, 2, 3)}) == 3
    assert [one.get_text().partition(":")[0] for one in labels(panels[0], "name")] == ["α = 0.01", "α = 0.1", "α = 0.5"]
    assert "The lowest loss" in said(panels).shows
    assert "from the end of a shorter run" in said(panels).caption


def test_runs_of_different_metrics_are_refused(classes, numbers):
    with pytest.raises(SettingError, match="the runs are judged by accuracy and R², which have no common axis"):
        curves([classes, numbers])
    with pytest.raises(SettingError, match="there are 0 runs for one picture"):
        curves([])


def test_no_two_parts_of_the_picture_have_the_same_name(classes):
    moments = tuple(Moment(epoch, kind, kind) for epoch in (1, 2, 3) for kind in ("rate", "resumed"))
    panels = painted(replace(learning_curves(classes), moments=moments))
    names = re.findall(r' id="([^"]+)"', svg(panels))
    assert len(names) == len(set(names))


def test_on_a_single_axes_there_is_the_loss_alone(classes):
    axes = new_axes()
    assert curves(classes, axes=axes) == [axes]
    assert axes.get_xlabel() == "epoch"


def test_the_picture_is_as_approved(classes, golden):
    golden("curves.txt", structure(svg(curves(classes))))
