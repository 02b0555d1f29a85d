"""The networks that are measured, what one step of each must compute, and how much memory it may take."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

NUMBER = 4
"""Bytes of one float32."""


@dataclass(frozen=True)
class Net:
    """Dense layers with ReLU between them, trained in batches of rows gathered from a shuffled table; one call is one epoch over `rows` rows."""

    widths: tuple[int, ...]
    batch: int
    rows: int

    @property
    def name(self) -> str:
        """As in 4-16-16-3."""
        return "-".join(str(width) for width in self.widths)

    @property
    def inputs(self) -> int:
        """Columns of the table."""
        return self.widths[0]

    @property
    def outputs(self) -> int:
        """Scores for each row: 1 for two classes, else one for every class."""
        return self.widths[-1]

    @property
    def steps_per_epoch(self) -> int:
        """Whole batches in the table."""
        return self.rows // self.batch

    @property
    def layers(self) -> tuple[tuple[int, int], ...]:
        """(inputs, units) of every layer."""
        return tuple(pairwise(self.widths))

    @property
    def parameters(self) -> int:
        """Weights and biases."""
        return sum((inputs + 1) * units for inputs, units in self.layers)

    @property
    def flops_per_step(self) -> int:
        """2·m·n·k for every matrix product: forward, gradients of the weights, gradients of a layer's inputs (not of X, which nobody asks for).

        Nothing else is counted: not the biases, the activations, the loss or Adam. So a share of the peak is never flattered.
        """
        products = [2 * self.batch * inputs * units for inputs, units in self.layers]
        return 3 * sum(products) - products[0]

    @property
    def table_bytes(self) -> int:
        """X and y in float32, and the order of one epoch in int64."""
        return self.rows * (self.inputs + 1) * NUMBER + self.steps_per_epoch * self.batch * 8

    @property
    def batch_bytes(self) -> int:
        """The buffers of one batch: its rows, and for every unit its sum, its activation and the gradient of each."""
        return self.batch * (self.inputs + 1 + 4 * sum(self.widths[1:])) * NUMBER

    @property
    def memory_bound(self) -> int:
        """Inputs + 4 × parameters (the weights, their gradients, Adam's two means) + the buffers of one batch, in bytes."""
        return self.table_bytes + 4 * self.parameters * NUMBER + self.batch_bytes


def net(name: str, batch: int, rows: int) -> Net:
    """The net of that name.

    >>> net("2-8-1", batch=32, rows=4096).parameters
    33
    """
    return Net(tuple(int(width) for width in name.split("-")), batch, rows)


# 16,384 rows of 784 inputs are 51 MB: like MNIST they do not lie in the caches, and an epoch is over before anybody is bored.
NETS = (
    net("2-8-1", batch=32, rows=4096),
    net("4-16-16-3", batch=32, rows=4096),
    net("64-64-10", batch=64, rows=4096),
    net("784-128-10", batch=128, rows=16384),
    net("784-512-512-10", batch=128, rows=16384),
    net("1024-2048-2048-1024-10", batch=512, rows=4096),
)


def net_named(name: str) -> Net:
    """The measured net of that name. Raises: KeyError with the names there are."""
    for one in NETS:
        if one.name == name:
            return one
    raise KeyError(f"there is no net {name}; choose from {', '.join(one.name for one in NETS)}")
