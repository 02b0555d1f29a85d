"""A picture as SVG, PNG and PDF: whole, readable, spoken of, and nothing in it but marks."""

from io import BytesIO
from xml.etree import ElementTree

import numpy as np
import pytest

from glassgrad.draw.marks import Box, Disc, Group, Line, Text, head_of
from glassgrad.draw.measuring import shortened, width_of
from glassgrad.draw.palette import BACKWARD, FORWARD, INK, PAPER
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError

SVG = "{http://www.w3.org/2000/svg}"


def picture(*marks, width=120, height=80):
    return Picture(width, height, marks, title="two nodes", shows="Node a leads to node b.", caption="Read it from left to right.")


def drawn(*marks):
    return ElementTree.fromstring(picture(*marks).svg())


def dots(made):
    """The PNG as an array (height, width, 3), one dot for each pixel."""
    from PIL import Image

    with Image.open(BytesIO(made.png(1.0))) as image:
        return np.asarray(image.convert("RGB"))


def test_a_picture_says_what_it_is_and_what_it_shows():
    root = drawn(Disc(x=10, y=10, radius=4, fill=FORWARD))
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert (title.text, description.text) == ("two nodes", "Node a leads to node b.")
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


def test_a_dollar_sign_in_words_starts_no_formula():
    once, twice = (dots(picture(Text(x=60, y=40, words=words))) for words in ("5$", r"5$ and $\frac{1}{2}$"))
    assert (once < 200).any()
    assert (twice < 200).sum() > (once < 200).sum()


def test_a_huge_picture_is_made_less_sharp_instead_of_failing():
    from PIL import Image

    with Image.open(BytesIO(picture(Disc(x=10, y=10, radius=5, fill=INK), width=40_000, height=20).png())) as image:
        assert image.width <= 16_001


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
def test_letters_that_the_font_lacks_are_drawn_without_a_word(words):
    assert width_of(words) > 0
    made = picture(Text(x=60, y=40, words=words))
    assert words.replace("\ud800", "□") in made.svg()
    assert made.png().startswith(b"\x89PNG")
    assert made.pdf().startswith(b"%PDF")


def test_wide_letters_are_counted_as_wide():
    assert width_of("价格", 12) == 24
