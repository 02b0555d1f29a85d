"""Naive Bayes: Bayes' rule written out with scipy's densities, and a mixture of counts by hand."""

import numpy as np
import pytest
from scipy import stats

from glassgrad.data import Task
from glassgrad.explain import Story
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.gaussian_naive_bayes import gaussian_naive_bayes
from glassgrad.families.pages.multinomial_naive_bayes import multinomial_naive_bayes

NAMES = ("red", "green", "blue")


def by_rule(likelihoods, shares):
    joint = np.asarray(likelihoods) * shares
    return joint / joint.sum()


def test_the_gaussian_probabilities_are_shares_times_bell_curves():
    generator = np.random.default_rng(9)
    targets = np.repeat([0, 1, 2], [10, 20, 30])
    inputs = generator.normal(size=(60, 3)) + 0.7 * targets[:, np.newaxis]
    lot = Lot(inputs, targets, np.arange(60))
    learned = gaussian_naive_bayes.learn(lot, Situation(task=Task.MANY_CLASSES, features=("a", "b", "c"), classes=NAMES, rows=60))
    widened = 1e-9 * inputs.var(axis=0).max()
    for place in range(0, 60, 7):
        told = gaussian_naive_bayes.explain(learned, place, lot)
        bells = []
        for one in range(3):
            rows = inputs[targets == one]
            bells.append(stats.norm.pdf(inputs[place], rows.mean(axis=0), np.sqrt(rows.var(axis=0) + widened)).prod())
        expected = by_rule(bells, np.array([10, 20, 30]) / 60)
        np.testing.assert_allclose(np.exp(told.sum), expected, rtol=1e-10)
        assert told.answer == NAMES[int(expected.argmax())]


def test_curves_that_the_library_has_widened_are_counted_and_explained():
    lot = Lot(np.array([[1.0, 0.0], [1.0, 1.0], [2.0, 5.0], [3.0, 6.0]]), np.array([0, 0, 1, 1]), np.arange(4))
    learned = gaussian_naive_bayes.learn(lot, Situation(task=Task.TWO_CLASSES, features=("a", "b"), classes=NAMES[:2], rows=4))
    told = str(Story(("One",), gaussian_naive_bayes.explain(learned, 2, lot).blocks))
    assert "1 curve belongs to rows that all have the same value" in told


def counted_lot():
    """Two rows about cats, one about dogs: of 6 + 3 cats counted, of 1 + 4 dogs."""
    counts = np.array([[4.0, 1.0], [2.0, 0.0], [0.0, 3.0]])
    return Lot(counts * 0.1, np.array([0, 0, 1]), np.arange(3), counts), Situation(
        task=Task.TWO_CLASSES, features=("cats_scaled", "dogs_scaled"), classes=NAMES[:2], rows=3, columns=("cats", "dogs")
    )


def test_a_mixture_of_counts_is_what_was_counted_and_one_of_each():
    lot, situation = counted_lot()
    learned = multinomial_naive_bayes.learn(lot, situation)
    told = multinomial_naive_bayes.explain(learned, 0, lot)
    red, green = np.array([7, 2]) / 9, np.array([1, 4]) / 5
    likelihoods = [stats.multinomial.pmf([4, 1], 5, mixture) for mixture in (red, green)]
    np.testing.assert_allclose(np.exp(told.sum), by_rule(likelihoods, np.array([2, 1]) / 3), rtol=1e-12)
    assert [part.what for part in told.parts[:2]] == ["cats: 4", "dogs: 1"]
    np.testing.assert_allclose(told.parts[0].value, 4 * np.log([7 / 9, 1 / 5]), atol=1e-12)


def test_the_differences_beside_the_next_class_add_up_to_the_difference_of_the_probabilities():
    lot, situation = counted_lot()
    learned = multinomial_naive_bayes.learn(lot, situation)
    told = multinomial_naive_bayes.explain(learned, 0, lot)
    beside = told.blocks[2]
    apart = told.output[0] - told.output[1]
    assert beside.rows[-1][-1][0].text == f"≈ {apart:.3f}"


@pytest.mark.parametrize(
    ("situation", "reason"),
    [
        (Situation(task=Task.TWO_CLASSES, features=("a",), classes=("no", "yes")), "not all inputs are whole numbers of at least 0"),
        (Situation(task=Task.REGRESSION, features=("a",), columns=("a",)), "a number is predicted"),
        (Situation(task=Task.TWO_CLASSES, features=("a",), classes=("no", "yes"), columns=("a",)), ""),
    ],
)
def test_counts_are_needed_and_classes(situation, reason):
    said = multinomial_naive_bayes.fits(situation)
    assert reason in said
    assert bool(said) == bool(reason)
