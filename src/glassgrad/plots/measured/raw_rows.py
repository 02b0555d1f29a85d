"""Rows to ask a network about, made of raw columns, and where each column's features lie among the prepared ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.data import Column, ColumnPlan, Table
from glassgrad.training.plan import Array, Plan


def input_columns(plan: Plan) -> list[ColumnPlan]:
    """The columns that rows must have: all inputs but those left out."""
    return [one for one in plan.preparation.inputs if one.treatment != "left out"]


def telling_columns(plan: Plan) -> list[ColumnPlan]:
    """The columns on which the network's answer can depend."""
    return [one for one in input_columns(plan) if one.treatment != "constant"]


def places_of(plan: Plan) -> dict[str, slice]:
    """Where the features of each column lie among the prepared ones."""
    found, start = {}, 0
    for one in input_columns(plan):
        found[one.name] = slice(start, start + len(one.features))
        start += len(one.features)
    return found


def typical_value(plan: Plan, column: ColumnPlan) -> Any:
    """What a column holds in a typical row: the median of the training rows, or their most frequent word or boolean."""
    if column.kind != "category":
        return column.fill
    words = Counter(word for word in plan.data[column.name].take(plan.split.training).values if word is not None)
    return min(words, key=lambda word: (-words[word], word))


def prepared_rows(plan: Plan, given: Mapping[str, Sequence[Any]], count: int) -> Array:
    """So many prepared rows (rows, features), in which these columns hold what is given, as a table would, and the others their typical value."""
    columns = []
    for one in input_columns(plan):
        values = list(given[one.name]) if one.name in given else [typical_value(plan, one)] * count
        columns.append(Column(one.name, one.kind, np.array(values, dtype=object if one.kind == "category" else np.float64)))
    return plan.preparation.apply(Table(tuple(columns), "the rows of the picture")).values
