"""Dead units: a ReLU unit whose sum is negative on every training row gives 0, has a slope of 0, and no gradient ever changes it again.

Deep relu networks are born with up to a third of a layer dead, and learn all the same, so below four tenths it is a note; from there on a
warning; with nine tenths, or all, the layer lets (next to) nothing through. Layers that fare alike are told together. Since when is found for the
units that are named, and for the first of all: the kept states are looked at, then the steps between two of them are halved.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache

import numpy as np

from ..beginning import DRAW, begins_at_zero
from ..check import Check, DoesNotApplyError
from ..dying import Death, Search
from ..finding import BEFORE_TRAINING, Finding, Gravity, say_share
from ..patient import Patient
from ..probe import Array, values_of

MANY, NEARLY_ALL = 0.4, 0.9
MOST_NAMED, MOST_LAYERS = 8, 6


def _examine(patient: Patient) -> Iterable[Finding]:
    layers = patient.network.layers[:-1]
    if not any(can_die(layer.activation) for layer in layers):
        raise DoesNotApplyError("no hidden layer has an activation with a flat side, like relu")
    silent = patient.silent_after(patient.last)
    dead = {number: units for number, units in silent.items() if units.any() and can_die(layers[number - 1].activation)}
    if not dead:
        return
    search = Search(patient)
    for gravity in Gravity:
        alike = {number: units for number, units in dead.items() if _gravity(units) is gravity}
        if alike:
            yield _finding(patient, alike, gravity, search)


@cache
def can_die(activation: str) -> bool:
    """Whether the function is flat on one whole side: its slope is exactly 0 both near and far."""
    _, slope = values_of(activation, np.array([-1.0, -1e3, 1.0, 1e3]))
    return bool(not slope[:2].any() or not slope[2:].any())


@cache
def is_flat(activation: str) -> bool:
    """Whether the slope is 0 on both sides, as that of sign: no gradient passes it anywhere."""
    return not values_of(activation, np.array([-1e3, -1.0, -0.1, 0.1, 1.0, 1e3]))[1].any()


def _gravity(dead: Array) -> Gravity:
    share = dead.mean()
    return Gravity.PROBLEM if share >= NEARLY_ALL else Gravity.WARNING if share >= MANY else Gravity.NOTE


def _finding(patient: Patient, dead: Mapping[int, Array], gravity: Gravity, search: Search) -> Finding:
    turns = [(turn, number, int(unit)) for number, silent in dead.items() for turn, unit in enumerate(np.flatnonzero(silent))]
    units = [(number, unit) for _, number, unit in turns]
    # Every layer is named before one is named twice.
    named = {(number, unit): search.since(number, unit) for number, unit in sorted((number, unit) for _, number, unit in sorted(turns)[:MOST_NAMED])}
    earliest = min([*named.values(), search.earliest(units)])
    which = ", ".join(f"{layer}.{unit} {since}" for (layer, unit), since in named.items())
    return Finding(
        gravity=gravity,
        what=_say(patient, dead),
        where=("layer " if len(dead) == 1 else "layers ") + ", ".join(map(str, dead)),
        since=earliest.step,
        exact=earliest.exact,
        numbers={
            **_counts(dead),
            "rows looked at": len(patient.training),
            "which": which + (f" and {len(units) - len(named)} more" if len(units) > len(named) else ""),
        },
        advice=_advice(patient, dead, list(named.values())),
    )


def _say(patient: Patient, dead: Mapping[int, Array]) -> str:
    count, total = sum(int(silent.sum()) for silent in dead.values()), sum(map(len, dead.values()))
    kinds = " and ".join(dict.fromkeys(patient.network.layers[number - 1].activation for number in dead))
    place = f"layer {next(iter(dead))}" if len(dead) == 1 else f"{len(dead)} layers"
    units = f"the only {kinds} unit of {place}" if total == 1 else f"{count} of the {total} {kinds} units of {place} ({say_share(count / total)})"
    one = count == 1
    return f"{units} {'is' if one else 'are'} dead: no training row gets a gradient through {'it' if one else 'them'}"


def _counts(dead: Mapping[int, Array]) -> dict[str, str]:
    if len(dead) == 1:
        return {"dead units": "".join(f"{silent.sum()} of {len(silent)}" for silent in dead.values())}
    said = [f"{number}: {silent.sum()} of {len(silent)}" for number, silent in dead.items()]
    more = f", and {len(said) - MOST_LAYERS} more layers" if len(said) > MOST_LAYERS else ""
    return {"dead units by layer": ", ".join(said[:MOST_LAYERS]) + more}


def _advice(patient: Patient, dead: Mapping[int, Array], since: list[Death]) -> tuple[str, ...]:
    flat = [name for name in dict.fromkeys(patient.network.layers[number - 1].activation for number in dead) if is_flat(name)]
    if flat:
        return (f"Choose another activation function, such as relu or tanh: {flat[0]} is flat on both sides, so no gradient ever passes through it.",)
    if begins_at_zero(patient.weights_after(BEFORE_TRAINING), len(patient.network.layers)):
        return DRAW, f"Where all are 0, so are the sums, and {patient.network.layers[min(dead) - 1].activation} has no slope there."
    late = 2 * sum(one.step > BEFORE_TRAINING for one in since) >= len(since)
    first = "Try a smaller learning rate: too large a step is what kills units in training." if late else "Try another seed: they were dead as drawn."
    return first, "Try leaky_relu, elu or gelu, whose slope is not 0 on the negative side."


dead_units = Check(name="dead units", says="every hidden unit answers to some training row", looks_at="start", examine=_examine)
