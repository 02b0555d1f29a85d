"""`glassgrad explain` and `derive`: a formula or a step, in any of four forms."""

import pytest

import glassgrad as gg
from glassgrad.cli.explain import is_run


def test_a_formula_is_told_with_its_numbers(command):
    result = command("explain", "(a + b) * (b - c)", "a=1", "b=2", "c=3")
    assert (result.code, result.err) == (0, "")
    assert "(1 + 2)·(2 − 3) = −3" in result.out
    assert "∂y/∂b" in result.out


def test_arrays_take_the_shape_of_their_values(command):
    result = command("explain", "sum(A @ x)", "A=[[1, 2], [3, 4]]", "x=[5, 6]")
    assert result.code == 0
    assert "= 56" in result.out


def test_a_formula_may_begin_with_a_minus_sign(command):
    assert "= −9" in command("explain", "-x^2", "x=-3").out
    assert "= −9" in command("explain", "--", "-x^2", "x=-3").out


def test_pi_is_the_number_unless_a_value_is_given(command):
    assert "3.142" in command("explain", "pi * x", "x=1").out
    assert "= 3" in command("explain", "pi * x", "x=1", "pi=3").out


def test_deriving_names_the_rules_and_arrives_at_six(command):
    result = command("derive", "(x+2)**2", "x=1")
    assert result.code == 0
    assert "power rule" in result.out
    assert "chain rule" in result.out
    assert any(line.endswith("= 6") for line in result.out.splitlines())


def test_deriving_needs_no_values(command):
    result = command("derive", "x * w")
    assert result.code == 0
    assert "∂f/∂x = w" in result.out
    assert "∂f/∂w = x" in result.out


def test_deriving_by_one_name_only(command):
    result = command("derive", "x * w", "--by", "w")
    assert "∂f/∂w = x" in result.out
    assert "∂f/∂x" not in result.out


def test_a_step_is_told_the_first_unless_another_is_asked_for(command, iris):
    first = command("explain", "iris.glass")
    assert (first.code, first.err) == (0, "")
    assert "∂L/∂W1" in first.out
    assert first.out == command("explain", "iris.glass", "--step", "1").out
    assert first.out != command("explain", "iris.glass", "--step", "2").out


def test_one_unit_for_one_row(command, iris):
    with gg.open_run(iris) as run:
        wanted = str(run.step(2).explain(row=3, unit="1.2"))
    assert command("explain", "iris.glass", "--step", "2", "--row", "3", "--unit", "1.2").out == wanted.rstrip("\n") + "\n"


def test_two_steps_are_told_side_by_side(command, iris):
    with gg.open_run(iris) as run:
        whole, close = str(run.step(2).compare(run.step(9))), str(run.step(2).compare(run.step(9), data_row=5, unit="1.2"))
    assert command("explain", "iris.glass", "--step", "2", "--against", "9").out == whole.rstrip("\n") + "\n"
    assert command("explain", "iris.glass", "--step", "2", "--against", "9", "--data-row", "5", "--unit", "1.2").out == close.rstrip("\n") + "\n"


def test_a_row_of_the_data_is_found_in_the_batch(command, iris):
    with gg.open_run(iris) as run:
        step = run.step(2)
        wanted, row = str(step.explain(row=3, unit="1.2")), str(step.rows[3])
    assert command("explain", "iris.glass", "--step", "2", "--data-row", row, "--unit", "1.2").out == wanted.rstrip("\n") + "\n"


@pytest.mark.parametrize(
    ("form", "ending", "mark"), [("html", ".html", "<math"), ("markdown", ".md", "$"), ("latex", ".tex", r"\begin{document}"), ("text", ".txt", "═")]
)
def test_the_form_is_asked_for_or_follows_from_the_ending(command, tmp_path, form, ending, mark):
    shown = command("explain", "x^2", "x=3", "--format", form).out
    assert mark in shown
    result = command("explain", "x^2", "x=3", "--output", f"story{ending}")
    assert (result.code, result.out) == (0, "")
    assert (tmp_path / f"story{ending}").read_text(encoding="utf-8").rstrip("\n") == shown.rstrip("\n")


def test_a_file_is_replaced_only_when_asked(command, tmp_path):
    (tmp_path / "story.md").write_text("precious")
    refused = command("explain", "x", "x=1", "--output", "story.md")
    assert (refused.code, (tmp_path / "story.md").read_text()) == (2, "precious")
    assert command("explain", "x", "x=1", "--output", "story.md", "--overwrite").code == 0


def test_a_run_is_a_file_or_ends_like_one(iris, flowers, monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    assert is_run("iris.glass")
    assert is_run("missing.glass")
    assert is_run("flowers.csv")
    assert not is_run("flowers.csv", ["csv=1"])
    assert not is_run("x")
    assert not is_run("x" * 100_000)
    assert not is_run("a\0b")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("explain", "x +", "x=1"), "column"),
        (("explain", "x + y", "x=1"), "no value given for y"),
        (("explain", "x", "x=1", "z=2"), "a value is given for z, which does not occur in the formula; there: x"),
        (("explain", "x", "x=1", "x=2"), "x is given twice"),
        (("explain", "x", "1"), "'1' is not name=value"),
        (("explain", "x", "x=[1,[2]]"), "mixes numbers and lists"),
        (("explain", "__import__('os').system('id')"), "column"),
        (("explain", "x", "x=__import__('os')"), "is not a number"),
        (("explain", "--fromat", "html"), "did you mean --format?"),
        (("explain", "x", "x=1", "--fromat=html"), "did you mean --format?"),
        (("explain", "x", "x=1", "--format", "pdf"), "Choose from"),
        (("explain", "x", "x=1", "--step", "2"), "--step belongs to a run, but 'x' is a formula"),
        (("explain", "x", "x=1", "--unit", "1.0"), "--unit belongs to a run"),
        (("explain", "iris.glass", "x=1"), "needs no values"),
        (("explain", "iris.glass", "--step", "0"), "there is no step 0 in this run"),
        (("explain", "iris.glass", "--step", "1", "--against", "99999"), "there is no step 99999 in this run"),
        (("explain", "iris.glass", "--against", "2", "--level", "network"), "--level is for one step"),
        (("explain", "iris.glass", "--against", "2", "--row", "0", "--data-row", "0"), "both row and data_row are given"),
        (("explain", "iris.glass", "--against", "2", "--data-row", "150"), "there is no row 150 in the data; its rows are 0 to 149"),
        (("explain", "iris.glass", "--data-row", "149"), "row 149 of the data is not in the batch of step 1, which has the rows"),
        (("explain", "iris.glass", "--row", "0", "--data-row", "0"), "--row and --data-row are two ways to name a row"),
        (("explain", "x", "x=1", "--against", "2"), "--against belongs to a run"),
        (("explain", "x", "x=1", "--data-row", "2"), "--data-row belongs to a run"),
        (("explain", "iris.glass", "--step", "x"), 'unable to convert "x" into int'),
        (("explain", "iris.glass", "--unit", "9.0"), "9"),
        (("explain", "iris.glass", "--unit", "first"), "first"),
        (("explain", "iris.glass", "--unit", "1.0", "--row", "1000"), "1000"),
        (("explain", "A @ x", "A=[[1,2]]", "x=[1,2,3]"), "2 columns"),
        (("derive", "x * w", "--by", "q"), "q"),
        (("derive", "x", "--bye", "x"), "did you mean --by?"),
        (("explain",), "WHAT"),
    ],
)
def test_bad_input_is_refused_with_the_way_out(command, iris, tmp_path, words, said):
    result = command(*words)
    assert result.code == 2
    assert said in " ".join(result.err.split())
    assert result.out == ""
    assert [one.name for one in tmp_path.iterdir()] == ["iris.glass"]


def test_a_formula_of_arrays_is_derived(command):
    result = command("derive", "sum(A @ x)", "A=[[1,2],[3,4]]", "x=[5,6]")
    assert (result.code, result.err) == (0, "")
    assert "= [[5, 6], [5, 6]]" in result.out


def test_a_derivative_of_an_array_is_refused_in_the_words_of_the_command(command):
    result = command("derive", "A @ x", "A=[[1,2]]", "x=[1,2]")
    assert result.code == 2
    assert "A @ x has the shape 1; derive its sum or its mean" in result.err


@pytest.mark.parametrize("by", ["", "x,,w", ","])
def test_a_name_missing_from_by_is_said(command, by):
    result = command("derive", "x * w", "--by", by)
    assert result.code == 2
    assert "lacks a name" in result.err


def test_a_level_of_a_run_is_refused_for_a_formula_and_everything_is_told(command):
    refused = command("explain", "x^2 + 1", "x=1", "--level", "neuron")
    assert refused.code == 2
    assert "--level neuron belongs to a run" in refused.err
    assert "v1 = x^2" in command("explain", "x^2 + 1", "x=1", "--level", "everything").out


def test_a_run_without_its_table_is_told_with_the_table_beside_it(command, tmp_path, monkeypatch):
    monkeypatch.setattr("glassgrad.training.kept_plan.SMALL_TABLE", 10)
    gg.train("iris", hidden=(4,), epochs=2, save=tmp_path / "large.glass").close()
    without = command("explain", "large.glass")
    assert without.code == 2
    assert "--data TABLE" in " ".join(without.err.split())
    assert command("explain", "large.glass", "--data", "iris").out.startswith("Step 1")
    assert "its fingerprint differs" in command("explain", "large.glass", "--data", "wine").err
    assert command("explain", "x^2", "x=1", "--data", "iris").code == 2


@pytest.mark.parametrize("row", ["-1", "150", "99999"])
def test_a_row_of_the_data_that_there_is_none_of_is_refused_with_the_range(command, iris, row):
    result = command("explain", "iris.glass", "--data-row", row, "--unit", "1.0")
    assert result.code == 2
    assert f"there is no row {row} in the data; its rows are 0 to 149" in " ".join(result.err.split())
