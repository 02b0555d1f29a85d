"""What is said of a boundary or a fit is true of it: of words on the axes, of many classes, of very large numbers, of weights that burst."""

import numpy as np
import pytest

from glassgrad.draw.palette import CLASSES
from glassgrad.plots.boundaries import paint_boundaries
from glassgrad.plots.boundary import paint_boundary
from glassgrad.plots.boundary_parts.multiples import new_panels
from glassgrad.plots.figures import figure_of, new_axes, said
from glassgrad.plots.learning import learning
from glassgrad.plots.measured.boundary import BoundaryGrid
from glassgrad.plots.measured.chosen_columns import chosen_columns
from glassgrad.plots.measured.feature_axes import number_axis, words_axis

NUMBERS, WORDS = number_axis("a", 0, 1, 4), words_axis("b", ("red", "blue"))


def painted(grid):
    axes = new_axes()
    paint_boundary(axes, grid)
    figure_of(axes).draw_without_rendering()
    return axes


def two_classes_over(across, up):
    shares = np.linspace(0.1, 0.9, len(across.at))
    answers = np.broadcast_to(np.stack([1 - shares, shares], axis=-1), (len(up.at), len(across.at), 2))
    return BoundaryGrid(across, up, answers, target="c", classes=("no", "yes"))


def fit_over(values, *, across=NUMBERS, up=None):
    return BoundaryGrid(across, up, np.asarray(values, dtype=float), target="y")


def many_classes(count):
    """Each class has a stripe of its own."""
    across, up = number_axis("a", 0, 1, 8 * count), number_axis("b", 0, 1, 5)
    shares = np.full((count, 8 * count), 0.01)
    for place in range(count):
        shares[place, 8 * place : 8 * place + 8] = 0.9
    return BoundaryGrid(across, up, np.broadcast_to(shares.T, (5, 8 * count, count)), target="c", classes=tuple(map(str, range(count))))


# ── words on the axes ────────────────────────────────────────────────────────


def test_between_two_words_no_classes_are_said_to_be_equally_likely():
    axes = painted(two_classes_over(WORDS, words_axis("c", ("x", "y"))))
    assert "equally likely" not in said(axes).caption
    assert "At the black line another class is predicted: it lies between one word and the next." in said(axes).caption
    assert "boundary" in [one.get_text() for one in axes.get_legend().get_texts()]


@pytest.mark.parametrize(("across", "up"), [(WORDS, NUMBERS), (NUMBERS, WORDS)])
def test_beside_an_axis_of_numbers_both_sorts_of_border_are_told(across, up):
    caption = said(painted(two_classes_over(across, up))).caption
    assert "the two classes are equally likely (p = ½); where it goes between two words, another class begins there." in caption


def test_between_numbers_the_border_is_where_both_classes_are_equally_likely():
    axes = painted(two_classes_over(NUMBERS, number_axis("b", 0, 1, 5)))
    assert "On the black line the two classes are equally likely (p = ½). " in f"{said(axes).caption} "
    assert "boundary: p = ½" in [one.get_text() for one in axes.get_legend().get_texts()]


# ── more classes than colours ────────────────────────────────────────────────


def test_beside_each_other_areas_of_more_classes_than_colours_have_their_names():
    grids = [many_classes(len(CLASSES) + 2)] * 2
    panels = new_panels(2, None)
    paint_boundaries(panels, grids, whole=True)
    for axes in panels:
        assert {one.get_text() for one in axes.texts} == set(grids[0].classes)
    assert f"Classes {len(CLASSES)} apart in the key share a colour: the name in an area tells which it is" in said(panels).caption


def test_in_a_narrow_area_a_long_name_is_cut_to_what_tells_it_apart():
    rows = np.repeat(np.arange(3), 8)
    shares = np.where(np.arange(9) == (3 * rows[:, None] + rows)[..., None], 0.9, 0.01)
    names = tuple(f"class number {place} with a rather longish name" for place in range(9))
    grid = BoundaryGrid(number_axis("a", 0, 1, 24), number_axis("b", 0, 1, 24), shares, target="c", classes=names)
    panels = new_panels(2, None)
    paint_boundaries(panels, [grid, grid], whole=True)
    assert sorted(one.get_text() for one in panels[0].texts) == [f"…{place}…" for place in range(9)]


def test_where_each_class_has_a_colour_small_pictures_stay_without_names():
    panels = new_panels(2, None)
    paint_boundaries(panels, [many_classes(len(CLASSES))] * 2, whole=True)
    assert not any(axes.texts for axes in panels)
    assert "share a colour" not in said(panels).caption


# ── numbers ──────────────────────────────────────────────────────────────────


def test_a_fit_that_is_the_same_everywhere_is_not_said_to_go_from_somewhere_to_somewhere():
    assert "The prediction is −2.35·10¹⁹ everywhere." in said(painted(fit_over([-2.35e19] * 4))).shows
    assert "The prediction is about −2.35·10¹⁹ everywhere." in said(painted(fit_over(-2.35e19 * (1 + np.arange(4) / 1e6)))).shows
    assert "The prediction goes from 1, at a 0, to 2, at a 1" in said(painted(fit_over([1, 1.2, 1.5, 2]))).shows.replace("1.00", "1").replace("2.00", "2")


def test_what_matters_most_is_said_to_be_to_the_best_weights(numbers):
    assert "these two matter most to the best weights" in chosen_columns(numbers.plan, numbers.parameters, ()).why


@pytest.mark.parametrize("size", [2e8, 3e-7])
def test_no_factor_is_hidden_in_a_corner_of_the_picture(size):
    across, up = number_axis("a", 0, size, 4), number_axis("b", -size, size, 5)
    surface = painted(fit_over(np.outer(np.linspace(1, 2, 5), np.linspace(size, 2 * size, 4)), across=across, up=up))
    curve = painted(fit_over(size * np.arange(4), across=across))
    for axes in (*figure_of(surface).axes, *figure_of(curve).axes):
        assert not axes.xaxis.get_offset_text().get_text()
        assert not axes.yaxis.get_offset_text().get_text()
    assert any("·10" in one.get_text() for one in curve.get_xticklabels())


def test_ticks_of_large_numbers_close_together_are_told_apart():
    axes = painted(fit_over(np.arange(4), across=number_axis("a", 1e6, 1e6 + 2, 4)))
    shown = [one.get_text() for one in axes.get_xticklabels()]
    assert len(set(shown)) == len(shown)


# ── moving ───────────────────────────────────────────────────────────────────


def test_a_single_frame_is_that_after_the_last_step(two_classes):
    moving = learning(two_classes, count=1, points=9)
    (frame,) = moving.frames()
    assert frame.get_title("left").startswith(f"After step {two_classes.steps:,}")
    assert "later step" not in moving.caption
    assert len(list(learning(two_classes, count=2, points=9).frames())) == 2
