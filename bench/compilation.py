"""How long a program takes to make: in fresh processes, and again for a second net of the same structure.

As a module, `python -m bench.compilation NET ENGINE`, it is that fresh process, and prints what it measured.
"""

from __future__ import annotations

import importlib
import json
import sys
from statistics import median
from time import perf_counter
from typing import Any

from .nets import Net, net_named
from .options import Options
from .processes import CORES, ContestantError, run_module

PARTS = ("loading", "graph", "first", "second", "again")
"""Seconds: to load LLVM, once in a process; to write the graph of the step; until the first program runs; a second step; until a second net's program runs."""


def measure(options: Options) -> dict[str, Any]:
    """Medians over fresh processes, net by net."""
    results: dict[str, Any] = {}
    for net in options.nets:
        print(f"compile: {net.name} …", flush=True)
        try:
            runs = [run_module("compilation", net.name, options.engine) for _ in range(1 if options.quick else 5)]
        except ContestantError as reason:
            print(f"  left out: {reason}", flush=True)
            continue
        results[net.name] = {part: median(run[part] for run in runs) for part in PARTS} | {"runs": len(runs), "threads": CORES}
        print("  " + ", ".join(f"{part} {results[net.name][part] * 1e3:.1f} ms" for part in PARTS), flush=True)
    return results


def measure_here(net: Net, engine_name: str) -> dict[str, float]:
    """All parts, in this process. The first step counts too, less a second one: a program may be made only when it first runs."""
    from .contestants import glassgrad_program
    from .data import batch_order, draw_table, first_weights

    table, weights, order = draw_table(net), first_weights(net), batch_order(net, 0)[:1]
    seconds = {"loading": _seconds_to_load(engine_name)}
    started = perf_counter()
    glassgrad_program.step_of(net)
    seconds["graph"] = perf_counter() - started
    for part in ("first", "again"):
        step = glassgrad_program.step_of(net)
        started = perf_counter()
        trainer = glassgrad_program.GlassgradTrainer(net, table, weights, threads=CORES, engine_name=engine_name, step=step)
        trainer.epochs([order])
        middle = perf_counter()
        trainer.epochs([order])
        second = perf_counter() - middle
        seconds[part] = max(0.0, middle - started - second)
        seconds.setdefault("second", second)
    return seconds


def _seconds_to_load(engine_name: str) -> float:
    started = perf_counter()
    if engine_name == "native":
        importlib.import_module("llvmlite.binding")
    return perf_counter() - started


if __name__ == "__main__":
    print(json.dumps(measure_here(net_named(sys.argv[1]), sys.argv[2])))
