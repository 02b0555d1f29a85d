"""`glassgrad fit`: a formula's parameters on standard output, exit codes, and a file of what it says."""

import csv
import io
import json

import pytest

import glassgrad as gg

ROWS = "x,y,w\n" + "".join(f"{i},{round(8 * 0.5**i + 0.01 * (-1) ** i, 6)},{i % 3}\n" for i in range(9))
MODEL = "a*exp(-b*x)"


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "rows.csv"
    path.write_text(ROWS)
    return path


def fitted(path, **options):
    return gg.fit(MODEL, path, target="y", start={"a": 1, "b": 0.1}, **options)


FIT = ("fit", MODEL, "rows.csv", "--target", "y", "--start", "a=1,b=0.1")


def test_parameters_errors_and_facts_are_shown_within_80_columns(command, rows):
    result = command(*FIT)
    found = fitted(rows)
    assert (result.code, result.err) == (0, "")
    lines = [line.split() for line in result.out.splitlines()]
    for name in "ab":
        assert [name, f"{found.parameters[name]:.8g}", f"{found.standard_errors[name]:.4g}"] in lines
    assert f"residual standard deviation  {found.residual_standard_deviation:.8g}" in result.out
    assert "no change lowers the sum of squares any more" in result.out
    assert max(map(len, result.out.splitlines())) <= 80


def test_json_is_the_fit(command, rows):
    assert json.loads(command(*FIT, "--json").out) == fitted(rows).to_json() | {"source": '"rows.csv"'}


def test_the_story_can_be_asked_for(command, rows):
    result = command(*FIT, "--explain")
    assert "∂ŷ/∂b = −a·exp(−b·x)·x" in result.out


def test_predictions_go_into_a_file_one_line_for_each_row(command, rows, tmp_path):
    rows.write_text(ROWS + ",1,1\n9,,1\n")
    result = command(*FIT, "--output", "said.csv", "--quiet")
    assert (result.code, result.out, result.err) == (0, "", "")
    head, *lines = csv.reader(io.StringIO((tmp_path / "said.csv").read_text()))
    found = fitted(rows)
    assert head == ["x", "fitted y", "residual"]
    assert len(lines) == 11
    assert [float(line[1]) for line in lines[:9]] == found.predict(rows)[:9].tolist()
    assert lines[9] == ["", "", ""]
    assert (lines[10][0], lines[10][2]) == ("9.0", "")
    assert command(*FIT, "--output", "said.csv").code == 2


def test_weights_bounds_method_and_loss_are_passed_on(command, rows):
    def values(*words):
        return json.loads(command(*FIT, "--json", *words).out)["parameters"]

    assert values("--weights", "w") == fitted(rows, weights="w").parameters
    assert values("--low", "b=0", "--high", "a=7") == fitted(rows, bounds={"a": (None, 7), "b": (0, None)}).parameters
    assert values("--method", "l_bfgs", "--loss", "huber") == fitted(rows, method="l_bfgs", loss="huber").parameters
    chosen = fitted(rows, method="l_bfgs", loss="huber", loss_settings={"delta": 0.005})
    assert values("--method", "l_bfgs", "--loss", "huber", "--loss-settings", "delta=0.005") == chosen.parameters


def test_the_columns_of_a_data_set_can_be_inputs(command):
    result = command("fit", "petal_width = a + b*petal_length", "iris")
    assert result.code == 0
    assert 'petal_length is the column "petal length (cm)"' in " ".join(result.out.split())


def test_a_plateau_is_no_minimum_and_ends_with_code_1(command, rows):
    result = command("fit", "y = a*exp(-((x-m)/s)**2)", "rows.csv", "--start", "a=1,m=1e6,s=1")
    assert result.code == 1
    assert 'here the predictions do not depend on "a", "m", "s"' in " ".join(result.out.split())
    assert "Leave out a parameter" not in " ".join(result.out.split())


def test_starting_values_may_be_left_out(command, rows):
    result = command("fit", f"y = {MODEL}", "rows.csv")
    assert result.code == 0
    assert "starting values were searched for: b" in " ".join(result.out.split())


def test_a_fit_that_reaches_no_minimum_ends_with_code_1(command, rows):
    result = command("fit", MODEL, "rows.csv", "--target", "y", "--start", "a=1,b=300", "--method", "l_bfgs")
    assert result.code == 1
    assert "this is no minimum" in " ".join(result.out.split())


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((MODEL, "rows.csv", "--start", "a=1,b=-1e4", "--target", "y"), 1, "gave infinity in row 2"),
        ((MODEL, "rows.csv", "--start", "a=1,,b=2"), 2, "lacks a value"),
        ((MODEL, "rows.csv", "--start", "a"), 2, "is not name=value"),
        ((MODEL, "rows.csv", "--start", "a=[1,2]"), 2, "cannot be read"),
        ((MODEL, "rows.csv", "--start", "c=1"), 2, "there is no parameter 'c'"),
        ((MODEL, "rows.csv", "--start", "a=5", "--high", "a=2", "--target", "y"), 2, "the starting value of a is 5, above its highest value 2"),
        ((MODEL, "rows.csv", "--loss-settings", "delta=2", "--target", "y"), 2, "belong to a loss"),
        ((MODEL, "rows.csv", "--target", "z"), 2, "neither a column nor made of columns"),
        ((MODEL, "nowhere.csv"), 2, "there is no file"),
        ((MODEL, "iris"), 2, "which column is to be fitted? Give the target, one of"),
        (("a*x + w", "iris", "--targt", "y"), 2, "--targt"),
        (("__import__('os')", "rows.csv"), 2, "two underscores"),
        ((MODEL, "rows.csv", "--method", "newton"), 2, "levenberg_marquardt"),
        ((MODEL, "rows.csv", "--low", "a=2", "--high", "a=1", "--target", "y"), 2, "the lowest must be less"),
    ],
)
def test_what_will_not_do_is_said_without_a_traceback(command, rows, words, code, said):
    result = command("fit", *words)
    assert (result.code, result.out) == (code, "")
    assert said in result.err


def test_names_from_a_file_cannot_take_over_the_terminal(command, tmp_path):
    (tmp_path / "bad.csv").write_text("x,\x1b[2Jy\n" + "".join(f"{i},{2 * i}\n" for i in range(5)))
    result = command("fit", "a*x", "bad.csv")
    assert result.code == 0
    assert "\x1b" not in result.out + result.err
