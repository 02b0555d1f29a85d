"""What families keep when more rows come, in words: what stays as it is, what happened to, and what changes."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import capital, listed

from .comparison import Comparison, Result
from .family import Sort
from .quantities import growth

MOST_DETAILED = 4
"""Families of which it is said here what they keep; of more, the table says it."""
FIXED = (Sort.PARAMETRIC, Sort.PROBABILITIES)
"""These keep so many numbers for each input and class; what others keep depends on the rows, even if two counts happen to be the same."""


def more_rows(seen: Comparison, asked: Sequence[Result]) -> Words:
    """What each of these will keep of more rows."""
    stay, grow = [one for one in asked if not one.grows], [one for one in asked if one.grows]
    fixed, happened = ([one for one in stay if (one.family.sort in FIXED) is by_design] for by_design in (True, False))
    first, *others = filter(None, (_staying(seen, fixed), _happening(seen, happened), _changing(grow, others=bool(stay))))
    return (" ".join((f"If many more rows are to come, {first}", *map(capital, others))),)


def titles(results: Sequence[Result]) -> str:
    """The names of families in a sentence."""
    return listed([one.family.title for one in results])


def _staying(seen: Comparison, fixed: Sequence[Result]) -> str:
    """Those whose size is given from the start."""
    if not fixed:
        return ""
    what, one = "inputs and classes" if seen.problem.task.has_classes else "inputs", len(fixed) == 1
    stay = "stays as large as it is: it keeps" if one else "stay as large as they are: they keep"
    return f"{titles(fixed)} {stay} as many numbers {_rows(seen)}, and no more of still more rows, as long as the {what} stay the same."


def _rows(seen: Comparison) -> str:
    return f"of {len(seen.problem.half.places):,} rows as of {len(seen.problem.folds[0].training.places):,}"


def _happening(seen: Comparison, happened: Sequence[Result]) -> str:
    """Those that kept as much of these rows, and need not of others."""
    return f"{titles(happened)} happened to keep as many numbers {_rows(seen)}; of more rows it may be more or fewer." if happened else ""


def _changing(grow: Sequence[Result], *, others: bool) -> str:
    if not grow:
        return ""
    if len(grow) == 1:
        return f"what {titles(grow)} keeps changes with the rows: {_growth(grow[0])}."
    if len(grow) > MOST_DETAILED:
        return f"what {titles(grow)} keep changes with the rows, as the table above shows."
    details = listed([f"{one.family.title} ({_growth(one)})" for one in grow])
    return f"what {'the others' if others else 'all of them'} keep changes with the rows: {details}."


def _growth(one: Result) -> str:
    return "; ".join(growth(one.half.stored, one.all.stored, changed_only=True))
