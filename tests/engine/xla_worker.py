"""What `test_xla_devices` and `test_xla_distributed` run in processes of their own, for JAX fixes its devices when it starts.

The first argument says what to do; the last line printed is a JSON object with what came of it. Arrays are told by the bytes of their float64 values.
"""

from __future__ import annotations

import json
import sys
from typing import Any

import numpy as np

from glassgrad.engine.xla import Xla, is_writer, join
from glassgrad.graph import DataError, Graph, SettingError, pages

from .training_problem import Problem, problem

DTYPES = ("float32", "float64")
HEX = "hex"


def told(array: Any) -> dict[str, Any]:
    values = np.asarray(array, dtype=np.float64)
    return {"shape": values.shape, HEX: values.tobytes().hex()}


def heard(one: dict[str, Any]) -> np.ndarray:
    return np.frombuffer(bytes.fromhex(one[HEX])).reshape(one["shape"])


def trained(engine: Xla, task: Problem, dtype: str) -> dict[str, Any]:
    """One step, the same step as the first of many, and many steps in a row."""
    program = engine.compile(task.graph, dtype=dtype)
    state, values = program.step(task.state, task.batch(0))
    first = program.steps(task.state, task.given, task.data, task.rows[:1])
    trace = program.steps(task.state, task.given, task.data, task.rows)
    return {
        "loss": told(values[task.step.total]),
        "step": {leaf.name: told(value) for leaf, value in state.items()},
        "first of many": {leaf.name: told(value) for leaf, value in first.state.items()},
        "many": {leaf.name: told(value) for leaf, value in trace.state.items()},
        "losses": told(trace.losses),
        "completed": trace.completed,
    }


def asked_otherwise(engine: Xla, task: Problem, dtype: str) -> dict[str, Any]:
    """The first step with everything kept, many steps on data that lie on the devices, and many passes."""
    program, full = (engine.compile(task.graph, dtype=dtype, keep=keep) for keep in ("outputs", "all"))
    everything = full.run({**task.state, **task.batch(0)})
    held = {leaf: engine.hold(table, dtype=dtype) for leaf, table in task.data.items()}
    return {
        "replayed": {leaf.name: told(everything[new]) for leaf, new in task.graph.updates.items()},
        "held": {leaf.name: told(value) for leaf, value in program.steps(task.state, task.given, held, task.rows).state.items()},
        "over": told(program.over({**task.given, **task.state}, task.data, task.rows)),
    }


def refused(engine: Xla) -> str:
    """What is said when a step meets the number of an entry that is not there."""
    places, table = pages.variable(shape=(8,), name="places"), pages.variable(shape=(3, 2), name="table")
    graph = Graph(outputs=(pages.sum(pages.gather(table, places)),), updates={table: table + 1})
    rows = np.arange(16).reshape(2, 8)
    try:
        engine.compile(graph).steps({table: np.ones((3, 2))}, {}, {places: np.array([0.0] * 12 + [3.0] * 4)}, rows)
    except DataError as error:
        return str(error)
    return "nothing"


def on_devices() -> dict[str, Any]:
    """Everything on all devices, and on one of them; and batches that cannot be shared out evenly."""
    import jax

    task = problem(batch=8)
    results: dict[str, Any] = {
        "devices": len(jax.devices()),
        "refused": refused(Xla()),
        "all-reduce of one": Xla(devices=1).compile(task.graph, dtype="float64").compiled_text().count("all-reduce("),
        "otherwise": asked_otherwise(Xla(), task, "float64"),
        **{dtype: {"all": trained(Xla(), task, dtype), "one": trained(Xla(devices=1), task, dtype)} for dtype in DTYPES},
    }
    for one in (task, problem(batch=6), problem(batch=5)):
        program = Xla().compile(one.graph, dtype="float64")
        place = program.moving_places()[one.step.x]
        results[str(one.rows.shape[1])] = {
            "all-reduce": program.compiled_text().count("all-reduce("),
            "devices of X": len(place.device_set),
            "rows of X on each": place.shard_shape((1, *one.step.x.shape))[1],
            "losses": told(program.steps(one.state, one.given, one.data, one.rows).losses),
        }
    return results


def one_of_several(coordinator: str, processes: str, process: str) -> dict[str, Any]:
    """The same training in every process: together, and then each for itself."""
    join(coordinator=coordinator, processes=int(processes), process=int(process), seconds=60)
    join()  # once more changes nothing
    import jax

    task = problem(batch=8)
    with Xla().together() as all_of_us:
        results: dict[str, Any] = {
            "devices": len(jax.devices()),
            "local devices": len(jax.local_devices()),
            "writer": is_writer(),
            "processes": [all_of_us.count, all_of_us.writes],
            "agreed": all_of_us.agreed(int(process), -int(process)),
            "all-reduce": Xla().compile(task.graph, dtype="float32").compiled_text().count("all-reduce("),
            "refused": refused(Xla()),
            "otherwise": asked_otherwise(Xla(), task, "float32"),
            "float32": trained(Xla(), task, "float32"),
        }
        all_of_us.check_same("settings", "equal everywhere")
        try:
            all_of_us.check_same("data", f"the data of process {process}")
        except SettingError as error:
            results["different"] = str(error)
        try:
            Xla(devices=1).compile(task.graph).step(task.state, task.batch(0))
        except SettingError as error:
            results["one device"] = str(error)
    return results | {"apart": trained(Xla(), task, "float32") if process == "0" else None}


def not_joined(coordinator: str, processes: str, process: str) -> dict[str, Any]:
    """What is said when the others do not come."""
    try:
        join(coordinator=coordinator, processes=int(processes), process=int(process), seconds=1)
    except SettingError as error:
        return {"said": str(error)}
    return {}


if __name__ == "__main__":
    what = {"devices": on_devices, "together": one_of_several, "alone": not_joined}[sys.argv[1]]
    print(json.dumps(what(*sys.argv[2:])))
