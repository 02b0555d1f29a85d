"""How much memory training takes: every contestant in a fresh process, from after its imports and a warm-up until it has trained."""

from __future__ import annotations

from typing import Any

from .nets import NETS, Net
from .options import Options
from .processes import CORES, ContestantError, WorkerProcess

MEASURED = NETS[-2:]
EPOCHS = 2


def measure(options: Options) -> dict[str, Any]:
    """The bound and everybody's growth, net by net."""
    return {net.name: _measure_net(net, options) for net in options.nets if net in MEASURED}


def _measure_net(net: Net, options: Options) -> dict[str, Any]:
    print(f"memory: {net.name} …", flush=True)
    results: dict[str, Any] = {
        "table_bytes": net.table_bytes,
        "parameter_bytes": 4 * net.parameters * 4,
        "batch_bytes": net.batch_bytes,
        "bound": net.memory_bound,
        "contestants": {},
        "left_out": {},
    }
    for one in options.contestants:
        try:
            with WorkerProcess(one, CORES, engine=options.engine, show_errors=options.show_errors) as worker:
                answer = worker.ask("training_memory", widths=list(net.widths), batch=net.batch, rows=net.rows, epochs=EPOCHS)
                results["contestants"][one.name] = answer["bytes"]
        except ContestantError as reason:
            results["left_out"][one.name] = str(reason)
    print("".join(f"  {name} left out: {reason}\n" for name, reason in results["left_out"].items()), end="")
    print(
        "  " + ", ".join(f"{name} {size / 2**20:.0f} MiB" for name, size in results["contestants"].items()),
        f"bound {net.memory_bound / 2**20:.0f} MiB",
        flush=True,
    )
    return results
