"""The classes of a target: their names in order, and the class of each row."""

from itertools import repeat

import numpy as np

from .table import Column, ObjectArray, RowNumbers
from .words import plain_number


def class_names(target: Column) -> tuple[str, ...]:
    """The classes of a target, in order: words by alphabet, numbers by size, false before true.

    >>> class_names(Column("size", "number", np.array([10.0, 9.0, np.nan, 10.0])))
    ('9', '10')
    """
    if target.kind == "category":
        return tuple(sorted(set(target.values.tolist()) - {None}))
    different = np.unique(target.values[~target.absent])
    if target.kind == "boolean":
        return tuple(target.words[int(value)] for value in different)
    return tuple(plain_number(float(value)) for value in different)


def class_words(target: Column) -> ObjectArray:
    """The class of each row as a word, None where it is missing. Shape: (rows,)."""
    if target.kind == "category":
        return target.values
    words = np.empty(len(target), dtype=object)
    filled = ~target.absent
    different, which = np.unique(target.values[filled], return_inverse=True)
    names = [target.words[int(value)] if target.kind == "boolean" else plain_number(float(value)) for value in different]
    words[filled] = np.array(names, dtype=object)[which] if names else []
    return words


def class_codes(words: ObjectArray, classes: tuple[str, ...]) -> RowNumbers:
    """The place of each word among the classes, −1 for none of them. Shape: (rows,).

    >>> class_codes(np.array(["b", None, "a"], dtype=object), ("a", "b")).tolist()
    [1, -1, 0]
    """
    place = {word: code for code, word in enumerate(classes)}
    return np.fromiter(map(place.get, words.tolist(), repeat(-1)), dtype=np.intp, count=len(words))
