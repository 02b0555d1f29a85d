"""A picture as SVG, PNG and PDF: whole, readable, spoken of, and nothing in it but marks."""

import warnings
from dataclasses import replace
from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.draw.captioned import captioned
from glassgrad.draw.letters import families
from glassgrad.draw.marks import Box, Disc, Group, Line, Text, head_of
from glassgrad.draw.measuring import shortened, width_of
from glassgrad.draw.outlines import outlined
from glassgrad.draw.palette import BACKWARD, FORWARD, INK, PAPER
from glassgrad.draw.picture import Picture
from glassgrad.draw.sizes import letters_on_paper, remark, sharpness
from glassgrad.graph import DataWarning, SettingError

SVG = "{http://www.w3.org/2000/svg}"


def picture(*marks, width=120, height=80):
    return Picture(width, height, marks, title="two nodes", shows="Node a leads to node b.", caption="Read it from left to right.")


def drawn(*marks):
    return ElementTree.fromstring(picture(*marks).svg())


def dots(made):
    """The PNG without its caption as an array (height, width, 3), one dot for each pixel."""
    from PIL import Image

    with Image.open(BytesIO(made.png(1.0, captioned=False))) as image:
        return np.asarray(image.convert("RGB"))


def test_a_picture_says_what_it_is_what_it_shows_and_how_to_read_it():
    root = drawn(Disc(x=10, y=10, radius=4, fill=FORWARD))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, description.text) == ("two nodes", "Node a leads to node b. Read it from left to right.")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby").split() == [title.get("id"), description.get("id")]


def test_different_pictures_have_different_ids():
    one, other = (drawn(Disc(x=x, y=10, radius=4)) for x in (10, 11))
    assert one.get("aria-labelledby") != other.get("aria-labelledby")


def test_words_are_never_markup():
    words = '<script>alert("x")</script>&\x00\x1b'
    text = picture(Text(x=5, y=20, words=words), Group(name=words, marks=(), note=words)).svg()
    root = ElementTree.fromstring(text)
    assert "<script" not in text
    assert root.find(f"{SVG}text").text == words.replace("\x00", "□").replace("\x1b", "□")


def test_groups_nest_and_keep_their_order():
    root = drawn(Group(name="outer", marks=(Disc(x=1, y=1, radius=1), Group(name="inner", marks=(Text(x=0, y=0, words="b"),)), Disc(x=2, y=2, radius=1))))
    outer = root.find(f"{SVG}g")
    assert [child.tag.removeprefix(SVG) for child in outer] == ["circle", "g", "circle"]
    assert outer.find(f"{SVG}g").get("class") == "inner"


def test_ten_thousand_groups_inside_one_another_are_written():
    mark = Text(x=0, y=0, words="deep")
    for _ in range(10_000):
        mark = Group(name="g", marks=(mark,))
    assert picture(mark).svg().count("<g ") == 10_000


def test_the_head_of_an_arrow_points_where_the_line_goes():
    tip, one, other = head_of(Line(points=((0, 0), (10, 0)), colour=INK, arrow=True))
    assert tip == (10, 0)
    assert one[0] == other[0] < 10
    assert one[1] == -other[1] != 0


def test_a_line_of_no_length_still_has_a_head():
    assert all(np.isfinite(head_of(Line(points=((3, 3), (3, 3)), colour=INK, arrow=True))).flat)


def test_the_raster_shows_what_the_svg_says():
    image = dots(picture(Box(x=10, y=10, width=40, height=30, fill=FORWARD), Disc(x=90, y=60, radius=12, fill=BACKWARD)))
    assert image.shape == (80, 120, 3)
    assert tuple(image[25, 30]) == tuple(int(FORWARD[place : place + 2], 16) for place in (1, 3, 5))
    assert tuple(image[60, 90]) == tuple(int(BACKWARD[place : place + 2], 16) for place in (1, 3, 5))
    assert tuple(image[5, 110]) == tuple(int(PAPER[place : place + 2], 16) for place in (1, 3, 5))


def colour(name):
    return tuple(int(name[place : place + 2], 16) for place in (1, 3, 5))


def test_the_raster_paints_the_marks_in_their_order():
    over, under = Box(x=20, y=20, width=80, height=40, fill=FORWARD), Text(x=60, y=45, words="WWWW", size=20, bold=True)
    line, disc = Line(points=((0, 40), (120, 40)), colour=INK, width=4, arrow=True), Disc(x=60, y=40, radius=12, fill=BACKWARD)
    assert (dots(picture(under, line, over))[22:58, 22:98] == colour(FORWARD)).all()
    assert (dots(picture(over, Group(name="g", marks=(line,)), disc))[40, 55:65] == colour(BACKWARD)).all()
    assert (dots(picture(over, disc, under))[22:58, 22:98] == colour(INK)).all(axis=2).sum() > 100


def test_the_raster_dashes_rounds_and_fades_as_the_svg_does():
    dashed = dots(picture(Line(points=((10, 40), (110, 40)), colour=INK, width=2, dashed=True)))[40, 10:110].mean(axis=1)
    assert [x < 128 for x in dashed[:32]] == ([True] * 5 + [False] * 3) * 4
    ring = dots(picture(Box(x=10, y=10, width=100, height=60, dashed=True, stroke=INK, line=2)))[10, 10:110].mean(axis=1)
    assert 45 < (ring < 128).sum() < 75
    faded = dots(picture(Line(points=((10, 40), (110, 40)), colour=INK, width=6, opacity=0.5)))[40, 60]
    assert np.allclose(faded, [(255 + part) / 2 for part in colour(INK)], atol=2)
    round_ends = dots(picture(Box(x=10, y=10, width=100, height=60, fill=FORWARD, radius=50)))  # at most by half of a side
    assert [tuple(round_ends[y, x]) == colour(FORWARD) for y, x in ((12, 12), (40, 12), (12, 60), (69, 107))] == [False, True, True, False]


def test_the_marks_of_groups_are_painted_in_their_order():
    from glassgrad.draw.painting import flat

    marks = [Group(name="g", marks=(Disc(x=1, y=1, radius=1), Text(x=0, y=0, words="a")))] * 5_000
    assert [type(one).__name__ for one in flat(marks)] == ["Disc", "Text"] * 5_000


@pytest.mark.parametrize(("bold", "italic"), [(False, False), (True, False), (False, True), (True, True)])
def test_outlined_words_are_those_of_the_font(bold, italic):
    from matplotlib.font_manager import FontProperties
    from matplotlib.path import Path
    from matplotlib.textpath import TextPath

    words = "sum of 2 paths: ∂L/∂w⁽¹⁾₂₀"
    outline = outlined(Text(x=0, y=0, words=words, size=12, anchor="start", bold=bold, italic=italic))
    look = FontProperties(family="DejaVu Sans", weight="bold" if bold else "normal", style="italic" if italic else "normal")
    expected = TextPath((0, 0), words, size=12, prop=look).get_extents()
    assert Path(outline.corners, outline.codes).get_extents().extents == pytest.approx(expected.extents, abs=0.4)
    assert outline.width == pytest.approx(width_of(words, 12, bold=bold), abs=1 if italic else 1e-6)


@pytest.mark.parametrize(("anchor", "before"), [("start", 0.0), ("middle", 0.5), ("end", 1.0)])
def test_words_stand_where_their_anchor_says_also_those_of_another_font(anchor, before):
    for words in ("gradient", "שלום שלום"):
        ink = np.nonzero((dots(picture(Text(x=60, y=40, words=words, anchor=anchor))) < 160).any(axis=(0, 2)))[0]
        left = 60 - before * width_of(words, 12)
        assert (ink.min(), ink.max()) == pytest.approx((left, left + width_of(words, 12)), abs=3)


def test_turned_words_go_up():
    ink = np.nonzero((dots(picture(Text(x=60, y=70, words="gradient", turned=90, anchor="start"))) < 160).any(axis=2))
    assert ink[0].min() < 30
    assert ink[0].max() <= 71
    assert ink[1].max() - ink[1].min() < 14


@pytest.mark.parametrize("words", ["价格", "שלום", "e\u0301", "مرحبا"])
def test_letters_that_must_be_set_together_or_in_another_font_are_not_outlined(words):
    assert outlined(Text(x=0, y=0, words=words)) is None


def test_a_dollar_sign_in_words_starts_no_formula():
    once, twice = (dots(picture(Text(x=60, y=40, words=words))) for words in ("5$", r"5$ and $\frac{1}{2}$"))
    assert (once < 200).any()
    assert (twice < 200).sum() > (once < 200).sum()


def test_a_huge_picture_is_made_less_sharp_instead_of_failing():
    from PIL import Image

    with Image.open(BytesIO(picture(Disc(x=10, y=10, radius=5, fill=INK), width=40_000, height=20).png())) as image:
        assert image.width <= 16_001
    assert sharpness(20_000, 20_000, 2.0) ** 2 * 20_000**2 == pytest.approx(32e6)


def test_what_is_too_large_for_a_png_or_for_paper_is_said():
    small, wide, huge = (800, 600), (2_400, 400), (9_000, 9_000)
    assert [remark(*small, ending) for ending in (".png", ".pdf", ".svg")] == ["", "", ""]
    assert remark(*wide, ".png") == ""
    assert "64 × 11 cm" in remark(*wide, ".pdf")
    made = "18,000 × 18,000 dots, too many for most programs, so it is made smaller: 5,657 × 5,657, with letters that are hard to read"
    assert made in remark(*huge, ".png")
    assert "hard to read" not in remark(6_000, 6_000, ".png")
    assert letters_on_paper(*wide) == letters_on_paper(*wide[::-1])  # a page can be turned
    assert letters_on_paper(27.7 / 2.54 * 96 * 2, 10) == pytest.approx(4.5)
    assert "64 × 11 cm" in picture(width=2_400, height=380).remark(".PDF")  # with its caption


def test_a_png_that_is_made_smaller_than_others_says_so_and_which_size_it_has():
    from PIL import Image

    said = picture(width=4_500, height=2_000).remark(".png")
    assert "too many for most programs" in said
    with Image.open(BytesIO(picture(Disc(x=10, y=10, radius=5, fill=INK), width=4_500, height=2_000).png())) as image:
        width, height = (int(one.replace(",", "")) for one in said.split("smaller: ")[1].split(";")[0].split(" × "))
        assert image.size == pytest.approx((width, height), abs=1)
    assert picture(width=3_500, height=2_000).remark(".png") == ""


@pytest.mark.parametrize("width", [40, 620, 3_000])
def test_in_a_png_and_a_pdf_the_caption_stands_beneath_in_lines_that_fit(width):
    made = replace(picture(Box(x=0, y=0, width=width, height=80, fill=FORWARD), width=width), caption="how to read it, and more of it " * 20)
    page = captioned(made)
    lines = page.marks[-1].marks
    assert " ".join(line.words for line in lines) == made.caption.strip()
    assert all(line.x > 0 and line.x + width_of(line.words, line.size) <= page.width for line in lines)
    assert all(made.height < line.y - line.size and line.y < page.height for line in lines)
    image = dots(page)
    assert image.shape[0] > made.height + 14 * len(lines)
    assert (image[80:] < 128).any()


def test_a_picture_without_a_caption_keeps_its_size():
    silent = replace(picture(), caption="")
    assert captioned(silent) is silent


def test_png_and_pdf_keep_in_words_what_the_svg_keeps():
    from PIL import Image

    with Image.open(BytesIO(picture().png())) as image:
        assert image.info["Description"] == drawn().find(f"{SVG}desc").text


def test_the_pdf_is_one_with_the_same_bytes_each_time():
    made = picture(Text(x=60, y=40, words="∂L/∂w⁽¹⁾₂₀"))
    assert made.pdf().startswith(b"%PDF-")
    assert made.pdf() == made.pdf()


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<svg "), (".PNG", b"\x89PNG"), (".pdf", b"%PDF")])
def test_it_is_saved_by_the_ending_of_the_name(tmp_path, ending, start):
    place = picture(Disc(x=10, y=10, radius=5)).save(tmp_path / f"graph{ending}")
    assert place.read_bytes().startswith(start)
    assert [one.name for one in tmp_path.iterdir()] == [place.name]


def test_another_ending_is_refused_and_nothing_written(tmp_path):
    with pytest.raises(SettingError, match=r"graph\.bmp: a picture is written as \.svg, \.png or \.pdf"):
        picture().save(tmp_path / "graph.bmp")
    assert not list(tmp_path.iterdir())


def test_a_folder_is_called_a_folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for place in (".", tmp_path, ""):
        with pytest.raises(SettingError, match=r"^\S+ is a folder; give the file a name in it"):
            picture().save(place)


def test_only_a_graph_is_written_as_dot(tmp_path):
    with pytest.raises(SettingError, match="two nodes: only a computational graph can be written as DOT"):
        picture().dot()
    with pytest.raises(SettingError, match=r"graph\.dot: a picture is written as \.svg, \.png or \.pdf"):
        picture().save(tmp_path / "graph.dot")


def test_a_file_that_is_there_is_kept_unless_asked(tmp_path):
    place = tmp_path / "graph.svg"
    place.write_text("mine")
    with pytest.raises(SettingError, match="exists already"):
        picture().save(place)
    assert place.read_text() == "mine"
    assert picture().save(place, overwrite=True).read_text().startswith("<svg")


def test_no_folder_is_said_before_anything_is_drawn(tmp_path):
    with pytest.raises(SettingError, match="there is no folder"):
        picture().save(tmp_path / "away" / "graph.svg")


def test_words_are_as_wide_as_the_font_makes_them():
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import TextPath

    words = "petal length, w⁽¹⁾₂₀"
    inked = TextPath((0, 0), words, size=12, prop=FontProperties(family="DejaVu Sans")).get_extents().width
    assert width_of(words, 12) == pytest.approx(inked, abs=2)  # ink leaves out the margins of the first and the last letter


def test_shortened_words_fit_and_say_that_they_were_cut():
    words = shortened("a very long name of a column", 80)
    assert words.endswith("…")
    assert width_of(words) <= 80
    assert shortened("short", 80) == "short"


@pytest.mark.parametrize("words", ["价格", "日本語の列", "ד׳", "👍", "e\u0301", "\ud800", "⟨U+200B⟩"])
def test_letters_that_the_font_lacks_are_drawn_and_told(words):
    assert width_of(words) > 0
    made = picture(Text(x=60, y=40, words=words))
    assert words.replace("\ud800", "□") in made.svg()
    lost = [letter for letter in words if letter not in has_glyphs()]
    for make, start in ((made.png, b"\x89PNG"), (made.pdf, b"%PDF")):
        with warnings.catch_warnings(record=True) as met:
            warnings.simplefilter("always")
            assert make().startswith(start)
        assert [one.category for one in met] == [DataWarning] * bool(lost)
        assert all(letter in str(one.message) for one in met for letter in lost)


def has_glyphs():
    """The letters that one of the fonts of pictures has, and those that are drawn as boxes or not at all."""
    from matplotlib.font_manager import FontProperties, findfont, get_font

    return {chr(code) for name in families() for code in get_font(findfont(FontProperties(family=name))).get_charmap()} | {"\ud800"}


def test_wide_letters_are_counted_as_wide():
    assert width_of("价格", 12) == 24
