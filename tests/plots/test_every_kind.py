"""Every kind of picture, on every sort of run: painted with all that belongs to it, or refused with a reason. A new page brings no test of its own here."""

from dataclasses import fields
from xml.etree import ElementTree

import pytest

from glassgrad import plots
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError
from glassgrad.plots.animation import Animation
from glassgrad.plots.contents import KINDS, kind_named
from glassgrad.plots.figures import said
from glassgrad.plots.kind import Kind
from glassgrad.plots.saving import svg
from glassgrad.plots.settings import PlotSettings

SVG = "{http://www.w3.org/2000/svg}"
FAST = {"points": 7, "count": 2}
RUNS = ("two_classes", "classes", "numbers", "one_feature")

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


@every_kind
def test_what_it_takes_can_be_chosen(kind):
    known = {one.name for one in fields(PlotSettings)}
    assert set(kind.options) <= known
    assert kind.says
    assert kind_named(kind.name) is kind


def test_every_choice_is_taken_by_a_kind():
    assert {one.name for one in fields(PlotSettings)} <= {option for kind in KINDS for option in kind.options}


def test_names_are_one_of_a_kind_and_public():
    names = [kind.name for kind in KINDS]
    assert len(set(names)) == len(names)
    assert all(getattr(plots, kind.paint.__name__) is kind.paint for kind in KINDS)
    assert {kind.paint.__name__ for kind in KINDS} <= set(plots.__all__)


def test_an_unknown_kind_is_refused_with_the_nearest():
    with pytest.raises(SettingError, match="there is no kind of picture 'contour'; did you mean contours"):
        kind_named("contour")
