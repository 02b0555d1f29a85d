"""Lessons told once for all tests that read them, and lessons told for their words alone."""

from functools import cache
from typing import Any

import pytest

from glassgrad.course import find_lesson, landscape, pictures, valley_picture
from glassgrad.explain import Story

BLANK = '<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>'


@cache
def told(number: int, **parameters: Any) -> Story:
    """A lesson with all that is in it."""
    return find_lesson(number).story(**parameters)


@cache
def words_of(number: int, **parameters: Any) -> Story:
    """A lesson for tests of what is written in it. `told_in_words` says what is left out."""
    return told_in_words(number, **parameters) if parameters else told(number)


def told_in_words(number: int, **parameters: Any) -> Story:
    """A lesson told anew. Its pictures are painted, and what is said of them is there, but they are not written as SVG, which takes most of the time."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pictures, "svg", lambda axes: BLANK)
        for room in (landscape, valley_picture):
            patch.setattr(room, "label_apart", lambda axes: None)
        return find_lesson(number).story(**parameters)
