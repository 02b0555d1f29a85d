"""`glassgrad predict`: CSV on standard output or in a file, whole or not at all."""

import csv
import io

import pytest

from glassgrad import open_run, train


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def test_one_line_for_each_row_under_the_name_of_the_target(command, iris, flowers):
    result = command("predict", "iris.glass", "flowers.csv")
    with open_run(iris) as run:
        said = run.predict(flowers)
    assert (result.code, result.err) == (0, "")
    assert rows_of(result.out) == [["species"], *([one] for one in said)]


def test_a_data_set_is_predicted_by_its_name(command, iris):
    assert len(rows_of(command("predict", "iris.glass", "iris").out)) == 151


def test_probabilities_have_a_column_for_each_class_and_read_back_exactly(command, iris, flowers):
    rows = rows_of(command("predict", "iris.glass", "flowers.csv", "--probabilities").out)
    with open_run(iris) as run:
        sure = run.probabilities(flowers)
    assert rows[0] == ["species", "probability of setosa", "probability of versicolor", "probability of virginica"]
    assert [[float(one) for one in row[1:]] for row in rows[1:]] == sure.tolist()


def test_into_a_file(command, iris, flowers, tmp_path):
    shown = command("predict", "iris.glass", "flowers.csv").out
    result = command("predict", "iris.glass", "flowers.csv", "--output", "said.csv")
    assert (result.code, result.out) == (0, "")
    assert (tmp_path / "said.csv").read_text() == shown
    assert sorted(one.name for one in tmp_path.iterdir()) == ["flowers.csv", "iris.glass", "said.csv"]


def test_a_file_is_replaced_only_when_asked(command, iris, flowers, tmp_path):
    (tmp_path / "said.csv").write_text("precious")
    refused = command("predict", "iris.glass", "flowers.csv", "--output", "said.csv")
    assert (refused.code, (tmp_path / "said.csv").read_text()) == (2, "precious")
    assert "add --overwrite" in refused.err
    assert command("predict", "iris.glass", "flowers.csv", "--output", "said.csv", "--overwrite").code == 0
    assert (tmp_path / "said.csv").read_text().startswith("species\n")


@pytest.mark.parametrize("place", [".", "nowhere/said.csv", "/dev/null"])
def test_a_place_where_no_file_can_be_is_refused(command, iris, flowers, place):
    result = command("predict", "iris.glass", "flowers.csv", "--output", place, "--overwrite")
    assert result.code == 2
    assert place.partition("/")[0] in result.err


def test_columns_that_are_not_known_are_noted_and_do_not_spoil_the_output(command, iris, flowers):
    text = flowers.read_text().splitlines()
    flowers.write_text("\n".join([text[0] + ",\x1b[2Jextra", *(line + ",1" for line in text[1:])]) + "\n")
    result = command("predict", "iris.glass", "flowers.csv")
    assert result.code == 0
    assert len(rows_of(result.out)) == 3
    assert "note: 1 column not in the training table ignored" in result.err
    assert "\x1b" not in result.err


def test_missing_columns_are_refused_by_name(command, iris, tmp_path):
    (tmp_path / "few.csv").write_text("petal width (cm),colour\n0.2,red\n")
    result = command("predict", "iris.glass", "few.csv", "--output", "said.csv")
    assert result.code == 2
    assert "petal length (cm)" in result.err
    assert not (tmp_path / "said.csv").exists()


def test_cells_that_a_spreadsheet_would_run_are_defused(command, tmp_path):
    lines = [f"{i},{'=SUM(A1)' if i % 2 else '@cmd'}" for i in range(20)]
    (tmp_path / "bad.csv").write_text("x,=kind\n" + "\n".join(lines) + "\n")
    train(str(tmp_path / "bad.csv"), target="=kind", hidden=(), epochs=1, save=tmp_path / "bad.glass").close()
    rows = rows_of(command("predict", "bad.glass", "bad.csv", "--probabilities").out)
    assert {row[0] for row in rows} <= {"'=kind", "'=SUM(A1)", "'@cmd"}


def test_numbers_have_no_probabilities(command, tmp_path):
    train("diabetes", hidden=(), epochs=1, save=tmp_path / "numbers.glass").close()
    (tmp_path / "rows.csv").write_text("age,sex,bmi,bp,s1,s2,s3,s4,s5,s6\n" + "0.1," * 9 + "0.1\n" + "0.2," * 9 + "0\n")
    refused = command("predict", "numbers.glass", "rows.csv", "--probabilities")
    assert refused.code == 2
    assert "use predict" in refused.err
    assert rows_of(command("predict", "numbers.glass", "rows.csv").out)[0] == ["progression"]


def broken_runs(iris, tmp_path) -> None:
    content = iris.read_bytes()
    (tmp_path / "garbage.glass").write_bytes(b"no database at all")
    (tmp_path / "empty.glass").write_bytes(b"")
    (tmp_path / "cut.glass").write_bytes(content[: len(content) // 2])
    (tmp_path / "folder.glass").mkdir()


@pytest.mark.parametrize("words", [("predict", "flowers.csv"), ("explain",)])
@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("garbage.glass", "is not a run file"),
        ("empty.glass", "it is empty"),
        ("cut.glass", "damaged"),
        ("folder.glass", "is not a file"),
        ("missing.glass", "there is no run file"),
    ],
)
def test_what_is_no_run_is_refused(command, iris, flowers, tmp_path, words, name, said):
    broken_runs(iris, tmp_path)
    result = command(words[0], name, *words[1:])
    assert result.code == 2
    assert said in result.err
    assert result.out == ""
