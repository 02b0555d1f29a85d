"""Rows held out in turn, for the last model of a stack."""

import numpy as np
import pytest

from glassgrad.families.dealing import Dealing


@pytest.mark.parametrize("sizes", [(20, 15, 7), (30, 1), (4, 4, 4), (50, 2, 1)])
def test_every_row_is_held_out_once_and_every_class_teaches_every_time(sizes):
    targets = np.random.default_rng(0).permutation(np.repeat(np.arange(len(sizes)), sizes))
    folds = list(Dealing(5, seed=3).split(targets, targets))
    assert sorted(np.concatenate([held_out for _, held_out in folds])) == list(range(len(targets)))
    for training, held_out in folds:
        assert set(targets[training]) == set(targets)
        assert not [row for row in np.intersect1d(training, held_out) if sizes[targets[row]] > 1]


def test_each_fold_gets_its_share_of_each_class():
    targets = np.repeat([0, 1, 2], [50, 25, 10])
    shares = [np.bincount(targets[held_out], minlength=3).tolist() for _, held_out in Dealing(5, seed=0).split(targets, targets)]
    assert shares == [[10, 5, 2]] * 5


def test_the_seed_decides():
    targets = np.zeros(30)
    first, again, other = (next(Dealing(5, seed).split(targets, targets))[1].tolist() for seed in (1, 1, 2))
    assert first == again != other


def test_fewer_rows_than_folds_are_held_out_one_by_one():
    targets = np.array([0.1, 0.2, 0.3])
    folds = list(Dealing(5, seed=0, by_class=False).split(targets, targets))
    assert [len(held_out) for _, held_out in folds] == [1, 1, 1]
