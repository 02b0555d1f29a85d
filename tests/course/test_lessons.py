"""Every lesson of the table of contents: it tells, with its own numbers and with others, in every form; and what it tells is approved."""

import importlib
import re
import shlex
from collections import Counter
from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pytest

import glassgrad as gg
from glassgrad.cli import main
from glassgrad.cli.contents import COMMANDS
from glassgrad.course import Lesson, find_lesson, lessons
from glassgrad.course.book import CONTENTS, book, file_name
from glassgrad.explain import Story, Table
from glassgrad.explain.blocks import Figure
from glassgrad.explain.text import WIDTH, words_text
from glassgrad.graph import SettingError
from glassgrad.nn.settings import Setting
from tests.course import telling
from tests.course.telling import words_of

LESSONS = tuple(lessons.values())
FEW_NODES = {"times": 0, "largest_nodes": 300, "largest_parameters": 2000}
"""What would make a lesson long is kept small, wherever a lesson has such a parameter. Times are never the same twice."""
FEW_PASSES = {"passes": 30, "trees": 5}
DRAWS = 2
LARGEST_PAGE = 1_500_000
LONGEST_WORDS = 420
"""Letters of what is said of a picture: four or five lines of a terminal."""
SIZE = re.compile(r'^<svg[^>]* width="([0-9.]+)(pt)?" height="([0-9.]+)(pt)?"')
WIDEST_SHRUNK, TALLEST = 1.15, 900
"""By how much a wider picture may be shrunk, so that its letters stay legible; and pixels of height."""
TEXT_WIDTH = 824
"""Pixels of a line of text on a wide screen: 54rem, less the margins."""
TOLD_AT_ONCE = ("explain", "derive", "show")

each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.name)


def fitting(lesson: Lesson, numbers: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in numbers.items() if name in lesson.parameters}


@pytest.fixture
def told() -> Callable[[Lesson], Story]:
    """The story of a lesson with its own numbers, told once."""
    return lambda lesson: telling.told(lesson.number, **fitting(lesson, {"times": 0}))


def drawn(setting: Setting, random: np.random.Generator) -> float:
    """A number that the setting allows, now and then one of its limits."""
    low, high = max(setting.least, setting.above, -1000.0), min(setting.most, setting.below, 1000.0)
    one = random.choice([low, high, random.uniform(low, high), round(random.uniform(low, high), 1)])
    if setting.whole:
        return int(min(max(round(one), low), high))
    return float(np.nextafter(one, high) if one <= setting.above else np.nextafter(one, low) if one >= setting.below else one)


def assert_tells(story: Story) -> None:
    forms = [str(story), story.markdown(), story.latex(), story.html()]
    assert all(len(form) > 1000 for form in forms)
    for word in ("nan", "not a number", "None", "inf"):
        assert not re.search(rf"(?<!\w){word}(?!\w)", forms[0]), word
    for table in (block for block in story.blocks if isinstance(block, Table)):
        assert table.rows
        assert {len(row) for row in table.rows} == {len(table.header)}
    assert_has_good_pictures(story, forms[-1])


def assert_has_good_pictures(story: Story, html: str) -> None:
    """Each is sound, is as wide as the text at most, says in few words what it shows and how it is read; and the ids of the page are sound."""
    for figure in (block for block in story.blocks if isinstance(block, Figure)):
        ElementTree.fromstring(figure.svg)
        assert not re.search(r"(?<!\w)(nan|inf)(?!\w)", figure.svg)
        assert "<image" not in figure.svg
        for words in (figure.shows, words_text(figure.caption)):
            assert words.endswith(".")
            assert len(words) <= LONGEST_WORDS
        width, points, height, _ = SIZE.match(figure.svg).groups()
        scale = 96 / 72 if points else 1
        assert float(width) * scale <= WIDEST_SHRUNK * TEXT_WIDTH
        assert float(height) * scale <= TALLEST
    ids = re.findall(r' id="([^"]+)"', html)
    assert [one for one, times in Counter(ids).items() if times > 1 or re.search(r"\s", one)] == []
    assert set(re.findall(r'(?:href="#|url\(#)([^")]+)', html)) <= set(ids)
    assert len(html) < LARGEST_PAGE


def test_the_ten_lessons_are_listed_in_order():
    assert [lesson.number for lesson in LESSONS] == list(range(1, 11))
    assert list(gg.course.lessons) == [lesson.name for lesson in LESSONS]


@each_lesson
def test_a_lesson_is_a_page_of_its_name(lesson):
    assert getattr(importlib.import_module(f"glassgrad.course.lessons.{lesson.name}"), lesson.name) is lesson


@each_lesson
def test_a_lesson_says_what_it_teaches_and_what_can_be_changed(lesson):
    assert lesson.title[0].isupper()
    assert not lesson.title.endswith(".")
    assert lesson.says.endswith(".")
    assert lesson.parameters
    for name, setting in lesson.parameters.items():
        assert name.isidentifier()
        assert setting.says
        assert setting.checked("the lesson", name, setting.default) == setting.default


@each_lesson
def test_a_lesson_tells_in_every_form(lesson, told):
    story = told(lesson)
    assert words_text(story.title) == f"{lesson.number}. {lesson.title}"
    assert_tells(story)


@each_lesson
def test_no_line_is_wider_than_a_terminal_without_width(lesson, told):
    assert max(map(len, str(told(lesson)).splitlines())) <= WIDTH


@each_lesson
def test_a_page_fetches_nothing_and_runs_nothing(lesson, told):
    html = told(lesson).html()
    assert "<script" not in html
    assert not re.search(r"""(src|href)\s*=(?!"#)|url\((?!#)|@import""", html)


@each_lesson
def test_a_lesson_reads_as_it_was_approved(lesson, told, golden):
    golden(f"{lesson.number:02}_{lesson.name}.txt", str(told(lesson)))


def own_commands(lesson: Lesson, story: Story) -> list[dict[str, float]]:
    """The parameters in the commands that a lesson suggests for itself, with the usual values of those not named."""
    usual = {name: setting.default for name, setting in lesson.parameters.items()}
    tables = [block for block in story.blocks if isinstance(block, Table) and block.header[0] == ("type",)]
    found = []
    for line in (words_text(row[0]) for table in tables for row in table.rows):
        _, command, *words = shlex.split(line)
        if (command, words[0]) == ("course", str(lesson.number)):
            found.append(usual | {name.removeprefix("--").replace("-", "_"): float(value) for name, value in zip(words[1::2], words[2::2], strict=True)})
    return found


def assert_keeps_what_was_changed(lesson: Lesson, story: Story, numbers: dict[str, float]) -> None:
    """Each suggested command changes something, and little of what was given: lesson 9 may put all of its quantities back."""
    told = {name: setting.default for name, setting in lesson.parameters.items()} | numbers
    suggested = own_commands(lesson, story)
    assert suggested
    for one in suggested:
        assert 1 <= sum(one[name] != told[name] for name in one) <= (6 if lesson.number == 9 else 3)
        assert one.get("unit", 0) < one.get("hidden", 1)
        for name, value in one.items():
            lesson.parameters[name].checked("the lesson", name, value)


@each_lesson
@pytest.mark.parametrize("draw", range(DRAWS))
def test_a_lesson_tells_with_any_numbers_it_allows(lesson, draw):
    random = np.random.default_rng([lesson.number, draw])
    numbers = {name: drawn(setting, random) for name, setting in lesson.parameters.items()}
    try:
        numbers |= fitting(lesson, FEW_NODES | FEW_PASSES)
        story = lesson.story(**numbers)
    except SettingError:  # numbers that do not go together, such as a unit that a smaller layer lacks: a message, and no story
        return
    assert_tells(story)
    assert_keeps_what_was_changed(lesson, story, numbers)


@each_lesson
def test_the_commands_to_try_can_be_typed(lesson, told, capsys):
    """The lessons they name take their parameters; those that tell a formula are run. The others, such as train, have tests of their own."""
    tables = [block for block in told(lesson).blocks if isinstance(block, Table)]
    lines = [words_text(row[0]) for row in tables[-1].rows]
    assert 2 <= len(lines) <= 5
    for line in lines:
        glassgrad, command, *words = shlex.split(line)
        assert glassgrad == "glassgrad"
        if command == "course":
            parameters = find_lesson(int(words[0])).parameters
            for name, value in re.findall(r"--(\S+?)[ =](\S+)", " ".join(words[1:])):
                key = name.replace("-", "_")
                parameters[key].checked("the lesson", key, float(value))
        elif command in TOLD_AT_ONCE:
            assert main([command, *words]) == 0, capsys.readouterr().err
        else:
            assert command in {one.name for one in COMMANDS}


def test_a_claim_about_a_changed_input_is_made_with_that_input():
    """2/λmax is 1 with x = 1, but 0.2 with x = 3: α = 0.19 alone would not overshoot."""
    lesson = find_lesson(7)
    suggested = own_commands(lesson, words_of(7, x=3.0))
    assert {"alpha": 0.19, "x": 3.0}.items() <= suggested[0].items()


@pytest.mark.parametrize(("number", "unit"), [(3, 63), (4, 5)])
def test_a_unit_that_a_smaller_layer_lacks_is_not_suggested_with_it(number, unit):
    lesson = find_lesson(number)
    numbers = {"hidden": unit + 1, "unit": unit}
    assert_keeps_what_was_changed(lesson, words_of(number, **numbers), numbers)


@each_lesson
def test_unknown_parameters_and_numbers_out_of_range_are_refused(lesson):
    with pytest.raises(SettingError, match=f"lesson {lesson.number} has no setting 'nonsense'"):
        lesson.story(nonsense=1)
    name, setting = next(iter(lesson.parameters.items()))
    with pytest.raises(SettingError, match=f"{name} of lesson {lesson.number} is .* expected"):
        lesson.story(**{name: 1e9 if setting.most < 1e9 else -1})


def test_a_lesson_is_found_by_number_and_by_name():
    few = {"inputs": 1, "hidden": 1, "outputs": 1}
    assert str(gg.course.lesson(2, **few)) == str(gg.course.lesson("anatomy", **few)) == str(gg.course.lesson("Anatomy", **few))
    assert str(gg.course.lesson(2, **few, row=5)) != str(gg.course.lesson(2, **few))
    assert find_lesson("weight-based-training") is find_lesson(7)


@pytest.mark.parametrize("which", [0, 11, "nonsense", "", 6.5, None, True, [1]])
def test_an_unknown_lesson_is_refused_with_those_there_are(which):
    with pytest.raises(SettingError, match=r"there is no lesson .*6 calculus; 7 weight_based_training"):
        gg.course.lesson(which)


def test_the_book_links_every_lesson_to_its_neighbours(monkeypatch):
    monkeypatch.setattr(Lesson, "story", lambda self, **_: Story((self.title,), ()))
    pages = book()
    assert [*pages] == [*map(file_name, LESSONS), CONTENTS]
    names = list(pages)
    for place, lesson in enumerate(LESSONS):
        linked = set(re.findall(r'href="([^"]+)"', pages[file_name(lesson)]))
        assert linked == {CONTENTS, *names[max(0, place - 1) : place], *names[place + 1 : place + 2]}
    assert re.findall(r'href="([^"]+)"', pages[CONTENTS]) == names[:-1]
