"""An animation is a GIF with every frame, at its speed, and says what it shows."""

from io import BytesIO

import numpy as np
import pytest
from PIL import Image, ImageSequence

from glassgrad.draw.marks import Disc
from glassgrad.draw.palette import BACKWARD, CLASSES, FORWARD
from glassgrad.draw.picture import Picture
from glassgrad.graph import SettingError
from glassgrad.plots.animation import Animation
from glassgrad.plots.few_colours import in_few_colours
from glassgrad.plots.figures import new_axes


def discs(widths=(40, 40, 60)):
    for place, width in enumerate(widths):
        yield Picture(width, 30, (Disc(x=10 + 5 * place, y=15, radius=6, fill=BACKWARD if place else FORWARD),), title="", shows="", caption="")


def moving(frames=discs, **named):
    return Animation(frames, title="A dot", shows="A dot moves to the right.", caption="One frame is one step.", **named)


def opened(animation):
    return Image.open(BytesIO(animation.gif()), formats=("GIF",))


def test_every_frame_is_there_and_all_are_as_large_as_the_largest():
    with opened(moving()) as image:
        frames = [frame.copy() for frame in ImageSequence.Iterator(image)]
    assert len(frames) == 3
    assert {frame.size for frame in frames} == {(75, 37)}


def test_it_goes_round_and_rests_on_its_last_frame():
    with opened(moving(seconds=0.1)) as image:
        stays = [frame.info["duration"] for frame in ImageSequence.Iterator(image)]
        assert image.info["loop"] == 0
    assert stays == [100, 100, 400]


def test_what_it_shows_and_how_to_read_it_is_in_the_file_and_in_the_page():
    with opened(moving()) as image:
        assert image.info["comment"] == b"A dot: A dot moves to the right. One frame is one step."
    assert 'alt="A dot moves to the right."' in moving()._repr_html_()
    assert "One frame is one step." in moving()._repr_html_()


def test_axes_that_change_from_frame_to_frame_are_frames():
    def growing():
        axes = new_axes(size=(2, 1.5))
        for height in (1, 2):
            axes.bar([0], [height])
            yield axes

    with opened(moving(growing)) as image:
        one, other = (frame.convert("RGB").tobytes() for frame in ImageSequence.Iterator(image))
    assert one != other


def test_the_same_frames_are_the_same_bytes():
    assert moving().gif() == moving().gif()


def test_all_frames_have_one_palette_in_which_the_colours_of_the_house_stay_as_they_are():
    def shaded():
        """Each frame has many colours of its own, and a few dots in colours of classes."""
        for place in range(6):
            shades = np.random.default_rng(place).integers(0, 60, size=(80, 80, 3)) + 30 * place
            for row, colour in enumerate(CLASSES):
                shades[row, :9] = [int(colour[at : at + 2], 16) for at in (1, 3, 5)]
            yield Image.fromarray(shades.astype(np.uint8))

    frames = in_few_colours(list(shaded()))
    assert len({tuple(frame.getpalette()) for frame in frames}) == 1
    for frame in frames:
        seen = np.asarray(frame.convert("RGB"))
        assert ["#" + bytes(seen[row, 4]).hex() for row in range(len(CLASSES))] == list(CLASSES)


def test_a_colour_is_the_same_in_every_frame_of_the_file():
    with opened(moving()) as image:
        frames = [frame.convert("RGB") for frame in ImageSequence.Iterator(image)]
    reds = [frame.getpixel((round(1.25 * (10 + 5 * place)), 18)) for place, frame in enumerate(frames)]
    assert ["#" + bytes(one).hex() for one in reds] == [FORWARD, BACKWARD, BACKWARD]


def test_only_a_gif_can_move(tmp_path):
    with pytest.raises(SettingError, match=r"dot\.mp4: what moves is written as \.gif"):
        moving().save(tmp_path / "dot.mp4")
    assert moving().save(tmp_path / "dot.gif").read_bytes().startswith(b"GIF89a")
