"""Axes in the house's style, what is said of them, and how they are written: the same bytes each time, nothing lost, nothing run."""

import re
from io import BytesIO
from xml.etree import ElementTree

import matplotlib as mpl
import pytest
from PIL import Image

from glassgrad.draw.palette import CLASSES
from glassgrad.graph import DataWarning, SettingError
from glassgrad.plots.figures import figure_of, heard, in_style, new_axes, said, say
from glassgrad.plots.saving import picture, save, svg
from glassgrad.plots.words import listed, literal

SVG = "{http://www.w3.org/2000/svg}"


@in_style
def curve(title="The loss", caption="Each point is an epoch."):
    axes = new_axes(size=(4, 3))
    axes.plot([0, 1, 2], [3, 2, 1])[0].set_gid("loss")
    axes.set_title(title)
    axes.set_xlabel("epoch")
    say(axes, title="The loss", shows="The loss falls from 3 to 1.", caption=caption)
    return axes


def test_what_is_said_is_kept_with_the_figure_and_stands_in_the_svg():
    axes = curve()
    root = ElementTree.fromstring(svg(axes))
    assert said(axes).caption == "Each point is an epoch."
    assert root.find(f"{SVG}title").text == "The loss"
    assert root.find(f"{SVG}desc").text == "The loss falls from 3 to 1. Each point is an epoch."
    assert root.get("role") == "img"


def test_two_painters_of_one_figure_are_both_heard():
    axes = curve()
    say(axes, title="The score", shows="It rises.", caption="Higher is better.")
    assert said(axes).title == "The loss; The score"
    assert said(axes).shows == "The loss falls from 3 to 1. It rises."


def test_nothing_is_said_of_axes_of_others():
    from matplotlib.figure import Figure

    foreign = Figure().subplots()
    assert heard(foreign) is None
    with pytest.raises(SettingError, match="no picture of glassgrad is on them"):
        said(foreign)
    assert "<title" in svg(foreign)


@pytest.mark.parametrize(("given", "wanted", "words"), [(True, False, "this picture is flat"), (False, True, 'make them with projection="3d"')])
def test_axes_in_space_and_flat_ones_do_not_stand_for_each_other(given, wanted, words):
    axes = new_axes(three_d=given)
    for wrong in (axes, [axes]):
        with pytest.raises(SettingError, match=words):
            new_axes(wrong, three_d=wanted)


@in_style
def square():
    axes = new_axes(size=(4, 3))
    axes.set(aspect="equal", ylabel="true class", xlim=(0, 1), ylim=(0, 1))
    return axes


def test_labels_of_axes_with_equal_scales_are_whole_in_the_svg():
    (turned,) = re.findall(r"rotate\(-90 ([\d.]+) [\d.]+\)", svg(square()))
    settled = square()
    for _ in range(9):
        figure_of(settled).draw_without_rendering()
    (wanted,) = re.findall(r"rotate\(-90 ([\d.]+) [\d.]+\)", svg(settled))
    assert float(turned) == pytest.approx(float(wanted), abs=0.5)


def test_letters_in_the_svg_have_other_fonts_to_fall_back_on():
    families = re.findall(r"font-family[=:][^>;]*", svg(curve()))
    assert families
    assert all("sans-serif" in one for one in families)
    assert not re.findall(r"font: ", svg(curve()))


def test_the_same_picture_is_the_same_text_and_another_has_other_ids():
    one, other = svg(curve()), svg(curve(title="Else"))
    assert one == svg(curve())
    ids = [{child.get("id") for child in ElementTree.fromstring(text).iter() if child.get("id")} for text in (one, other)]
    assert not ids[0] & ids[1]


def test_every_reference_in_the_svg_leads_somewhere():
    text = svg(curve())
    root = ElementTree.fromstring(text)
    ids = {child.get("id") for child in root.iter()}
    used = {value.removeprefix("#") for child in root.iter() for key, value in child.attrib.items() if key.endswith("href")}
    assert used
    assert used <= ids


def test_words_in_the_svg_are_words_and_fetch_nothing():
    text = svg(curve())
    assert ">The loss</text>" in text
    assert "<script" not in text
    assert "<metadata" not in text
    assert text.startswith("<svg ")


def test_a_png_has_its_caption_beneath_and_the_figure_is_left_as_it_was():
    axes = curve(caption="A long caption of many words, which does not fit on one line of this picture. " * 3)
    sizes = []
    for captioned in (False, True):
        with Image.open(BytesIO(picture(axes, "png", captioned=captioned))) as image:
            sizes.append(image.size)
    assert sizes[1][1] > sizes[0][1] + 30
    assert not figure_of(axes).texts
    assert picture(axes, "png") == picture(axes, "png")


def test_a_pdf_has_no_date_so_it_is_the_same_each_time():
    assert picture(curve(), "pdf") == picture(curve(), "pdf")


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<svg "), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_it_is_saved_by_the_ending_of_the_name(tmp_path, ending, start):
    assert save(curve(), tmp_path / f"loss{ending}").read_bytes().startswith(start)


def test_another_ending_and_a_file_that_is_there_are_refused(tmp_path):
    with pytest.raises(SettingError, match=r"loss\.bmp: a picture is written as"):
        save(curve(), tmp_path / "loss.bmp")
    save(curve(), tmp_path / "loss.svg")
    with pytest.raises(SettingError, match="exists already"):
        save(curve(), tmp_path / "loss.svg")


def test_the_style_is_ours_while_painting_and_the_users_own_afterwards():
    before = dict(mpl.rcParams)
    axes = curve()
    assert axes.lines[0].get_color() == CLASSES[0]
    assert axes.title.get_text() == ""
    assert axes.get_title(loc="left") == "The loss"
    assert dict(mpl.rcParams) == before


def test_axes_that_are_given_are_painted_on():
    axes = new_axes()
    assert new_axes(axes) is axes


def test_several_axes_come_as_a_list_row_by_row():
    several = new_axes(rows=2, columns=3)
    assert len(several) == 6
    assert figure_of(several) is figure_of(several[5])


@pytest.mark.parametrize(("name", "shown"), [("price in $", r"price in \$"), ("a\nb\x1b", "a⟨U+000A⟩b⟨U+001B⟩"), ("x" * 50, "x" * 16 + "…" + "x" * 15)])
def test_strange_names_are_shown_as_they_are(name, shown):
    assert literal(name) == shown


def test_a_strange_name_as_a_title_is_no_formula():
    axes = new_axes(size=(4, 3))
    axes.set_title(literal(r"$\frac{$"))
    assert r"\frac{" in "".join(ElementTree.fromstring(svg(axes)).itertext())


def test_names_are_listed_in_a_sentence():
    assert [listed(list("abcd")[:count], 3) for count in (1, 2, 3, 4)] == ["a", "a and b", "a, b and c", "a, b, c and 1 more"]


def test_in_a_notebook_figures_are_those_that_it_shows(monkeypatch):
    """Pyplot keeps them until the cell is done; elsewhere nothing keeps them, so that they go when nobody looks any more."""
    import sys

    import matplotlib.pyplot as plt
    from matplotlib.figure import Figure

    monkeypatch.setitem(sys.modules, "ipykernel", sys)
    monkeypatch.setenv("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    shown = []
    monkeypatch.setattr(plt, "figure", lambda **named: shown.append(Figure(**named)) or shown[-1])
    figure = figure_of(new_axes())
    assert shown == [figure]
    monkeypatch.delenv("MPLBACKEND")
    new_axes()
    assert shown == [figure]


def test_letters_that_no_font_has_are_whole_in_the_svg_and_told_of_other_files():
    letters = "𒀀𒀁"  # cuneiform, which none of the fonts of pictures has
    axes = curve(title=f"price {letters}", caption=letters)
    assert f"price {letters}" in svg(axes)
    for form, start in (("png", b"\x89PNG"), ("pdf", b"%PDF")):
        with pytest.warns(DataWarning, match="no font found here has 𒀀 and 𒀁, so an empty box stands for each") as met:
            assert picture(axes, form).startswith(start)
        assert len(met) == 1


def test_what_stands_beside_the_axes_is_not_cut_off():
    axes = curve()
    figure_of(axes).text(-0.2, 0.5, "beside")
    with Image.open(BytesIO(picture(axes, "png"))) as wide, Image.open(BytesIO(picture(curve(), "png"))) as narrow:
        assert wide.width > narrow.width + 20
