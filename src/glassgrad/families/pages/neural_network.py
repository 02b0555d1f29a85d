"""Our neural network: weighted sums, bent by an activation function, and weighted sums of those."""

from __future__ import annotations

from typing import Any

import numpy as np

from glassgrad.data.words import counted
from glassgrad.explain.blocks import Aside
from glassgrad.training.run_drawing import layer_looks

from ..answers import answer_of, squeezed
from ..family import Array, Explanation, Family, Learned, Lot, Part, Situation, Sort, Stored
from ..known import known_outputs
from ..told import summands, told


def _make(situation: Situation) -> Any:
    from glassgrad.estimators import Classifier, Regressor

    # Some rows are held out inside, as `train` does: it stops before it learns the others by heart.
    chosen = {"hidden": situation.hidden, "batch": 32, "validation": 0.15, "threads": 1, "random_state": situation.seed}
    return Classifier(**chosen) if situation.task.has_classes else Regressor(**chosen)


def _rehearse(situation: Situation) -> Any:
    return _make(situation).set_params(epochs=1)


def _stores(model: Any) -> tuple[Stored, ...]:
    return (Stored(model.run_.plan.network.parameter_count, "weights and biases"),)


def _knows(learned: Learned) -> str:
    network = learned.model.run_.plan.network
    hidden = sum(layer.units for layer in network.layers[:-1])
    between = f"{counted(network.inputs, 'input')} and {counted(network.outputs, 'output')}" + (
        f", by way of {counted(hidden, 'hidden unit')}" if hidden else ""
    )
    return f"In {network.parameter_count:,} weights and biases between {between}; none of them says much alone."


def _explain(learned: Learned, place: int, lot: Lot) -> Explanation:
    model, plan = learned.model, learned.model.run_.plan
    row = lot.inputs[place : place + 1]
    prepared = plan.preparation.apply(learned.model.run_.as_table(row)).values.astype(plan.dtype)[0]
    looks = layer_looks(plan.network, model.run_.parameters, prepared)
    before = prepared if len(looks) == 1 else np.asarray(looks[-2].outputs)
    parts = _last_layer(before, model.coefs_[-1], model.intercepts_[-1], hidden=len(looks) > 1, names=plan.preparation.features)
    if learned.situation.classes:
        output, measure = np.atleast_1d(model.decision_function(row)[0]), "score"
    else:
        output, measure = np.asarray(model.predict(row)), "prediction"
        target = plan.preparation.target
        parts = [*(Part(one.what, one.value * target.deviation) for one in parts), Part("mean of the training rows", np.array([target.mean]))]
    outputs, answer = known_outputs(learned, len(output)), answer_of(learned, place, lot)
    return Explanation(
        measure=measure,
        outputs=outputs,
        output=output,
        parts=tuple(parts),
        answer=answer,
        blocks=(Aside((_how(looks, before, measure),)), summands(parts, outputs, output, first="what is added up"), *squeezed(learned, place, lot, answer)),
    )


def _last_layer(before: Array, weights: Array, bias: Array, *, hidden: bool, names: tuple[str, ...]) -> list[Part]:
    """What every unit before the last layer adds to the outputs, and the biases."""
    called = [f"hidden unit {unit}" for unit in range(len(before))] if hidden else list(names)
    parts = [Part(f"{name}: {told(value, 3).text} × weight", value * weights[unit]) for unit, (name, value) in enumerate(zip(called, before, strict=True))]
    return [*parts, Part("bias", np.asarray(bias))]


def _how(looks: Any, before: Array, measure: str) -> str:
    if len(looks) == 1:
        return f"There is no hidden layer: every input times its weight is added up to the {measure}."
    quiet = int((before == 0).sum())
    silent = f" {quiet} of them {'is' if quiet == 1 else 'are'} silent for this row: the activation is 0." if quiet else ""
    units = counted(len(before), "unit")
    layers = f"the hidden layer; its {units}" if len(looks) == 2 else f"{len(looks) - 1} hidden layers; the {units} of the last one"
    return f"The inputs went through {layers}, activation times weight, are added up to the {measure}.{silent}"


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
    size=lambda model: sum(one.nbytes for one in model.run_.parameters.values()),
)
