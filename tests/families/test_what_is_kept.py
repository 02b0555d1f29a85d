"""What a fitted family keeps, in bytes that are measured alike for all; and how it is told where there is but one of something, or nothing."""

import re
from functools import cache

import numpy as np
import pytest

from glassgrad.data import Task
from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Lot, Situation, Sort, Stored, stored
from glassgrad.families.packages import missing_package
from tests.families.made_rows import rows

NUMBER = 8
"""Bytes of a number in double precision, which all of these libraries take but XGBoost."""


def learned(name, lot, situation):
    family = FAMILIES[name]
    if because := missing_package(family) or family.fits(situation):
        pytest.skip(because)
    return family.learn(lot, situation)


@cache
def fitted(name, kind):
    return learned(name, *rows(kind))


@pytest.mark.parametrize("kind", [0, 2, 3])
@pytest.mark.parametrize("name", [one.name for one in FAMILIES.values() if one.sort in (Sort.PARAMETRIC, Sort.PROBABILITIES)])
def test_a_model_that_is_numbers_takes_eight_bytes_for_each_whatever_its_family(name, kind):
    one = fitted(name, kind)
    assert one.family.size(one.model) == NUMBER * sum(each.count for each in one.family.stores(one.model))


@pytest.mark.parametrize("kind", [0, 2, 3])
@pytest.mark.parametrize(("name", "beside"), [("nearest_neighbours", 1), ("kernel_density", 0), ("rbf_svm", 0)])
def test_a_row_that_is_kept_takes_as_many_numbers_as_it_has(name, beside, kind):
    kept = fitted(name, kind)
    vectors, *others = kept.family.stores(kept.model)
    assert vectors.bytes == NUMBER * vectors.count * (2 + beside)
    assert all(one.bytes == NUMBER * one.count for one in others)


WIDTHS = {"decision_tree": (32, 8), "random_forest": (32, 8), "histogram_boosting": (24, 8), "xgboost": (16, 4), "lightgbm": (20, 8)}
"""Bytes of a question: which input, the threshold and two ways on, as wide as the library keeps them; and of a number at a leaf."""


@pytest.mark.parametrize("kind", [0, 3])
@pytest.mark.parametrize("name", WIDTHS)
def test_the_nodes_of_a_tree_take_four_numbers_for_a_question_and_the_values_of_a_leaf(name, kind):
    one = fitted(name, kind)
    (nodes,) = one.family.stores(one.model)
    trees = {"decision_tree": 1, "random_forest": 100}.get(name, 100 * max(1, kind))
    questions = (nodes.count - trees) // 2
    of_a_question, of_a_value = WIDTHS[name]
    values = max(1, kind) if "boost" not in name and name != "lightgbm" else 1
    assert nodes.bytes == of_a_question * questions + of_a_value * values * (nodes.count - questions)


def test_models_made_of_others_take_the_bytes_of_their_members_and_of_nothing_twice():
    voting, alone = fitted("voting", 2), [fitted(name, 2) for name in ("logistic_regression", "gaussian_naive_bayes", "decision_tree", "nearest_neighbours")]
    assert voting.family.size(voting.model) == sum(one.family.size(one.model) for one in alone)
    assert sum(one.count for one in voting.family.stores(voting.model)) == sum(each.count for one in alone for each in one.family.stores(one.model))


@cache
def eight_rows():
    """One column of counts, two classes: so little that most things are there once, or not at all."""
    slow = ("random_forest", "xgboost", "lightgbm", "stacking")
    return compare({"a": [1, 2, 3, 4, 5, 6, 7, 8], "y": list("uuuuvvvv")}, target="y", without=slow, jobs=1)


def told_of(seen):
    return " ".join(str(seen).split())


def test_the_smallest_model_is_the_one_with_fewest_numbers():
    linear, network = eight_rows().result("linear_svm"), eight_rows().result("neural_network")
    assert (linear.all.count, linear.bytes) == (2, 16)
    assert (network.all.count, network.bytes) == (49, 392)
    assert "Bytes, measured alike for all" in told_of(eight_rows())


def test_what_is_there_once_is_told_in_the_singular():
    told = told_of(eight_rows())
    assert not re.search(r"\b1 (?:→ 1 )?(?:inputs|columns|counted columns|nodes|weights|rows|machines|questions|models|vectors|classes|means)\b", told)
    assert "1 → 1 weight of a tree" in told
    assert "1 → 1 node " in told


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("logistic_regression", "In 1 weight, of a, and a bias."),
        ("linear_svm", "In 1 weight, of a, and a bias; 4 of 6 rows, its support vectors, decided that, and need not be kept."),
        ("rbf_svm", "In 4 of 6 rows, the support vectors, and a weight for each; rows clear of the border are forgotten."),
        ("decision_tree", "In 1 leaf of a tree that asks nothing: every row gets the same answer."),
        ("histogram_boosting", "In 100 small trees that ask nothing: every row gets the same answer."),
        ("adaboost", "In 1 question of 1 small tree; it asks for a."),
        ("gaussian_naive_bayes", "In 2 means and 2 variances of the one input in each of 2 classes, and in the classes' shares."),
        ("multinomial_naive_bayes", "In 2 shares of the one counted column in each of 2 classes, and in the classes' shares."),
    ],
)
def test_where_the_knowledge_is_reads_well_where_there_is_little_of_it(name, words):
    assert eight_rows().result(name).knows == words


def small(inputs, targets, classes=()):
    task = (Task.TWO_CLASSES if len(classes) == 2 else Task.MANY_CLASSES) if classes else Task.REGRESSION
    lot = Lot(np.array(inputs, dtype=float), np.array(targets), np.arange(len(targets)), np.array(inputs, dtype=float))
    return lot, Situation(task=task, features=tuple("abcd"[: lot.inputs.shape[1]]), classes=classes, rows=len(targets), columns=("a",))


@pytest.mark.parametrize(
    ("name", "lot", "words"),
    [
        ("rbf_svm", small([[0], [1], [2], [3]], [5.0, 5.0, 5.0, 5.0]), "In 1 bias alone: none of 4 rows had to be kept."),
        ("linear_svm", small([[0], [1], [2], [3]], [5.0, 5.0, 5.0, 5.0]), "In 1 weight, of a, and a bias; no row is a support vector that pulls at it."),
        ("logistic_regression", small([[0], [1], [2]], [0, 1, 2], ("u", "v", "w")), "In 3 weights of a, one for each class, and biases."),
        ("linear_regression", small([[0, 1], [1, 0], [2, 5]], [0.0, 2.0, 4.0]), "In 2 weights, one for each of 2 inputs; the largest belongs to a."),
        (
            "nearest_neighbours", small([[0], [1]], [0, 1], ("u", "v")),
            "In 2 rows kept whole: what that means is worked out only when a prediction is asked for, from the nearest one.",
        ),
        (
            "kernel_density", small([[0], [1]], [0, 1], ("u", "v")),
            "In 2 rows kept whole, each a hill as wide as 1 standard deviation of the inputs, and in the shares of 2 classes.",
        ),
        ("gaussian_naive_bayes", small([[0], [1]], [0, 0], ("u", "v")), "In 1 mean and 1 variance of the one input in the only class."),
        ("multinomial_naive_bayes", small([[0], [1]], [1, 1], ("u", "v")), "In 1 share of the one counted column in the only class."),
        ("random_forest", small([[1]] * 6, [0, 1, 0, 1, 0, 1], ("u", "v")), "In 100 trees that ask nothing: every row gets the same answer."),
        ("adaboost", small([[1]] * 6, [2.0] * 6), "In 1 small tree that asks nothing: every row gets the same answer."),
    ],
)  # fmt: skip
def test_nothing_and_one_and_two_are_told_as_a_person_would(name, lot, words):
    one = learned(name, *lot)
    assert one.family.knows(one) == words


def test_things_are_alike_if_there_are_as_many_of_them_whatever_bytes_they_take():
    assert Stored(3, "nodes", 72) == Stored(3, "nodes", 40)
    assert stored("rows", np.zeros((2, 3))) == Stored(6, "rows")


# ── what a family does otherwise than the others ────────────────────────────


def test_the_story_says_who_does_not_learn_from_all_rows_and_who_sees_raw_counts():
    told = told_of(eight_rows())
    assert "the same for all, but our neural network holds about 15% of these rows out inside, and keeps the weights that did best on them;" in told
    assert "multinomial naive Bayes takes the counts as they stand, not scaled." in told
    alone = told_of(eight_rows().explain(1, families="multinomial_naive_bayes"))
    assert "every number scaled. But multinomial naive Bayes sees the counts as they stand." in alone
    assert "as they stand" not in told_of(eight_rows().explain(1, families="decision_tree"))


def test_only_our_network_holds_rows_out_inside():
    lot, situation = rows(2)
    plan = fitted("neural_network", 2).model.run_.plan
    assert len(plan.split.validation) == round(0.15 * len(lot.targets))
    for name in ("histogram_boosting", "random_forest", "adaboost"):
        model = FAMILIES[name].make(situation)
        parameters = getattr(model, "model", model).get_params()
        assert not parameters.get("early_stopping"), name


def test_what_the_networks_prediction_starts_from_is_the_mean_of_the_rows_it_learnt_from():
    one = fitted("neural_network", 0)
    told = FAMILIES["neural_network"].explain(one, 0, one.lot)
    own = one.lot.targets[one.model.run_.plan.split.training].mean()
    (mean,) = (part.value[0] for part in told.parts if part.what == "mean of the rows learnt from")
    assert mean == pytest.approx(own, rel=1e-12)
    assert mean != pytest.approx(one.lot.targets.mean(), rel=1e-6)


def test_a_name_alone_is_one_family_to_draw():
    axes = eight_rows().plot("boundaries", families="decision_tree", features="a")
    assert len(np.ravel(axes)) == 1
