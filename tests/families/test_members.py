"""Models made of others: their members are the other pages' models, and what they say is what those would say alone."""

import numpy as np
import pytest

from glassgrad.families.family import Lot
from glassgrad.families.pages.decision_tree import decision_tree
from glassgrad.families.pages.nearest_neighbours import nearest_neighbours
from glassgrad.families.pages.stacking import stacking
from glassgrad.families.pages.voting import CANDIDATES, voting
from tests.families.made_rows import NAMES, rows


def only(lot, kept):
    return Lot(lot.inputs[kept], lot.targets[kept], lot.places[kept])


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_a_member_says_what_its_family_says_alone(kind):
    lot, situation = rows(kind)
    told = {part.what: part.value for part in voting.explain(voting.learn(lot, situation), 7, lot).parts}
    for family in (decision_tree, nearest_neighbours):
        alone = family.learn(lot, situation).model
        said = alone.predict_proba(lot.inputs[7:8])[0] if kind else alone.predict(lot.inputs[7:8])
        np.testing.assert_allclose(told[family.title], said, rtol=1e-12)


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_every_family_that_fits_the_task_is_a_member(kind):
    lot, situation = rows(kind)
    members = voting.learn(lot, situation).model.named_estimators_
    assert set(members) == {family.name for family in CANDIDATES if not family.fits(situation)}
    assert len(members) == (4 if kind else 3)


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_what_the_members_keep_is_kept_by_the_whole(kind):
    lot, situation = rows(kind)
    kept = {one.what: one.count for one in voting.stores(voting.learn(lot, situation).model)}
    tree = decision_tree.learn(lot, situation)
    assert kept["nodes"] == decision_tree.stores(tree.model)[0].count
    assert kept[nearest_neighbours.stores(nearest_neighbours.learn(lot, situation).model)[0].what] == len(lot.targets)


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_the_weights_of_a_stack_are_times_what_scikit_learn_hands_to_its_last_model(kind):
    lot, situation = rows(kind)
    learned = stacking.learn(lot, situation)
    handed = learned.model.transform(lot.inputs[3:4])[0]
    last = learned.model.final_estimator_
    sums = np.atleast_2d(last.coef_) @ handed + last.intercept_
    told = stacking.explain(learned, 3, lot)
    np.testing.assert_allclose(told.sum, np.ravel(sums), rtol=1e-9)
    assert [part.what for part in told.parts][-1] == "bias"
    assert len(told.parts) == 4


@pytest.mark.parametrize("family", [voting, stacking], ids=lambda one: one.name)
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_class_that_no_row_has_is_not_among_the_outputs(family, missing):
    lot, situation = rows(3)
    known = tuple(name for number, name in enumerate(NAMES) if number != missing)
    learned = family.learn(only(lot, lot.targets != missing), situation)
    for place in range(5):
        told = family.explain(learned, place, lot)
        assert told.outputs == (known if len(told.output) == 2 else known[1:])
        assert told.answer in known
        np.testing.assert_allclose(told.sum, told.output, rtol=1e-9)


def test_a_class_with_a_single_row_does_not_stop_a_stack():
    lot, situation = rows(3)
    kept = lot.targets != 2
    kept[np.flatnonzero(lot.targets == 2)[0]] = True
    learned = stacking.learn(only(lot, kept), situation)
    assert learned.model.classes_.tolist() == [0, 1, 2]
    told = stacking.explain(learned, 0, lot)
    np.testing.assert_allclose(told.sum, told.output, rtol=1e-9)
