"""Rows to learn from: flowers, and numbers."""

import pytest
from sklearn.datasets import load_diabetes, load_iris


@pytest.fixture(scope="session")
def flowers():
    """Iris: X (150, 4), y (150,)."""
    return load_iris(return_X_y=True)


@pytest.fixture(scope="session")
def patients():
    """Diabetes: X (442, 10), y (442,)."""
    return load_diabetes(return_X_y=True)
