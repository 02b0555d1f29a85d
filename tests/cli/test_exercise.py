"""`glassgrad exercise`: kinds, one paper with solution and key, the papers of a class; nothing half-written."""

import json

import pytest

from glassgrad.coach.exercises import kinds


def test_without_a_kind_all_kinds_and_their_options_are_listed(command):
    result = command("exercise")
    assert result.code == 0
    for page in kinds.values():
        assert page.title in result.out
        assert all(f"--{name}" in result.out for name in page.options)


@pytest.mark.parametrize("kind", kinds)
def test_a_paper_and_its_solution(command, kind):
    sheet, solution = command("exercise", kind, "--seed", "3"), command("exercise", kind, "--seed", "3", "--solution")
    assert (sheet.code, solution.code) == (0, 0)
    assert "________" in sheet.out
    assert "________" not in solution.out
    assert sheet.out == command("exercise", kind, "--seed", "3").out


def test_the_key_grades_the_paper(command, tmp_path):
    assert command("exercise", "reused", "--seed", "5", "--key", "key.json", "--output", "paper.html").code == 0
    key = json.loads((tmp_path / "key.json").read_text())
    assert (tmp_path / "paper.html").read_text().lower().startswith("<!doctype html>")
    (tmp_path / "answers.txt").write_text("\n".join(f"{name} = {number}" for name, number in key["answers"].items()))
    assert command("check", "answers.txt", "--key", "key.json").code == 0


def test_options_have_hyphens_or_underscores(command):
    assert command("exercise", "two-steps", "--activation", "tanh").out == command("exercise", "two_steps", "--activation", "tanh").out


def test_a_class_gets_different_papers(command, tmp_path):
    result = command("exercise", "reused", "--seed", "8", "--count", "4", "--output", "papers")
    assert result.code == 0
    names = sorted(path.name for path in (tmp_path / "papers").iterdir())
    assert len(names) == 4 * 3 + 1
    assert len({(tmp_path / "papers" / name).read_text() for name in names if "sheet" in name}) == 4
    again = command("exercise", "reused", "--seed", "8", "--count", "4", "--output", "papers")
    assert again.code == 2
    assert "exists already" in again.err
    assert command("exercise", "reused", "--seed", "8", "--count", "4", "--output", "papers", "--overwrite").code == 0


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gradient"], "did you mean gradients"),
        (["gradients", "--layers", "9-9"], "hyphens"),
        (["gradients", "--actvation", "tanh"], "did you mean"),
        (["gradients", "--activation", "tanhh"], "did you mean tanh"),
        (["gradients", "--seed", "-1"], "seed"),
        (["gradients", "--count", "3"], "--output FOLDER"),
        (["gradients", "--count", "0", "--output", "papers"], "1 to"),
        (["gradients", "--count", "2", "--output", "papers", "--solution"], "leave out"),
        (["--seed", "3", "--output", "x.txt"], "which kind"),
        (["gradients", "--output", "same.txt", "--key", "same.txt"], "file of its own"),
        (["softmax", "--classes", "9"], "from 2 to 5"),
    ],
)
def test_what_does_not_fit_is_refused_and_nothing_is_written(command, tmp_path, words, message):
    result = command("exercise", *words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert list(tmp_path.iterdir()) == []
