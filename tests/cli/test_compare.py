"""`glassgrad compare`: families side by side on standard output or in a file, and faults without a traceback."""

import json

import pytest

from glassgrad.families.comparing import compare
from glassgrad.families.settings import family_names

QUICK = ("compare", "iris", "--families", "logistic_regression,decision_tree", "--folds", "2", "--jobs", "1")


@pytest.mark.parametrize(("form", "begins"), [("text", "Model families"), ("markdown", "# Model families"), ("html", "<!DOCTYPE html>")])
def test_standard_output_has_the_document_and_nothing_else(command, form, begins):
    result = command(*QUICK[:3], "decision_tree", *QUICK[4:], "--format", form)
    assert result.code == 0
    assert result.out.startswith(begins)
    assert " 1 of 1 " not in result.out


def test_progress_beside_the_comparison_within_100_columns(command):
    result = command(*QUICK)
    assert result.code == 0
    first, second, *rest = result.err.splitlines()
    assert first.startswith(" 1 of 2  logistic regression: accuracy 0.")
    assert second.startswith(" 2 of 2  decision tree: accuracy 0.")
    assert not any(rest)
    lines = result.out.splitlines()
    assert lines[0] == "Model families side by side: the data set iris"
    assert "Which one to take" in lines
    assert max(map(len, lines)) <= 100


def test_quiet_shows_the_comparison_only(command):
    assert command(*QUICK, "--quiet").out.startswith("Model families side by side")


def test_json_is_the_comparison_and_nothing_else(command):
    result = command(*QUICK, "--json")
    assert (result.code, result.err) == (0, "")
    found, again = json.loads(result.out), compare("iris", families=("logistic_regression", "decision_tree"), folds=2, jobs=1).to_json()
    assert [(one["name"], one["scores"], one["kept"]) for one in found["families"]] == [(one["name"], one["scores"], one["kept"]) for one in again["families"]]
    assert found["settings"]["folds"] == 2


@pytest.mark.parametrize(
    ("name", "begins"), [("told.md", "# Model families"), ("told.html", "<!DOCTYPE html>"), ("told.tex", r"\documentclass"), ("told.txt", "Model families")]
)
def test_a_file_has_the_form_of_its_ending(command, tmp_path, name, begins):
    result = command(*QUICK, "--output", name)
    assert result.code == 0
    assert f"written     {name}" in result.out
    assert (tmp_path / name).read_text(encoding="utf-8").startswith(begins)
    assert command(*QUICK, "--output", name).code == 2
    assert command(*QUICK, "--output", name, "--overwrite", "--quiet").out == ""


def test_json_goes_into_a_file_too(command, tmp_path):
    assert command(*QUICK, "--json", "--output", "told.json").code == 0
    assert json.loads((tmp_path / "told.json").read_text())["measure"] == "accuracy"


def test_a_row_is_explained_after_the_comparison(command):
    result = command(*QUICK, "--explain", "100", "--quiet")
    before, _, after = result.out.partition("Row 100, as each family sees it")
    assert "Which one to take" in before
    assert after.count("Checked: the ") == 2


def test_the_help_names_every_family(command):
    told = " ".join(command("compare", "--help").out.replace("│", " ").split())
    assert ", ".join(family_names()) in told


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--families", "decision_tre"), "did you mean decision_tree?"),
        (("--folds", "1"), "folds is 1; expected a whole number at least 2"),
        (("--folds", "200"), "folds is 200; expected a whole number from 2 to 150"),
        (("--target", "flower"), "the data set iris has no column"),
        (("--explain", "150"), "the row to explain is 150; the table has the rows 0 to 149"),
        (("--json", "--explain", "1"), "leave out --explain, or --json"),
        (("--json", "--format", "html"), "leave out --format, or --json"),
        (("--output", "nowhere/told.md"), "nowhere"),
        (("--output", "told.foo"), "names no form; choose one of .txt, .md"),
        (("--json", "--output", "told.pdf"), "does not end in .json"),
        (("--task", "several labels"), "several labels"),
        (("--target", "species,petal width (cm)"), 'compared on one target at a time: choose "species" or "petal width (cm)"'),
        (("--weights", "petal width (cm)"), "a comparison has no weights: every row counts the same"),
        (("--header",), "needs neither"),
    ],
)
def test_what_will_not_do_is_said_before_anything_is_learnt(command, words, said):
    result = command("compare", "iris", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err


def test_a_file_that_is_not_there_and_a_table_without_target(command, tmp_path):
    (tmp_path / "rows.csv").write_text("a,b\n" + "1,2\n3,4\n" * 5)
    assert "there is no file" in command("compare", "nowhere.csv").err
    assert "which column is to be predicted? Give the target (--target), one of a, b" in command("compare", "rows.csv").err


def test_names_from_a_file_cannot_take_over_the_terminal(command, tmp_path):
    (tmp_path / "bad.csv").write_text("x,\x1b[2Jz,y\n" + "".join(f"{i},{i % 4},{'ab'[i % 2]}\n" for i in range(20)))
    result = command("compare", "bad.csv", "--target", "y", *QUICK[2:], "--explain", "3")
    assert result.code == 0
    assert "\x1b" not in result.out + result.err


def test_a_picture_is_written_instead_of_the_story(command, tmp_path):
    result = command("compare", "moons", "--families", "decision_tree,logistic_regression", "--folds", "2", "--plot", "boundaries", "--quiet")
    assert (result.code, result.err) == (0, "")
    assert "it shows" in result.out
    assert (tmp_path / "moons-boundaries.svg").read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--plot", "scorse"), "scores"),
        (("--features", "x1"), "say which with --plot"),
        (("--plot", "scores", "--features", "x"), "does not take features"),
        (("--plot", "scores", "--json"), "leave out --json"),
        (("--plot", "scores", "--output", "x.txt"), ".svg"),
    ],
)
def test_a_picture_that_cannot_be_made_is_refused_in_words(command, tmp_path, words, says):
    result = command("compare", "moons", "--families", "decision_tree", "--folds", "2", "--quiet", *words)
    assert result.code == 2
    assert says in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("words", [("--features", "x2, x1"), ("--features", "x2", "--features", "x1")], ids=["with a comma", "one by one"])
def test_columns_of_a_picture_are_given_as_families_are(command, words):
    result = command("compare", "moons", "--families", "decision_tree", "--folds", "2", "--plot", "density", *words, "--output", "told.svg", "--quiet")
    assert (result.code, result.err) == (0, "")
    assert " lie over x2 and x1. " in " ".join(result.out.split())


def test_a_column_that_is_not_on_the_table_is_said_so(command):
    said = command("compare", "moons", "--families", "decision_tree", "--folds", "2", "--plot", "density", "--features", "x1,x3", "--quiet").err
    assert 'the table has no input column "x3"; it has "x1", "x2"' in said


def test_a_page_has_all_pictures(command, tmp_path):
    assert command("compare", "moons", "--families", "decision_tree,logistic_regression", "--folds", "2", "--output", "told.html", "--quiet").code == 0
    assert (tmp_path / "told.html").read_text(encoding="utf-8").count("<svg") >= 4
