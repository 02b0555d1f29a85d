"""Rows made by a seed, of two columns, for what is promised of several families: numbers, or two or three classes."""

import numpy as np

from glassgrad.data import Task
from glassgrad.families.family import Lot, Situation

FEATURES = ("a", "b")
NAMES = ("red", "green", "blue")


def rows(kind, count=80, seed=1):
    """A lot and its situation. `kind`: how many classes there are, 0 for a number."""
    generator = np.random.default_rng(seed)
    inputs = generator.normal(size=(count, 2))
    score = inputs[:, 0] + 0.5 * inputs[:, 1] ** 2 + 0.4 * generator.normal(size=count)
    targets = score if kind == 0 else np.digitize(score, np.quantile(score, np.arange(1, kind) / kind))
    task = {0: Task.REGRESSION, 2: Task.TWO_CLASSES, 3: Task.MANY_CLASSES}[kind]
    return Lot(inputs, targets, np.arange(count)), Situation(task=task, features=FEATURES, classes=NAMES[:kind], rows=count)
