"""Calculations to look for slips in, built by hand, with numbers that hide nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import Any

import numpy as np

from glassgrad.coach.quantities import Derivative, Named, Quantity, Updated
from glassgrad.coach.slips import Task
from glassgrad.coach.workings import Workings
from glassgrad.graph import Node, pages


@dataclass(frozen=True, eq=False)
class Sample:
    """A calculation: `given` numbers by name, and what is asked in it; `before` are values of the step before."""

    work: Workings
    given: Mapping[str, Any]
    asked: tuple[Quantity, ...]
    rows: int = 1
    before: Mapping[Quantity, Any] = field(default_factory=dict)

    @property
    def known(self) -> dict[Quantity, Any]:
        """What is given, and what is left of the step before."""
        found: dict[Quantity, Any] = {
            Named(name): np.float64(number) if np.ndim(number) == 0 else np.array(number, float) for name, number in self.given.items()
        }
        return found | {self.work.quantities[leaf]: np.float64(self.before[quantity]) for quantity, leaf in self.previous.items()}

    @property
    def previous(self) -> dict[Quantity, Node]:
        """The leaves for the values of the step before."""
        found = {}
        for quantity in self.before:
            kind, of = ("gradient", quantity.by[0]) if isinstance(quantity, Derivative) else ("value", quantity.name)
            name = Named(f"{kind} before: {of}")
            if name not in self.work.leaves:
                self.work.enter(name, pages.variable(shape=self.work.leaf(quantity).shape))
            found[quantity] = self.work.leaves[name]
        return found

    def task(self, quantity: Quantity) -> Task:
        """The line of a quantity, with everything else on the sheet at hand."""
        piece = self.work.piece(quantity)
        assert piece is not None
        return Task(self.work, piece, (*(Named(name) for name in self.given), *self.asked), self.rows, self.previous)


def sample(given: Mapping[str, Any], build: Callable[..., dict[str, Node]], asked: str, *, computed: Mapping[str, tuple[int, ...]], **more: Any) -> Sample:
    """A sample from numbers, `computed` name → shape, and a function from the leaves to the formulas; J is the loss, α the rate."""
    shapes = {**{name: np.shape(number) for name, number in given.items()}, **computed}
    leaves = {name: pages.variable(shape=shape) for name, shape in shapes.items()}
    work = Workings({Named(name): leaf for name, leaf in leaves.items()}, build(**leaves), loss="J", rate="α" if "α" in given else "")
    return Sample(work, given, tuple(map(quantity, asked.split())), **more)


def quantity(text: str) -> Quantity:
    """`a1`, `dw1` for ∂J/∂w1, `w1'` for w1 after the update."""
    if text.endswith("'"):
        return Updated(text[:-1])
    return Derivative("J", (text[1:],)) if text.startswith("d") else Named(text)


def single(*names: str) -> dict[str, tuple[int, ...]]:
    """Names of single numbers."""
    return dict.fromkeys(names, ())


def linear() -> Sample:
    """Two linear steps, as in the course."""
    return sample(
        {"x": 1.5, "y": 4.0, "w1": 0.9, "b1": 0.3, "w2": -1.2, "b2": 0.7, "α": 0.05},
        lambda x, y, w1, b1, w2, b2, a1, a2, **_: {"a1": w1 * x + b1, "a2": w2 * a1 + b2, "J": 0.5 * (a2 - y) ** 2},
        "a1 a2 J da2 dw2 db2 da1 dw1 db1 w2' b2' w1' b1'",
        computed=single("a1", "a2", "J"),
    )


def mazur() -> Sample:
    """The network of M. Mazur, A Step by Step Backpropagation Example, 2015: 2-2-2, sigmoids throughout; its numbers are less regular here."""
    weights = dict(zip((f"w{n}" for n in range(1, 9)), (0.17, -0.26, 0.43, 0.58, -0.37, 0.62, 0.79, -0.88), strict=True))
    return sample(
        {"i1": 0.31, "i2": -0.73, "t1": 0.12, "t2": 0.94, **weights, "b1": 0.35, "b2": -0.64, "α": 0.7},
        lambda i1, i2, t1, t2, w1, w2, w3, w4, w5, w6, w7, w8, b1, b2, n1, n2, h1, h2, m1, m2, o1, o2, E1, E2, **_: {
            "n1": w1 * i1 + w2 * i2 + b1,
            "n2": w3 * i1 + w4 * i2 + b1,
            "h1": pages.sigmoid(n1),
            "h2": pages.sigmoid(n2),
            "m1": w5 * h1 + w6 * h2 + b2,
            "m2": w7 * h1 + w8 * h2 + b2,
            "o1": pages.sigmoid(m1),
            "o2": pages.sigmoid(m2),
            "E1": 0.5 * (t1 - o1) ** 2,
            "E2": 0.5 * (t2 - o2) ** 2,
            "J": E1 + E2,
        },
        "n1 h1 n2 h2 m1 o1 m2 o2 E1 E2 J do1 dm1 dw5 do2 dm2 dh1 dn1 dw1 dw2 w5' w1'",
        computed=single("n1", "n2", "h1", "h2", "m1", "m2", "o1", "o2", "E1", "E2", "J"),
    )


def hidden(activation: str) -> Callable[[], Sample]:
    """One hidden neuron with that activation, of a sum that is not positive everywhere."""
    return lambda: sample(
        {"x": 1.3, "y": 0.45, "w1": -0.62, "b1": 0.21, "w2": 1.4, "b2": -0.13, "α": 0.17},
        lambda x, y, w1, b1, w2, b2, z1, a1, z2, **_: {"z1": w1 * x + b1, "a1": pages[activation](z1), "z2": w2 * a1 + b2, "J": 0.5 * (z2 - y) ** 2},
        "z1 a1 z2 J dz2 dw2 db2 da1 dz1 dw1 db1 w1' w2'",
        computed=single("z1", "a1", "z2", "J"),
    )


def unnamed() -> Sample:
    """A sigmoid of a sum that has no name."""
    return sample(
        {"x": 1.3, "y": 0.8, "w": -0.62, "b": 0.21},
        lambda x, y, w, b, a, **_: {"a": pages.sigmoid(w * x + b), "J": -(y * pages.log(a) + (1 - y) * pages.log(1 - a))},
        "a J da dw db",
        computed=single("a", "J"),
    )


def classes() -> Sample:
    """One example, three classes: softmax and cross-entropy."""
    return sample(
        {"x": [0.5, -1.0], "y": [0.1, 0.7, 0.2], "W": [[0.2, -0.4], [0.7, 0.1], [-0.3, 0.5]], "b": [0.1, 0.0, -0.2], "α": 0.1},
        lambda x, y, W, b, z, p, **_: {"z": W @ x + b, "p": pages.softmax(z), "J": -pages.sum(y * pages.log(p))},
        "z p J dp dz dW db dx W'",
        computed={"z": (3,), "p": (3,), "J": ()},
    )


def scores() -> Sample:
    """A loss that takes scores, though the shares have a name, too."""
    return sample(
        {"x": [0.5, -1.0], "y": [0.1, 0.7, 0.2], "W": [[0.2, -0.4], [0.7, 0.1], [-0.3, 0.5]]},
        lambda x, y, W, z, p, **_: {"z": W @ x, "p": pages.softmax(z), "J": -pages.sum(y * pages.log_softmax(z))},
        "z p J dz",
        computed={"z": (3,), "p": (3,), "J": ()},
    )


BATCH = {
    "X": [[0.5, -1.0], [1.5, 0.3], [-0.7, 0.9]],
    "W1": [[0.2, -0.4], [0.7, 0.1]],
    "b1": [0.1, -0.2],
    "W2": [[0.6], [-0.8]],
    "b2": [0.3],
    "Y": [[1.0], [0.5], [-0.4]],
    "α": 0.1,
}


def batch() -> Sample:
    """Three rows, a square matrix of weights, a tanh, and the mean of the squared errors."""
    return sample(
        BATCH,
        lambda X, W1, b1, W2, b2, Y, Z1, A1, Z2, **_: {"Z1": X @ W1 + b1, "A1": pages.tanh(Z1), "Z2": A1 @ W2 + b2, "J": pages.mean((Z2 - Y) ** 2)},
        "Z1 A1 Z2 J dZ2 dW2 db2 dA1 dZ1 dW1 db1 W1' b1'",
        computed={"Z1": (3, 2), "A1": (3, 2), "Z2": (3, 1), "J": ()},
        rows=3,
    )


def columns() -> Sample:
    """The same rows as columns, added up: weights on the left."""
    return sample(
        {"X": np.transpose(BATCH["X"]), "W": [[0.2, 0.7], [-0.4, 0.1]], "Y": [[0.1, 0.4, -0.3], [0.2, -0.5, 0.9]]},
        lambda X, W, Y, Z, **_: {"Z": W @ X, "J": 0.5 * pages.sum((Z - Y) ** 2)},
        "Z J dZ dW dX",
        computed={"Z": (2, 3), "J": ()},
        rows=3,
    )


def row() -> Sample:
    """Predictions and targets of four rows, (n,) each."""
    return sample(
        {"x": [1.0, 2.0, -1.0, 0.5], "y": [1.5, 0.0, 1.0, -2.0], "w": 0.7, "b": 0.1, "α": 0.23},
        lambda x, y, w, b, p, **_: {"p": w * x + b, "J": pages.mean((p - y) ** 2)},
        "p J dp dw db w'",
        computed={"p": (4,), "J": ()},
        rows=4,
    )


def logistic() -> Sample:
    """Three rows, one probability each, and the mean of their binary cross-entropies."""
    return sample(
        {"X": BATCH["X"], "y": [0.9, 0.3, 0.6], "w": [0.4, -0.5], "b": 0.25},
        lambda X, y, w, b, z, p, **_: {
            "z": X @ w + b,
            "p": pages.sigmoid(z),
            "J": -pages.mean(y * pages.log(p) + (1 - y) * pages.log(1 - p)),
        },
        "z p J dp dz dw db",
        computed={"z": (3,), "p": (3,), "J": ()},
        rows=3,
    )


def second_step() -> Sample:
    """One neuron in its second step: what it was before is remembered."""
    return sample(
        {"x": 1.5, "y": 2.0, "w": 0.87, "b": 0.34, "α": 0.1},
        lambda x, y, w, b, p, **_: {"p": w * x + b, "J": 0.5 * (p - y) ** 2},
        "p J dp dw db w' b'",
        computed=single("p", "J"),
        before={quantity("dw"): -1.25, quantity("db"): -0.75, Named("w"): 0.725},
    )


def forked() -> Sample:
    """One quantity that is used twice in one formula, and a power."""
    return sample(
        {"a": 1.7, "b": 3.1, "c": 0.4},
        lambda a, b, c, J, u, **_: {"u": (2 * a + 1) ** 3, "J": u * (a + b) * (b - c)},
        "u J da db dc du",
        computed=single("J", "u"),
    )


def long_sum(many: int) -> Sample:
    """A sum of that many products, an activation, and one error for all of it."""
    inputs, weights = ([f"{letter}{n}" for n in range(1, many + 1)] for letter in "xw")
    numbers = {name: 0.1 + 0.01 * place for place, name in enumerate((*inputs, *weights))}
    return sample(
        {**numbers, "y": 1.0},
        lambda y, z, a, **of: {"z": reduce(add, (of[w] * of[x] for w, x in zip(weights, inputs, strict=True))), "a": pages.tanh(z), "J": (a - y) ** 2},
        "z dw3 dz da",
        computed=single("z", "a", "J"),
    )


SAMPLES: dict[str, Callable[[], Sample]] = {
    "linear": linear,
    "mazur": mazur,
    "tanh": hidden("tanh"),
    "sigmoid": hidden("sigmoid"),
    "relu": hidden("relu"),
    "softplus": hidden("softplus"),
    "unnamed": unnamed,
    "classes": classes,
    "scores": scores,
    "batch": batch,
    "columns": columns,
    "row": row,
    "logistic": logistic,
    "second_step": second_step,
    "forked": forked,
}
