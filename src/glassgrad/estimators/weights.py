"""How much rows count: `sample_weight`, and `class_weight` by scikit-learn's rules."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

import numpy as np

from glassgrad.training.settings import BALANCED, EQUAL, Pairs

from .asked import Asked

Array = np.ndarray[Any, Any]


def counting(weights: Any, rows: int) -> Array | None:
    """How much each row counts, as an array (rows,) of its own; None if all count the same. Raises: ValueError for anything else, or if none counts."""
    if weights is None:
        return None
    from sklearn.utils import check_array, check_consistent_length

    if isinstance(weights, Real):
        weights = np.full(rows, weights)
    found: Array = check_array(weights, ensure_2d=False, dtype=np.float64, copy=True, input_name="sample_weight")
    if found.ndim != 1:
        raise ValueError(f"sample_weight has the shape {found.shape}; expected one number for every row, ({rows},)")
    check_consistent_length(found, np.empty(rows))
    if (found < 0).any():
        raise ValueError(f"sample_weight of row {int((found < 0).argmax())} is {found.min():g}; expected numbers of at least 0")
    if not found.any():
        raise ValueError("sample_weight is zero for every row; at least one row must have a weight above zero")
    return found


def needs_all_rows(chosen: Any) -> bool:
    """Whether these weights of classes are worked out from the rows, so that all of them must be there."""
    return isinstance(chosen, str) or (isinstance(chosen, (list, tuple)) and any(isinstance(one, str) for one in chosen))


def class_weights(chosen: Any, asked: Asked, counts: Array | None) -> str | Pairs:
    """`class_weight` for one target with classes, as the setting of training. Raises: ValueError for what it cannot be.

    Of a mapping, classes that it does not name weigh 1; it may name others besides, as scikit-learn has it, if it names all that are there.
    """
    if chosen is None:
        return EQUAL
    if isinstance(chosen, str):
        _check_balanced(chosen)
        return BALANCED if counts is None else tuple(zip(asked.words, _balanced(asked.codes[:, 0], counts, len(asked.words)).tolist(), strict=True))
    if not isinstance(chosen, Mapping):
        raise ValueError(f"class_weight is {chosen!r:.60}; expected None, 'balanced', or a number for each class, like {{0: 1.0, 1: 5.0}}")
    classes = [] if asked.classes is None else asked.classes.tolist()
    return tuple((word, weight) for word, weight in zip(asked.words, _given(chosen, classes), strict=True) if weight is not None)


def by_labels(chosen: Any, asked: Asked, counts: Array | None) -> Array | None:
    """How much each row counts where there are several labels: its own weight, times the weight that each label of it has. Shape: (rows,).

    Formula: ωᵢ · Πₖ vₖ[yᵢₖ], where vₖ of "balanced" is rows / (values · rows of the value), of the weights that count.
    Raises: ValueError for anything but "balanced", or one mapping of 0 and 1 for each label; and if no row is left that counts.
    Source: `compute_sample_weight` of scikit-learn.
    """
    if chosen is None:
        return counts
    if isinstance(chosen, str):
        _check_balanced(chosen)
    elif not isinstance(chosen, (list, tuple)) or len(chosen) != len(asked.columns):
        raise ValueError(
            f"class_weight is {chosen!r:.60}; for {len(asked.columns)} labels expected 'balanced', or a list of one mapping each, like [{{0: 1.0, 1: 5.0}}, …]"
        )
    own = np.ones(len(asked.codes)) if counts is None else counts
    each = [chosen] * len(asked.columns) if isinstance(chosen, str) else chosen
    found = own * np.prod([_of_label(one, codes, own)[codes] for one, codes in zip(each, asked.codes.T, strict=True)], axis=0)
    if not found.any():
        raise ValueError(f"class_weight leaves no row that counts: {chosen!r:.80}; give some values a weight above 0")
    return np.asarray(found)


def _of_label(chosen: Any, codes: Array, own: Array) -> Array:
    """What 0 and 1 of one label weigh. Shape: (2,)."""
    if chosen is None:
        return np.ones(2)
    if isinstance(chosen, str):
        _check_balanced(chosen)
        return _balanced(codes, own, len(np.unique(codes)))
    if not isinstance(chosen, Mapping):
        raise ValueError(f"class_weight holds {chosen!r:.60}; expected 'balanced', or numbers for 0 and 1, like {{0: 1.0, 1: 5.0}}")
    return np.array([1.0 if one is None else one for one in _given(chosen, [0, 1])])


def _check_balanced(chosen: str) -> None:
    if chosen != BALANCED:
        raise ValueError(f"class_weight is {chosen!r:.60}; expected None, 'balanced', or a number for each class, like {{0: 1.0, 1: 5.0}}")


def _balanced(codes: Array, counts: Array, values: int) -> Array:
    """The weights that let every value weigh the same in all; 0 for one that is not there."""
    sizes = np.bincount(codes, weights=counts, minlength=max(values, 2))
    found: Array = np.divide(counts.sum(), values * sizes, out=np.zeros_like(sizes), where=sizes > 0)
    return found


def _given(chosen: Mapping[Any, Any], classes: list[Any]) -> list[float | None]:
    """The number that a mapping has for each class, None for those that it does not name."""
    found = [_number(one, chosen[one]) if one in chosen else None for one in classes]
    strange = [one for one in chosen if one not in classes]
    if strange and None in found:
        raise ValueError(f"class_weight names the class {strange[0]!r:.60}, which is not there; the classes are {', '.join(map(repr, classes[:20]))}")
    return found


def _number(one: Any, weight: Any) -> float:
    if not isinstance(weight, Real) or not 0 <= float(weight) < np.inf:
        raise ValueError(f"class_weight of {one!r:.60} is {weight!r:.60}; expected a number of at least 0")
    return float(weight)
