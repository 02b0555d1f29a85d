"""`glassgrad exercise`: the list, one paper in its three parts, the papers of a class; and what it says to wrong words."""

import json

import pytest

from glassgrad.coach.exercises import exercise, kinds, read_key


def test_without_a_kind_all_are_listed_with_their_options(command):
    said = command("exercise")
    assert said.code == 0
    for page in kinds.values():
        assert f"{page.name}: {page.title}" in said.out
        for name, one in page.options.items():
            assert f"--{name} {one.default}" in said.out


def test_a_paper_its_solution_and_its_key(command, tmp_path):
    paper = exercise("gradients", seed=7)
    assert command("exercise", "gradients", "--seed", "7").out.rstrip() == str(paper.sheet).rstrip()
    said = command("exercise", "gradients", "--seed", "7", "--solution", "--key", "key.json")
    assert "Backpropagation by hand (paper 7): solution" in said.out
    assert json.loads((tmp_path / "key.json").read_text(encoding="utf-8")) == paper.key
    assert read_key((tmp_path / "key.json").read_text(encoding="utf-8")).asked == paper.template.asked


def test_the_same_words_write_the_same_bytes(command, tmp_path):
    for place in ("one", "two"):
        assert command("exercise", "two-steps", "--seed", "3", "--key", f"{place}.json", "--output", f"{place}.html").code == 0
    assert (tmp_path / "one.json").read_bytes() == (tmp_path / "two.json").read_bytes()
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_options_change_the_exercise(command):
    said = command("exercise", "gradients", "--layers", "2-1-1", "--activation=tanh", "--loss", "squared_error")
    assert said.code == 0
    assert "w2·x2" in said.out
    assert "tanh" in said.out
    assert "J = (o − y)^2" in said.out


@pytest.mark.parametrize(("form", "begins"), [("markdown", "# "), ("latex", r"\documentclass"), ("html", "<!DOCTYPE html>")])
def test_every_form(command, form, begins):
    for part in ((), ("--solution",)):
        assert command("exercise", "reused", "--format", form, *part).out.startswith(begins)


def test_a_class_gets_different_papers_and_every_key_grades_its_own(command, tmp_path):
    assert command("exercise", "reused", "--seed", "5", "--count", "4", "--output", "class").code == 0
    names = sorted(path.name for path in (tmp_path / "class").iterdir())
    assert len(names) == 13
    index = (tmp_path / "class" / "reused-papers.txt").read_text(encoding="utf-8")
    keys = [json.loads(path.read_text(encoding="utf-8")) for path in sorted((tmp_path / "class").glob("*-key.json"))]
    assert len({key["problem"] for key in keys}) == 4
    for key in keys:
        name = f"reused-{key['seed']:03d}"
        assert {f"{name}-sheet.txt", f"{name}-solution.txt", f"{name}-key.json"} <= set(names)
        assert f"{name}-key.json" in index
        answers = tmp_path / "answers.txt"
        answers.write_text("\n".join(f"{name} = {number:.10g}" for name, number in key["answers"].items()), encoding="utf-8")
        assert command("check", "answers.txt", "--key", f"class/{name}-key.json").code == 0


def test_seeds_that_give_the_same_paper_are_skipped(command, tmp_path, monkeypatch):
    from glassgrad.coach import exercises

    monkeypatch.setattr(exercises, "exercise", lambda kind, *, seed, **options: exercise(kind, seed=seed // 2, **options))
    said = command("exercise", "reused", "--count", "3", "--output", "class")
    assert said.code == 0
    assert len({json.loads(path.read_text(encoding="utf-8"))["problem"] for path in (tmp_path / "class").glob("*-key.json")}) == 3
    monkeypatch.setattr(exercises, "exercise", lambda kind, *, seed, **options: exercise(kind, seed=0, **options))
    refused = command("exercise", "reused", "--count", "2", "--output", "other")
    assert refused.code == 2
    assert "only 1 different paper" in refused.err
    assert not (tmp_path / "other").exists()


def test_papers_that_are_there_are_kept_unless_told_otherwise(command, tmp_path):
    words = ("exercise", "reused", "--count", "2", "--output", "class")
    assert command(*words).code == 0
    before = (tmp_path / "class" / "reused-000-key.json").read_bytes()
    refused = command(*words, "--seed", "1")
    assert refused.code == 2
    assert "--overwrite" in refused.err
    assert (tmp_path / "class" / "reused-000-key.json").read_bytes() == before
    assert command(*words, "--overwrite", "--format", "markdown").code == 0
    assert (tmp_path / "class" / "reused-000-sheet.md").exists()
    assert not list(tmp_path.glob(".*part*"))


def test_nothing_is_left_where_the_key_may_not_be_written(command, tmp_path):
    (tmp_path / "key.json").write_text("mine")
    said = command("exercise", "reused", "--key", "key.json", "--output", "sheet.txt")
    assert said.code == 2
    assert (tmp_path / "key.json").read_text() == "mine"
    assert not (tmp_path / "sheet.txt").exists()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["gradient"], "did you mean gradients"),
        (["nonsense"], "forward"),
        ([""], "exercise"),
        (["gradients", "--layers", "two"], "like 2-2-1"),
        (["gradients", "--layers", "2-9"], "1 to 4"),
        (["gradients", "--layers", "1-1-1-1-1-1"], "two to 4 numbers"),
        (["gradients", "--activation", "tahn"], "did you mean tanh"),
        (["gradients", "--loss", "-1"], "expected one of"),
        (["gradients", "--nonsense", "1"], "no option 'nonsense'"),
        (["gradients", "--loss", "cross_entropy"], "two outputs"),
        (["softmax", "--classes", "99"], "from 2 to 5"),
        (["softmax", "--classes", "1e9"], "from 2 to 5"),
        (["softmax", "--classes", "nan"], "from 2 to 5"),
        (["reused", "--seed", "-1"], "from 0 on"),
        (["reused", "--seed", "99999999999999999999999"], "from 0 on"),
        (["reused", "--seed", "x"], "seed"),
        (["reused", "--count", "0", "--output", "o"], "1 to 500"),
        (["reused", "--count", "501", "--output", "o"], "1 to 500"),
        (["reused", "--count", "3"], "--output FOLDER"),
        (["reused", "--count", "3", "--output", "no/where"], "there is no folder"),
        (["reused", "--count", "3", "--output", "o", "--solution"], "leave out --solution"),
        (["reused", "--output", "same", "--key", "same"], "a file of its own"),
        (["reused", "--format", "pdf"], "pdf"),
        (["--key", "k.json"], "which kind"),
        (["--layers", "1-1"], "which kind"),
        (["reused", "forward"], "no place for"),
    ],
)
def test_wrong_words_are_answered_with_what_is_expected(command, tmp_path, words, message):
    said = command("exercise", *words)
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert list(tmp_path.iterdir()) == []
