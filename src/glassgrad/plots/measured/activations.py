"""The weighted sums of a run's layers over the rows of its table, each layer with its activation function."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from glassgrad.graph import SettingError, pages, unknown_name
from glassgrad.readers import evaluate
from glassgrad.training import Run
from glassgrad.training.doctor.finding import say_count
from glassgrad.training.doctor.probe import spread
from glassgrad.training.plan import Array, Plan, State

from ..settings import ROWS
from .activation_sums import ActivationSums
from .path import say_after, states_along
from .which_layers import checked_layer, layer_name, said_left_out, thinned

MOST_PANELS = 6
MOST_NUMBERS, MOST_ROWS, FEWEST_ROWS = 2**22, 20_000, 256
"""Sums of all layers together that are held at once, 32 MB; rows that are looked at, at most, and however wide the network is."""


@dataclass(frozen=True, eq=False)
class LayerSums:
    """The sums of several layers, or of layers after several steps. `whose` says of which rows and weights, `note` what was left out, "" if nothing."""

    panels: tuple[ActivationSums, ...]
    whose: str
    note: str = ""


def layer_sums(run: Run, *, layer: int | None = None, steps: Sequence[int] = (), rows: str = "training") -> LayerSums:
    """The weighted sums of the layers over rows of the table: with the best weights, or after each of these steps; without dropout, in float64.

    Without `layer`: of all layers that have an activation function, or of the last one if none has.
    Raises: SettingError for a layer, a step, or rows that are not there; RunFileError for a run opened without its data.
    """
    plan = run.plan
    all_rows = chosen_rows(plan, rows)
    looked_at = spread(all_rows, _most_rows(plan))
    after = list(steps) or [run.best["step"]]
    states = states_along(run, steps) if steps else [run.parameters]
    wanted = [(number, place) for number in _layers(plan, layer) for place in range(len(after))]
    shown = thinned(wanted, MOST_PANELS)
    sums = {
        place: sums_of(plan, states[place], plan.inputs[looked_at], [number for number, where in shown if where == place])
        for place in sorted({place for _, place in shown})
    }
    panels = [
        ActivationSums(
            activation=plan.network.layers[number - 1].activation,
            sums=sums[place][number],
            title=layer_name(plan, number) + (f", {say_after(after[place])}" if steps else ""),
        )
        for number, place in shown
    ]
    whose = _whose(looked_at, all_rows, rows, after, chosen=bool(steps))
    return LayerSums(
        _side_by_side(panels, [number for number, _ in shown]), whose, said_left_out(len(shown), len(wanted), "panel" if len(after) > 1 else "layer")
    )


def _side_by_side(panels: Sequence[ActivationSums], layers: Sequence[int]) -> tuple[ActivationSums, ...]:
    """The panels of one layer after several steps go from the same place to the same place."""
    windows = {layer: [panel.window for panel, own in zip(panels, layers, strict=True) if own == layer] for layer in layers}
    common = {layer: (min(low for low, _ in own), max(high for _, high in own)) for layer, own in windows.items() if len(own) > 1}
    return tuple(replace(panel, between=common.get(layer)) for panel, layer in zip(panels, layers, strict=True))


def sums_of(plan: Plan, state: State, inputs: Array, layers: Iterable[int]) -> dict[int, Array]:
    """The weighted sums of these layers (rows, units), by the number of the layer, for prepared rows (rows, features)."""
    x, parameters = pages.variable(shape=inputs.shape, name="X"), plan.network.parameter_nodes()
    forward = plan.network.forward(x, parameters)
    before = {number: forward.layers[number - 1].before for number in layers}
    values = evaluate(before.values(), {x: inputs, **{leaf: state[name] for name, leaf in parameters.items()}})
    return {number: values[node] for number, node in before.items()}


def chosen_rows(plan: Plan, rows: str) -> Array:
    """The numbers of the training or validation rows. Raises: SettingError for other rows, or where none are held out."""
    known = [one for one in ROWS if one]
    if rows not in known:
        raise unknown_name("rows", rows, known)
    found: Array = getattr(plan.split, rows)
    if not len(found):
        raise SettingError("this run held no rows out for validation; show the training rows")
    return found


def _most_rows(plan: Plan) -> int:
    numbers = plan.network.inputs + sum(layer.units for layer in plan.network.layers)
    return min(MOST_ROWS, max(FEWEST_ROWS, MOST_NUMBERS // numbers))


def _layers(plan: Plan, layer: int | None) -> list[int]:
    if layer is not None:
        return [checked_layer(plan, layer)]
    bent = [number for number, one in enumerate(plan.network.layers, start=1) if one.activation != "linear"]
    return bent or [len(plan.network.layers)]


def _whose(looked_at: Array, all_rows: Array, rows: str, after: Sequence[int], *, chosen: bool) -> str:
    some = f"{len(looked_at):,} of " if len(looked_at) < len(all_rows) else ""
    weights = "" if len(after) > 1 else say_after(after[0]) if chosen else f"with the best weights ({say_after(after[0])})"
    return f"over {some}{say_count(len(all_rows), f'{rows} row')}" + (f", {weights}" if weights else "")
