"""A million rows through a trained-size net: seconds, and memory beside the rows themselves."""

from __future__ import annotations

from typing import Any

import numpy as np

from .contestants import CONTESTANTS, OURS, Contestant
from .interleaving import best_of, medians, ratio, run_rounds
from .nets import NUMBER, Net
from .options import Options
from .processes import CORES, ContestantError, WorkerProcess, close

WIDTHS = (64, 64, 10)
TAKE_PART = ("glassgrad_program", "torch_eager", "jax_step", "numpy_by_hand")
TOLERANCE = 1e-3
ROWS_OF_A_PART = 256
"""The batch whose buffers the bound allows."""


def measure(options: Options) -> dict[str, Any]:
    """Rows, medians and memory of everyone, and how many times as long as glassgrad each peer takes."""
    net = Net(WIDTHS, 1, 50_000 if options.quick else 1_000_000)
    print(f"predict: {net.rows:,} rows, {net.name} …", flush=True)
    contestants = [one for one in options.contestants if one.name in TAKE_PART]
    workers = {f"{one.name}/{threads}": _worker(one, threads, options) for one in contestants for threads in options.thread_counts}
    left_out: dict[str, str] = {}
    try:
        outputs = {name: found for name, worker in workers.items() if (found := _ask(worker, name, left_out, net)) is not None}
        for name in [name for name in outputs if not _close_to_most(outputs[name], list(outputs.values()))]:
            left_out[name] = "its outputs differ"
        turns = {name: (lambda name=name: workers[name].ask("predict_all")["seconds"]) for name in outputs if name not in left_out}
        seconds = run_rounds(turns, min(options.rounds, 5))
    finally:
        close(list(workers.values()))
    middle, chosen = medians(seconds), {}
    for one in CONTESTANTS:
        variants = [name for name in seconds if name.split("/")[0] == one.name]
        if variants:
            chosen[one.name] = best_of(seconds, variants)
    results: dict[str, Any] = {"net": net.name, "rows": net.rows, "left_out": left_out, **_bytes(net)}
    results["contestants"] = {
        name: {"threads": int(best.split("/")[1]), "seconds": middle[best], "bytes": _memory(name, options, net)} for name, best in chosen.items()
    }
    if OURS.name in chosen:
        results["speedups"] = {name: ratio(seconds, best, chosen[OURS.name]) for name, best in chosen.items() if name != OURS.name}
    print("".join(f"  {name} left out: {reason}\n" for name, reason in left_out.items()), end="")
    print("  " + ", ".join(f"{name} {one['seconds'] * 1e3:.4g} ms" for name, one in results["contestants"].items()), flush=True)
    return results


def _bytes(net: Net) -> dict[str, int]:
    inputs, outputs = net.rows * net.inputs * NUMBER, net.rows * net.outputs * NUMBER
    part = Net(net.widths, ROWS_OF_A_PART, net.rows).batch_bytes
    return {"inputs_bytes": inputs, "outputs_bytes": outputs, "bound": inputs + outputs + 4 * net.parameters * NUMBER + part}


def _worker(one: Contestant, threads: int, options: Options) -> WorkerProcess:
    return WorkerProcess(one, threads, engine=options.engine, show_errors=options.show_errors)


def _ask(worker: WorkerProcess, name: str, left_out: dict[str, str], net: Net) -> list[float] | None:
    try:
        return worker.ask("prepare_prediction", widths=list(net.widths), rows=net.rows)["outputs"]
    except ContestantError as reason:
        left_out[name] = str(reason)
        return None


def _close_to_most(outputs: list[float], everybody: list[list[float]]) -> bool:
    return bool(np.allclose(outputs, np.median(everybody, axis=0), rtol=TOLERANCE, atol=TOLERANCE))


def _memory(name: str, options: Options, net: Net) -> int | None:
    one = next(one for one in CONTESTANTS if one.name == name)
    try:
        with _worker(one, CORES, options) as worker:
            return worker.ask("prediction_memory", widths=list(net.widths), rows=net.rows)["bytes"]
    except ContestantError:
        return None
