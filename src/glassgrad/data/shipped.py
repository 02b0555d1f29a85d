"""Data sets that are there without a download: the five that scikit-learn ships, and the generated ones."""

import numpy as np

from .guests import guest
from .table import Column, Table
from .toys import TOYS, toy_table

SHIPPED = {"iris": "species", "wine": "cultivar", "breast_cancer": "diagnosis", "diabetes": "progression", "digits": "digit"}


def dataset_names() -> tuple[str, ...]:
    """The names `read_table` knows without a file.

    >>> dataset_names()
    ('iris', 'wine', 'breast_cancer', 'diabetes', 'digits', 'moons', 'circles', 'spirals', 'xor')
    """
    return (*SHIPPED, *TOYS)


def default_target(source: object) -> str | None:
    """The column one usually predicts in a known data set; None for anything else.

    >>> default_target("iris"), default_target("moons"), default_target("sales.csv")
    ('species', 'class', None)
    """
    if not isinstance(source, str):
        return None
    return SHIPPED.get(source, "class" if source in TOYS else None)


def known_table(name: str) -> Table:
    """A known data set: the features with their real names, then the target, classes as words (digits as numbers)."""
    if name in TOYS:
        return toy_table(name)
    loaded = getattr(guest("sklearn.datasets", f"the data set {name}"), f"load_{name}")()
    features = [Column(str(title), "number", values.astype(np.float64)) for title, values in zip(loaded.feature_names, loaded.data.T, strict=True)]
    return Table((*features, _target(name, loaded.target, getattr(loaded, "target_names", None))), f"the data set {name}")


def _target(name: str, values: np.ndarray, words: np.ndarray | None) -> Column:
    if name in ("diabetes", "digits") or words is None:
        return Column(SHIPPED[name], "number", values.astype(np.float64))
    return Column(SHIPPED[name], "category", np.array([str(word) for word in words], dtype=object)[values])
