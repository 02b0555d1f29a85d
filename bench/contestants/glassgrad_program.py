"""glassgrad: one training step as one graph, which an engine compiles together with the loop over the steps; and over the epochs."""

from __future__ import annotations

import numpy as np

from glassgrad.engine import Stretch, engine, pass_rows
from glassgrad.graph import Graph, pages
from glassgrad.nn import Dense, Network, TrainingStep, initial_state, training_step

from ..data import Array, Table
from ..nets import Net
from .page import LEARNING_RATE, Losses, Order, Predictor

ROWS_OF_A_BLOCK = 256
"""As in glassgrad.training: the values of all layers stay in the cache."""


class GlassgradTrainer:
    """A session of the engine, as `train` opens it: the state stays with the engine from call to call."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int, engine_name: str, step: TrainingStep | None = None) -> None:
        step = step or step_of(net)
        stretch = Stretch(graph=step.graph, data={step.x: table.X, step.y: table.y}, given={step.learning_rate: LEARNING_RATE})
        state = {leaf.name: value for leaf, value in initial_state(step, named(weights)).items()}
        self.session = engine(engine_name).session([stretch], [], state, dtype=np.float32, threads=threads)

    def epochs(self, orders: list[Order]) -> Losses:
        """All epochs in one call, as `train` runs as many as fit between two looks."""
        return np.concatenate(self.session.epochs([np.asarray(orders)]).losses[0])


def network_of(net: Net) -> Network:
    """ReLU between the layers, raw scores at the end."""
    return Network([*(Dense(units, "relu") for units in net.widths[1:-1]), Dense(net.outputs)], inputs=net.inputs)


def step_of(net: Net) -> TrainingStep:
    """The graph of one training step."""
    return training_step(network_of(net), "binary_cross_entropy" if net.outputs == 1 else "cross_entropy", "adam", rows=net.batch)


def named(weights: list[tuple[Array, Array]]) -> dict[str, Array]:
    """The weights as glassgrad names them."""
    return {f"{letter}{number}": array for number, layer in enumerate(weights, start=1) for letter, array in zip("Wb", layer, strict=True)}


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int, engine_name: str = "native") -> GlassgradTrainer:
    """A new training run."""
    return GlassgradTrainer(net, table, weights, threads=threads, engine_name=engine_name)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int, engine_name: str = "native") -> Predictor:
    """A compiled forward pass over blocks of the rows, as a run predicts; the last block is filled up with the last row."""
    network = network_of(net)
    x, leaves = pages.variable(shape=(ROWS_OF_A_BLOCK, net.inputs), name="X"), network.parameter_nodes()
    graph = Graph(outputs=(network.forward(x, leaves).output,))
    program = engine(engine_name).compile(graph, dtype=np.float32, threads=threads)
    given = {leaf: named(weights)[name] for name, leaf in leaves.items()}

    def predict(X: Array) -> Array:
        return pass_rows(program, x, given, X)

    return predict
