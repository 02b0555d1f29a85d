"""`glassgrad train --json`: another program can follow, whatever happens."""

import json
import subprocess
import sys

import pytest

from glassgrad import open_run

SHORT = ("--epochs", "6", "--hidden", "4")


def objects(text: str) -> list[dict]:
    return [json.loads(line) for line in text.splitlines()]


def test_everything_on_standard_output_is_json_from_the_opening_to_the_closing(command, tmp_path):
    result = command("train", "iris", *SHORT, "--json", "--save", "kept.glass")
    assert (result.code, result.err) == (0, "")
    told = objects(result.out)
    assert [one["event"] for one in told] == ["opening", *["epoch"] * 5, "closing"]
    assert [one["epoch"] for one in told[1:-1]] == [1, 2, 3, 5, 6]
    with open_run(tmp_path / "kept.glass") as run:
        assert told[-1]["reason"] == run.outcome["reason"]
        assert told[-1]["score"] == run.score()
    assert told[-1]["saved"] == "kept.glass"


def test_every_epoch_is_told_in_both_forms(command):
    told = objects(command("train", "iris", *SHORT, "--json", "--every-epoch").out)
    assert [one["epoch"] for one in told[1:-1]] == [1, 2, 3, 4, 5, 6]
    assert command("train", "iris", *SHORT, "--every-epoch").out.count("\nepoch ") == 6


def test_a_run_that_leaves_the_finite_numbers_ends_with_the_reason(command):
    result = command("train", "iris", "--learning-rate", "1e300", "--optimizer", "gradient_descent", "--json", "--save", "run.glass")
    assert result.code == 1
    closing = objects(result.out)[-1]
    assert (closing["event"], closing["kind"], closing["saved"]) == ("closing", "failed", "run.glass")
    assert closing["reason"] in result.err


@pytest.mark.parametrize("words", [("--epochs", "0"), ("--target", "specie"), ("--save", ".")])
def test_what_never_began_writes_no_object(command, words):
    result = command("train", "iris", *words, "--json")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")


@pytest.mark.parametrize("option", ["--json", "--every-epoch"])
def test_nothing_and_something_cannot_both_be_shown(command, option):
    result = command("train", "iris", *SHORT, "--quiet", option)
    assert (result.code, result.out) == (2, "")
    assert f"--quiet shows nothing, and {option} says what to show; leave one of them out" in " ".join(result.err.split())


def test_training_goes_on_when_the_other_program_is_gone(tmp_path):
    path = tmp_path / "kept.glass"
    command = [sys.executable, "-m", "glassgrad", "train", "iris", "--epochs", "30", "--json", "--every-epoch", "--save", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        json.loads(process.stdout.readline())
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0
    with open_run(path) as run:
        assert len(run.history["epoch"]) == 30


def test_a_warning_is_passed_on(capsys):
    from glassgrad.cli.train import Announcing
    from glassgrad.training.json_progress import JsonProgress

    Announcing(None, JsonProgress(sys.stdout)).warning("layer 1: 9 of 16 units are dead since about step 120")
    assert objects(capsys.readouterr().out) == [{"event": "warning", "text": "layer 1: 9 of 16 units are dead since about step 120"}]
