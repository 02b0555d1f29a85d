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
            LayerView(
                number=one.number,
                before=one.before,
                after=one.after,
                dropped=None if one.mask is None else one.out,
                weights=one.weights,
                bias=one.bias,
                activation=layer.activation,
            )
            for one, layer in zip(nodes.layers, plan.network.layers, strict=True)
        ),
        x=nodes.x,
        y=nodes.y,
        updates=nodes.graph.updates,
        loss_name=f"{plan.loss.name.replace('_', ' ')}, {plan.loss.convention(weighted=nodes.sample_weights is not None, **plan.loss_settings)}",
        optimizer=plan.optimizer.name.replace("_", " "),
        rule=plan.optimizer.formula,
        rule_in_words=plan.optimizer.says,
        learning_rate=nodes.learning_rate,
        step=number,
        feature_names=plan.preparation.features,
        target_names=_target_names(plan),
        class_names=plan.preparation.classes,
        row_labels=tuple(map(row_of_the_data, rows)),
        words=_words(plan, nodes),
    )


def row_of_the_data(row: int) -> str:
    """What a row of the table is called."""
    return f"row {row} of the data"


def _target_names(plan: Plan) -> tuple[str, ...]:
    classes = plan.preparation.classes
    if not classes:
        return tuple(one.name for one in plan.preparation.all_targets)
    return (classes[1],) if plan.network.outputs == 1 else classes


def _words(plan: Plan, nodes: TrainingStep) -> dict[Node, str]:
    done = [one.name + one.what_was_done().removeprefix("the target") for one in plan.preparation.all_targets]
    of_target = {} if plan.preparation.classes else {nodes.y: "; ".join(done)}
    return {**nodes.words, **of_target}
