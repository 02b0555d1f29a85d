"""What the diagram of a network shows of a run, or of a network alone: its weights after any step, and what any row does in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from glassgrad.data import Task
from glassgrad.draw.network import AnswerLook, LayerLook, NetworkLook, RowLook, network_diagram
from glassgrad.draw.network.look import LABELS, UNITS
from glassgrad.draw.network.saying import say_layers
from glassgrad.graph import Node, SettingError, ShapeError, pages
from glassgrad.nn import Network
from glassgrad.nn.parameters import fitting
from glassgrad.readers import evaluate
from glassgrad.writing.numbers import number
from glassgrad.writing.plain import listed, visible

from .measure import probabilities
from .plan import Array, Plan, State
from .replay import state_after
from .telling import row_of_the_data

if TYPE_CHECKING:
    from glassgrad.draw.picture import Picture

    from .run import Run


def network_picture(
    network: Network,
    parameters: Mapping[str, Any] | None = None,
    *,
    features: Sequence[str] = (),
    outputs: Sequence[str] = (),
    row: Sequence[float] | None = None,
    title: str = "",
) -> Picture:
    """The diagram of a network, without numbers where it has no parameters yet; with a row of inputs, what every neuron hands on.

    `features` and `outputs` are names, one for each input and each output.
    Raises: ShapeError for parameters, names or a row that do not fit; SettingError for a row without parameters.

    >>> from glassgrad.nn import Dense
    >>> picture = network_picture(Network([Dense(2, "tanh"), Dense(1)], inputs=2), {"W1": [[1, 0], [0, 1]], "b1": [0, 0], "W2": [[2], [1]], "b2": [0]})
    >>> picture.shows
    'A network, 2 → 2 tanh → 1, with 9 parameters in 2 layers. The largest weight is W2[0,0] = 2.'
    """
    if row is not None and parameters is None:
        raise SettingError("a row can only go through a network with parameters; give them too, like network.initial_parameters()")
    if outputs and len(outputs) != network.outputs:
        raise ShapeError(f"there are {len(outputs)} names for {network.outputs} outputs; give one for each, or none")
    values = None if parameters is None else {name: array.astype(np.float64) for name, array in fitting(network.plans, parameters).items()}
    inputs = None if row is None else np.asarray(row, dtype=np.float64)
    if inputs is not None and inputs.shape != (network.inputs,):
        raise ShapeError(f"the row has {np.size(inputs)} numbers; expected {network.inputs}, one for each input")
    layers = layer_looks(network, values, inputs)
    answer = AnswerLook(names=tuple(outputs)) if outputs else None
    of = None if inputs is None else RowLook(label="the row", inputs=inputs)
    look = NetworkLook(inputs=network.inputs, layers=layers, title=title, features=tuple(features), answer=answer, row=of)
    return network_diagram(look if title else titled(look, "A network"))


def titled(look: NetworkLook, what: str) -> NetworkLook:
    """The look with a title: what it is, and the sizes of its layers."""
    return replace(look, title=f"{what}: {say_layers(look)}")


def run_look(run: Run, *, step: int | None = None, row: int | None = None) -> NetworkLook:
    """What a diagram shows of a run: its best weights, or those after a step (0: the first ones); with a row of the data, what it does in the network.

    Raises: SettingError for a step or a row that is not there; RunFileError for a row of a run that was opened without its data.

    >>> from glassgrad.training import train
    >>> look = run_look(train("moons", hidden=(3,), epochs=1, seed=0), step=0, row=5)
    >>> look.weights_of, [layer.units for layer in look.layers], look.answer.names
    ('the first weights', [3, 1], ('lower', 'upper'))
    """
    plan = run.plan
    parameters, words = _weights(run, step)
    inputs = None if row is None else plan.inputs[checked_row(plan, row)]
    layers = layer_looks(plan.network, parameters, inputs)
    answer = answer_look(plan, layers[-1].outputs, row)
    of = None if row is None or inputs is None else RowLook(label=row_of_the_data(row), inputs=inputs, raw=raw_values(plan, row))
    look = NetworkLook(inputs=plan.network.inputs, layers=layers, title="", weights_of=words, features=plan.preparation.features, answer=answer, row=of)
    return titled(look, f"Predicting {listed([visible(one.name, 40) for one in plan.preparation.all_targets], 3)}")


def _weights(run: Run, step: int | None) -> tuple[State, str]:
    """The parameters, and in words when the run had them."""
    if step is None:
        best = run.best
        return run.parameters, f"the best weights, after epoch {best['epoch']:,} (step {best['step']:,})" if best["step"] else "the first weights"
    if isinstance(step, bool) or not hasattr(step, "__index__") or not 0 <= step <= run.steps:
        raise SettingError(f"there are no weights after step {step!r:.40}; this run has the steps 1 to {run.steps}, and 0 stands for its first weights")
    return state_after(run.plan, run.file, int(step)), f"the weights after step {step:,} of {run.steps:,}" if step else "the first weights"


def checked_row(plan: Plan, row: Any) -> int:
    """The number of a row of the data. Raises: SettingError if there is none of that number."""
    last = len(plan.inputs) - 1
    if isinstance(row, bool) or not hasattr(row, "__index__") or not 0 <= row <= last:
        raise SettingError(f"there is no row {row!r:.40} in the data; its rows are 0 to {last}")
    return int(row)


def layer_looks(network: Network, parameters: Mapping[str, Array] | None, inputs: Array | None = None) -> tuple[LayerLook, ...]:
    """The layers with their parameters, if there are any, and what they hand on for one row of inputs (inputs,)."""
    sums: list[tuple[Array | None, Array | None]] = [(None, None)] * len(network.layers)
    if inputs is not None and parameters is not None:
        sums = [(z, a) for z, a in _forward(network, parameters, inputs)]
    looks = []
    for number_, (layer, (z, a)) in enumerate(zip(network.layers, sums, strict=True), start=1):
        biased = any(plan.name == f"b{number_}" for plan in layer.parameters(1, number_))
        given = {} if parameters is None else {"weights": parameters[f"W{number_}"], "bias": parameters.get(f"b{number_}") if biased else None}
        looks.append(LayerLook(units=layer.units, activation=layer.activation, biased=biased, sums=z, outputs=a, **given))
    return tuple(looks)


def _forward(network: Network, parameters: Mapping[str, Array], inputs: Array) -> list[tuple[Array, Array]]:
    """For each layer the sums z and the activations a of one row."""
    x, leaves = pages.variable(shape=(1, network.inputs), name="X"), network.parameter_nodes()
    layers = network.forward(x, leaves).layers
    given: dict[Node | str, Any] = {x: inputs[None], **{leaf: parameters[name] for name, leaf in leaves.items()}}
    values = evaluate([node for layer in layers for node in (layer.before, layer.after)], given, dtype=inputs.dtype)
    return [(values[layer.before][0], values[layer.after][0]) for layer in layers]


def answer_look(plan: Plan, outputs: Array | None, row: int | None) -> AnswerLook:
    """What the raw outputs (outputs,) of a row mean, and what is true of it; only the names where they are not known."""
    if plan.preparation.task.several:
        return _answers_look(plan, outputs, row)
    classes, targets = plan.preparation.classes, (plan.preparation.target.name,)
    truth = None if row is None else _truth(plan, row)
    by = plan.loss.predicts if classes else ""
    if not by or by == "linear":
        return AnswerLook(names=targets, by=UNITS, values=None if outputs is None else plan.preparation.restore_target(outputs), truth=truth)
    return AnswerLook(names=classes, by=by, values=None if outputs is None else probabilities(plan, outputs[None], dtype=outputs.dtype)[0], truth=truth)


def _answers_look(plan: Plan, outputs: Array | None, row: int | None) -> AnswerLook:
    """What the outputs mean where each of them has a target of its own."""
    targets, labels = plan.preparation.all_targets, plan.preparation.task is Task.SEVERAL_LABELS
    names = tuple(f"{one.name} = {one.classes[1]}" if labels else one.name for one in targets)
    truths = None
    if row is not None:
        truths = plan.preparation.targets(plan.data)[row] if labels else np.array([plan.data[one.name].values[row] for one in targets], dtype=np.float64)
    if labels:
        values = None if outputs is None else probabilities(plan, outputs[None], dtype=outputs.dtype)[0]
        return AnswerLook(names=names, by=LABELS, values=values, truths=truths)
    return AnswerLook(names=names, by=UNITS, values=None if outputs is None else plan.preparation.restore_target(outputs), truths=truths)


def _truth(plan: Plan, row: int) -> float | None:
    """The place of the true class, or the true number in its own units; None where the data do not say."""
    prepared = float(plan.preparation.targets(plan.data)[row])
    if np.isnan(prepared):
        return None
    return prepared if plan.preparation.classes else float(plan.data[plan.preparation.target.name].values[row])


def raw_values(plan: Plan, row: int) -> tuple[str, ...]:
    """What the data hold in this row, in words, for each prepared feature."""
    found: list[str] = []
    for one in plan.preparation.inputs:
        if one.features:
            column = plan.data[one.name]
            value = column.values[row]
            said = "missing" if column.absent[row] else str(value) if column.kind == "category" else number(value).text
            found += [column.words[int(value)] if column.kind == "boolean" and not column.absent[row] else said] * len(one.features)
    return tuple(found)
