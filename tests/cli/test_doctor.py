"""`glassgrad doctor`: readable in 80 columns, JSON for programs, and exit code 0 also when something is wrong."""

import json
import re
import shlex
from pathlib import Path

import pytest

from glassgrad import diagnose, train
from glassgrad.training.doctor import checks

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
    ],
)
def test_what_cannot_be_looked_at_is_refused(command, sick, words, said):
    result = command("doctor", *words)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())


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
