"""The verdict on linear models and the guide: on data made so that the answer is known, and on scores made up to be so."""

import re
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from glassgrad.families.comparing import compare
from glassgrad.families.comparison import Kept, Result
from glassgrad.families.contents import FAMILIES
from glassgrad.families.differences import difference
from glassgrad.families.family import Stored
from glassgrad.families.guide import guide, is_readable
from glassgrad.families.learnt import better_than_nothing, explained_by_chance, learnt, right_by_chance
from glassgrad.families.standing import as_good_as_the_best, behind_the_best
from glassgrad.families.verdict import Answer, is_network, network_of, told_verdict, verdict_on

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


def sentences(seen):
    return " ".join("".join(word if isinstance(word, str) else word.text for word in block.words) for block in told_verdict(seen))


@cache
def base(folds):
    """A comparison to put other results into."""
    return compare("iris", families="logistic_regression", folds=folds, jobs=1)


def told_of(linear, network, *, judged=0):
    """The verdict on scores that are made up."""
    results = [replace(made_up(name, *scores), judged=judged) for name, scores in (("logistic_regression", linear), ("neural_network", network))]
    return sentences(replace(base(len(linear)), results=tuple(sorted(results, key=lambda one: -one.mean))))


@pytest.mark.parametrize("network", [(0.97, 0.96), (0.95, 0.94), (0.96, 0.95)])
def test_two_folds_give_no_verdict_but_both_differences_and_what_would_tell(network):
    told = told_of((0.955, 0.945), network)
    assert "Whether a linear model is as good as the network, two folds cannot say: logistic regression 0.950" in told
    assert "Two folds say little about chance; more folds (--folds 5) would tell." in told
    first, second = (f"{one - other:+.3f}".replace("-", "−") for one, other in zip(network, (0.955, 0.945), strict=True))
    assert f"minus the linear model's is {first} on one fold and {second} on the other" in told
    assert not re.search("is (as good|better|not as good)", told.partition("two folds")[2])


@pytest.mark.parametrize(("network", "words"), [((0.99, 0.97), "is not as good as the network"), ((0.2, 0.2), "is better than the network")])
def test_on_two_folds_one_is_better_only_by_more_rows_than_luck_makes(network, words):
    told = told_of((0.5, 0.5), network, judged=200)
    assert f"On these data a linear model {words}" in told
    ahead = abs(round(200 * (sum(network) / 2 - 0.5)))
    assert re.search(rf"Of 200 held-out rows the (network|linear model) is right on {ahead} more; that is more than luck makes \(up to \d+ in 95", told)
    near = told_of((0.5, 0.5), (0.55, 0.52), judged=200)
    assert "two folds cannot say" in near
    assert "right on 7 more; luck can make that much" in near


def test_folds_that_all_differ_alike_are_told_with_the_error_of_so_many_rows():
    told = told_of((0.90, 0.80, 0.85), (0.92, 0.82, 0.87), judged=150)
    assert "Whether a linear model is as good as the network, these folds do not say" in told
    assert "with a standard error of 0.012." in told
    assert "The folds agree more closely than luck allows: the difference comes to 3 rows, and luck moves such a count by √3" in told


def test_on_one_score_for_all_nothing_is_said_of_chance():
    told = told_of((0.9, 0.8), (0.9, 0.8), judged=100)
    assert "Both have the same accuracy on both folds." in told


def test_three_folds_have_a_verdict_and_tiers():
    seen = compare("iris", families=("logistic_regression", "neural_network", "linear_svm"), folds=3, jobs=1)
    told = " ".join(str(seen).split())
    assert "say little about chance" not in told
    assert "5 such folds" not in told
    assert "the median standard error of these differences" in told


def test_verdict_and_guide_have_one_measure_of_who_is_behind_the_best():
    scores = {"stacking": (0.985, 0.980, 0.984), "logistic_regression": (0.970, 0.950, 0.966), "neural_network": (0.958, 0.950, 0.957)}
    calm = {"rbf_svm": (0.983, 0.977, 0.982), "random_forest": (0.974, 0.969, 0.974)}
    ordered = sorted((made_up(name, *given) for name, given in (scores | calm).items()), key=lambda one: -one.mean)
    seen = replace(base(3), results=tuple(ordered))
    certain = dict(zip((one.family.name for one in ordered), (one.certain for one in behind_the_best(ordered)), strict=True))
    assert certain["logistic_regression"]
    assert not difference(scores["stacking"], scores["logistic_regression"]).certain  # by its own error
    assert "not certainly" not in sentences(seen)
    assert "stacking is better than both" in sentences(seen)


def test_the_best_within_the_noise_is_not_said_to_have_found_more():
    scores = {"random_forest": (0.95, 0.90, 0.92), "logistic_regression": (0.95, 0.88, 0.92), "neural_network": (0.90, 0.90, 0.92)}
    told = sentences(replace(base(3), results=tuple(made_up(name, *given) for name, given in scores.items())))
    assert "The best of all is random forest, 0.923; that it is ahead is within the noise of these folds." in told


# ── the guide ───────────────────────────────────────────────────────────────


def test_as_good_as_the_best_is_what_stays_within_one_standard_error():
    best = made_up("random_forest", 0.95, 0.90, 0.95)
    near, far = made_up("decision_tree", 0.90, 0.95, 0.94), made_up("nearest_neighbours", 0.85, 0.80, 0.84)
    assert as_good_as_the_best([best, near, far]) == [best, near]


def test_no_family_stands_behind_one_with_a_lower_score_however_much_that_one_varies():
    best = made_up("decision_tree", 1.0, 0.9, 1.0, 0.95, 0.95)
    steady = made_up("random_forest", 0.96, 0.85, 0.96, 0.92, 0.90)
    wild = made_up("gaussian_naive_bayes", 1.0, 0.3, 1.0, 0.95, 0.95)
    other, awful = made_up("adaboost", 0.95, 0.86, 0.96, 0.92, 0.90), made_up("neural_network", -1e50, 0.9, 0.9, 0.9, 0.9)
    results = [best, steady, other, wild, awful]
    assert [difference(best.scores, one.scores).small for one in (steady, wild)] == [False, True]  # each by its own error: upside down
    good = as_good_as_the_best(results)
    assert good == results[: len(good)]
    certain = [one.certain for one in behind_the_best(results)]
    assert certain == sorted(certain)
    assert wild not in good


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
    readable = sorted(good, key=lambda one: one.parts)
    names, parts = (" and ".join(words) for words in ([one.family.title for one in readable], [str(one.parts) for one in readable]))
    assert f"The answers of {names} can be read from beginning to end: they add up at most {parts} numbers; --explain shows them" in told
    assert "keep the same number of things with 71 rows and with 142, and will with more of them" in told


def test_only_a_family_of_fixed_size_is_promised_to_stay_as_large():
    rows = {"x": list(range(40)), "y": ["low"] * 20 + ["high"] * 20}
    seen = compare(rows, target="y", families=("logistic_regression", "decision_tree"), jobs=1)
    assert not seen.result("decision_tree").grows
    told = " ".join(str(seen).split())
    assert "decision tree happened to keep the same number of things with 16 rows and with 32" in told
    assert not re.search("decision tree[^.]* keeps? the same number[^.]* and will", told)


def test_every_family_is_named_and_what_is_left_out_is_told():
    names = ("random_forest", "adaboost", "decision_tree", "nearest_neighbours", "rbf_svm", "voting")
    results = tuple(made_up(name, 0.9, 0.9, 0.9, before=10 + place, after=20, parts=5) for place, name in enumerate(names))
    told = "".join(str(word) for block in guide(replace(base(3), results=results)) for word in block.words)
    assert "more" not in re.findall(r"and \d+ (more)", told)
    titles = [FAMILIES[name].title for name in names]
    assert f"What {', '.join(titles[:-1])} and {titles[-1]} keep changes with the rows, as the table above shows." in told
    assert "parts" not in told


def test_where_nothing_is_learnt_it_says_so_and_recommends_nothing():
    draw = np.random.default_rng(1)
    seen = compare(draw.normal(size=(120, 3)), draw.normal(size=120), families=("linear_regression", "decision_tree", "nearest_neighbours"), jobs=1)
    assert not better_than_nothing(seen).certain or better_than_nothing(seen).mean < 0
    told = " ".join(str(seen).split())
    assert "Take none of them yet" in told
    assert "The smallest of them" not in told
    assert not learnt(seen)


def test_where_nothing_is_learnt_there_is_no_verdict_on_lines_but_that():
    draw = np.random.default_rng(2)
    data = {"x": draw.normal(size=120), "y": [f"class {place % 60}" for place in range(120)]}
    told = " ".join(str(compare(data, target="y", families=("logistic_regression", "neural_network"), folds=2, jobs=1)).split())
    assert "where nothing is learnt, all are alike" in told
    assert "as good as the network" not in told
    assert "Take none of them yet" in told
    assert "chance makes differences of up to" not in told


@pytest.mark.parametrize("data", ["diabetes", "breast_cancer"])
def test_two_folds_far_from_the_baseline_have_learnt_something_and_claim_nothing_of_chance(data):
    seen = compare(
        data, without=("neural_network",), families=("linear_regression", "logistic_regression", "gaussian_naive_bayes", "decision_tree"), folds=2, jobs=1
    )
    assert learnt(seen)
    told = " ".join(str(seen).split())
    assert "Take none" not in told
    assert "Two folds say little about chance: which of these differences would stay, more folds (--folds 5) would tell" in told
    assert "As good as that" not in told
    assert "which chance seldom makes" not in told


def test_the_chance_of_so_many_right_answers_is_the_binomial_one_in_simulated_guesses():
    draw = np.random.default_rng(0)
    seen = compare({"x": list(range(40)), "y": ["a", "b"] * 20}, target="y", families=("decision_tree",), folds=2, jobs=1)
    one = replace(seen.results[0], scores=(0.65, 0.65))
    guessed = (draw.random((20_000, 40)) < 0.5).sum(axis=1)
    assert right_by_chance(seen, one) == pytest.approx(np.mean(guessed >= 26), abs=0.006)
    assert right_by_chance(seen, replace(one, scores=(0.0, 0.0))) == 1


def test_the_chance_of_an_r_squared_is_that_of_the_correlation_in_simulated_predictions():
    draw = np.random.default_rng(0)
    seen = compare(
        {"x": [0.5 * place for place in range(40)], "y": [place**1.5 for place in range(40)]}, target="y", families=("linear_regression",), folds=2, jobs=1
    )
    predictions, targets = draw.normal(size=(2, 20_000, 20))
    drawn = np.array([np.corrcoef(*pair)[0, 1] for pair in zip(predictions, targets, strict=True)])
    for score in (0.04, 0.2):
        assert explained_by_chance(seen, replace(seen.results[0], scores=(score, 0.9))) == pytest.approx(np.mean(drawn > score**0.5), abs=0.012)


@pytest.mark.parametrize(("best", "words"), [("random_forest", "The best of all is random forest"), ("logistic_regression", "No family here found more")])
def test_a_family_that_is_ahead_but_not_certainly_is_told_beside_the_verdict(best, words):
    scores = {"random_forest": (0.95, 0.90, 0.92), "logistic_regression": (0.95, 0.88, 0.92), "neural_network": (0.90, 0.90, 0.92)}
    seen = compare("iris", families=("logistic_regression",), folds=3, jobs=1)
    results = tuple(made_up(name, *given) for name, given in scores.items() if best == "random_forest" or name != "random_forest")
    told = "".join(map(str, (word for block in told_verdict(replace(seen, results=results)) for word in block.words)))
    assert "as good as the network" in told
    assert words in told
    assert "asks for more" not in told
