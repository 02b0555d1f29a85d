"""What may happen to a training process while it works, from outside: signals, a full disk, no more files, odd places and surroundings."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from glassgrad.training import open_run, resume

GLASSGRAD = (sys.executable, "-m", "glassgrad")
LONG = ("train", "digits", "--hidden", "8", "--epochs", "1000000", "--patience", "1000000", "--plain", "--save", "run.glass")
SHORT = ("train", "iris", "--hidden", "4", "--epochs", "3", "--quiet", "--save")


def at_work(folder, *words, before=()):
    """A training process that has made two epochs."""
    process = subprocess.Popen([*before, *GLASSGRAD, *words], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for line in process.stdout:
        if line.startswith("epoch     2"):
            return process
    raise AssertionError(process.stderr.read())


def ended(process):
    """The exit code, and what was written after the second epoch."""
    out, errors = process.communicate(timeout=60)
    return process.returncode, out, errors


def test_a_second_ctrl_c_leaves_at_once_and_the_run_can_be_gone_on_with(tmp_path):
    process = at_work(tmp_path, *LONG)
    process.send_signal(signal.SIGSTOP)  # so that both arrive before the first is noticed
    process.send_signal(signal.SIGINT)
    process.send_signal(signal.SIGTERM)
    process.send_signal(signal.SIGCONT)
    code, _, errors = ended(process)
    assert (code, errors) == (130, "")
    with open_run(tmp_path / "run.glass") as run:
        assert run.outcome["kind"] == "interrupted"
        steps = run.steps
    with resume(tmp_path / "run.glass", time_limit=run_seconds(tmp_path) + 0.05) as run:
        assert run.steps >= steps


def run_seconds(folder):
    with open_run(folder / "run.glass") as run:
        return run.file.position().seconds


def test_a_termination_saves_the_very_step_and_says_how_to_go_on(tmp_path):
    process = at_work(tmp_path, *LONG)
    process.send_signal(signal.SIGTERM)
    code, out, errors = ended(process)
    assert (code, errors) == (130, "")
    with open_run(tmp_path / "run.glass") as run:
        assert f"stopped by hand after step {run.steps:,}" in out
        assert run.step(run.steps).state_after["W1"].tobytes() == run.file.snapshot(run.steps)["W1"].tobytes()
    assert "go on       glassgrad train --resume run.glass" in out
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run.glass"]


def test_a_hang_up_that_nohup_ignores_is_ignored(tmp_path):
    process = at_work(tmp_path, *LONG, before=("sh", "-c", 'trap "" HUP; exec "$@"', "sh"))
    process.send_signal(signal.SIGHUP)
    time.sleep(0.3)
    assert process.poll() is None
    process.send_signal(signal.SIGTERM)
    assert ended(process)[0] == 130


LIMITED = """
import resource, runpy, sys
resource.setrlimit(getattr(resource, sys.argv[1]), (int(sys.argv[2]),) * 2)
del sys.argv[1:3]
runpy.run_module("glassgrad", run_name="__main__", alter_sys=True)
"""


def run_limited(folder, which, limit, *words):
    """The command in a process that may not have more of something."""
    return subprocess.run([sys.executable, "-c", LIMITED, which, str(limit), *words], cwd=folder, capture_output=True, text=True, check=False)


def test_on_a_full_disk_training_stops_cleanly_with_what_was_written_before(tmp_path):
    done = run_limited(tmp_path, "RLIMIT_FSIZE", 400_000, *LONG)
    assert done.returncode == 1
    assert "cannot write the run file run.glass" in done.stderr
    assert "what was written before is intact" in " ".join(done.stderr.split())
    assert "Traceback" not in done.stderr
    with open_run(tmp_path / "run.glass") as run:
        assert run.steps > 0
        assert run.step(run.steps).loss == run.losses[-1]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["run.glass"]
    limit = run_seconds(tmp_path) + 0.05
    with resume(tmp_path / "run.glass", time_limit=limit) as run:
        assert run.outcome["kind"] == "time"


def test_where_not_even_the_beginning_fits_nothing_is_left(tmp_path):
    done = run_limited(tmp_path, "RLIMIT_FSIZE", 20_000, *LONG)
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("files", [8, 24])
def test_with_few_files_allowed_it_works_or_says_why_not(tmp_path, files):
    done = run_limited(tmp_path, "RLIMIT_NOFILE", files, *SHORT, "run.glass")
    assert done.returncode in (0, 1)
    assert bool(done.stderr) == bool(done.returncode)
    assert (tmp_path / "run.glass").exists() == (done.returncode == 0)


@pytest.mark.parametrize("name", ["with space.glass", "naïve 🌷.glass", "two\nlines.glass", "-dash.glass", "100%?#.glass", "quo'te\".glass", "run"])
def test_a_run_can_have_any_name_that_a_file_can_have(command, tmp_path, name):
    place = f"./{name}"
    for words in ((*SHORT, place), ("train", "--resume", place, "--epochs", "5", "--quiet"), ("explain", place, "--step", "9")):
        result = command(*words)
        assert (result.code, result.err) == (0, "")
    assert [one.name for one in tmp_path.iterdir()] == [name]
    with open_run(tmp_path / name) as run:
        assert len(run.history["epoch"]) == 5


def test_no_home_no_temporary_folder_and_no_utf_8_are_no_trouble(tmp_path):
    nowhere = str(tmp_path / "nowhere")
    surroundings = {"PATH": os.environ["PATH"], "HOME": nowhere, "TMPDIR": nowhere, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    done = subprocess.run([*GLASSGRAD, *SHORT[:-2], "--save", "run.glass"], cwd=tmp_path, capture_output=True, text=True, env=surroundings, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_folder_that_may_not_be_written_is_refused_before_training(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    tmp_path.chmod(0o555)
    done = subprocess.run([*GLASSGRAD, *SHORT, "run.glass"], cwd=tmp_path, capture_output=True, text=True, check=False)
    tmp_path.chmod(0o755)
    assert done.returncode == 1
    assert "cannot write" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_clock_of_the_wall_may_jump(tmp_path, monkeypatch):
    from glassgrad.training import Silent, train

    class Jumping(Silent):
        def epoch(self, row):
            monkeypatch.setattr(time, "time", lambda: 1e9 - 1e6 * row.epoch)

    with train("iris", hidden=(4,), epochs=5, save=tmp_path / "run.glass", watcher=Jumping()) as run:
        seconds = run.history["seconds"]
        assert (seconds > 0).all()
        assert (seconds[1:] >= seconds[:-1]).all()
        assert seconds[-1] < 60


def test_a_second_writer_is_refused_by_a_lock_that_names_the_first(tmp_path):
    process = at_work(tmp_path, *LONG)
    done = subprocess.run([*GLASSGRAD, "train", "--resume", "run.glass", "--epochs", "2000000"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert f"run.glass is being written by another process (process {process.pid}); wait until it has ended, or stop it" in " ".join(done.stderr.split())
    done = subprocess.run([*GLASSGRAD, "explain", "run.glass", "--step", "3"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    process.kill()
    process.communicate()
    assert Path(tmp_path / "run.glass.lock").exists()
    done = subprocess.run([*GLASSGRAD, "train", "--resume", "run.glass", "--time-limit", "0.001"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "the run is over: the time is over" in " ".join(done.stderr.split())
    assert not Path(tmp_path / "run.glass.lock").exists()
