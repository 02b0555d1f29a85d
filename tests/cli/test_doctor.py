"""`glassgrad doctor`: readable in 80 columns, JSON for programs, and exit code 0 also when something is wrong."""

import json
import re
import shlex
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from glassgrad import diagnose, train
from glassgrad.training.doctor import checks
from glassgrad.training.doctor.finding import say_number

PAGE = Path(__file__).parents[2] / "docs/how-to/doctor.md"


@pytest.fixture
def sick(tmp_path) -> Path:
    """A run whose hidden units are all alike."""
    path = tmp_path / "sick.glass"
    train("iris", initializer="zeros", epochs=2, engine="reference", save=path).close()
    return path


def test_a_sick_run_is_told_with_its_numbers_and_is_no_failure(command, sick):
    result = command("doctor", "sick.glass")
    assert (result.code, result.err) == (0, "")
    (found,) = diagnose(sick)["symmetric weights"]
    words = " ".join(result.out.split())
    assert f"problem {found.what} (before training)" in words
    assert all(f"{label} {value}" in words for label, value in found.said_numbers.items())
    assert found.advice[0] in words
    assert max(map(len, result.out.splitlines())) <= 80


def test_before_training_nothing_is_written(command, tmp_path):
    result = command("doctor", "iris", "--initializer", "zeros")
    assert (result.code, result.err) == (0, "")
    assert "before training" in result.out
    assert "equal units stay equal" in " ".join(result.out.split())
    assert list(tmp_path.iterdir()) == []


def test_a_healthy_table_is_said_to_be_so(command):
    result = command("doctor", "iris", "--engine", "reference")
    assert result.code == 0
    assert "nothing that is wrong" in result.out
    assert "problem" not in result.out


def test_json_is_the_diagnosis(command, sick):
    result = command("doctor", "sick.glass", "--json")
    assert (result.code, result.err) == (0, "")
    assert json.loads(result.out) == json.loads(json.dumps(diagnose(sick).to_json()))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("sick.glass", "--epochs", "3"), "leave out the settings"),
        (("iris", "--data", "iris"), "--data belongs to a run"),
        (("nothing.glass",), "there is no run file"),
        (("nothing.csv",), "there is no file"),
        (("iris", "--learning-rate", "-1"), "learning_rate is -1"),
        (("sick.glass", "--data", "wine"), "is not what this run was trained on"),
        (("iris", "--low", "0.1"), "--low belongs to --learning-rates"),
        (("iris", "--learning-rates", "--learning-rate", "0.1"), "leave out --learning-rate"),
        (("iris", "--learning-rates", "--schedule", "cosine"), "leave out --schedule"),
        (("iris", "--learning-rates", "--low", "1", "--high", "0.1"), "high must be more than low"),
    ],
)
def test_what_cannot_be_looked_at_is_refused(command, sick, words, said):
    result = command("doctor", *words)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())


def test_the_range_of_the_learning_rates_can_be_chosen(command):
    result = command("doctor", "iris", "--learning-rates", "--low", "1e-4", "--high", "0.1", "--steps", "30", "--json")
    found = json.loads(result.out)
    assert (result.code, found["rates"][0], len(found["rates"])) == (0, 1e-4, 30)
    assert found["rates"][-1] == pytest.approx(0.1)


def test_a_run_without_its_table_does_not_count_as_healthy_and_says_why_once(command, tmp_path):
    train("iris", epochs=2, engine="reference", save=tmp_path / "bare.glass").close()
    with closing(sqlite3.connect(tmp_path / "bare.glass")) as database:
        database.execute("DELETE FROM contents WHERE name = 'table'")
        database.commit()
    result = command("doctor", "bare.glass")
    words = " ".join(result.out.split())
    assert result.code == 0
    assert "nothing that is wrong" not in words
    assert words.count("are too large to lie in its file") == 1
    assert "--data TABLE" in words


def test_the_numbers_of_what_is_fine_are_shown_when_asked_for(command):
    few, every = (" ".join(command("doctor", "iris", "--engine", "reference", *more).out.split()) for more in ((), ("--all",)))
    measured = diagnose("iris", engine="reference").measured["step size"]
    assert any("2/λmax" in label for label in measured)
    for label in ("predicted change, gᵀu", "actual change"):
        assert label not in few
        assert f"{label} {say_number(measured[label])}" in every


def test_names_in_the_data_cannot_take_over_the_terminal(command, tmp_path):
    (tmp_path / "leak.csv").write_text("\x1b[2Jcopy,z,y\n" + "".join(f"{i % 2},{i % 7},{'ab'[i % 2]}\n" for i in range(60)))
    result = command("doctor", "leak.csv", "--target", "y", "--engine", "reference")
    assert result.code == 0
    assert "may leak the answer" in " ".join(result.out.split())
    assert "\x1b" not in result.out + result.err


# ── the page about it ────────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_every_command_of_the_page_runs(command, tmp_path):
    lines = [line for block in blocks("sh") for line in block.splitlines() if line]
    assert len(lines) > 3
    for line in lines:
        name, *words = shlex.split(line, comments=True)
        assert name == "glassgrad"
        assert command(*words).code == 0, line


def test_the_python_of_the_page_runs(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    for block in blocks("python"):
        exec(compile(block, str(PAGE), "exec"), {})  # noqa: S102 - our own page
    assert "the outputs are squashed twice" in capsys.readouterr().out


def test_the_page_lists_every_check_with_what_holds_when_nothing_is_found():
    listed = dict(re.findall(r"^\| ([^|]+?) \| ([^|]+?) \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert {name: listed.get(name) for name in (one.name for one in checks)} == {one.name: one.says for one in checks}
