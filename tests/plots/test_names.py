"""Names on pictures: short enough, told apart by what differs in them, and whole in sentences."""

import pytest

from glassgrad.plots.boundary_parts.frame import frame_across
from glassgrad.plots.figures import new_axes
from glassgrad.plots.measured.feature_axes import words_axis
from glassgrad.plots.names import class_names, fitting_names, short_names, spoken_names

LONGISH = [f"class number {number} with a rather longish name" for number in range(1, 16)]


@pytest.mark.parametrize("longest", [14, 18, 24, 40])
def test_the_number_by_which_long_names_differ_is_kept_with_what_it_counts(longest):
    for number, shown in enumerate(short_names(LONGISH, longest), start=1):
        assert len(shown) <= longest
        assert f"number {number}" in shown


def test_names_that_differ_in_groups_are_told_apart_in_each_group():
    names = [f"{colour} flowers from the garden number {place} behind the house" for colour in ("red", "blue") for place in (1, 2)]
    assert len(set(short_names([*names, "weeds"], 24))) == 5


def test_equal_names_are_numbered():
    assert short_names(["one and the same long name"] * 2, 12) == ["one …ame (1)", "one …ame (2)"]


def test_in_points_as_in_letters_names_stay_apart():
    assert len(set(fitting_names(LONGISH, 96.0, 9.0, 18))) == len(LONGISH)


def test_in_sentences_names_are_whole():
    assert spoken_names(LONGISH) == LONGISH
    assert class_names(LONGISH) != LONGISH


def test_the_words_of_a_category_stay_apart_on_its_axis():
    axes = new_axes()
    frame_across(axes, words_axis("ward", tuple(LONGISH[:12])))
    assert len({one.get_text() for one in axes.get_xticklabels()}) == 12
