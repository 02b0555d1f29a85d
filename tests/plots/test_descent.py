"""The way down, moving: every frame shows the path as far as it was walked, on the same surface."""

import numpy as np
import pytest

from glassgrad.graph import SettingError
from glassgrad.plots.descent import animated, descent
from glassgrad.plots.measured.surface import LossSurface, PathOnPlane
from glassgrad.training import train


def test_the_last_frame_ends_where_the_run_does(two_classes):
    moving = descent(two_classes, points=5, count=3, weights=("W1[0,0]", "b1[0]"), plane="weights")
    ends = []
    for axes in moving.frames():
        (head,) = (line for line in axes.lines if line.get_label() == "_")
        ends.append((float(head.get_xdata()[-1]), float(head.get_ydata()[-1]), axes.get_title(loc="left")))
    state = two_classes.step(two_classes.steps).new
    assert ends[-1][:2] == pytest.approx((state["W1"][0, 0], state["b1"][0]))
    assert ends[0][2].startswith("Before the first step: loss ")
    assert ends[-1][2].startswith(f"After step {two_classes.steps}: loss ")


def test_the_line_grows_and_nothing_else_moves(two_classes):
    lengths, limits = [], set()
    for axes in descent(two_classes, points=5, count=4).frames():
        lengths.append(len(axes.lines[0].get_xdata()))
        limits.add((*axes.get_xlim(), *axes.get_ylim(), *np.round(axes.get_position().bounds, 6)))
    assert lengths == sorted(lengths)
    assert lengths[0] == 1
    assert len(limits) == 1


def test_several_runs_walk_side_by_side(two_classes):
    slower = train("moons", hidden=(6,), epochs=12, seed=0, engine="reference", optimizer="gradient_descent")
    axes = list(descent([two_classes, slower], points=5, count=2).frames())[-1]
    labels = [text.get_text() for text in axes.get_legend().get_texts()]
    assert len(set(labels)) == 2
    assert "gradient descent" in " ".join(labels)


def test_the_key_stays_where_it_is_while_the_paths_grow(two_classes):
    slower = train("moons", hidden=(6,), epochs=12, seed=0, engine="reference", optimizer="gradient_descent")
    places = set()
    for axes in descent([two_classes, slower], points=5, count=4).frames():
        axes.figure.draw_without_rendering()
        places.add(tuple(np.round(axes.get_legend().get_window_extent().bounds, 3)))
    assert len(places) == 1


def test_where_several_runs_are_is_told_of_several(two_classes):
    slower = train("moons", hidden=(6,), epochs=12, seed=0, engine="reference", optimizer="gradient_descent")
    assert descent([two_classes, slower], points=5, count=2).caption.endswith("Each picture is a later step; the markers are where the runs are.")
    assert descent(two_classes, points=5, count=2).caption.endswith("Each picture is a later step; the dot is where the run is.")


def test_the_ground_is_drawn_on_the_scale_that_the_caption_tells():
    xs = np.linspace(-1, 1, 21)
    path = PathOnPlane("path of the run", (0, 1), np.array([-1.0, 0.0]), np.array([0.9, 0.0]), np.array([1.83, 0.02]))
    moving = animated(LossSurface(xs, xs, 0.02 + np.add.outer(xs**2, xs**2), "w", "b", paths=(path,)), count=2)
    assert "From line to line the loss grows by a factor" in moving.caption
    (bands,) = [one for one in next(iter(moving.frames())).collections if one.get_gid() == "bands of loss"]
    assert (bands.levels[2:] / bands.levels[1:-1]).min() > 1.5
    assert np.ptp(np.diff(bands.levels)) > 0.1


def test_a_run_of_another_network_is_refused(two_classes, classes):
    with pytest.raises(SettingError):
        descent([two_classes, classes])
