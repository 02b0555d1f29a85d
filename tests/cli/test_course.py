"""`glassgrad course`: the list, one lesson, a file, a folder of pages; and what it says to wrong words."""

import pytest

from glassgrad.course import Lesson, lessons
from glassgrad.course.book import CONTENTS, file_names
from glassgrad.explain import Story


@pytest.fixture
def short(monkeypatch):
    """Lessons that are told in no time."""
    monkeypatch.setattr(Lesson, "story", lambda self, **numbers: Story((self.title, *map(str, numbers.items())), ()))


def test_without_a_lesson_all_are_listed_with_their_parameters(command):
    said = command("course")
    assert said.code == 0
    for lesson in lessons.values():
        assert f"{lesson.number:>2}  {lesson.title}" in said.out
        for name, setting in lesson.parameters.items():
            assert f"--{name.replace('_', '-')}={setting.default:.15g}" in said.out


def test_a_lesson_is_told_by_number_and_by_name(command):
    assert command("course", "6").out == command("course", "calculus").out
    assert "6. Calculus" in command("course", "6").out
    assert command("course", "working-example").out == command("course", "9").out == command("course", "Working_Example").out


def test_a_parameter_changes_the_numbers(command):
    said = command("course", "7", "--alpha", "0.25", "--b", "-1")
    assert said.code == 0
    assert "α = 0.25" in said.out
    assert "b = −1" in said.out


def test_a_parameter_of_several_words_is_written_with_hyphens(command):
    said = command("course", "8", "--largest-nodes", "200", "--largest-parameters=400", "--times", "0")
    assert said.code == 0
    assert "80,000" in said.out


def test_the_form_follows_the_ending(command, tmp_path):
    assert command("course", "6", "--output", "lesson.html").code == 0
    assert (tmp_path / "lesson.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert command("course", "6", "--format", "latex").out.startswith(r"\documentclass")


def test_a_file_that_is_there_is_kept_unless_told_otherwise(command, tmp_path):
    (tmp_path / "lesson.md").write_text("mine")
    refused = command("course", "6", "--output", "lesson.md")
    assert (refused.code, (tmp_path / "lesson.md").read_text()) == (2, "mine")
    assert "add --overwrite" in refused.err
    assert command("course", "6", "--output", "lesson.md", "--overwrite").code == 0
    assert (tmp_path / "lesson.md").read_text(encoding="utf-8").startswith("# 6. Calculus")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["course", "11"], "there is no lesson 11; give a number or a name: 1 model_families"),
        (["course", "nonsense"], "there is no lesson 'nonsense'"),
        (["course", "-1"], "there is no lesson '-1'"),
        (["course", "7", "--alpha", "0,3"], "--alpha is 0,3; write a point before the decimals: --alpha 0.3"),
        (["course", "0007000000000000000"], "there is no lesson"),
        (["course", ""], "there is no lesson ''"),
        (["course", "7", "--alpah", "1"], "lesson 7 has no --alpah; did you mean --alpha? Its parameters: --alpha, --x"),
        (["course", "6", "--zzz", "1"], "lesson 6 has no --zzz; its parameters: --power"),
        (["course", "7", "--alpha", "0"], "alpha of lesson 7 is 0; expected a number that is more than 0 and at most 10"),
        (["course", "7", "--alpha", "x"], "'x', which is not a number"),
        (["course", "7", "--alpha", "[1, 2]"], "expected a number"),
        (["course", "7", "--alpha", "1e999"], "too large"),
        (["course", "7", "--alpha", "nan"], "which is not a number"),
        (["course", "7", "--steps", "1.5"], "expected a whole number"),
        (["course", "7", "--alpha"], "--alpha requires an argument"),
        (["course", "7", "8"], "there is no place for: 8"),
        (["course", "--alpha", "1"], "--alpha belongs to a lesson; say which one, like glassgrad course 7 --alpha 1"),
        (["course", "--format", "html"], "need a lesson"),
        (["course", "--overwrite"], "need a lesson"),
        (["course", "--output", "here", "--format", "latex"], "leave out --format latex"),
        (["course", "--output", "no/where"], "there is no folder no"),
    ],
)
def test_wrong_words_get_an_answer_and_exit_code_2(command, words, said):
    result = command(*words)
    assert result.code == 2
    assert said in " ".join(result.err.split())
    assert result.out == ""


def test_the_whole_course_is_a_folder_of_linked_pages(command, short, tmp_path):
    said = command("course", "--output", "course")
    assert said.code == 0
    assert "10 lessons are in course" in said.out
    assert sorted(path.name for path in (tmp_path / "course").iterdir()) == sorted(file_names())
    assert CONTENTS in file_names()
    assert [path.name for path in tmp_path.iterdir()] == ["course"]


def test_files_in_the_folder_are_kept_unless_told_otherwise(command, short, tmp_path):
    folder = tmp_path / "course"
    folder.mkdir()
    (folder / "notes.txt").write_text("mine")
    (folder / CONTENTS).write_text("mine too")
    refused = command("course", "--output", "course")
    assert refused.code == 2
    assert "index.html exists already" in " ".join(refused.err.split())
    assert sorted(path.name for path in folder.iterdir()) == [CONTENTS, "notes.txt"]
    assert command("course", "--output", "course", "--overwrite").code == 0
    assert (folder / CONTENTS).read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert (folder / "notes.txt").read_text() == "mine"


def test_a_lesson_that_fails_leaves_nothing_behind(command, monkeypatch, tmp_path):
    told = []

    def fail_late(self, **_):
        if len(told) == 5:
            raise KeyboardInterrupt
        told.append(self)
        return Story((self.title,), ())

    monkeypatch.setattr(Lesson, "story", fail_late)
    assert command("course", "--output", "course").code == 130
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_refused(command, short, tmp_path):
    (tmp_path / "course").write_text("mine")
    said = command("course", "--output", "course")
    assert (said.code, (tmp_path / "course").read_text()) == (2, "mine")
    assert "course is a file" in said.err
