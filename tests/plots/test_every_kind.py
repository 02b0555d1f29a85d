"""Every kind of picture, on every sort of run: painted with all that belongs to it, or refused with a reason. A new page brings no test of its own here."""

import re
from dataclasses import fields
from inspect import signature
from pathlib import Path
from xml.etree import ElementTree

import pytest

from glassgrad import plots
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError
from glassgrad.plots.animation import Animation
from glassgrad.plots.contents import KINDS, kind_named
from glassgrad.plots.figures import new_axes, said
from glassgrad.plots.kind import Kind
from glassgrad.plots.saving import svg
from glassgrad.plots.settings import PlotSettings

SVG = "{http://www.w3.org/2000/svg}"
FAST = {"points": 7, "count": 2}
RUNS = ("two_classes", "classes", "numbers", "one_feature", "several_numbers", "several_labels")
WRONG = {
    "steps": ("1,2", 1.5, -1),
    "weights": (5, 3.5),
    "features": (3, b"x1"),
    "others": ("typ", 3),
    "row": ("x", -1, 1.5, True),
    "layer": (1.5, "1", 0),
    "plane": ("pth", 3),
    "target": (3, b"y"),
    "rows": ("all", 3),
    "points": (9.5, "9", 1, True, 10**6),
    "log": ("maybe", 1),
    "seed": (-1, "a", 1.5),
    "count": (0, 2.5, "3", 10**6),
}
"""What is not to be had of any run, for every option."""
NOT_THERE = {"steps": 10**9, "weights": "W9[0,0]", "features": "no such column", "target": "no such column", "row": 10**9, "layer": 99}
"""What these runs do not have."""
NO_RUN = [None, 5, "moons.glass", Path("moons.glass"), {}, [], [None]]

every_kind = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def painted(kind: Kind, run):
    return kind.paint(run, **{name: value for name, value in FAST.items() if name in kind.options})


@every_kind
@pytest.mark.parametrize("which", RUNS)
def test_it_is_painted_and_spoken_of_or_refused_with_a_reason(kind, which, request):
    run = request.getfixturevalue(which)
    if reason := kind.fits(run.plan):
        with pytest.raises(SettingError, match=r"there is no picture of the kind"):
            kind.paint(run)
        assert not reason.endswith(".")
        return
    picture = painted(kind, run)
    if kind.moving:
        assert isinstance(picture, Animation)
        words, frames = picture, list(picture.frames())
        assert len(frames) >= 2
    else:
        words, frames = said(picture), [picture]
    assert words.title
    assert words.shows.endswith(".")
    assert words.caption.endswith(".")
    last = frames[-1]
    root = ElementTree.fromstring(last.svg() if isinstance(last, Picture) else svg(last))
    assert root.find(f"{SVG}title") is not None
    assert root.find(f"{SVG}desc").text
    assert root.get("role") == "img"
    written = [text for one in root.iter(f"{SVG}text") for text in one.itertext()]
    assert not any(word in " ".join(written).lower() for word in ("nan", "inf ", "none", "e+0"))


def one_that_fits(kind: Kind, request):
    return next(run for run in map(request.getfixturevalue, RUNS) if not kind.fits(run.plan))


@every_kind
@pytest.mark.parametrize("thing", NO_RUN, ids=repr)
def test_what_is_no_run_is_refused_with_what_was_given_and_what_is_expected(kind, thing):
    with pytest.raises(SettingError, match=rf"^the kind '{kind.name}' shows (a|one) run"):
        kind.paint(thing)


@pytest.mark.parametrize("thing", ["moons.glass", Path("moons.glass")])
def test_of_a_file_it_is_said_how_it_becomes_a_run(thing):
    with pytest.raises(SettingError, match=r"'moons.glass' is none; open the file first: open_run\('moons.glass'\)"):
        kind_named("curves").paint(thing)


@every_kind
def test_options_out_of_range_are_refused_by_their_name_and_value(kind, request):
    run = one_that_fits(kind, request)
    for option in kind.options:
        for value in WRONG[option]:
            with pytest.raises(SettingError, match=re.escape(f"{option} is {value!r}; ")):
                kind.paint(run, **{option: value})
        if option in NOT_THERE:
            with pytest.raises(SettingError, match=str(NOT_THERE[option]).partition("[")[0]):
                kind.paint(run, **{option: NOT_THERE[option]})


def test_there_is_something_wrong_to_say_of_every_option():
    assert WRONG.keys() == {one.name for one in fields(PlotSettings)}


@every_kind
def test_what_are_no_axes_is_refused_with_what_was_given(kind, request):
    if "axes" not in signature(kind.paint).parameters:
        return
    run = one_that_fits(kind, request)
    for axes, words in ((5, "axes is 5; expected Axes of matplotlib"), (["x"], "axes holds 'x'; expected Axes"), ([], "axes holds none")):
        with pytest.raises(SettingError, match=words):
            kind.paint(run, axes=axes)


@every_kind
def test_too_many_axes_are_refused(kind, request):
    if "axes" not in signature(kind.paint).parameters:
        return
    with pytest.raises(SettingError, match=r"axes holds 9|9 axes were given"):
        kind.paint(one_that_fits(kind, request), axes=new_axes(columns=9))


@every_kind
def test_what_it_takes_can_be_chosen(kind):
    known = {one.name for one in fields(PlotSettings)}
    assert set(kind.options) <= known
    assert kind.says
    assert kind_named(kind.name) is kind


def test_every_choice_is_taken_by_a_kind():
    assert {one.name for one in fields(PlotSettings)} <= {option for kind in KINDS for option in kind.options}


def test_each_kind_has_one_name_in_python_and_on_the_command_line():
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(getattr(plots, kind.name) is kind.paint for kind in KINDS)
    assert all(kind.paint.__name__ == kind.name for kind in KINDS)
    assert all(kind.paint.__doc__ for kind in KINDS)
    assert set(names) <= set(plots.__all__)


def test_a_tangent_is_no_picture_of_a_run_and_the_kind_that_has_tangents_is_named():
    with pytest.raises(SettingError, match="tangent is a picture of a formula, not of a run; of a run, the kind slice paints the tangents"):
        kind_named("tangent")


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match="there is no kind of picture 'contour'; did you mean contours"):
        kind_named("contour")
