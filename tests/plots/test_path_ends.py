"""The ends of paths: a ring and a star, each with its word, and no word on another."""

from itertools import combinations

import numpy as np
import pytest

from glassgrad.plots.contours import paint_contours
from glassgrad.plots.figures import figure_of, new_axes
from glassgrad.plots.measured.surface import LossSurface, PathOnPlane
from glassgrad.plots.surface import paint_surface

SIDE = np.linspace(-2.0, 2.0, 21)


def path(*places, label="path"):
    xs, ys = np.array(places, dtype=float).T
    return PathOnPlane(label, tuple(range(len(places))), xs, ys, xs**2 + ys**2)


def painted(*paths, three_d=False, size=(7.0, 5.0)):
    xs, ys = np.meshgrid(SIDE, SIDE)
    surface = LossSurface(xs=SIDE, ys=SIDE, losses=xs**2 + ys**2, x_label="w", y_label="b", loss="loss", title="a bowl", paths=paths)
    axes = new_axes(three_d=three_d, size=size)
    (paint_surface if three_d else paint_contours)(axes, surface, log="no")
    figure_of(axes).draw_without_rendering()
    return axes


def ends(axes):
    return [one for one in axes.texts if one.get_text().startswith(("start", "end"))]


@pytest.mark.parametrize("three_d", [False, True])
@pytest.mark.parametrize("last", [(1.06, 1.0), (0.94, 1.0), (1.0, 1.05), (1.0, 0.95), (1.3, 1.2)])
def test_the_words_at_ends_that_are_near_each_other_do_not_cover_each_other(three_d, last):
    axes = painted(path((1.0, 1.0), (0.5, -0.5), last), three_d=three_d)
    words = ends(axes)
    assert sorted(one.get_text() for one in words) == ["end", "start"]
    assert not any(one.get_window_extent().overlaps(other.get_window_extent()) for one, other in combinations(words, 2))


@pytest.mark.parametrize("three_d", [False, True])
def test_where_a_path_comes_back_to_its_start_one_word_names_both_and_both_are_marked(three_d):
    axes = painted(path((1.0, 1.0), (0.5, 0.0), (1.0, 1.0)), three_d=three_d)
    assert [one.get_text() for one in ends(axes)] == ["start and end"]
    assert {"start", "end"} <= {one.get_gid() for one in axes.lines}


@pytest.mark.parametrize("three_d", [False, True])
def test_of_starts_that_are_near_each_other_each_has_a_ring_and_one_has_the_word(three_d):
    axes = painted(path((1.0, 1.0), (0.5, 0.0), label="a"), path((1.02, 1.0), (0.5, 0.5), label="b"), path((-1.0, -1.0), (0, 0), label="c"), three_d=three_d)
    assert sum(one.get_gid() == "start" for one in axes.lines) == 3
    assert [one.get_text() for one in ends(axes)] == ["start", "start"]


def test_ends_far_apart_have_their_words_above_them():
    words = ends(painted(path((-1.5, -1.0), (1.0, 1.0)), three_d=True))
    assert [(one.get_text(), one.get_horizontalalignment()) for one in words] == [("start", "center"), ("end", "center")]
