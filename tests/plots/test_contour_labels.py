"""Numbers on contour lines: none on another, on a path, on words or over the edge; and the lines are what they were."""

from itertools import combinations

import numpy as np
import pytest

from glassgrad.plots.contour_labels import LINES, label_apart
from glassgrad.plots.contours import paint_contours
from glassgrad.plots.figures import new_axes
from glassgrad.plots.measured.surface import LossSurface, PathOnPlane

SIDE = np.linspace(-3.0, 3.0, 41)
SURFACES = {
    "two valleys": lambda x, y: np.minimum(0.5 * (x * y - 2) ** 2, 5.0),
    "a trough": lambda x, y: (x + y) ** 2,
    "level lines": lambda x, y: y**2,
    "a bowl": lambda x, y: 1e9 * (x**2 + y**2),
}


def painted(name, *, way=False):
    """A map with words on it, and a way across."""
    path = PathOnPlane("path", (0, 1, 2), np.array([-2.0, 0.0, 2.0]), np.array([-2.0, 0.5, 2.0]), np.ones(3))
    losses = SURFACES[name](*np.meshgrid(SIDE, SIDE))
    surface = LossSurface(xs=SIDE, ys=SIDE, losses=losses, x_label="w", y_label="b", loss="loss", title=name, paths=(path,) if way else ())
    axes = new_axes(size=(6.0, 4.75))
    paint_contours(axes, surface, log="no", labelled=False)
    axes.annotate("words on the map", (0.0, -1.0))
    return axes


def lines_of(axes):
    (lines,) = (one for one in axes.collections if one.get_gid() == LINES)
    return lines


def corners(axes, text):
    """The corners of turned words, in dots."""
    turn = np.deg2rad(text.get_rotation())
    middle = axes.transData.transform(text.get_position())
    text.set_rotation(0.0)
    box = text.get_window_extent()
    text.set_rotation(np.rad2deg(turn))
    half = np.array([box.width, box.height]) / 2
    shape = half * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    return middle + shape @ np.array([[np.cos(turn), np.sin(turn)], [-np.sin(turn), np.cos(turn)]])


def apart(one, other):
    """Whether two rectangles are, by a line that parts them along a side of either."""
    sides = np.concatenate([np.diff(one[:3], axis=0), np.diff(other[:3], axis=0)])
    return any((one @ side).max() < (other @ side).min() or (other @ side).max() < (one @ side).min() for side in sides)


@pytest.mark.parametrize("name", SURFACES)
def test_no_number_lies_on_another_on_words_or_over_the_edge(name):
    axes = painted(name)
    label_apart(axes)
    labels = [corners(axes, one) for one in lines_of(axes).labelTexts]
    assert labels
    (words,) = (one for one in axes.texts if one.get_text() == "words on the map")
    box = words.get_window_extent()
    written = np.array([[box.x0, box.y0], [box.x1, box.y0], [box.x1, box.y1], [box.x0, box.y1]])
    assert all(apart(one, other) for one, other in combinations([*labels, written], 2))
    inside = axes.get_window_extent()
    assert all((one >= (inside.x0, inside.y0)).all() and (one <= (inside.x1, inside.y1)).all() for one in labels)


def test_no_number_lies_on_a_way():
    axes = painted("a trough", way=True)
    label_apart(axes)
    (line,) = (one for one in axes.lines if one.get_gid() == "path")
    at = np.linspace(0, 2, 400)
    dots = axes.transData.transform(np.column_stack([np.interp(at, np.arange(3), one) for one in line.get_data()]))
    dot = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    for label in (corners(axes, one) for one in lines_of(axes).labelTexts):
        assert all(apart(label, place + dot) for place in dots)


def test_the_lines_stand_at_the_losses_where_they_stood_and_each_number_on_its_own():
    axes = painted("two valleys")
    levels = list(lines_of(axes).levels)
    label_apart(axes)
    lines = lines_of(axes)
    assert list(lines.levels) == levels
    for one in lines.labelTexts:
        x, y = one.get_position()
        assert SURFACES["two valleys"](x, y) == pytest.approx(float(one.get_text()), abs=0.15)


def test_contours_are_painted_with_numbers_beside_the_whole_paths_and_the_key():
    """Of several paths there is a key, which must not lie on numbers."""
    walks = [PathOnPlane(f"way {way}", (0, 1), np.array([-2.0, 2.0]), np.array([way, -2.0]), np.ones(2)) for way in (1.0, 2.0)]
    losses = SURFACES["level lines"](*np.meshgrid(SIDE, SIDE))
    axes = new_axes(size=(6.0, 4.75))
    paint_contours(axes, LossSurface(xs=SIDE, ys=SIDE, losses=losses, x_label="w", y_label="b", loss="loss", title="ways", paths=tuple(walks)), log="no")
    labels = [corners(axes, one) for one in lines_of(axes).labelTexts]
    assert labels
    key = axes.get_legend().get_window_extent()
    framed = np.array([[key.x0, key.y0], [key.x1, key.y0], [key.x1, key.y1], [key.x0, key.y1]])
    assert all(apart(one, framed) for one in labels)
    at = np.linspace(0, 1, 400)
    for walk in walks:
        dots = axes.transData.transform(np.column_stack([np.interp(at, [0, 1], one) for one in (walk.xs, walk.ys)]))
        assert all(apart(label, place + 0.1 * np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])) for label in labels for place in dots)


def test_a_map_of_one_band_has_no_lines_to_label():
    surface = LossSurface(xs=SIDE, ys=SIDE, losses=np.ones((41, 41)), x_label="w", y_label="b", loss="loss", title="flat")
    axes = new_axes()
    paint_contours(axes, surface, log="no", labelled=False)
    before = [one for one in axes.collections if one.get_gid() == LINES]
    label_apart(axes)
    assert not before or not lines_of(axes).labelTexts
