"""`glassgrad train --distributed`: two real processes on the loopback, started by the command line itself."""

import contextlib
import os
import re
import shlex
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from glassgrad import open_run, train
from glassgrad.cli.app import app

pytest.importorskip("jax")
pytestmark = pytest.mark.xdist_group("two processes")  # so that one worker starts them

CLOSE = {"rtol": 2e-5, "atol": 2e-6}
"""The halves of a batch are added up each by itself, in float32; 40 steps carry the difference on."""
SECONDS = 60
"""So long no process takes by far; whoever does is ended."""
SHORT = ("iris", "--hidden", "6", "--epochs", "10", "--seed", "1")
TABLE = ("table.csv", "--target", "y", "--hidden", "none", "--validation", "0", "--save", "run.glass")
LONG = (*TABLE, "--epochs", "1000000", "--patience", "1000000")
FROM_GLOO = re.compile(r"(\[Gloo\] Rank \d is connected to 1 peer ranks\. Expected number of connected peer ranks is : 1\n)*")
"""What the library by which processors talk to each other writes to standard output; nothing silences it."""


def write_table(folder: Path, *, more: int = 0) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "table.csv").write_text("x,y\n" + "\n".join(f"{row},{row * row % 19 + more}" for row in range(40)))


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def told_by_options(port: int, number: int) -> tuple[list[str], dict[str, str]]:
    return ["--coordinator", f"127.0.0.1:{port}", "--processes", "2", "--process", str(number)], {}


def told_by_slurm(port: int, number: int) -> tuple[list[str], dict[str, str]]:
    """Nothing on the command line: JAX finds what SLURM tells each of its tasks."""
    job = {"SLURM_JOB_ID": "1", "SLURM_STEP_NODELIST": "localhost", "SLURM_NTASKS": "2", "SLURM_STEP_NUM_NODES": "1"}
    return [], job | {"SLURM_PROCID": str(number), "SLURM_LOCALID": str(number), "JAX_COORDINATOR_PORT": str(port)}


@contextlib.contextmanager
def two_processes(folders: tuple[Path, Path], *words: str, told=told_by_options) -> Iterator[list[subprocess.Popen]]:
    """Both at work, each in its folder; gone when this is over."""
    port, started = free_port(), []
    usual = {name: value for name, value in os.environ.items() if name != "XLA_FLAGS" and not name.startswith("SLURM_")} | {"JAX_PLATFORMS": "cpu"}
    # Where Ctrl-C is ignored, as in the background of a shell script, they would inherit that.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        for number, folder in enumerate(folders):
            options, surroundings = told(port, number)
            command = [sys.executable, "-m", "glassgrad", "train", *words, "--engine", "xla", "--distributed", *options]
            pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
            started.append(subprocess.Popen(command, cwd=folder, env=usual | surroundings, **pipes))
    finally:
        signal.signal(signal.SIGINT, before)
    alarm = threading.Timer(SECONDS, lambda: [process.kill() for process in started])
    alarm.start()
    try:
        yield started
    finally:
        alarm.cancel()
        for process in started:
            process.kill()
            process.communicate()


def ended(processes: list[subprocess.Popen]) -> list[tuple[int, str, str]]:
    """How each ended: exit code, standard output without what is not ours, standard error."""
    said = [process.communicate() for process in processes]
    return [(process.returncode, FROM_GLOO.sub("", out), err) for process, (out, err) in zip(processes, said, strict=True)]


def wait_for_an_epoch(process: subprocess.Popen) -> None:
    while not process.stdout.readline().startswith("epoch"):
        assert process.poll() is None


@pytest.fixture(scope="module")
def together(tmp_path_factory) -> tuple[Path, list[tuple[int, str, str]]]:
    """A short run in two processes, and what they said."""
    folder = tmp_path_factory.mktemp("together")
    with two_processes((folder, folder), *SHORT, "--save", "run.glass") as processes:
        return folder, ended(processes)


def test_process_0_reports_and_process_1_prints_nothing(together):
    _, ((code, out, err), other) = together
    assert (code, err) == (0, "")
    assert "epoch    10  loss" in out
    assert "saved       run.glass" in out
    assert other == (0, "", "")


def test_one_run_file_is_written_and_its_losses_are_those_of_one_process_within_rounding(together):
    folder, _ = together
    assert [one.name for one in folder.iterdir()] == ["run.glass"]
    with open_run(folder / "run.glass") as run, train("iris", hidden=(6,), epochs=10, seed=1, engine="xla") as alone:
        assert run.outcome == alone.outcome
        np.testing.assert_allclose(run.losses, alone.losses, **CLOSE)
        for name in ("training_loss", "validation_loss", "training_metric", "validation_metric"):
            np.testing.assert_allclose(run.history[name], alone.history[name], **CLOSE)
        for name, value in run.parameters.items():
            np.testing.assert_allclose(value, alone.parameters[name], **CLOSE)


def test_one_process_opens_what_several_trained(together):
    folder, _ = together
    with open_run(folder / "run.glass") as run:
        assert list(run.predict([[5.1, 3.5, 1.4, 0.2]])) == ["setosa"]
        steps = [run.step(number) for number in range(1, run.steps + 1)]
        np.testing.assert_allclose([step.loss for step in steps], run.losses, **CLOSE)
        told = "the run was computed on other devices or another computer; this one computed this step again, and the last digits may differ"
        assert all((told in step.caution) == (step.loss != run.losses[step.number - 1]) for step in steps)
        assert "Forward" in str(steps[16].explain(row=3, unit="1.2"))


def test_ctrl_c_on_one_process_ends_both_with_the_run_saved(tmp_path):
    write_table(tmp_path)
    with two_processes((tmp_path, tmp_path), *LONG) as processes:
        wait_for_an_epoch(processes[0])
        processes[0].send_signal(signal.SIGINT)
        (code, out, err), other = ended(processes)
    assert (code, err) == (130, "")
    assert other == (130, "", "")
    with open_run(tmp_path / "run.glass") as run:
        assert run.outcome["kind"] == "interrupted"
        assert run.outcome["reason"] in " ".join(out.split())
        assert run.steps > 0


@pytest.mark.skipif(not hasattr(signal, "SIGSTOP"), reason="there is no way to let a process hang")
def test_a_second_ctrl_c_leaves_at_once_though_the_other_process_hangs(tmp_path):
    write_table(tmp_path)
    with two_processes((tmp_path, tmp_path), *LONG) as processes:
        wait_for_an_epoch(processes[0])
        processes[1].send_signal(signal.SIGSTOP)
        processes[0].send_signal(signal.SIGINT)
        with pytest.raises(subprocess.TimeoutExpired):
            processes[0].wait(1)
        processes[0].send_signal(signal.SIGINT)
        assert processes[0].wait(5) == 130
        processes[1].send_signal(signal.SIGCONT)
        assert processes[1].wait(SECONDS) != 0
    with open_run(tmp_path / "run.glass") as run:
        assert run.steps > 0


def test_a_process_that_is_gone_ends_the_other_with_an_error(tmp_path):
    write_table(tmp_path)
    with two_processes((tmp_path, tmp_path), *LONG) as processes:
        wait_for_an_epoch(processes[0])
        processes[1].kill()
        (code, _, err), _ = ended(processes)
    assert code == 1
    assert err.startswith("error: XLA could not compute this: ")
    assert err.endswith("; perhaps another process has ended: see what it said\n")
    with open_run(tmp_path / "run.glass") as run:
        assert run.steps > 0


def test_processes_with_different_data_are_refused_in_both(tmp_path):
    """They find each other by what SLURM tells them, and stop before a file is written."""
    folders = tmp_path / "0", tmp_path / "1"
    for number, folder in enumerate(folders):
        write_table(folder, more=number)
    with two_processes(folders, *TABLE, told=told_by_slurm) as processes:
        both = ended(processes)
    assert both == [(2, "", "error: the processes must be started with the same data; process 0 has another one than process 1\n")] * 2
    assert [[one.name for one in folder.iterdir()] for folder in folders] == [["table.csv"]] * 2


def test_what_one_process_cannot_do_stops_both(tmp_path):
    folders = tmp_path / "0", tmp_path / "1"
    for folder in folders:
        write_table(folder)
    (folders[0] / "run.glass").touch()
    with two_processes(folders, *TABLE) as processes:
        (code, out, err), other = ended(processes)
    assert (code, out) == (2, "")
    assert err == "error: run.glass exists already; choose another name, or allow it with overwrite (--overwrite)\n"
    assert other == (2, "", "error: another of the processes that train together could not start, and has said why; so none of them trains\n")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--distributed",), "--distributed needs --engine xla; the native engine computes in one process"),
        (("--distributed", "--engine", "reference"), "--distributed needs --engine xla; the reference engine computes in one process"),
        (("--engine", "xla", "--coordinator", "10.0.0.1:4321"), "--coordinator is for several processes that train together; add --distributed"),
        (("--engine", "xla", "--processes", "2"), "--processes is for several processes that train together; add --distributed"),
        (("--process", "0"), "--process is for several processes that train together; add --distributed"),
        (("--engine", "xla", "--distributed", "--processes", "2"), "coordinator and process not given"),
        (("--engine", "xla", "--distributed", "--coordinator", "here", "--processes", "2", "--process", "0"), "coordinator is 'here'; expected the address"),
        (
            ("--engine", "xla", "--distributed", "--coordinator", "h:1", "--processes", "2", "--process", "2"),
            "process is 2; expected a whole number from 0 to 1",
        ),
    ],
)
def test_options_that_do_not_fit_together_are_refused(command, tmp_path, words, said):
    result = command("train", "iris", *words)
    assert (result.code, result.out) == (2, "")
    assert said in " ".join(result.err.split())
    assert list(tmp_path.iterdir()) == []


HOW_TO = (Path(__file__).parents[2] / "docs" / "how-to" / "several-machines.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"\bglassgrad (train .*)", "\n".join(re.findall(r"```sh\n(.*?)```", HOW_TO, re.DOTALL)))


@pytest.mark.parametrize("line", COMMANDS)
def test_the_commands_of_the_how_to_are_understood(line):
    function, bound, _ = app().parse_args(shlex.split(line), exit_on_error=False, print_error=False)
    assert function.__name__ == "train"
    assert bound.arguments["engine"] == "xla"


def test_the_how_to_has_a_command_for_each_way():
    assert len(COMMANDS) == 5
    assert all(("--distributed" in line) == (line != COMMANDS[0]) for line in COMMANDS)
