"""Short runs that the pictures are made of: two classes, three, a number, and a number from a single input."""

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
