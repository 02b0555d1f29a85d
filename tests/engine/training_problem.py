"""A small training step with its data, for whoever tests an engine."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from glassgrad.graph import Graph, Node
from glassgrad.nn import Dense, Network, TrainingStep, initial_state, training_step


@dataclass(frozen=True)
class Problem:
    """A step, its first state, all rows of the data, and which rows each of 12 batches takes."""

    step: TrainingStep
    state: dict[Node, Any]
    given: dict[Node, Any]
    data: dict[Node, np.ndarray]
    rows: np.ndarray

    @property
    def graph(self) -> Graph:
        return self.step.graph

    def batch(self, number: int) -> dict[Node, Any]:
        return {**self.given, **{leaf: table[self.rows[number]] for leaf, table in self.data.items()}}


def problem(optimizer: str = "adam", *, loss: str = "cross_entropy", rate: float = 0.05, batch: int = 4, scale: float = 1.0) -> Problem:
    network = Network([Dense(5, "tanh"), Dense(3)], inputs=2)
    step = training_step(network, loss, optimizer, rows=batch, l2=0.01)
    generator = np.random.default_rng(6)
    X = scale * generator.normal(size=(20, 2))
    y = generator.integers(0, 3, 20).astype(float) if loss == "cross_entropy" else generator.normal(size=(20, 3))
    return Problem(
        step=step,
        state=initial_state(step, network.initial_parameters(0)),
        given={step.learning_rate: rate},
        data={step.x: X, step.y: y},
        rows=generator.integers(0, 20, (12, batch)),
    )
