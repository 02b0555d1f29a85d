"""How far scores differ by chance: by hand, from a printed table of Student's t, and in simulated comparisons."""

from math import sqrt

import numpy as np
import pytest

from glassgrad.families.differences import common_error, difference, most_by_luck

T_975 = {2: 4.303, 4: 2.776, 9: 2.262}
"""From a printed table: degrees of freedom → the 97.5 % point."""


@pytest.mark.parametrize("degrees", T_975)
def test_error_and_margin_are_those_of_the_formula_by_hand(degrees):
    folds = degrees + 1
    scores = [0.1 * (place % 2) for place in range(folds)]
    found = difference(scores, [0.0] * folds)
    mean = sum(scores) / folds
    variance = sum((one - mean) ** 2 for one in scores) / degrees
    by_hand = sqrt(variance * (1 / folds + (1 / folds) / (1 - 1 / folds)))  # held out over training rows: 1/k of them over the others
    assert found.mean == pytest.approx(mean)
    assert found.error == pytest.approx(by_hand)
    assert found.margin == pytest.approx(T_975[degrees] * by_hand, rel=2e-4)


def test_the_other_way_round_it_is_the_same_but_for_the_sign():
    first, second = [0.9, 0.8, 0.95], [0.7, 0.85, 0.9]
    one, other = difference(first, second), difference(second, first)
    assert (one.mean, one.error, one.certain) == (-other.mean, pytest.approx(other.error), other.certain)


def test_equal_scores_do_not_differ_and_a_constant_difference_of_numbers_is_certain():
    same = difference([0.9, 0.8], [0.9, 0.8])
    assert (same.mean, same.small, same.certain) == (0, True, False)
    apart = difference([0.75, 0.5, 0.25], [0.5, 0.25, 0.0])
    assert (apart.small, apart.certain) == (False, True)


@pytest.mark.parametrize(("folds", "ahead", "certain"), [(2, 8, False), (3, 15, False), (3, 21, True), (5, 5, False), (5, 10, True), (10, 10, True)])
def test_folds_that_all_differ_alike_are_certain_only_if_so_many_rows_are_no_luck(folds, ahead, certain):
    # Ahead by as many rows on each fold: at best, all rows on which both disagree fell one way, like so many throws of a coin.
    judged, each = 100 * folds, ahead / folds / 100
    found = difference([0.8 + each] * folds, [0.8] * folds, judged=judged)
    assert found.rows == ahead
    assert found.error == pytest.approx(sqrt(ahead) / judged)
    assert found.certain is certain
    assert not certain or 2 * 0.5**ahead < 0.05


def test_one_row_more_on_all_folds_together_is_a_small_difference():
    assert difference([0.91, 0.9, 0.9], [0.9, 0.9, 0.9], judged=300).small


def test_more_rows_than_luck_makes_are_seldom_met_among_equals():
    draw = np.random.default_rng(0)
    first, second = (draw.random((2, 2_000, 200)) < 0.8).mean(axis=2)
    beyond = [abs(one - other) * 200 > most_by_luck(one, other, judged=200) for one, other in zip(first, second, strict=True)]
    assert 0.02 < np.mean(beyond) < 0.06


def test_among_equals_it_rarely_calls_a_difference_certain():
    # Two classifiers that are right in 80 of 100 cases each, by their own luck, on folds of the same size.
    draw = np.random.default_rng(0)
    called = sum(difference(*(draw.random((2, 5, 40)) < 0.8).mean(axis=2)).certain for _ in range(400))
    assert called / 400 < 0.05


def test_the_common_error_is_the_median_of_those_that_vary_and_no_diverging_family_moves_it():
    best = [0.9, 0.9, 0.8]
    others = [best, [0.8, 0.9, 0.8], [0.6, 0.9, 0.8], [-1e60, 0.9, 0.8]]
    apart = [difference(best, one) for one in others]
    assert common_error(apart) == apart[2].error
    assert common_error(apart[:1]) == 0
