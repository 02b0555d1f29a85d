"""Which columns are on the axes: those that were named, or those on which the network's answer depends most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from glassgrad.data import random_stream
from glassgrad.data.words import did_you_mean, listed, quoted
from glassgrad.graph import SettingError
from glassgrad.training.doctor.finding import say_share
from glassgrad.training.measure import outputs_of
from glassgrad.training.plan import Array, Plan, State
from glassgrad.writing.numbers import number

from .ground import Answer, Ground
from .one_target import OneTarget
from .raw_rows import places_of, telling_columns

MOST_PAIRS, FEWEST_PAIRS, MOST_NUMBERS = 1000, 8, 2**26
"""Pairs of rows of which one gives the other a value, and how many numbers all changed rows together may have."""


@dataclass(frozen=True)
class Chosen:
    """Columns for the axes, and why these, as a sentence; "" if they were named, or there are no others."""

    names: tuple[str, ...]
    why: str = ""


def chosen_columns(plan: Plan, parameters: State, features: Sequence[str], target: OneTarget | None = None) -> Chosen:
    """One or two columns; if none are named, those that matter most for the target, which is the first if not given.

    Raises: SettingError for names that cannot be on the axes, each with the reason.
    """
    return without_choice(plan, features) or most_telling(plan, changes_by_column(plan, parameters, target), "the best weights", "their answer changes")


def without_choice(ground: Ground, features: Sequence[str]) -> Chosen | None:
    """The columns that were named, or all there are; None if there are more, of which two are to be chosen. Raises: SettingError as `chosen_columns`."""
    if features:
        return Chosen(named_columns(ground, features))
    columns = telling_columns(ground)
    if not columns:
        raise SettingError("none of the input columns varies, so there is nothing to put on an axis")
    return Chosen(tuple(one.name for one in columns)) if len(columns) <= 2 else None


def most_telling(ground: Ground, changes: Array, whom: str, what: str) -> Chosen:
    """The two columns with which answers change most: whose answers, and how that is said. Shape: changes (columns that tell,), see `changes_of`."""
    columns, best = telling_columns(ground), np.argsort(-changes, kind="stable")[:2]
    is_share = bool(ground.preparation.target.classes)
    by = " and ".join(say_share(float(one)) if is_share else number(float(one), 3, rounded=True).text for one in changes[best])
    return Chosen(
        tuple(columns[place].name for place in best),
        f"Of the {len(columns):,} columns these two matter most to {whom}: with the value of another row in one of them, {what} by {by} on average.",
    )


def changes_by_column(plan: Plan, parameters: State, target: OneTarget | None = None) -> Array:
    """By how much a network's answer for a training row changes with each column: see `changes_of`. Shape: (columns that tell,)."""
    looked_at = target or OneTarget(plan)
    return changes_of(plan, lambda inputs: looked_at.answers(outputs_of(plan, parameters, inputs)))


def changes_of(ground: Ground, answer: Answer, *, most: int = MOST_PAIRS) -> Array:
    """By how much the answer for a training row changes when one column takes the value of another training row, on average. Shape: (columns that tell,).

    Formula: mean over pairs of rows, `most` at most, of ½ Σ |p′ − p| over the classes, or of |ŷ′ − ŷ| in the target's units.
    """
    inputs, places = ground.prepared.values, places_of(ground)
    columns = telling_columns(ground)
    rows, givers = _pairs(ground, len(columns), most)
    bases, before = inputs[rows], answer(inputs[rows])
    changes = []
    for one in columns:
        changed = bases.copy()
        changed[:, places[one.name]] = inputs[givers, places[one.name]]
        with np.errstate(all="ignore"):
            change = np.abs(answer(changed) - before).reshape(len(rows), -1).sum(axis=1).mean()
        changes.append(change if np.isfinite(change) else 0.0)
    return np.array(changes) / (2.0 if before.ndim == 2 else 1.0)


def _pairs(ground: Ground, columns: int, most: int) -> tuple[Array, Array]:
    """Training rows, and for each another one: as many pairs as there is time for."""
    rows = ground.split.training
    count = int(np.clip(MOST_NUMBERS // (columns * ground.prepared.values.shape[1]), FEWEST_PAIRS, most))
    drawn = random_stream(ground.settings.seed, "pairs of rows").uniform((2, count), 0.0, 1.0)
    first = (drawn[0] * len(rows)).astype(np.intp)
    # Further along by at least one and at most all but one: never the row itself.
    second = (first + 1 + (drawn[1] * max(1, len(rows) - 1)).astype(np.intp)) % len(rows)
    return rows[first], rows[second]


def named_columns(ground: Ground, features: Sequence[str]) -> tuple[str, ...]:
    """The one or two columns of these names. Raises: SettingError for names that cannot be on the axes, each with the reason."""
    return _checked(ground, _put_together(ground, tuple(features)))


def _put_together(ground: Ground, names: tuple[str, ...]) -> tuple[str, ...]:
    """The names, those with commas in them whole again: an option of the command line is cut at its commas."""
    known = {one.name for one in ground.preparation.inputs}
    commas = {",".join(part.strip() for part in name.split(",")): name for name in known if "," in name}
    if not commas or all(name in known for name in names):
        return names
    for first, last in combinations(range(len(names) + 1), 2):
        whole = commas.get(",".join(names[first:last]))
        if whole is not None and last > first + 1:
            return _put_together(ground, (*names[:first], whole, *names[last:]))
    return names


def _checked(ground: Ground, names: tuple[str, ...]) -> tuple[str, ...]:
    if len(names) > 2:
        raise SettingError(f"features are {len(names)} columns ({listed(names)}), but the picture has two axes; name one column or two")
    if len(set(names)) < len(names):
        raise SettingError(f"features has the column {quoted(names[0])} twice; name two different columns, or it alone")
    for name in names:
        _check(ground, name)
    return names


def _check(ground: Ground, name: str) -> None:
    preparation = ground.preparation
    known = {one.name: one for one in preparation.inputs}
    usable = [one.name for one in telling_columns(ground)]
    if name in [one.name for one in preparation.all_targets]:
        what = "a target" if preparation.task.several else "the target"
        raise SettingError(f"the column {quoted(name)} is {what}, which is predicted; the axes need input columns: {listed(usable)}")
    if name in known and name not in usable:
        raise SettingError(f"the column {quoted(name)} tells nothing here ({known[name].what_was_done()}); the others are {listed(usable)}")
    if name in usable:
        return
    for one in known.values():
        if name in one.features:
            raise SettingError(f"{quoted(name)} is a feature made from the column {quoted(one.name)}; the axes need columns, so name {quoted(one.name)}")
    raise SettingError(f"the table has no input column {quoted(name)}; it has {listed(usable)}.{did_you_mean(name, usable)}{_about_commas(usable)}")


def _about_commas(names: Sequence[str]) -> str:
    comma = next((name for name in names if "," in name), None)
    if comma is None:
        return ""
    return f" Where a name has a comma in it, like {quoted(comma)}, the option may be repeated: --features once for each column"
