"""The course's worked examples, and one step of training of any small network."""

import numpy as np

import glassgrad as gg
from glassgrad.explain import LayerView, TrainingPass
from glassgrad.nn import Dense, Network, initial_state, losses, optimizers, training_step
from glassgrad.ops import variable
from glassgrad.readers import evaluate


def scalars(names):
    return [variable(shape=(), name=name) for name in names.split()]


def two_layers_by_hand():
    """COURSE 9: x=1, y=5, w1=2, b1=0, w2=3, b2=1, no activation, J = ½(a2 − y)²."""
    x, y, w1, b1, w2, b2 = scalars("x y w1 b1 w2 b2")
    a1 = (w1 * x + b1).named("a1")
    a2 = (w2 * a1 + b2).named("a2")
    return (0.5 * (a2 - y) ** 2).named("J"), {"x": 1, "y": 5, "w1": 2, "b1": 0, "w2": 3, "b2": 1}


def computational_graph():
    """COURSE 8: y = (a + b)·(b − c)."""
    return gg.parse("(a + b) * (b - c)"), {"a": 1, "b": 2, "c": 3}


def one_step(units=(4, 3), *, inputs=3, rows=5, loss="cross_entropy", optimizer="gradient_descent", activation="relu", l2=0.0, dtype=np.float64, **names):
    """One step of training on made-up rows, worked out by the reference reader."""
    numbers = np.random.default_rng(0)
    network = Network([*[Dense(count, activation) for count in units[:-1]], Dense(units[-1])], inputs=inputs)
    settings = {"class_weights": names["class_weights"]} if "class_weights" in names else {}
    step = training_step(network, loss, optimizer, rows=rows, l2=l2, loss_settings=settings)
    given = {
        **initial_state(step, network.initial_parameters(seed=0)),
        step.learning_rate: 0.1,
        step.x: np.round(numbers.normal(size=(rows, inputs)), 2),
        step.y: numbers.integers(0, max(2, units[-1]), size=step.y.shape).astype(float),
    }
    values = evaluate([*step.graph.outputs, *step.graph.updates.values()], given, dtype=dtype)
    return TrainingPass(
        values=values,
        gradients=step.gradients,
        loss=step.loss,
        total=step.total,
        layers=tuple(
            LayerView(number=nodes.number, before=nodes.before, after=nodes.after, weights=nodes.weights, bias=nodes.bias, activation=layer.activation)
            for nodes, layer in zip(step.layers, network.layers, strict=True)
        ),
        x=step.x,
        y=step.y,
        updates=step.graph.updates,
        loss_name=f"{loss.replace('_', ' ')}, {losses[loss].formula}",
        optimizer=optimizer.replace("_", " "),
        rule=optimizers[optimizer].formula,
        learning_rate=step.learning_rate,
        step=1,
        feature_names=names.get("features", tuple(f"feature {place}" for place in range(inputs))),
        target_names=names.get("targets", tuple(f"class {place}" for place in range(units[-1]))),
        class_names=names.get("targets", tuple(f"class {place}" for place in range(units[-1]))) if units[-1] > 1 else (),
        row_labels=tuple(f"row {row + 10} of the data" for row in range(rows)),
    )


def two_layers_as_a_step():
    """COURSE 9 as one step of gradient descent with α = 0.1, in single numbers."""
    J, numbers = two_layers_by_hand()
    slopes = gg.gradients(J, ["w1", "b1", "w2", "b2"])
    (learning_rate,) = scalars("α")
    updates = {leaf: leaf - learning_rate * slopes[leaf] for leaf in slopes}
    leaves = {leaf.name: leaf for leaf in gg.Graph((J,)).leaves}
    values = evaluate([J, *updates.values()], {**numbers, "α": 0.1})
    return TrainingPass(
        values=values,
        gradients=slopes,
        loss=J,
        total=J,
        layers=(),
        x=leaves["x"],
        y=leaves["y"],
        updates=updates,
        loss_name="half squared error, J = ½·(a2 − y)²",
        optimizer="gradient descent",
        rule="w ← w − α·∂J/∂w",
        learning_rate=learning_rate,
        step=1,
    )
