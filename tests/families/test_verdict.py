"""The verdict on linear models and the guide: on data made so that the answer is known, and on scores made up to be so."""

from functools import cache

import numpy as np
import pytest

from glassgrad.families.comparing import compare
from glassgrad.families.comparison import Kept, Result
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Stored
from glassgrad.families.guide import as_good_as_the_best, better_than_nothing, is_readable
from glassgrad.families.verdict import Answer, is_network, network_of, verdict_on

BOTH = {"linear_regression", "logistic_regression", "neural_network"}


@cache
def noisy_line():
    """Numbers that are a weighted sum, and noise."""
    draw = np.random.default_rng(3)
    X = draw.normal(size=(200, 3))
    return compare(X, X @ [2.0, -1.0, 0.5] + draw.normal(size=200), families=tuple(BOTH), jobs=1)


@cache
def bent(name):
    return compare(name, families=("logistic_regression", "neural_network", "nearest_neighbours"), jobs=1)


def made_up(family, *scores, before=10, after=10, size=100, seconds=1.0, parts=5):
    half, whole = (Kept(rows, (Stored(count, "things"),), size) for rows, count in ((50, before), (100, after)))
    return Result(family=FAMILIES[family], scores=scores, fit_seconds=seconds, predict_seconds=seconds, half=half, all=whole, knows="In 1 thing.", parts=parts)


def test_there_is_one_network_among_the_families():
    assert [one.name for one in FAMILIES.values() if is_network(one)] == ["neural_network"]


def test_on_a_weighted_sum_with_noise_a_linear_model_is_as_good_and_the_story_says_so():
    seen = noisy_line()
    assert verdict_on(seen.results).answer in (Answer.AS_GOOD, Answer.BETTER)
    told = " ".join(str(seen).split())
    found = verdict_on(seen.results)
    assert "On these data a linear model is " + ("as good as" if found.answer is Answer.AS_GOOD else "better than") + " the network: linear regression" in told
    assert "The network is not needed for these data" in told or "The network is not among them" in told
    assert f"with a standard error of {found.apart.error:.3f}" in told
    assert f"a difference of up to {found.apart.margin:.3f}" in told


@pytest.mark.parametrize("name", ["circles", "xor"])
def test_on_data_that_no_line_divides_a_linear_model_is_not_as_good_and_the_story_says_so(name):
    found = verdict_on(bent(name).results)
    assert found.answer is Answer.WORSE
    assert found.apart.mean > 0.3
    told = " ".join(str(bent(name)).split())
    assert "On these data a linear model is not as good as the network" in told
    assert f"on average, with a standard error of {found.apart.error:.3f}" in told
    assert "so this is more than chance" in told


@pytest.mark.parametrize(
    ("network", "linear", "answer"),
    [
        ((0.9, 0.8, 0.9), (0.9, 0.8, 0.9), Answer.AS_GOOD),
        ((0.9, 0.8, 0.9), (0.8, 0.9, 0.9), Answer.AS_GOOD),
        ((0.8, 0.8, 0.9), (0.9, 0.9, 0.9), Answer.AS_GOOD),
        ((0.96, 0.91, 0.95), (0.9, 0.9, 0.9), Answer.OPEN),
        ((0.96, 0.95, 0.95), (0.9, 0.9, 0.9), Answer.WORSE),
        ((0.80, 0.81, 0.80), (0.9, 0.9, 0.9), Answer.BETTER),
    ],
)
def test_the_answer_follows_from_the_scores_of_both_fold_by_fold(network, linear, answer):
    found = verdict_on([made_up("logistic_regression", *linear), made_up("decision_tree", 1.0, 1.0, 1.0), made_up("neural_network", *network)])
    assert found.answer is answer


def test_the_best_of_the_linear_models_stands_beside_the_network():
    results = [made_up("linear_svm", 0.9, 0.8), made_up("logistic_regression", 0.8, 0.8), made_up("neural_network", 0.7, 0.8)]
    assert verdict_on(results).linear.family.name == "linear_svm"


def test_without_either_of_them_there_is_no_verdict():
    assert verdict_on([made_up("logistic_regression", 0.9, 0.8), made_up("decision_tree", 0.9, 0.8)]) is None
    assert verdict_on([made_up("neural_network", 0.9, 0.8)]) is None
    assert network_of([made_up("decision_tree", 0.9, 0.8)]) is None
    assert "Is a linear model enough" not in str(compare("iris", families="logistic_regression", folds=2, jobs=1))


# ── the guide ───────────────────────────────────────────────────────────────


def test_as_good_as_the_best_is_what_stays_within_one_standard_error():
    best = made_up("random_forest", 0.95, 0.90, 0.95)
    near, far = made_up("decision_tree", 0.90, 0.95, 0.94), made_up("nearest_neighbours", 0.85, 0.80, 0.84)
    assert as_good_as_the_best([best, near, far]) == [best, near]


@pytest.mark.parametrize(
    ("family", "parts", "readable"),
    [
        ("decision_tree", 6, True),
        ("random_forest", 100, False),
        ("logistic_regression", 5, True),
        ("logistic_regression", 65, False),
        ("voting", 3, False),
        ("neural_network", 17, False),
    ],
)
def test_an_answer_can_be_read_if_its_parts_are_few_and_say_something_by_themselves(family, parts, readable):
    assert is_readable(made_up(family, 0.9, 0.9, parts=parts)) is readable


def test_the_guide_names_the_smallest_the_quickest_and_what_stays_as_large():
    seen = compare("wine", families=("logistic_regression", "gaussian_naive_bayes", "nearest_neighbours"), jobs=1)
    told = " ".join(str(seen).split()).partition("Which one to take")[2]
    good = as_good_as_the_best(seen.results)
    assert len(good) > 1
    assert f"The smallest of them is {min(good, key=lambda one: one.bytes).family.title}," in told
    assert f"The quickest to predict is {min(good, key=lambda one: one.predict_seconds).family.title}," in told
    for one in good:
        assert f"{one.family.title} ({one.parts} parts)" in told
    assert "kept the same number of things of 71 and of 142 rows" in told


def test_where_nothing_is_learnt_it_says_so_and_recommends_nothing():
    draw = np.random.default_rng(1)
    seen = compare(draw.normal(size=(120, 3)), draw.normal(size=120), families=("linear_regression", "decision_tree", "nearest_neighbours"), jobs=1)
    assert not better_than_nothing(seen).certain or better_than_nothing(seen).mean < 0
    told = " ".join(str(seen).split())
    assert "Take none of them yet" in told
    assert "The smallest of them" not in told
