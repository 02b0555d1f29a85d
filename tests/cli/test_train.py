"""`glassgrad train`: every setting is an option, what happens is shown, the run is kept."""

import dataclasses
import inspect
import os
import re
import subprocess
import sys

import pytest

from glassgrad import TrainSettings, open_run
from glassgrad import train as train_network
from glassgrad.cli.train import exit_code, train
from glassgrad.training import keeper, loop, pace
from glassgrad.training.progress import PlainProgress
from glassgrad.training.run_file import RunFile

SHORT = ("--epochs", "3", "--hidden", "4")
HOSTILE = "\x1b[31mred,[red]mark[/red],\u202eevil,שלום,kind\n" + "\n".join(f"{i},{i * i % 7},{-i},{i % 3},{'ab'[i % 2]}" for i in range(20)) + "\n"


def options() -> set[str]:
    return {name for name, one in inspect.signature(train).parameters.items() if one.kind is one.KEYWORD_ONLY}


def test_every_setting_is_an_option_and_nothing_repeats_it():
    settings = {one.name for one in dataclasses.fields(TrainSettings)}
    others = {"resume", "save", "overwrite", "header", "quiet", "plain", "json", "every_epoch", "distributed", "coordinator", "processes", "process"}
    assert options() - settings == others
    assert settings <= options()


def test_the_defaults_are_those_of_the_settings():
    parameters = inspect.signature(train).parameters
    assert all(parameters[one.name].default == one.default for one in dataclasses.fields(TrainSettings))


def test_help_has_every_setting_with_its_help_and_choices(command):
    shown = " ".join(re.sub("[│╭╮╰╯─]", " ", command("train", "--help").out).split())
    for one in dataclasses.fields(TrainSettings):
        assert "--" + one.name.replace("_", "-") in shown
        assert one.metadata["help"] in shown
        for choice in filter(None, one.metadata["choices"]() if one.metadata["choices"] else ()):
            assert choice in shown


def test_it_shows_columns_task_network_progress_and_outcome(command):
    result = command("train", "iris", *SHORT)
    assert result.code == 0
    for words in (
        "petal width (cm)",
        "scaled: minus",
        'the target "species" has 3 different words: many classes',
        "4 → 4 relu → 3: 35 parameters",
        "epoch     3  loss",
        "stopped     all 3 epochs are done",
        "held-out rows, with the weights of epoch 3",
        "--save RUN.glass",
    ):
        assert words in result.out
    assert result.err == ""


def test_no_line_is_wider_than_80_columns(command):
    result = command("train", "breast_cancer", *SHORT)
    assert max(map(len, result.out.splitlines())) <= 80


def test_many_columns_are_cut_short(command):
    result = command("train", "digits", "--epochs", "1", "--hidden", "none")
    assert "and 24 more" in result.out


def test_save_keeps_a_run_that_opens(command, tmp_path):
    result = command("train", "iris", *SHORT, "--save", "kept.glass")
    assert "glassgrad explain kept.glass --step 1 --row 0 --unit 1.0" in " ".join(result.out.split())
    with open_run(tmp_path / "kept.glass") as run:
        assert run.outcome["kind"] == "epochs"


def test_the_command_to_try_next_is_quoted_for_the_shell(command):
    result = command("train", "iris", *SHORT, "--save", "my run.glass")
    assert "explain 'my run.glass' --step" in " ".join(result.out.split())


def test_settings_reach_the_run(command, tmp_path):
    command("train", "wine", "--hidden", "5,3", "--epochs", "2", "--learning-rate", "0.004", "--seed", "7", "--l2", "0.01", "--save", "a.glass", "--quiet")
    with open_run(tmp_path / "a.glass") as run:
        settings = run.plan.settings
        assert (settings.hidden, settings.epochs, settings.learning_rate, settings.seed, settings.l2) == ((5, 3), 2, 0.004, 7, 0.01)


def test_hidden_none_is_a_network_without_hidden_layers(command, tmp_path):
    command("train", "iris", "--hidden", "none", "--epochs", "1", "--save", "a.glass")
    with open_run(tmp_path / "a.glass") as run:
        assert run.plan.settings.hidden == ()


def test_quiet_writes_nothing(command):
    assert command("train", "iris", *SHORT, "--quiet").out == ""


def test_names_that_would_take_over_the_terminal_are_written_out(command, tmp_path):
    (tmp_path / "hostile.csv").write_text(HOSTILE, encoding="utf-8")
    result = command("train", "hostile.csv", "--target", "kind", *SHORT)
    assert result.code == 0
    assert r"\x1b[31mred" in result.out
    assert "[red]mark[/red]" in result.out
    assert r"\u202eevil" in result.out
    assert "שלום" in result.out
    assert not {"\x1b", "\u202e"} & set(result.out)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--epochs", "0"), "epochs is 0; expected a whole number at least 1"),
        (("--epochs", "many"), 'unable to convert "many" into int'),
        (("--learning-rate", "-1"), "learning_rate is -1.0; expected a number more than 0"),
        (("--learning-rate", "fast"), 'unable to convert "fast" into float'),
        (("--learning-rate", "nan"), "learning_rate is nan"),
        (("--hidden", "3,a"), "expected whole numbers with commas between them, like 16,8, or none"),
        (("--hidden", "0"), "hidden is 0"),
        (("--optimizer", "adma"), 'Did you mean "adam"?'),
        (("--epoch", "3"), "Did you mean --epochs?"),
        (("--target", "specie"), 'did you mean "species"?'),
        (("--save", "."), "is a folder"),
        (("--save", "nowhere/run.glass"), "there is no folder nowhere"),
        (("leftover",), "there is no place for: leftover"),
    ],
)
def test_bad_settings_are_refused_and_leave_nothing_behind(command, tmp_path, words, said):
    result = command("train", "iris", *words)
    assert result.code == 2
    assert said.lower() in " ".join(result.err.lower().split())
    assert result.out == ""
    assert list(tmp_path.iterdir()) == []


BROKEN = {
    "empty.csv": (b"", "the file is empty"),
    "header.csv": (b"a,b,y\n", "there are no data rows"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0", "is not text"),
    "nul.csv": (b"a,y\n1,\0\n", "nul.csv"),
    "one_class.csv": (b"a,y\n1,x\n2,x\n3,x\n", "one value only"),
    "no_header.csv": (b"1,2,x\n3,4,y\n5,6,x\n", "--no-header"),
    "short_row.csv": (b"a,b,y\n1,2,x\n3\n", "line 3"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_table_is_refused_and_leaves_nothing_behind(command, tmp_path, name):
    content, said = BROKEN[name]
    (tmp_path / name).write_bytes(content)
    result = command("train", name, "--target", "y", "--save", "run.glass")
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert said in " ".join(result.err.split())
    assert result.out == ""
    assert [one.name for one in tmp_path.iterdir()] == [name]


def test_what_is_no_file_is_refused(command, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, said in (("pipe", "is a pipe"), ("folder", "is a folder"), ("/dev/zero", "is a device"), ("missing.csv", "there is no file"), ("a\0b", "a")):
        result = command("train", name, "--target", "y")
        assert result.code == 2
        assert said in result.err


def test_a_file_is_replaced_only_when_asked(command, iris):
    before = iris.read_bytes()
    refused = command("train", "iris", *SHORT, "--save", "iris.glass")
    assert (refused.code, iris.read_bytes()) == (2, before)
    assert "exists already" in refused.err
    assert command("train", "iris", *SHORT, "--seed", "5", "--save", "iris.glass", "--overwrite").code == 0
    assert iris.read_bytes() != before


def test_a_run_that_leaves_the_finite_numbers_fails_and_says_where(command, tmp_path):
    result = command("train", "iris", "--learning-rate", "1e300", "--optimizer", "gradient_descent", "--save", "run.glass")
    assert result.code == 1
    assert "stopped at step" in result.err
    assert "layer" in result.err
    assert "what was computed until then is kept in run.glass" in result.err
    with open_run(tmp_path / "run.glass") as run:
        assert run.steps < 20


def interrupted_in(monkeypatch, owner: object, name: str, call: int) -> None:
    """Press Ctrl-C when a function is called for the so-many-th time."""
    really, calls = getattr(owner, name), iter(range(1, 10_000))

    def function(*arguments):
        if next(calls) == call:
            raise KeyboardInterrupt
        return really(*arguments)

    monkeypatch.setattr(owner, name, function)


PLACES = [(loop, "make_steps"), (loop, "epoch_rows"), (RunFile, "write_losses"), (RunFile, "write_position"), (PlainProgress, "epoch")]


@pytest.mark.parametrize("call", [2, 4])
@pytest.mark.parametrize(("owner", "name"), PLACES)
def test_a_run_that_is_left_at_once_is_reported_and_saved_up_to_its_last_write(command, tmp_path, monkeypatch, owner, name, call):
    monkeypatch.setattr(pace, "SECONDS_AT_ONCE", 0.0)  # one step at a time
    monkeypatch.setattr(keeper, "SECONDS_BETWEEN_STATES", 0.0)
    monkeypatch.setattr(keeper, "TIMES", 0)  # written after every turn
    interrupted_in(monkeypatch, owner, name, call=call)
    result = command("train", "iris", "--save", "run.glass")
    assert result.code == 130
    with open_run(tmp_path / "run.glass") as run:
        assert exit_code(run) == 130
        assert f"stopped by hand after step {run.steps}" in result.out
        assert "saved       run.glass" in result.out
        assert "glassgrad train --resume run.glass" in result.out
        assert len(run.losses) == run.steps
        assert run.steps == 0 or run.step(run.steps).loss == run.losses[-1]
    assert command("train", "--resume", "run.glass").code == 0
    with open_run(tmp_path / "run.glass") as run:
        assert run.losses.tobytes() == train_network("iris").losses.tobytes()


def test_a_run_interrupted_before_its_first_step_has_no_step_to_explain(command, tmp_path, monkeypatch):
    interrupted_in(monkeypatch, loop, "make_steps", call=1)
    result = command("train", "iris", "--save", "run.glass")
    assert result.code == 130
    assert "stopped by hand after step 0" in result.out
    assert "glassgrad explain" not in result.out
    assert command("explain", "run.glass").code == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), "what is there to learn from?"),
        (("--resume", "none.glass"), "there is no run file none.glass"),
        (("--resume", "iris.glass", "--save", "other.glass"), "--save is for a new run; the one that is resumed goes on in its own file, iris.glass"),
        (("--resume", "iris.glass", "--hidden", "3"), "hidden cannot change when a run is resumed"),
        (("--resume", "iris.glass"), "the run is over: all 4 epochs are done"),
        (("flowers.csv", "--resume", "iris.glass", "--epochs", "9"), '"flowers.csv" is not what this run was trained on'),
    ],
)
def test_what_cannot_be_resumed_is_refused_and_nothing_is_changed(command, iris, flowers, words, said):
    before = iris.read_bytes()
    result = command("train", *words)
    assert (result.code, result.out) == (2, "")
    assert said in result.err
    assert iris.read_bytes() == before


def test_a_run_goes_on_from_the_command_line(command, iris):
    result = command("train", "--resume", "iris.glass", "--epochs", "7")
    assert result.code == 0
    assert "resumed     after step 16" in result.out
    assert "epoch     7" in result.out
    with open_run(iris) as run:
        assert run.losses.tobytes() == train_network("iris", hidden=(4,), epochs=7).losses.tobytes()


def test_training_goes_on_when_nobody_reads_its_output_any_more(tmp_path):
    path = tmp_path / "kept.glass"
    command = [sys.executable, "-m", "glassgrad", "train", "iris", "--epochs", "3", "--save", str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    with open_run(path) as run:
        assert len(run.history["epoch"]) == 3
        assert run.outcome["kind"] == "epochs"


@pytest.mark.parametrize("words", [(), ("--distributed",), ("--save", "run.glass"), ("--save", "old.glass", "--overwrite")])
def test_without_jax_the_xla_engine_says_what_to_install_and_nothing_is_written_or_replaced(command, tmp_path, monkeypatch, words):
    monkeypatch.setitem(sys.modules, "jax", None)
    (tmp_path / "old.glass").write_text("old")
    result = command("train", "iris", "--engine", "xla", *words)
    assert (result.code, result.out) == (2, "")
    assert result.err == 'error: the xla engine cannot work here: JAX is not installed; install it with: pip install "glassgrad[jax]"\n'
    assert [(one.name, one.read_text()) for one in tmp_path.iterdir()] == [("old.glass", "old")]
