"""AdaBoost: weighted votes, and the weighted middle, worked out by hand where they fit on a page."""

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.explain import Story
from glassgrad.families.family import Lot, Situation
from glassgrad.families.pages.adaboost import adaboost
from tests.families.made_rows import NAMES, rows


@pytest.mark.parametrize("kind", [2, 3])
def test_the_shares_of_the_votes_are_counted_from_what_the_trees_say(kind):
    learned = adaboost.learn(*rows(kind))
    model = learned.model
    for place in range(10):
        told = adaboost.explain(learned, place, learned.lot)
        said = np.array([tree.predict(learned.lot.inputs[place : place + 1])[0] for tree in model.estimators_])
        weights = model.estimator_weights_[: len(said)]
        shares = [weights[said == number].sum() / weights.sum() for number in range(kind)]
        np.testing.assert_allclose(told.output, shares, rtol=1e-12, atol=1e-14)
        assert told.output.sum() == pytest.approx(1, abs=1e-12)
        assert told.answer == NAMES[int(np.argmax(shares))]


def test_a_single_tree_that_makes_no_mistake_has_the_only_vote():
    lot = Lot(np.array([[0.0], [1], [2], [10], [11], [12]]), np.array([0, 0, 0, 1, 1, 1]), np.arange(6))
    learned = adaboost.learn(lot, Situation(task=Task.TWO_CLASSES, features=("a",), classes=NAMES[:2], rows=6))
    told = adaboost.explain(learned, 5, lot)
    assert told.output.tolist() == [0.0, 1.0]
    assert told.blocks[-1].rows[0][:5] == (("tree 1",), ("a ≤ 6?",), ("12",), ("no",), ("green",))
    assert [one.count for one in adaboost.stores(learned.model)] == [3, 1]


def test_trees_for_more_classes_may_ask_more():
    depths = [adaboost.make(rows(kind)[1]).get_params()["estimator"].max_depth for kind in (0, 2, 3)]
    assert depths == [3, 1, 2]


def test_at_the_middle_answer_half_of_the_weight_is_reached():
    learned = adaboost.learn(*rows(0))
    model = learned.model
    for place in range(10):
        told = adaboost.explain(learned, place, learned.lot)
        said = np.array([tree.predict(learned.lot.inputs[place : place + 1])[0] for tree in model.estimators_])
        weights = model.estimator_weights_[: len(said)]
        # Rounding must not decide: half of the weight lies at or below the middle, and half at or above it.
        assert weights[said <= told.sum[0] + 1e-9].sum() >= weights.sum() / 2
        assert weights[said >= told.sum[0] - 1e-9].sum() >= weights.sum() / 2
        assert "The middle is where half of the trees' weight is reached" in " ".join(str(Story(("",), told.blocks)).split())


@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_class_that_no_row_has_gets_no_votes(missing):
    lot, situation = rows(3)
    kept = lot.targets != missing
    learned = adaboost.learn(Lot(lot.inputs[kept], lot.targets[kept], lot.places[kept]), situation)
    told = adaboost.explain(learned, 0, lot)
    assert told.outputs == tuple(name for number, name in enumerate(NAMES) if number != missing)
    np.testing.assert_allclose(told.sum, told.output, rtol=1e-9)


def test_a_first_tree_that_is_no_good_is_asked_all_the_same():
    lot = Lot(np.array([[0.0], [1.0]]), np.array([3.0, 4.0]), np.arange(2))
    learned = adaboost.learn(lot, Situation(task=Task.REGRESSION, features=("a",), rows=2))
    assert not learned.model.estimator_weights_.any()
    told = adaboost.explain(learned, 0, lot)
    np.testing.assert_allclose(told.sum, told.output)
