"""For each check one patient in which it must find something, and one in which it must not."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from glassgrad.data import random_stream, read_table, toy_table
from glassgrad.graph import NonFiniteError
from glassgrad.nn import Dense, Network, losses
from glassgrad.training import TrainSettings, open_run, train
from glassgrad.training.doctor import Patient, checks, patient_of_plan
from glassgrad.training.doctor.probe import Rows
from glassgrad.training.train import plan_for

CHECKS = {one.name: one for one in checks}


def look(name: str, patient: Patient) -> list:
    """What one check finds."""
    return list(CHECKS[name].examine(patient))


def before(data, **choices) -> Patient:
    """A plan before training, on the reference engine unless another is asked for."""
    table = read_table(data) if isinstance(data, (str, dict)) else data
    chosen = {"target": "y" if "y" in table.names else "species", "engine": "reference", **choices}
    return patient_of_plan(plan_for(table, TrainSettings(**chosen))[0])


def after(data, **choices) -> Patient:
    """A run, on the reference engine unless another is asked for."""
    run = train(data, **{"engine": "reference", **choices})
    return patient_of_plan(run.plan, run)


def bare(*layers, inputs=2, loss="mean_squared_error", x=None, y=None, weights=None) -> Patient:
    """A bare network with a loss, and perhaps rows and weights."""
    rows = None if x is None else Rows(np.asarray(x, dtype=float), losses[loss].shape_targets(y))
    return Patient(network=Network(layers, inputs=inputs), loss=losses[loss], loss_settings={}, given_rows=rows, given_weights=weights)


def normal(*shape, seed=0):
    """Normal numbers that every machine has alike."""
    return random_stream(seed, "patients").normal(shape)


def columns(rows=120, seed=0, **more):
    """Two columns of noise and what is given; `more` are made from them."""
    x1, x2 = normal(2, rows, seed=seed)
    return {"x1": x1, "x2": x2, **{name: make(x1, x2) for name, make in more.items()}}


def classes(condition):
    """Words for a condition."""
    return np.where(condition, "yes", "no")


LINE = columns(y=lambda x1, x2: x1 - 2 * x2 + 0.5 * np.sin(9 * x1))
TWO = columns(y=lambda x1, x2: classes(x1 + x2 + 0.5 * np.sin(9 * x1) > 0))


def stopped_at_infinity() -> Patient:
    """A run whose steps grew beyond all numbers."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "broken.glass"
        with suppress(NonFiniteError):
            train(LINE, target="y", hidden=(8,), optimizer="gradient_descent", learning_rate=1e6, epochs=40, engine="reference", save=path)
        # Opened, the file may go: what is open stays readable.
        run = open_run(path)
        return patient_of_plan(run.plan, run)


def noisy_classes() -> dict:
    """Few rows, and classes that have nothing to do with them: whatever is learnt is learnt by heart."""
    return columns(rows=120, y=lambda x1, x2: classes(normal(120, seed=5) > 0))


def deep(activation: str, **more) -> Patient:
    """Eight narrow layers."""
    return before(LINE, hidden=(8,) * 8, activation=activation, **more)


def dying() -> Patient:
    """A run in which too large steps kill units on the way."""
    return after(LINE, target="y", hidden=(12,), optimizer="gradient_descent", learning_rate=0.2, epochs=12, batch=16, seed=2)


SICK: dict[str, Callable[[], Patient]] = {
    "finite numbers": stopped_at_infinity,
    "squashed outputs": lambda: bare(Dense(4, "relu"), Dense(3, "softmax"), loss="cross_entropy"),
    "leaking columns": lambda: before(columns(late=lambda x1, x2: x1 + 0.001 * x2, y=lambda x1, x2: classes(x1 > 0))),
    "shared rows": lambda: before({name: np.concatenate([values, values]) for name, values in TWO.items()}),
    "class balance": lambda: before(columns(y=lambda x1, x2: classes(x1 > 1.8))),
    "input scale": lambda: bare(Dense(1), x=normal(40, 2) * [1, 1000], y=normal(40)),
    "constant inputs": lambda: before({**LINE, "same": np.full(120, 3.0)}),
    "symmetric weights": lambda: before(LINE, initializer="zeros"),
    "initial loss": lambda: bare(Dense(8, "relu"), Dense(3), loss="cross_entropy", x=100 * normal(60, 2), y=np.arange(60) % 3),
    "gradient flow": lambda: deep("sigmoid"),
    "dead units": dying,
    "saturated units": lambda: bare(Dense(8, "tanh"), Dense(1), x=100 * normal(40, 2), y=normal(40)),
    "step size": lambda: before(LINE, hidden=(), optimizer="gradient_descent", learning_rate=5.0),
    "one batch by heart": lambda: before(LINE, learning_rate=1e-7),
    "falling loss": lambda: after(LINE, target="y", learning_rate=1e-9, epochs=3),
    "better than a constant": lambda: after(noisy_classes(), target="y", learning_rate=1e-4, epochs=3),
    "overfitting": lambda: after(noisy_classes(), target="y", hidden=(32, 32), epochs=60, patience=60),
    "converged": lambda: after(LINE, target="y", epochs=4),
}

HEALTHY: dict[str, Callable[[], Patient]] = {
    "finite numbers": lambda: after(LINE, target="y", epochs=2),
    "squashed outputs": lambda: bare(Dense(4, "relu"), Dense(3), loss="cross_entropy"),
    "leaking columns": lambda: before(TWO),
    "shared rows": lambda: before(TWO),
    "class balance": lambda: before(TWO),
    "input scale": lambda: before({**LINE, "x1": LINE["x1"] * 1000}),
    "constant inputs": lambda: before(LINE),
    "symmetric weights": lambda: before(LINE),
    "initial loss": lambda: before(TWO),
    "gradient flow": lambda: deep("relu"),
    "dead units": lambda: before(LINE, hidden=(6,)),
    "saturated units": lambda: before(LINE, activation="tanh"),
    "step size": lambda: before(LINE, hidden=(), optimizer="gradient_descent", learning_rate=0.1),
    "one batch by heart": lambda: before(LINE),
    "falling loss": lambda: after(LINE, target="y", epochs=10),
    "better than a constant": lambda: after(LINE, target="y", epochs=20),
    "overfitting": lambda: after(LINE, target="y", epochs=20),
    "converged": lambda: after(toy_table("moons"), target="class", hidden=(8,), patience=5, tolerance=0.02),
}
