"""Every page of `families/` on every shipped data set that it fits: what it keeps, what it knows, how its answers come about, and that all of it stays so."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest

from glassgrad.explain import Story
from glassgrad.families import choosing, contents
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Family, Learned, Lot
from glassgrad.families.packages import missing_package
from tests.families import approved, shipped

PAIRS = [pytest.param(family, name, marks=shipped.by_one_worker(name), id=f"{family.name}-{name}") for family in FAMILIES.values() for name in shipped.NAMES]
on_all_data = pytest.mark.parametrize(("family", "name"), PAIRS)


def learned(family: Family, name: str) -> tuple[Learned, Lot]:
    """The family fitted to half of the rows, and the others; the test is skipped where it does not fit, or cannot be here."""
    if because := missing_package(family) or family.fits(shipped.situation_of(name)):
        pytest.skip(f"{family.name}: {because}")
    return shipped.learned(family.name, name)


@on_all_data
def test_what_the_parts_of_an_answer_add_up_to_is_what_the_model_says(family, name):
    fitted, held_out = learned(family, name)
    for place in range(5):
        told = family.explain(fitted, place, held_out)
        np.testing.assert_allclose(told.sum, told.output, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(told.output).max()))
        assert len(told.outputs) == len(told.output)
        said = fitted.model.predict(family.inputs(held_out)[place : place + 1])[0]
        assert told.answer == (fitted.situation.classes[int(said)] if fitted.situation.classes else pytest.approx(float(said), rel=1e-6))
        assert str(Story(("One answer",), told.blocks))


@on_all_data
def test_it_counts_what_it_keeps_and_says_where_its_knowledge_is(family, name):
    fitted, _ = learned(family, name)
    stored = family.stores(fitted.model)
    assert stored
    assert all(one.count > 0 and one.what for one in stored)
    assert family.size(fitted.model) > 0
    sentence = family.knows(fitted)
    assert any(letter.isdigit() for letter in sentence)
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@on_all_data
def test_it_is_better_than_saying_always_the_same(family, name):
    fitted, held_out = learned(family, name)
    said = fitted.model.predict(family.inputs(held_out))
    if fitted.situation.classes:
        usual = np.bincount(fitted.lot.targets).argmax()
        assert (said == held_out.targets).mean() > (held_out.targets == usual).mean()
    else:
        assert np.mean((said - held_out.targets) ** 2) < np.var(held_out.targets)


@pytest.mark.parametrize(("family", "name"), [one for one in PAIRS if one.values[1] in ("breast_cancer", "diabetes") or one.values[0].takes_counts])
def test_the_same_seed_gives_the_same_model(family, name):
    fitted, held_out = learned(family, name)
    again = family.learn(fitted.lot, fitted.situation)
    np.testing.assert_array_equal(again.model.predict(family.inputs(held_out)), fitted.model.predict(family.inputs(held_out)))
    assert family.stores(again.model) == family.stores(fitted.model)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda one: one.name)
def test_a_page_is_named_like_its_file_and_says_what_it_is(family):
    assert FAMILIES[family.name] is family
    assert family.says[0].islower()
    assert not family.says.endswith(".")
    assert "" in [family.fits(shipped.situation_of(name)) for name in shipped.NAMES]


# ── shipped data, as they were read and approved ────────────────────────────


@on_all_data
def test_on_shipped_data_it_comes_to_what_was_read_and_approved(family, name, request):
    if because := missing_package(family):
        pytest.skip(f"{family.name}: {because}")
    found = family.fits(shipped.situation_of(name)) or approved.what_came_of(shipped.shipped(name), family)
    if request.config.getoption("--refresh-goldens"):
        approved.write(name, family.name, found)
    assert not approved.changes(approved.read(name)[family.name], found, approved.tolerance_of(family))


@pytest.mark.parametrize("name", [pytest.param(name, marks=shipped.by_one_worker(name)) for name in shipped.NAMES])
def test_every_family_that_is_here_takes_part_and_explains_itself(name):
    seen, situation = shipped.shipped(name), shipped.situation_of(name)
    fits = {one.name for one in FAMILIES.values() if not missing_package(one) and not one.fits(situation)}
    assert {one.family.name for one in seen} == fits
    told = " ".join(str(seen.explain(int(seen.problem.folds[0].held_out.places[0]))).split())
    assert told.count("Checked: the ") == len(fits)
    assert "leaves something out" not in told


PLANTED = {
    "another depth": ("decision_tree", {"max_depth": 1}, {"mean score", "of 37 rows", "of 75 rows"}),
    "more neighbours": ("nearest_neighbours", {"n_neighbors": 30}, {"mean score", "its share of neighbours"}),
    "a little more regularization": ("logistic_regression", {"C": 0.99}, {"its score", "leading parts"}),
    "two more rounds": ("histogram_boosting", {"max_iter": 102}, {"its score"}),
    "one tree more": ("random_forest", {"n_estimators": 104}, {"of 37 rows", "of 75 rows"}),
}


@pytest.mark.xdist_group("families on iris")
@pytest.mark.parametrize("fault", PLANTED)
def test_a_planted_change_is_named_by_what_was_approved(fault, monkeypatch):
    name, parameters, facts = PLANTED[fault]
    make = FAMILIES[name].make
    changed = replace(FAMILIES[name], make=lambda situation: make(situation).set_params(**parameters))
    monkeypatch.setattr(contents, "FAMILIES", MappingProxyType({**FAMILIES, name: changed}))
    monkeypatch.setattr(choosing, "FAMILIES", contents.FAMILIES)
    found = approved.what_came_of(shipped.compared("iris", families=name), changed)
    named = approved.changes(approved.read("iris")[name], found, approved.tolerance_of(changed))
    assert facts <= {one.split(":")[0] for one in named}


def test_every_fact_that_was_approved_can_fail():
    known = approved.read("iris")["gaussian_naive_bayes"]
    may = approved.tolerance_of(FAMILIES["gaussian_naive_bayes"])
    assert not approved.changes(known, known, may)
    for fact in known:
        assert len(approved.changes(known, {one: value for one, value in known.items() if one != fact}, may)) == 1
