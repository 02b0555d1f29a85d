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
from glassgrad.families.quantities import gap, signed
from glassgrad.families.standing import as_good_as_the_best, tiers
from glassgrad.families.verdict import Answer, network_of, verdict_on
from glassgrad.families.verdict_words import told_verdict

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
    assert [one.name for one in FAMILIES.values() if one.network] == ["neural_network"]


def test_on_a_weighted_sum_with_noise_a_linear_model_is_as_good_and_the_story_says_so():
    seen = noisy_line()
    assert verdict_on(seen.results).answer in (Answer.AS_GOOD, Answer.BETTER)
    told = " ".join(str(seen).split())
    found = verdict_on(seen.results)
    assert "On these data a linear model is " + ("as good as" if found.answer is Answer.AS_GOOD else "better than") + " the network: linear regression" in told
    assert "The network is not needed for these data" in told or "The network stays behind" in told
    assert f"with a standard error of {gap(found.apart.error).text}" in told
    assert f"a difference of up to {gap(found.apart.margin).text}" in told


@pytest.mark.parametrize("name", ["circles", "xor"])
def test_on_data_that_no_line_divides_a_linear_model_is_not_as_good_and_the_story_says_so(name):
    found = verdict_on(bent(name).results)
    assert found.answer is Answer.WORSE
    assert found.apart.mean > 0.3
    told = " ".join(str(bent(name)).split())
    assert "On these data a linear model is not as good as the network" in told
    assert f"on average, with a standard error of {gap(found.apart.error).text}" in told
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
    first, second = (signed(one - other).text for one, other in zip(network, (0.955, 0.945), strict=True))
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


def ranked(scores):
    """Made-up results, the best first."""
    return tuple(sorted((made_up(name, *given) for name, given in scores.items()), key=lambda one: -one.mean))


def drawn(seed):
    """Scores of families that differ, vary together, and vary by themselves, each by chance."""
    draw = np.random.default_rng(seed)
    together, names = draw.normal(size=5), ("linear_regression", "neural_network", "random_forest", "adaboost", "nearest_neighbours", "stacking")
    return {name: tuple(0.8 + 0.01 * (together + draw.normal() + 10 ** draw.uniform(-2, 0.5) * draw.normal(size=5))) for name in names}


def test_verdict_and_guide_are_of_one_opinion_whatever_the_scores():
    met = set()
    for results in map(ranked, map(drawn, range(400))):
        found, stand = verdict_on(results), tiers(results)
        assert (*stand.good, *stand.behind) == results[: len(stand.good) + len(stand.behind)]
        assert all(one.mean <= stand.lower[0].mean for one in stand.uneven)
        assert len(stand.good) + len(stand.behind) + len(stand.lower) + len(stand.uneven) == len(results)
        if results[0] is found.network:
            where = {Answer.AS_GOOD: stand.good, Answer.WORSE: stand.lower, Answer.OPEN: stand.behind + stand.uneven}[found.answer]
            assert found.linear in where
        if results[0] is found.linear:
            assert (found.answer is Answer.BETTER) == (found.network in stand.lower)
        if found.answer in (Answer.BETTER, Answer.WORSE) and {found.linear.family.name, found.network.family.name} <= {one.family.name for one in stand.good}:
            assert "all the same: each is within the noise of these folds" in sentences(replace(base(5), results=results))
            met.add("both as good as a third")
        met.add((results[0].family.name, found.answer))
    assert {("neural_network", Answer.OPEN), ("neural_network", Answer.WORSE), ("linear_regression", Answer.BETTER), "both as good as a third"} <= met


LINEAR = {"linear_regression": (0.9991, 0.9989, 0.9990), "stacking": (0.9990, 0.9990, 0.9989), "neural_network": (0.9971, 0.9970, 0.9972)}
TREES = {"random_forest": (0.95, 0.93, 0.94), "adaboost": (0.90, 0.86, 0.88), "xgboost": (0.85, 0.80, 0.83), "decision_tree": (0.80, 0.70, 0.75)}


def test_where_a_linear_model_is_better_the_guide_does_not_call_the_network_as_good():
    told = guided(ranked(LINEAR | TREES))
    assert "On these data a linear model is better than the network" in told
    assert re.search(r"As good as that, within [\d.]+, the median standard error of these differences: stacking \(0.999\)\. Lower", told)
    assert "Lower by more than chance makes, fold by fold: our neural network (0.997), random forest" in told
    assert "The network stays behind: linear regression is ahead of it by 0.0019, more than chance makes (up to 0.00" in told


def guided(results):
    """Verdict and guide on results that are made up."""
    seen = replace(base(len(results[0].scores)), results=results)
    return f"{sentences(seen)} {' '.join(''.join(map(str, block.words)) for block in guide(seen))}"


@pytest.mark.parametrize("scale", [1.0, 0.1, 1e-3, 1e-5])
def test_however_near_the_scores_their_difference_is_seen_beside_what_chance_makes(scale):
    steps = {"linear_regression": (0, 0, 0), "neural_network": (-0.0193, -0.0180, -0.0205), "decision_tree": (-0.5, -0.4, -0.6)}
    told = guided(ranked({name: tuple(0.99 + scale * step for step in given) for name, given in steps.items()}))
    mean, error, margin = (float(f"{one.replace('−', '-')}e{power.translate(PLAIN_DIGITS) or 0}") for one, power in re.findall(DIFFERENCE, told)[:3])
    assert 0 < error < margin < -mean
    assert mean == pytest.approx(-0.01927 * scale, rel=0.03)
    linear, network = re.search(r"linear regression (0\.\d+), our neural network (0\.\d+)", told).groups()
    assert float(linear) > float(network)
    assert "by 0.000" not in told
    assert "up to 0.000)" not in told


DIFFERENCE = r"(?:fold by fold: |error of |difference of up to )(−?[\d.]+?)(?:·10([⁻\d⁰¹²³⁴⁵⁶⁷⁸⁹]+))?(?=[ .]? )"
PLAIN_DIGITS = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


def test_a_margin_and_a_difference_that_round_to_the_same_have_more_digits():
    told = told_of((0.9, 0.9, 0.9), (0.9193, 0.9193 - 0.0049, 0.9193 + 0.0049))
    mean, _, margin = (one for one, _ in re.findall(DIFFERENCE, told.replace("+", ""))[:3])
    assert (mean, margin) == ("0.0193", "0.0192")
    assert "so this is more than chance" in told


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
    stand = tiers(results)
    assert (*stand.good, *stand.behind) == tuple(results[: len(stand.good) + len(stand.behind)])
    assert wild not in stand.good
    assert awful not in (*stand.good, *stand.lower)


def test_a_low_score_that_varies_too_much_to_be_certain_is_told_apart_from_those_that_are():
    scores = {"logistic_regression": (0.9, 0.9, 0.91), "decision_tree": (0.8, 0.8, 0.81), "adaboost": (0.9, 0.3, 0.9)}
    told = guided(ranked(scores))
    assert "Lower by more than chance makes, fold by fold: decision tree (0.803). As low, but varying too much from fold to fold" in told
    assert "to be certain: AdaBoost (0.700)." in told


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
    assert f"Of those as good as the best, the smallest is {min(good, key=lambda one: one.bytes).family.title}," in told
    assert f"The quickest of them to predict is {min(good, key=lambda one: one.predict_seconds).family.title}," in told
    readable = sorted(good, key=lambda one: one.parts)
    first, second = (f"{one.family.title} ({one.parts})" for one in readable)
    first = first.replace(")", " numbers to add up)").replace("(", "(at most ")
    assert f"The answers of {first} and {second} can be read from beginning to end; --explain shows them" in told
    assert "stay as large as they are: they keep as many numbers of 71 rows as of 142, and no more of still more rows" in told


def test_only_a_family_of_fixed_size_is_promised_to_stay_as_large():
    rows = {"x": list(range(40)), "y": ["low"] * 20 + ["high"] * 20}
    seen = compare(rows, target="y", families=("logistic_regression", "decision_tree"), jobs=1)
    assert not seen.result("decision_tree").grows
    told = " ".join(str(seen).split())
    assert "Decision tree happened to keep as many numbers of 16 rows as of 32; of more rows it may be more or fewer" in told
    assert not re.search("decision tree[^.:]* stays? as large", told)


def test_every_family_is_named_and_what_is_left_out_is_told():
    names = ("random_forest", "adaboost", "decision_tree", "nearest_neighbours", "rbf_svm", "voting")
    results = tuple(made_up(name, 0.9, 0.9, 0.9, before=10 + place, after=20, parts=5) for place, name in enumerate(names))
    told = "".join(str(word) for block in guide(replace(base(3), results=results)) for word in block.words)
    assert "more" not in re.findall(r"and \d+ (more)", told)
    titles = [FAMILIES[name].title for name in names]
    assert f"If many more rows are to come, what {', '.join(titles[:-1])} and {titles[-1]} keep changes with the rows, as the table above shows." in told
    assert "parts" not in told


def test_where_nothing_is_learnt_it_says_so_and_recommends_nothing():
    draw = np.random.default_rng(1)
    seen = compare(draw.normal(size=(120, 3)), draw.normal(size=120), families=("linear_regression", "decision_tree", "nearest_neighbours"), jobs=1)
    assert not better_than_nothing(seen).certain or better_than_nothing(seen).mean < 0
    told = " ".join(str(seen).split())
    assert "Take none of them yet" in told
    assert "the smallest is" not in told
    assert not learnt(seen)


def test_where_nothing_is_learnt_there_is_no_verdict_on_lines_but_that():
    draw = np.random.default_rng(2)
    data = {"x": draw.normal(size=120), "y": [f"class {place % 60}" for place in range(120)]}
    told = " ".join(str(compare(data, target="y", families=("logistic_regression", "neural_network"), folds=2, jobs=1)).split())
    assert "No family is certainly better than that" in told
    assert "all are alike" not in told
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


def noisy(**scores):
    """The guide where always giving the same answer is as good as the best: regression, five folds."""
    always = (-0.07, -0.05, -0.09, -0.06, -0.08)
    seen = replace(noisy_line(), baseline=always, results=ranked(scores))
    return " ".join("".join(map(str, block.words)) for block in (*told_verdict(seen), *guide(seen)))


def test_who_is_worse_than_learning_nothing_is_told():
    best = (-0.2, 0.1, -0.3, 0.1, -0.1)
    told = noisy(adaboost=best, decision_tree=(-0.4, -0.5, -0.45, -0.6, -0.5))
    assert "Take none of them yet" in told
    assert "Certainly worse than learning nothing: decision tree (−0.490)." in told
    told = noisy(adaboost=best, decision_tree=(-1.4, 0.0, 0.0, -0.6, -0.5))
    assert "The lowest, decision tree, has −0.500: worse than learning nothing by 0.43, but these folds vary so much that it is not certain." in told


@pytest.mark.parametrize(
    ("network", "words"),
    [
        ((-0.2, 0.11, -0.3, 0.1, -0.1), "that the network is ahead of the linear model may be chance as well."),
        ((-0.2, 0.1, -0.3, 0.1, -0.1), "No family is certainly better than that. "),
        ((-0.6, -0.31, -0.7, -0.3, -0.5), "; the network is behind the linear model by more than chance makes."),
    ],
)
def test_where_nothing_is_learnt_it_is_told_whether_linear_model_and_network_differ(network, words):
    told = noisy(linear_regression=(-0.2, 0.1, -0.3, 0.1, -0.1), neural_network=network)
    assert words in told
    assert "all are alike" not in told


def test_chance_never_makes_a_difference_of_accuracies_larger_than_there_can_be():
    told = told_of((0.2, 0.9, 0.9), (0.9, 0.1, 0.9))
    assert "3 such folds would show any difference that there can be in 95 of 100 cases" in told
    seen = replace(base(3), results=ranked({"decision_tree": (1.0, 0.1, 0.1)}), baseline=(0.1, 0.6, 0.4))
    told = "".join(str(word) for block in guide(seen) for word in block.words)
    assert "Take none" in told
    assert "chance makes any difference on folds as unlike as these" in told


def test_scores_so_low_that_their_squares_are_no_numbers_are_told_all_the_same():
    results = ranked({"logistic_regression": (0.9, 0.9, 0.91), "neural_network": (0.8, 0.9, -1e200), "decision_tree": (0.9, 0.8, 0.9)})
    told = " ".join(str(replace(base(3), results=results)).split())
    assert "our neural network −3.33·10¹⁹⁹ ± 5.77·10¹⁹⁹" in told


# ── sentences that stand behind others ──────────────────────────────────────


def test_what_cannot_be_read_is_told_of_each_by_name_with_what_it_adds_up():
    good = [made_up("logistic_regression", 0.9, 0.9, 0.9, parts=31), made_up("neural_network", 0.9, 0.9, 0.9), made_up("voting", 0.9, 0.9, 0.9)]
    several, alone = guided(tuple(good)), guided((good[0], made_up("decision_tree", 0.5, 0.51, 0.5)))
    assert "at a glance: logistic regression adds up 31 numbers, our neural network what hidden units say and voting what other models say." in several
    assert "An answer of logistic regression cannot be read at a glance: it adds up 31 numbers." in alone


def test_no_sentence_of_the_guide_begins_small_or_points_at_what_stands_elsewhere():
    names = ("decision_tree", "nearest_neighbours", "logistic_regression")
    for before, after in ((10, 10), (10, 20)):
        told = guided(tuple(made_up(name, *scores, before=before, after=after) for name, scores in zip(names, ((0.9, 0.9, 0.9),) * 3, strict=True)))
        assert re.findall(r"(?<!such)[.!] [a-z][a-z ]*", told) == []
        assert not re.search("not among them|smallest of them|: What|Its answers", told)


def test_all_with_the_best_score_are_named_as_such():
    told = guided(ranked({"logistic_regression": (0.9, 0.9, 0.8), "decision_tree": (0.8, 0.9, 0.9), "voting": (0.8, 0.8, 0.8)}))
    assert "The best score is that of logistic regression and decision tree, 0.867." in told
