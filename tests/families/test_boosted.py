"""Boosted trees of three libraries: leaves, start values and sums, held against what each library says."""

from dataclasses import replace

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.families.boosted import added, grouped
from glassgrad.families.family import Lot, Part, Situation
from glassgrad.families.pages import histogram_boosting as histogram_page
from glassgrad.families.pages import lightgbm as lightgbm_page
from glassgrad.families.pages import xgboost as xgboost_page
from glassgrad.families.pages.histogram_boosting import histogram_boosting
from glassgrad.families.pages.lightgbm import lightgbm
from glassgrad.families.pages.xgboost import xgboost
from glassgrad.families.trees import path

PAGES = {xgboost: xgboost_page, lightgbm: lightgbm_page, histogram_boosting: histogram_page}
FAMILIES = tuple(PAGES)
FEATURES = ("a", "b", "c")
NAMES = ("red", "green", "blue")


def rows(kind, count=90, seed=0):
    """Numbers, or so many classes, that depend on the inputs."""
    generator = np.random.default_rng(seed)
    inputs = generator.normal(size=(count, 3))
    score = inputs[:, 0] + np.abs(inputs[:, 1]) + 0.3 * generator.normal(size=count)
    targets = score if kind == 0 else np.digitize(score, np.quantile(score, np.arange(1, kind) / kind))
    task = {0: Task.REGRESSION, 2: Task.TWO_CLASSES, 3: Task.MANY_CLASSES}[kind]
    return Lot(inputs, targets, np.arange(count)), Situation(task=task, features=FEATURES, classes=NAMES[:kind], rows=count)


def learn(family, kind, **given):
    pytest.importorskip(family.package or "sklearn")
    return family.learn(*rows(kind, **given))


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_the_sums_of_xgboost_are_its_own_to_the_last_bit(kind):
    for seed in range(4):
        learned = learn(xgboost, kind, seed=seed)
        kept = xgboost_page._read(learned.model)
        library = learned.model.model if kind else learned.model
        own = library.predict(learned.lot.inputs, output_margin=True).reshape(len(learned.lot.inputs), -1)
        ours = [kept.start.astype(float) + added(kept, row).sum(axis=0) for row in learned.lot.inputs[:30]]
        np.testing.assert_array_equal(np.float32(ours), own[:30])


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_every_row_comes_to_the_leaf_of_xgboost(kind):
    learned = learn(xgboost, kind)
    library = learned.model.model if kind else learned.model
    trees = xgboost_page._read(learned.model).trees
    ways = [[path(tree, row)[-1] for tree in trees] for row in learned.lot.inputs[:10]]
    np.testing.assert_array_equal(ways, library.apply(learned.lot.inputs[:10]))


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_every_leaf_of_lightgbm_holds_what_the_library_says(kind):
    learned = learn(lightgbm, kind)
    kept, booster = lightgbm_page._read(learned.model), learned.model.booster_
    outputs = len(kept.start)
    leaves = learned.model.predict(learned.lot.inputs[:10], pred_leaf=True)
    for row, its_leaves in zip(learned.lot.inputs[:10], leaves, strict=True):
        own = np.array([booster.get_leaf_output(tree, leaf) for tree, leaf in enumerate(its_leaves)]).reshape(-1, outputs)
        own[0] -= kept.start
        np.testing.assert_allclose(added(kept, row), own, rtol=1e-9, atol=1e-12)


def test_the_start_value_is_what_the_targets_say_before_any_tree():
    for family in FAMILIES:
        learned = learn(family, 0)
        assert PAGES[family]._read(learned.model).start[0] == pytest.approx(learned.lot.targets.mean(), rel=1e-5, abs=1e-6)
        two = learn(family, 2, count=91)
        share = two.lot.targets.mean()
        assert PAGES[family]._read(two.model).start[0] == pytest.approx(np.log(share / (1 - share)), rel=1e-4, abs=1e-6)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
def test_the_tree_that_is_told_leads_to_what_it_is_said_to_add(family):
    learned = learn(family, 0)
    told = family.explain(learned, 3, learned.lot)
    largest = max((part for part in told.parts if part.what.startswith("tree")), key=lambda part: abs(part.value[0]))
    caption = told.blocks[-1].caption
    assert caption[0].lower().startswith(largest.what + " moves the sum most")
    assert float(caption[1].text.removeprefix("≈ ").replace("−", "-")) == pytest.approx(largest.value[0], rel=1e-3)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
@pytest.mark.parametrize("missing", [0, 1, 2])
def test_a_class_that_no_row_has_gets_no_score(family, missing):
    pytest.importorskip(family.package or "sklearn")
    lot, situation = rows(3)
    learned = family.learn(replace(lot, inputs=lot.inputs[lot.targets != missing], targets=lot.targets[lot.targets != missing]), situation)
    known = [name for number, name in enumerate(NAMES) if number != missing]
    assert learned.model.classes_.tolist() == [number for number in range(3) if number != missing]
    for place in range(20):
        told = family.explain(learned, place, lot)
        assert told.outputs == (known[1],)
        np.testing.assert_allclose(told.sum, told.output, rtol=1e-9, atol=1e-9)
        assert told.answer == known[int(told.output[0] > 0)]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda one: one.name)
@pytest.mark.parametrize("kind", [0, 2, 3])
def test_inputs_that_say_nothing_are_answered_with_the_start_value(family, kind):
    pytest.importorskip(family.package or "sklearn")
    lot, situation = rows(kind)
    learned = family.learn(replace(lot, inputs=np.zeros_like(lot.inputs)), situation)
    told = family.explain(learned, 0, lot)
    np.testing.assert_allclose(told.sum, told.output, rtol=1e-9, atol=1e-9)
    np.testing.assert_allclose(told.output, told.parts[0].value, atol=1e-4)
    assert "ask for" not in family.knows(learned)


def test_rounds_are_put_into_groups_that_hold_all_of_them_once():
    for count in (0, 1, 2, 3, 100, 128, 1000):
        groups = grouped([Part(str(number), np.array([number])) for number in range(count)], "round")
        assert sum(group.value[0] for group in groups) == count * (count - 1) / 2
        assert len(groups) <= 7
    assert [group.what for group in groups] == ["round 1", "rounds 2–3", "rounds 4–7", "rounds 8–15", "rounds 16–31", "rounds 32–63", "rounds 64–1,000"]


def test_a_single_class_is_the_answer_of_xgboost_to_everything():
    pytest.importorskip("xgboost")
    lot, situation = rows(2)
    learned = xgboost.learn(replace(lot, targets=np.ones(len(lot.targets), dtype=int)), situation)
    told = xgboost.explain(learned, 0, lot)
    np.testing.assert_allclose(told.sum, told.output, rtol=1e-9)
    assert told.answer == "green"


@pytest.mark.parametrize("kind", [0, 2, 3])
def test_the_model_kept_on_one_thread_says_what_the_library_says(kind):
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
    from threadpoolctl import threadpool_limits

    learned = learn(histogram_boosting, kind)
    inputs = learned.lot.inputs
    with threadpool_limits(limits=1):
        alone = (HistGradientBoostingClassifier if kind else HistGradientBoostingRegressor)(random_state=0).fit(inputs, learned.lot.targets)
        said = alone.predict(inputs)
    np.testing.assert_allclose(learned.model.predict(inputs), said, rtol=1e-9)
