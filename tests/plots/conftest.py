"""Short runs that the pictures are made of: two classes, three, a number, a number from a single input, and several targets at once."""

import numpy as np
import pytest

from glassgrad.training import Run, train


@pytest.fixture(scope="session")
def two_classes() -> Run:
    return train("moons", hidden=(6,), epochs=12, seed=0, engine="reference")


@pytest.fixture(scope="session")
def classes() -> Run:
    return train("iris", hidden=(5, 4), epochs=10, seed=0, engine="reference")


@pytest.fixture(scope="session")
def numbers() -> Run:
    return train("diabetes", hidden=(4,), epochs=6, seed=0, engine="reference")


@pytest.fixture(scope="session")
def one_feature() -> Run:
    x = np.linspace(-2, 2, 40)
    return train({"x": x, "y": np.sin(x) + 0.5}, target="y", hidden=(3,), epochs=10, seed=0, engine="reference")


def several(targets: np.ndarray) -> Run:
    """A run that learns these targets (60, targets), from two inputs."""
    x = np.random.default_rng(3).normal(size=(60, 2))
    columns = {f"y{place}": one for place, one in enumerate(targets.T)}
    return train({"x1": x[:, 0], "x2": x[:, 1], **columns}, target="y0", more_targets=("y1", "y2"), hidden=(4,), epochs=5, seed=0, engine="reference")


@pytest.fixture(scope="session")
def several_numbers() -> Run:
    x = np.random.default_rng(3).normal(size=(60, 2))
    return several(np.stack([10 + 3 * x[:, 0] + x[:, 1] ** 2, 100 * x[:, 1] - 5 + x[:, 0] ** 3, x[:, 0] * x[:, 1]], axis=1))


@pytest.fixture(scope="session")
def several_labels() -> Run:
    x = np.random.default_rng(3).normal(size=(60, 2))
    return several(np.stack([x[:, 0] + x[:, 1] ** 2 > 1, x[:, 1] > x[:, 0], x.sum(axis=1) > 0.5], axis=1).astype(float))
