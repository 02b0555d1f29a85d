"""The course: ten lessons that run, every number computed while they are told. `lessons` is the table of contents, `lesson` tells one."""

from __future__ import annotations

from typing import Any

from glassgrad.explain import Story
from glassgrad.graph import SettingError

from .lesson import Lesson
from .lessons import lessons


def lesson(which: int | str, /, **parameters: Any) -> Story:
    """Tell a lesson, by its number or its name, with these numbers in place of the usual ones.

    Raises: SettingError for a lesson that is not there, a parameter it does not have, or a value outside its range.

    >>> import glassgrad as gg
    >>> story = gg.course.lesson(9, alpha=0.05)
    >>> print(story.steps[7])
    a1 = w1·x + b1 = 2·1 + 0 = 2
    """
    return find_lesson(which).story(**parameters)


def find_lesson(which: int | str, /) -> Lesson:
    """The page of a lesson, by its number or its name. Raises: SettingError naming what there is.

    >>> find_lesson(7).name, find_lesson("Calculus").number
    ('weight_based_training', 6)
    """
    called = which.replace("-", "_").casefold() if isinstance(which, str) else which
    for one in lessons.values():
        if called == one.name or (which == one.number and not isinstance(which, bool)):
            return one
    known = "; ".join(f"{one.number} {one.name}" for one in lessons.values())
    raise SettingError(f"there is no lesson {which!r:.60}; give a number or a name: {known}")


__all__ = ["Lesson", "find_lesson", "lesson", "lessons"]
