"""torch.compile, mode default: the whole step is one compiled function, gather, forward, gradients, Adam and all."""

from __future__ import annotations

import warnings

import numpy as np
import torch
from torch.nn import functional

from ..data import Array, Table
from ..nets import Net
from . import torch_eager
from .page import BETA1, BETA2, EPSILON, LEARNING_RATE, Losses, Order, Predictor


class CompiledTrainer:
    """Parameters and Adam's means are tensors that the compiled function changes in place; `t` is one too, or every step would compile anew."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]]) -> None:
        self.X, self.y = torch.from_numpy(table.X), torch.from_numpy(table.y if net.outputs == 1 else table.y.astype(np.int64))
        self.parameters = [one.detach() for layer in torch_eager.as_parameters(weights) for one in layer]
        self.m, self.v = ([torch.zeros_like(one) for one in self.parameters] for _ in range(2))
        self.t = torch.zeros(())
        loss = functional.binary_cross_entropy_with_logits if net.outputs == 1 else functional.cross_entropy

        def loss_of(parameters: list[torch.Tensor], x: torch.Tensor, y: torch.Tensor) -> torch.Tensor:
            return loss(torch_eager.forward(list(zip(parameters[::2], parameters[1::2], strict=True)), x), y)

        def step(
            parameters: list[torch.Tensor], m: list[torch.Tensor], v: list[torch.Tensor], t: torch.Tensor, X: torch.Tensor, y: torch.Tensor, rows: torch.Tensor
        ):
            slopes, value = torch.func.grad_and_value(loss_of)(parameters, X.index_select(0, rows), y.index_select(0, rows))
            t += 1
            rate, root = LEARNING_RATE / (1 - BETA1**t), (1 - BETA2**t).sqrt()
            for w, mean, square, slope in zip(parameters, m, v, slopes, strict=True):
                mean.mul_(BETA1).add_(slope, alpha=1 - BETA1)
                square.mul_(BETA2).addcmul_(slope, slope, value=1 - BETA2)
                w.sub_(rate * mean / (square.sqrt() / root + EPSILON))
            return value

        self.compiled = torch.compile(step)

    def epochs(self, orders: list[Order]) -> Losses:
        """Step by step."""
        return np.array([self.step(rows) for order in orders for rows in torch.from_numpy(order).unbind()])

    def step(self, rows: torch.Tensor) -> float:
        """One call of the compiled function."""
        with torch.no_grad():
            return self.compiled(self.parameters, self.m, self.v, self.t, self.X, self.y, rows).item()


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int) -> CompiledTrainer:
    """A new training run. The first step compiles."""
    warnings.filterwarnings("ignore")
    torch.set_num_threads(threads)
    return CompiledTrainer(net, table, weights)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int) -> Predictor:
    """As eager does it: it is only asked to train."""
    return torch_eager.predictor(net, weights, threads=threads)
