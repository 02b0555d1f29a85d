"""The data sets that glassgrad brings along, compared once for all that is promised of every family."""

from functools import cache
from typing import Any

import numpy as np
import pytest

from glassgrad.data import Table, default_target, read_table
from glassgrad.families.comparing import compare
from glassgrad.families.comparison import Comparison
from glassgrad.families.family import Learned, Lot, Situation
from glassgrad.families.problem import problem_of
from glassgrad.families.settings import CompareSettings

NAMES = ("iris", "wine", "breast_cancer", "diabetes", "digits")
MOST_ROWS = 300
"""Of a larger data set so many rows are drawn by a seed: what is promised does not need more, and digits would take five times as long."""


@cache
def rows_of(name: str) -> Table:
    """The data set, its rows mixed."""
    table = read_table(name)
    return table.take(np.random.default_rng(0).permutation(table.rows)[:MOST_ROWS])


@cache
def situation_of(name: str) -> Situation:
    """What a family is told of it; nothing is learnt for that."""
    return problem_of(rows_of(name), CompareSettings(target=default_target(name), folds=2)).folds[0].situation


@cache
def shipped(name: str) -> Comparison:
    """All families that can learn it."""
    return compared(name)


def compared(name: str, **chosen: Any) -> Comparison:
    """Families on two folds, one after another."""
    return compare(rows_of(name), target=default_target(name), folds=2, **{"jobs": 1, **chosen})


def learned(family: str, name: str) -> tuple[Learned, Lot]:
    """The model of a family, and the rows that it did not learn from."""
    seen = shipped(name)
    return seen.learned[family], seen.problem.folds[0].held_out


def by_one_worker(name: str) -> pytest.MarkDecorator:
    """All that uses the same comparison goes to the same worker, so that no other makes it again."""
    return pytest.mark.xdist_group(f"families on {name}")
