"""What it costs to be able to open any step later: the same run on disk with and without its states; and how long a step takes to open.

As a module, `python -m bench.keeping STEPS ROUNDS`, it measures in a fresh process, and prints what it measured.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import numpy as np

from .interleaving import ratio, run_rounds
from .options import Options
from .processes import ContestantError, run_module

HIDDEN, SEED = (64,), 0
STEPS_COMPARED, STEPS_OPENED_IN = 150_000, 1_000_000
OPENED = 20
NEVER = 10**9


def measure(options: Options) -> dict[str, Any]:
    """Both, for the digits net."""
    print("keep: digits with and without states; opening steps …", flush=True)
    fewer = 20 if options.quick else 1
    try:
        found: dict[str, Any] = run_module("keeping", str(STEPS_COMPARED // fewer), str(STEPS_OPENED_IN // fewer), str(options.rounds))
    except ContestantError as reason:
        print(f"  left out: {reason}", flush=True)
        return {}
    print(
        f"  {found['share']:.1%} of the time; a step opens in {found['opening_median'] * 1e3:.0f} ms, at most {found['opening_longest'] * 1e3:.0f}", flush=True
    )
    return found


def measure_here(compared: int, opened_in: int, rounds: int) -> dict[str, Any]:
    """In this process, on the disk of temporary files."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "digits.glass"
        train(path, 2_000)  # what is compiled and imported now is not measured
        seconds = run_rounds({"with": lambda: train(path, compared), "without": lambda: without_states(path, compared)}, rounds)
        train(path, opened_in)
        return {
            "net": "64-64-10 on digits, batch 32, Adam",
            "steps": compared,
            "with": median(seconds["with"]),
            "without": median(seconds["without"]),
            "share": ratio(seconds, "with", "without") - 1,
            **opening(path),
        }


def train(path: Path, steps: int) -> float:
    """Seconds of a run of so many steps, written to disk."""
    import glassgrad as gg

    epochs = -(-steps // 48)
    started = perf_counter()
    gg.train("digits", hidden=HIDDEN, epochs=epochs, patience=epochs, seed=SEED, save=path, overwrite=True).close()
    return perf_counter() - started


def without_states(path: Path, steps: int) -> float:
    """The same; epochs and losses are written at the end, and no state but the last."""
    with never_keeping():
        return train(path, steps)


@contextmanager
def never_keeping() -> Iterator[None]:
    from glassgrad.training import keeper

    before = keeper.SECONDS_BETWEEN_STATES
    keeper.SECONDS_BETWEEN_STATES = NEVER
    try:
        yield
    finally:
        keeper.SECONDS_BETWEEN_STATES = before


def opening(path: Path) -> dict[str, Any]:
    """How long it takes to open the file, and steps all over it, each with all its numbers."""
    import glassgrad as gg

    started = perf_counter()
    with gg.open_run(path) as run:
        opened = perf_counter() - started
        run.step(1)  # the step is compiled with everything kept
        seconds = []
        for number in np.random.default_rng(0).integers(1, run.steps + 1, OPENED):
            started = perf_counter()
            run.step(int(number))
            seconds.append(perf_counter() - started)
        kept = run.file.snapshot_steps()
        return {
            "opened_in": run.steps,
            "opening_file": opened,
            "opening_median": median(seconds),
            "opening_longest": max(seconds),
            "states": len(kept),
            "furthest": int(np.diff(kept).max()),
            "file_bytes": path.stat().st_size,
        }


if __name__ == "__main__":
    print(json.dumps(measure_here(*map(int, sys.argv[1:]))))
