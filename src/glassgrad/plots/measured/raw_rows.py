"""Rows to ask a network about, made of raw columns, and where each column's features lie among the prepared ones."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from glassgrad.data import Column, ColumnPlan, Table
from glassgrad.training.plan import Array

from .ground import Ground


def input_columns(ground: Ground) -> list[ColumnPlan]:
    """The columns that rows must have: all inputs but those left out."""
    return [one for one in ground.preparation.inputs if one.treatment != "left out"]


def telling_columns(ground: Ground) -> list[ColumnPlan]:
    """The columns on which the network's answer can depend."""
    return [one for one in input_columns(ground) if one.treatment != "constant"]


def places_of(ground: Ground) -> dict[str, slice]:
    """Where the features of each column lie among the prepared ones."""
    found, start = {}, 0
    for one in input_columns(ground):
        found[one.name] = slice(start, start + len(one.features))
        start += len(one.features)
    return found


def typical_value(ground: Ground, column: ColumnPlan) -> Any:
    """What a column holds in a typical row: the median of the training rows, or their most frequent word or boolean."""
    if column.kind != "category":
        return column.fill
    words = Counter(word for word in ground.data[column.name].take(ground.split.training).values if word is not None)
    return min(words, key=lambda word: (-words[word], word))


def prepared_rows(ground: Ground, given: Mapping[str, Sequence[Any]], count: int) -> Array:
    """So many prepared rows (rows, features), in which these columns hold what is given, as a table would, and the others their typical value."""
    columns = []
    for one in input_columns(ground):
        values = list(given[one.name]) if one.name in given else [typical_value(ground, one)] * count
        columns.append(Column(one.name, one.kind, np.array(values, dtype=object if one.kind == "category" else np.float64)))
    return ground.preparation.apply(Table(tuple(columns), "the rows of the picture")).values
