"""NumPy, as somebody writes it who knows it well: all buffers made once, every operation with `out=`, all parameters in one vector for Adam."""

from __future__ import annotations

import numpy as np

from ..data import Array, Table
from ..nets import Net
from .page import BETA1, BETA2, EPSILON, LEARNING_RATE, ROWS_AT_ONCE, Losses, Order, Predictor


class NumpyTrainer:
    """The network's numbers. In float64 it is also what the losses of the others are compared with."""

    def __init__(self, net: Net, table: Table, weights: list[tuple[Array, Array]], dtype: type[np.floating]) -> None:
        self.net, self.X = net, np.ascontiguousarray(table.X, dtype=dtype)
        self.y = table.y.astype(dtype) if net.outputs == 1 else table.y.astype(np.intp)
        size = sum(W.size + b.size for W, b in weights)
        self.flat, self.slopes, self.m, self.v, self.scratch, self.change = (np.zeros(size, dtype) for _ in range(6))
        self.parameters, self.gradients = views(self.flat, weights), views(self.slopes, weights)
        for (W, b), (first_W, first_b) in zip(self.parameters, weights, strict=True):
            W[...], b[...] = first_W, first_b
        self.x = np.empty((net.batch, net.inputs), dtype)
        self.target = np.empty((net.batch, *self.y.shape[1:]), self.y.dtype)
        self.values = [np.empty((net.batch, units), dtype) for units in net.widths[1:]]
        self.back = [np.empty((net.batch, units), dtype) for units in net.widths[1:]]
        self.masks = [np.empty((net.batch, units), np.bool_) for units in net.widths[1:-1]]
        self.column = np.empty((net.batch, 1), dtype)
        self.numbers = np.arange(net.batch)
        self.t = 0

    def epochs(self, orders: list[Order]) -> Losses:
        """Step by step."""
        return np.array([self.step(rows) for order in orders for rows in order])

    def step(self, rows: Order) -> float:
        """Forward, loss, backward, update."""
        np.take(self.X, rows, axis=0, out=self.x, mode="clip")
        np.take(self.y, rows, axis=0, out=self.target, mode="clip")
        scores = self.forward()
        loss = self.binary_loss(scores) if self.net.outputs == 1 else self.class_loss(scores)
        self.backward()
        self.update()
        return loss

    def forward(self) -> Array:
        """The scores; the value of every layer stays in its buffer."""
        a = self.x
        for (W, b), value in zip(self.parameters, self.values, strict=True):
            a = np.matmul(a, W, out=value)
            a += b
            if a is not self.values[-1]:
                np.maximum(a, 0, out=a)
        return a

    def binary_loss(self, z: Array) -> float:
        """The mean of ln(1 + eᶻ) − y·z; its gradient (σ(z) − y)/batch goes into the last buffer."""
        slope, column = self.back[-1], self.column
        np.negative(np.abs(z, out=column), out=column)
        np.exp(column, out=column)
        loss = float((np.log1p(column) + np.maximum(z, 0) - self.target * z).mean())
        np.divide(np.where(z >= 0, 1, column), 1 + column, out=slope)
        slope -= self.target
        slope /= self.net.batch
        return loss

    def class_loss(self, z: Array) -> float:
        """The mean of ln Σeᶻ − z_y; its gradient (softmax(z) − one-hot(y))/batch goes into the last buffer."""
        slope, column = self.back[-1], self.column
        z -= z.max(axis=1, keepdims=True, out=column)
        np.exp(z, out=slope)
        slope.sum(axis=1, keepdims=True, out=column)
        loss = float((np.log(column[:, 0]) - z[self.numbers, self.target]).mean())
        slope /= column
        slope[self.numbers, self.target] -= 1
        slope /= self.net.batch
        return loss

    def backward(self) -> None:
        """From the last layer to the first."""
        for layer in reversed(range(len(self.parameters))):
            W, slope = self.parameters[layer][0], self.back[layer]
            slope_W, slope_b = self.gradients[layer]
            np.matmul((self.values[layer - 1] if layer else self.x).T, slope, out=slope_W)
            slope.sum(axis=0, out=slope_b)
            if layer:
                np.matmul(slope, W.T, out=self.back[layer - 1])
                np.greater(self.values[layer - 1], 0, out=self.masks[layer - 1])
                self.back[layer - 1] *= self.masks[layer - 1]

    def update(self) -> None:
        """Adam on all parameters at once: ŵ ← w − α·√(1 − β2ᵗ)/(1 − β1ᵗ) · m / (√v + ε·√(1 − β2ᵗ)), which is the usual formula with fewer divisions."""
        self.t += 1
        root = np.sqrt(1 - BETA2**self.t)
        self.m *= BETA1
        self.m += np.multiply(self.slopes, 1 - BETA1, out=self.scratch)
        self.v *= BETA2
        np.multiply(self.slopes, self.slopes, out=self.scratch)
        self.scratch *= 1 - BETA2
        self.v += self.scratch
        np.sqrt(self.v, out=self.scratch)
        self.scratch += EPSILON * root
        np.divide(self.m, self.scratch, out=self.change)
        self.change *= LEARNING_RATE * root / (1 - BETA1**self.t)
        self.flat -= self.change


def views(flat: Array, weights: list[tuple[Array, Array]]) -> list[tuple[Array, Array]]:
    """The vector's parts in the shapes of the weights."""
    layers, place = [], 0
    for W, b in weights:
        layers.append((flat[place : place + W.size].reshape(W.shape), flat[place + W.size : place + W.size + b.size]))
        place += W.size + b.size
    return layers


def trainer(net: Net, table: Table, weights: list[tuple[Array, Array]], *, threads: int = 1, dtype: type[np.floating] = np.float32) -> NumpyTrainer:
    """A new training run. The threads are those of the environment: OpenBLAS reads them when it is loaded."""
    return NumpyTrainer(net, table, weights, dtype)


def predictor(net: Net, weights: list[tuple[Array, Array]], *, threads: int = 1) -> Predictor:
    """Part by part, each through the same buffers."""

    def predict(X: Array) -> Array:
        outputs = np.empty((len(X), net.outputs), dtype=np.float32)
        buffers = [np.empty((ROWS_AT_ONCE, units), dtype=np.float32) for units in net.widths[1:-1]]
        for first in range(0, len(X), ROWS_AT_ONCE):
            a = X[first : first + ROWS_AT_ONCE]
            for (W, b), buffer in zip(weights, buffers, strict=False):
                a = np.matmul(a, W, out=buffer[: len(a)])
                a += b
                np.maximum(a, 0, out=a)
            np.matmul(a, weights[-1][0], out=outputs[first : first + ROWS_AT_ONCE])
            outputs[first : first + ROWS_AT_ONCE] += weights[-1][1]
        return outputs

    return predict
