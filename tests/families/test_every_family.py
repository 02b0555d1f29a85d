"""Every page of `families/` on every data set that it fits: what it keeps, what it knows, and how its answers come about."""

from functools import cache

import numpy as np
import pytest

from glassgrad.data import Task, default_target, infer_task, learn_preparation, read_table
from glassgrad.explain import Story
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Family, Learned, Lot, Situation

DATA = ("wine", "breast_cancer", "diabetes", "digits")
ROWS = 160
PAIRS = [(family, name) for family in FAMILIES.values() for name in DATA]


@cache
def given(name: str) -> tuple[Lot, Situation]:
    """Some rows of a data set, mixed."""
    table = read_table(name)
    target = default_target(name)
    task = infer_task(table[target]).task
    rows = np.random.default_rng(0).permutation(table.rows)[:ROWS]
    preparation = learn_preparation(table, target=target, task=task, rows=rows)
    targets = preparation.targets(table)[rows]
    columns = tuple(one for one in table.names if one != target) if name == "digits" else ()
    counts = np.column_stack([table[one].values[rows] for one in columns]) if columns else None
    numbers = preparation.restore_target(targets) if task is Task.REGRESSION else targets.astype(np.intp)
    situation = Situation(task=task, features=preparation.features, classes=preparation.classes, rows=ROWS, columns=columns)
    return Lot(preparation.apply(table, rows=rows).values, numbers, rows, counts), situation


@cache
def learned(family: Family, name: str) -> Learned:
    """The family fitted to most of the rows; the test is skipped where it does not fit."""
    lot, situation = given(name)
    if family.package:
        pytest.importorskip(family.package)
    if family.fits(situation):
        pytest.skip(family.fits(situation))
    return family.learn(part(lot, slice(0, 120)), situation)


def part(lot: Lot, rows: slice) -> Lot:
    """Some rows of a lot."""
    counts = None if lot.counts is None else lot.counts[rows]
    return Lot(lot.inputs[rows], lot.targets[rows], lot.places[rows], counts)


@pytest.mark.parametrize(("family", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_what_the_parts_of_an_answer_add_up_to_is_what_the_model_says(family, name):
    fitted, held_out = learned(family, name), part(given(name)[0], slice(120, ROWS))
    for place in range(5):
        told = family.explain(fitted, place, held_out)
        np.testing.assert_allclose(told.sum, told.output, rtol=1e-9, atol=1e-9 * max(1.0, np.abs(told.output).max()))
        assert len(told.outputs) == len(told.output)
        said = fitted.model.predict(family.inputs(held_out)[place : place + 1])[0]
        assert told.answer == (fitted.situation.classes[int(said)] if fitted.situation.classes else pytest.approx(float(said), rel=1e-6))
        assert str(Story(("One answer",), told.blocks))


@pytest.mark.parametrize(("family", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_it_counts_what_it_keeps_and_says_where_its_knowledge_is(family, name):
    fitted = learned(family, name)
    stored = family.stores(fitted.model)
    assert stored
    assert all(one.count > 0 and one.what for one in stored)
    assert family.size(fitted.model) > 0
    sentence = family.knows(fitted)
    assert any(letter.isdigit() for letter in sentence)
    assert sentence[0].isupper()
    assert sentence.endswith(".")


@pytest.mark.parametrize(("family", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_it_is_better_than_saying_always_the_same(family, name):
    fitted, held_out = learned(family, name), part(given(name)[0], slice(120, ROWS))
    said = fitted.model.predict(family.inputs(held_out))
    if fitted.situation.classes:
        usual = np.bincount(fitted.lot.targets).argmax()
        assert (said == held_out.targets).mean() > (held_out.targets == usual).mean()
    else:
        assert np.mean((said - held_out.targets) ** 2) < np.var(held_out.targets)


@pytest.mark.parametrize(("family", "name"), PAIRS, ids=lambda one: getattr(one, "name", one))
def test_the_same_seed_gives_the_same_model(family, name):
    fitted, held_out = learned(family, name), part(given(name)[0], slice(120, ROWS))
    again = family.learn(fitted.lot, fitted.situation)
    np.testing.assert_array_equal(again.model.predict(family.inputs(held_out)), fitted.model.predict(family.inputs(held_out)))
    assert family.stores(again.model) == family.stores(fitted.model)


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda one: one.name)
def test_a_page_is_named_like_its_file_and_says_what_it_is(family):
    assert FAMILIES[family.name] is family
    assert family.says[0].islower()
    assert not family.says.endswith(".")
    assert "" in [family.fits(given(name)[1]) for name in DATA]
