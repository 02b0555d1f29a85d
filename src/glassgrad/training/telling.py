"""A replayed step as `explain_pass` wants it: the nodes and numbers of the step, and what the data call them."""

from __future__ import annotations

from glassgrad.explain import LayerView, TrainingPass
from glassgrad.graph import Node
from glassgrad.nn import TrainingStep
from glassgrad.readers import Values

from .plan import Array, Plan


def training_pass(plan: Plan, nodes: TrainingStep, values: Values, *, rows: Array, number: int) -> TrainingPass:
    """Step `number` with the names of features, classes and rows, the loss with its convention, and the optimizer's rule."""
    return TrainingPass(
        values=values,
        gradients=nodes.gradients,
        loss=nodes.loss,
        total=nodes.total,
        layers=tuple(
            LayerView(number=one.number, before=one.before, after=one.after, weights=one.weights, bias=one.bias, activation=layer.activation)
            for one, layer in zip(nodes.layers, plan.network.layers, strict=True)
        ),
        x=nodes.x,
        y=nodes.y,
        updates=nodes.graph.updates,
        loss_name=f"{plan.loss.name.replace('_', ' ')}, {plan.loss.convention(**plan.loss_settings)}",
        optimizer=plan.optimizer.name.replace("_", " "),
        rule=plan.optimizer.formula,
        learning_rate=nodes.learning_rate,
        step=number,
        feature_names=plan.preparation.features,
        target_names=_target_names(plan),
        class_names=plan.preparation.classes,
        row_labels=tuple(f"row {row} of the data" for row in rows),
        words=_words(plan, nodes),
    )


def _target_names(plan: Plan) -> tuple[str, ...]:
    classes = plan.preparation.classes
    if not classes:
        return (plan.preparation.target.name,)
    return (classes[1],) if plan.network.outputs == 1 else classes


def _words(plan: Plan, nodes: TrainingStep) -> dict[Node, str]:
    target = plan.preparation.target
    words = {} if target.classes else {nodes.y: target.name + target.what_was_done().removeprefix("the target")}
    return words if nodes.penalty is None else words | {nodes.penalty: f"the penalty on large weights, λ/2·Σw² with λ = {plan.settings.l2:g}"}
