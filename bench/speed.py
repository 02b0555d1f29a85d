"""Seconds per training step, of everyone, on every net: in one run, interleaved, medians."""

from __future__ import annotations

from statistics import median
from typing import Any

from .agreement import TOLERANCE, checked_steps, deviation, expected_losses
from .contestants import CONTESTANTS, OURS
from .interleaving import Seconds, best_of, medians, ratio, repeats_for, run_rounds
from .nets import Net
from .options import Options
from .peak import measure_peak
from .processes import CORES, ContestantError, WorkerProcess, close

Results = dict[str, Any]


def measure(options: Options) -> Results:
    """The results of every net, by name."""
    return {net.name: measure_net(net, options) for net in options.nets}


def measure_net(net: Net, options: Options) -> Results:
    """One net: everybody prepares at once, then they take turns."""
    print(f"speed: {net.name}, batch {net.batch} …", flush=True)
    workers = {
        f"{one.name}/{threads}": WorkerProcess(one, threads, engine=options.engine, show_errors=options.show_errors)
        for one in options.contestants
        for threads in options.thread_counts
    }
    try:
        left_out: dict[str, str] = {}
        deviations = _prepare(net, workers, left_out)
        running = {name: worker for name, worker in workers.items() if name not in left_out}
        epochs = _calibrate(running, left_out, options.round_seconds)
        turns = {name: (lambda name=name: _turn(workers[name], epochs[name])) for name in epochs}
        peaks: dict[int, list[float]] = {threads: [] for threads in options.thread_counts}
        seconds = run_rounds(turns, options.rounds, between=lambda: [peaks[threads].append(measure_peak(threads)) for threads in peaks])
    finally:
        close(list(workers.values()))
    peak = {str(threads): median(values) for threads, values in peaks.items()}
    results = summarise(net, seconds, peak) | {"deviations": deviations, "left_out": left_out}
    print(f"  {describe(results)}", flush=True)
    return results


def _prepare(net: Net, workers: dict[str, WorkerProcess], left_out: dict[str, str]) -> dict[str, float]:
    question = {"widths": list(net.widths), "batch": net.batch, "rows": net.rows, "check_steps": checked_steps(net)}
    for name, worker in workers.items():
        try:
            worker.send("prepare", **question)
        except ContestantError as reason:
            left_out[name] = str(reason)
    expected, deviations = expected_losses(net), {}
    for name, worker in workers.items():
        if name in left_out:
            continue
        try:
            losses = worker.receive()["losses"]
        except ContestantError as reason:
            left_out[name] = str(reason)
            continue
        if worker.contestant.same_steps:
            deviations[name] = deviation(losses, expected)
            if deviations[name] > TOLERANCE:
                left_out[name] = f"its first losses differ by {deviations[name]:.1%}"
    return deviations


def _calibrate(workers: dict[str, WorkerProcess], left_out: dict[str, str], wanted: float) -> dict[str, int]:
    """How many epochs of each take about the wanted seconds. The first epoch warms up; it must also have learned something after the next."""
    epochs = {}
    for name, worker in workers.items():
        try:
            first = worker.ask("train", epochs=1)
            second = worker.ask("train", epochs=1)
        except ContestantError as reason:
            left_out[name] = str(reason)
            continue
        if second["loss"] < first["loss"]:
            epochs[name] = repeats_for(second["seconds"] * second["steps"], wanted)
        else:
            left_out[name] = "it did not learn"
    return epochs


def _turn(worker: WorkerProcess, epochs: int) -> float:
    return worker.ask("train", epochs=epochs)["seconds"]


def summarise(net: Net, seconds: Seconds, peak: dict[str, float]) -> Results:
    """Each contestant with its better number of threads; glassgrad against each, round by round; the share of the peak of so many threads."""
    middle = medians(seconds)
    contestants: dict[str, Results] = {}
    for one in CONTESTANTS:
        variants = [name for name in seconds if name.split("/")[0] == one.name]
        if variants:
            best = best_of(seconds, variants)
            by_threads = {name.split("/")[1]: middle[name] for name in variants}
            contestants[one.name] = {"threads": int(best.split("/")[1]), "seconds": middle[best], "by_threads": by_threads, "rounds": seconds[best]}
    results: Results = {
        "batch": net.batch,
        "rows": net.rows,
        "parameters": net.parameters,
        "flops": net.flops_per_step,
        "contestants": contestants,
        "peak": peak,
    }
    if OURS.name in contestants:
        ours = contestants[OURS.name]
        chosen = {name: f"{name}/{contestants[name]['threads']}" for name in contestants}
        results["speedups"] = {name: ratio(seconds, chosen[name], chosen[OURS.name]) for name in contestants if name != OURS.name}
        results["rates"] = {threads: net.flops_per_step / value for threads, value in ours["by_threads"].items()}
        results["peak_shares"] = {threads: rate / peak[threads] for threads, rate in results["rates"].items()}
    return results


def fastest_peer(results: Results) -> str | None:
    """The peer with the smallest median."""
    peers = {name: one["seconds"] for name, one in results["contestants"].items() if name != OURS.name}
    return min(peers, key=peers.__getitem__) if peers else None


def describe(results: Results) -> str:
    """One line for the terminal."""
    times = ", ".join(f"{name} {one['seconds'] * 1e6:.4g} µs ({one['threads']})" for name, one in results["contestants"].items())
    return times + "".join(f"; {name} left out: {reason}" for name, reason in results["left_out"].items())


def whole_machine_peak(options: Options) -> Results:
    """The peak on its own, for a look at the machine."""
    values = {threads: median(measure_peak(threads) for _ in range(options.rounds)) for threads in options.thread_counts}
    print("peak: " + ", ".join(f"{value / 1e9:.0f} GFLOP/s with {threads} of {CORES} threads" for threads, value in values.items()), flush=True)
    return {str(threads): value for threads, value in values.items()}
