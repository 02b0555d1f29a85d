"""Kill training at random moments, many times over: the run file must open after every kill, and the run must end as if nobody had killed it.

    .venv/bin/python scripts/kill_runs.py [kills, default 1000] [seed, default 0]

Each child process starts or resumes one run and is killed with signal 9 after a random while; half of them write after every turn, so
that many kills hit a write. tests/training/test_resume.py makes a few such kills in every test run.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np

from glassgrad.graph import RunFileError
from glassgrad.training import keeper, open_run, resume, train

SETTINGS: dict[str, Any] = {"hidden": (16,), "epochs": 2000, "patience": 10**6, "dropout": 0.1, "schedule": "cosine", "batch": 64}
LONGEST = 0.4
"""Seconds until a child is killed, at most; many are still starting then."""


def main(kills: int, seed: int) -> int:
    """Kill, look, go on; at the end compare."""
    rng = np.random.default_rng(seed)
    whole = finished(train("digits", **SETTINGS))  # and what is compiled now, the children have
    found = {"killed": 0, "before there was a file": 0, "in the middle of a write": 0, "ended by themselves": 0, "runs": 0}
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "run.glass"
        while found["killed"] < kills:
            survived = one_child(path, often=bool(rng.integers(2)), seconds=LONGEST * float(rng.uniform()) ** 3)
            found["ended by themselves" if survived else "killed"] += 1
            found["in the middle of a write"] += path.with_name("run.glass-journal").exists()
            if not path.exists():
                found["before there was a file"] += 1
            elif looked_through(path) or survived:
                assert finished(open_run(path)) == whole, "the run that was killed again and again is another one"
                found["runs"] += 1
                path.unlink()
        left = sorted(one.name for one in Path(folder).iterdir() if one != path)
    print(", ".join(f"{what}: {count}" for what, count in found.items()))
    print("left beside the run:", ", ".join(left) or "nothing")
    return 0


def one_child(path: Path, *, often: bool, seconds: float) -> bool:
    """A process that trains until it is killed; whether it came to its end before."""
    child = os.fork()
    if child == 0:
        if often:
            keeper.TIMES, keeper.SECONDS_BETWEEN_STATES = 0, 0.0
        code = 1
        try:
            (resume(path) if path.exists() else train("digits", **SETTINGS, save=path)).close()
            code = 0
        finally:
            os._exit(code)
    time.sleep(seconds)
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if os.WIFEXITED(status):
        assert os.WEXITSTATUS(status) == 0, "a child failed by itself"
        return True
    return False


def looked_through(path: Path) -> bool:
    """Whether the run is over; everything in its file is read and checked on the way."""
    try:
        with open_run(path) as run:
            assert len(run.losses) == run.steps
            for step in (0, run.steps, *run.file.snapshot_steps()[-3:]):
                run.file.snapshot(step)
            if run.steps:
                run.step(run.steps)
            return run.outcome["kind"] != ""
    except RunFileError as error:
        raise AssertionError(f"a kill left a file that cannot be read: {error}") from error


def finished(run: Any) -> tuple[bytes, ...]:
    """The bits of the whole run."""
    with run:
        state = run.file.snapshot(run.steps)
        return (run.losses.tobytes(), *(state[name].tobytes() for name in sorted(state)))


if __name__ == "__main__":
    kills, seed, *_ = [*map(int, sys.argv[1:]), *(1000, 0)[len(sys.argv) - 1 :]]
    sys.exit(main(kills, seed))
