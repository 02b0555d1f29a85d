"""Our neural network: weighted sums, bent by an activation function, and weighted sums of those."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.draw.network import LayerLook
from glassgrad.explain.blocks import Aside
from glassgrad.training.run_drawing import layer_looks

from ..answers import answer_of, squeezed
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored, stored
from ..forward_pass import came_about, unit_name
from ..known import known_outputs
from ..products import Factor, input_factors, products_table, weights_tables

HELD_OUT = 0.15
"""The share of its rows that it does not learn from, as `train` does: it stops before it learns the others by heart."""

SCALED_ANEW = "scaled by the rows that this network learnt from"


def _make(situation: Situation) -> Any:
    from glassgrad.estimators import Classifier, Regressor

    chosen = {"hidden": situation.hidden, "batch": 32, "validation": HELD_OUT, "threads": 1, "random_state": situation.seed}
    return Classifier(**chosen) if situation.task.has_classes else Regressor(**chosen)


def _rehearse(situation: Situation) -> Any:
    return _make(situation).set_params(epochs=1)


def _stores(model: Any) -> tuple[Stored, ...]:
    return (stored("weights and biases", *model.run_.parameters.values()),)


def _knows(learned: Learned) -> str:
    network = learned.model.run_.plan.network
    hidden = sum(layer.units for layer in network.layers[:-1])
    between = f"{counted(network.inputs, 'input')} and {counted(network.outputs, 'output')}" + (
        f", by way of {counted(hidden, 'hidden unit')}" if hidden else ""
    )
    return f"In {network.parameter_count:,} weights and biases between {between}; none of them says much alone."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    model, row = learned.model, lot.inputs[place]
    looks, prepared = _looks(model, row)
    factors = [_factors(learned, row, looks, prepared, layer) for layer in range(len(looks))]
    last, added = factors[-1], [Part("bias", np.asarray(looks[-1].bias))]
    if learned.situation.classes:
        output, measure = np.atleast_1d(model.decision_function(row[np.newaxis])[0]), "score"
    else:
        output, measure = np.asarray(model.predict(row[np.newaxis])), "prediction"
        target = model.run_.plan.preparation.target
        last = tuple(replace(one, weights=one.weights * target.deviation) for one in last)
        added = [Part("bias", added[0].value * target.deviation), Part("mean of the rows learnt from", np.array([target.mean]))]
    outputs, answer = known_outputs(learned, len(output)), answer_of(learned, place, lot)
    chosen = outputs.index(str(answer)) if answer in outputs else 0
    first = "hidden unit" if len(looks) > 1 else "input"
    return Explanation(
        measure=measure,
        outputs=outputs,
        output=output,
        parts=(*(one.part for one in last), *added),
        answer=answer,
        blocks=(
            Aside((_how(looks, prepared, measure),)),
            products_table(last, added, output, outputs, first=first),
            *weights_tables(last, output, outputs, first=first),
            *squeezed(learned, place, lot, answer),
            *came_about(looks, factors, chosen, outputs),
        ),
    )


def _looks(model: Any, row: Array) -> tuple[tuple[LayerLook, ...], Array]:
    """What every layer makes of a row, and the inputs as the network itself scales them. Shapes: row (inputs,) → (inputs,)."""
    plan = model.run_.plan
    prepared = plan.preparation.apply(model.run_.as_table(row[np.newaxis])).values.astype(plan.dtype)[0]
    return layer_looks(plan.network, model.run_.parameters, prepared), prepared


def _factors(learned: Learned, row: Array, looks: Sequence[LayerLook], prepared: Array, layer: int) -> tuple[Factor, ...]:
    """What goes into a layer, times its weights."""
    weights = np.asarray(looks[layer].weights)
    if layer == 0:
        return input_factors(learned.situation, row, prepared, weights)
    handed_on = np.asarray(looks[layer - 1].outputs)
    return tuple(Factor(unit_name(unit, layer, looks), value, weights[unit]) for unit, value in enumerate(handed_on))


def _how(looks: Sequence[LayerLook], prepared: Array, measure: str) -> str:
    if len(looks) == 1:
        return f"There is no hidden layer: every input, {SCALED_ANEW}, times its weight is added up to the {measure}."
    before = np.asarray(looks[-2].outputs)
    quiet = int((before == 0).sum())
    silent = f" {quiet} of them {'is' if quiet == 1 else 'are'} silent for this row: the activation is 0." if quiet else ""
    units = counted(len(before), "unit")
    layers = f"the hidden layer; its {units}" if len(looks) == 2 else f"{len(looks) - 1} hidden layers; the {units} of the last one"
    units_of_weights = " Their weights are told in the target's own units." if measure == "prediction" else ""
    went = f"{counted(len(prepared), 'input')}, {SCALED_ANEW}, went through {layers}"
    return f"{went}, activation times weight, are added up to the {measure}.{silent}{units_of_weights}"


neural_network = Family(
    name="neural_network",
    title="our neural network",
    says="weighted sums, bent by an activation function, and weighted sums of those",
    sort=Sort.PARAMETRIC,
    make=_make,
    rehearse=_rehearse,
    stores=_stores,
    knows=_knows,
    explain=_explain,
    network=True,
    differs=f"holds about {HELD_OUT:.0%} of these rows out inside, and keeps the weights that did best on them",
)
