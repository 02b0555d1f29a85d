"""PyTorch eager, without the weight of modules: `linear`, `relu`, `backward`, and the Adam of torch.optim in whichever of its forms is fastest."""

from __future__ import annotations

from statistics import median
from time import perf_counter

import numpy as np
import torch
from torch.nn import functional

from ..data import Array, Table
from ..nets import Net
from .page import BETA1, BETA2, EPSILON, LEARNING_RATE, ROWS_AT_ONCE, Losses, Order, Predictor

ADAMS = ({"fused": True}, {"foreach": True}, {"foreach": False})
STEPS_TO_TRY = 30


class TorchTrainer:
    """Parameters, optimizer and table as tensors."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]], adam: dict[str, bool]) -> None:
        self.X, self.y = torch.from_numpy(table.X), torch.from_numpy(table.y if net.outputs == 1 else table.y.astype(np.int64))
        self.parameters = as_parameters(weights)
        self.loss = functional.binary_cross_entropy_with_logits if net.outputs == 1 else functional.cross_entropy
        self.optimizer = torch.optim.Adam([one for layer in self.parameters for one in layer], lr=LEARNING_RATE, betas=(BETA1, BETA2), eps=EPSILON, **adam)

    def epochs(self, orders: list[Order]) -> Losses:
        """Step by step."""
        return np.array([self.step(rows) for order in orders for rows in torch.from_numpy(order).unbind()])

    def step(self, rows: torch.Tensor) -> float:
        """Gather, forward, backward, update."""
        self.optimizer.zero_grad(set_to_none=True)
        loss = self.loss(forward(self.parameters, self.X.index_select(0, rows)), self.y.index_select(0, rows))
        loss.backward()
        self.optimizer.step()
        return loss.item()


def as_parameters(weights: list[tuple[Array, Array]]) -> list[tuple[torch.Tensor, torch.Tensor]]:
    """Weights as torch keeps them: (units, inputs)."""
    return [(torch.from_numpy(W.T.copy()).requires_grad_(), torch.from_numpy(b.copy()).requires_grad_()) for W, b in weights]


def forward(parameters: list[tuple[torch.Tensor, torch.Tensor]], x: torch.Tensor) -> torch.Tensor:
    """ReLU between the layers."""
    for W, b in parameters[:-1]:
        x = functional.relu(functional.linear(x, W, b))
    return functional.linear(x, *parameters[-1])


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int) -> TorchTrainer:
    """A new training run, with the form of Adam that is fastest for this net."""
    torch.set_num_threads(threads)
    rows = torch.arange(net.batch)
    seconds = [_seconds_per_step(TorchTrainer(net, table, weights, adam), rows) for adam in ADAMS]
    return TorchTrainer(net, table, weights, ADAMS[seconds.index(min(seconds))])


def _seconds_per_step(trial: TorchTrainer, rows: torch.Tensor) -> float:
    seconds = []
    for _ in range(STEPS_TO_TRY if trial.X.shape[1] < 1024 else 3):
        started = perf_counter()
        trial.step(rows)
        seconds.append(perf_counter() - started)
    return median(seconds[len(seconds) // 3 :])


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int) -> Predictor:
    """Without gradients, part by part, straight into the result."""
    torch.set_num_threads(threads)
    parameters = as_parameters(weights)

    def predict(X: Array) -> Array:
        outputs = torch.empty((len(X), net.outputs))
        with torch.inference_mode():
            for part, result in zip(torch.from_numpy(X).split(ROWS_AT_ONCE), outputs.split(ROWS_AT_ONCE), strict=True):
                result.copy_(forward(parameters, part))
        return outputs.numpy()

    return predict
