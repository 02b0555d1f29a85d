"""A class that is in none of the training rows: it has no output, and the others keep their names."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.explain import Story
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.gaussian_naive_bayes import gaussian_naive_bayes
from glassgrad.families.pages.kernel_density import kernel_density
from glassgrad.families.pages.linear_svm import linear_svm
from glassgrad.families.pages.multinomial_naive_bayes import multinomial_naive_bayes
from glassgrad.families.pages.nearest_neighbours import nearest_neighbours
from glassgrad.families.pages.rbf_svm import rbf_svm

NAMES = ("red", "green", "blue", "grey", "white")
FAMILIES = (linear_svm, rbf_svm, nearest_neighbours, kernel_density, gaussian_naive_bayes, multinomial_naive_bayes)


def rows_of(known, each=20):
    """Rows of some of the classes, each lying around a place of its own."""
    generator = np.random.default_rng(10)
    targets = np.repeat(known, each)
    counts = generator.poisson(1 + 12 * np.eye(len(NAMES))[targets]).astype(float)
    places = np.arange(len(targets))
    return Lot(counts / 6 - 0.5, targets, places, counts), Situation(
        task=Task.MANY_CLASSES, features=NAMES, classes=NAMES, rows=len(targets), columns=tuple(f"{name} things" for name in NAMES)
    )


@pytest.mark.parametrize("known", [(1, 3), (0, 2, 4), (1, 2, 3, 4)], ids=str)
@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
def test_a_class_without_rows_is_not_named_and_the_others_keep_their_names(family, known):
    lot, situation = rows_of(known)
    learned = family.learn(lot, situation)
    for place in range(0, len(lot.targets), 5):
        told = family.explain(learned, place, lot)
        np.testing.assert_allclose(told.sum, told.output, rtol=1e-9, atol=1e-9)
        assert told.answer == NAMES[lot.targets[place]]
        assert len(told.outputs) == len(told.output)
        words = str(Story(("One answer",), told.blocks)) + " ".join(told.outputs)
        absent = [name for place, name in enumerate(NAMES) if place not in known]
        assert not any(f"against {name}" in words or f"{name} against" in words or name in told.outputs for name in absent)
        if len(told.outputs) == len(known):
            assert told.outputs[int(told.output.argmax())] == told.answer or family is rbf_svm
    assert family.knows(learned)
