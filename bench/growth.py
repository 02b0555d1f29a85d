"""How time grows when something is made larger: small and large take turns, and the exponent is log(t₂/t₁) / log(factor).

As a module, `python -m bench.growth ENGINE ROUNDS SECONDS`, it measures in a fresh process, and prints what it measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from math import log
from statistics import median
from time import perf_counter
from typing import Any

from .interleaving import ratio, repeats_for, run_rounds
from .nets import Net, net
from .options import Options
from .processes import ContestantError, run_module

Timed = Callable[[], float]
"""Does something, and says how many seconds it took."""
NODES, MORE_NODES = 1_000, 10_000


def measure(options: Options) -> dict[str, Any]:
    """Everything that grows, by name."""
    print("growth: rows, width, depth, nodes …", flush=True)
    try:
        results = run_module("growth", options.engine, str(options.rounds), str(options.round_seconds))
    except ContestantError as reason:
        print(f"  left out: {reason}", flush=True)
        return {}
    print("  " + ", ".join(f"{name} ^{one['exponent']:.2f}" for name, one in results.items()), flush=True)
    return results


def exponent(growth: float, factor: float) -> float:
    """The power of the factor that the time grows with.

    >>> round(exponent(growth=100.0, factor=10.0), 12)
    2.0
    """
    return log(growth) / log(factor)


def compare(what: str, per: str, small: tuple[str, Timed], large: tuple[str, Timed], *, factor: float, expected: float, rounds: int) -> dict[str, Any]:
    """Both by turns."""
    seconds = run_rounds({"small": small[1], "large": large[1]}, rounds, pause=0.0)
    growth = ratio(seconds, "large", "small")
    return {
        "what": what,
        "per": per,
        "factor": factor,
        "small": {"is": small[0], "seconds": median(seconds["small"])},
        "large": {"is": large[0], "seconds": median(seconds["large"])},
        "exponent": exponent(growth, factor),
        "expected": expected,
    }


def training(chosen: Net, engine_name: str, seconds: float, *, whole_epoch: bool) -> Timed:
    """Seconds of an epoch, or of a step, on one thread."""
    from .contestants import glassgrad_program
    from .data import batch_order, draw_table, first_weights

    trainer = glassgrad_program.trainer(chosen, draw_table(chosen), first_weights(chosen), threads=1, engine_name=engine_name)
    orders = [batch_order(chosen, epoch) for epoch in range(4)]
    trainer.epochs(orders[:1])

    def timed(epochs: int) -> float:
        chosen_orders = [orders[number % len(orders)] for number in range(epochs)]
        started = perf_counter()
        trainer.epochs(chosen_orders)
        return (perf_counter() - started) / epochs

    epochs = repeats_for(timed(1), seconds / 2)
    return lambda: timed(epochs) / (1 if whole_epoch else chosen.steps_per_epoch)


def chain(nodes: int) -> tuple[Any, Any]:
    """x, and a chain of about so many nodes behind it: a ← tanh(a), a ← a · x, by turns."""
    from glassgrad.graph import pages

    x = pages.variable(shape=(), name="x")
    a = x
    for number in range(nodes):
        a = pages.tanh(a) if number % 2 else pages.multiply(a, x)
    return x, a


def on_chains(do: str) -> Callable[[int], Timed]:
    """For so many nodes: seconds to build the chain, to differentiate it, or to evaluate it and its gradient."""
    from glassgrad.readers import evaluate, gradients

    def of(nodes: int) -> Timed:
        x, a = chain(nodes)
        slope = gradients(a, wrt=[x])[x]
        work = {"build": lambda: chain(nodes), "differentiate": lambda: gradients(a, wrt=[x]), "evaluate": lambda: evaluate([a, slope], {x: 0.5})}[do]

        def timed() -> float:
            started = perf_counter()
            work()
            return perf_counter() - started

        return timed

    return of


def measure_here(engine_name: str, rounds: int, seconds: float) -> dict[str, Any]:
    """All comparisons, in this process."""

    def epochs_of(chosen: Net) -> tuple[str, Timed]:
        return f"{chosen.rows:,} rows", training(chosen, engine_name, seconds, whole_epoch=True)

    def steps_of(says: str, chosen: Net) -> tuple[str, Timed]:
        return says, training(chosen, engine_name, seconds, whole_epoch=False)

    pairs = {
        "rows": ("rows ×10 (64-64-10, batch 64)", "epoch", [epochs_of(net("64-64-10", 64, rows)) for rows in (4096, 40960)], 10.0, 1.0),
        "width": ("width ×2 (batch 128)", "step", [steps_of(name, net(name, 128, 1024)) for name in ("256-256-256-10", "512-512-512-10")], 2.0, 2.0),
        "depth": (
            "depth ×2 (64 units, batch 64)",
            "step",
            [steps_of(f"{depth} hidden layers", net("64" + "-64" * depth + "-10", 64, 1024)) for depth in (4, 8)],
            2.0,
            1.0,
        ),
    }
    for do in ("build", "differentiate", "evaluate"):
        both = [(f"{nodes:,} nodes", on_chains(do)(nodes)) for nodes in (NODES, MORE_NODES)]
        pairs[do] = (f"graph nodes ×10: {do}", "graph", both, 10.0, 1.0)
    return {
        name: compare(what, per, small, large, factor=factor, expected=expected, rounds=rounds)
        for name, (what, per, (small, large), factor, expected) in pairs.items()
    }


if __name__ == "__main__":
    print(json.dumps(measure_here(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))))
