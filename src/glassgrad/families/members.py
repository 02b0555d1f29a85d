"""Models made of other families' models: which ones, what they store, and what each of them says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from glassgrad.explain.blocks import Table
from glassgrad.writing.mathematics import Words
from glassgrad.writing.plain import listed

from .family import Array, Family, Part, Situation, Stored
from .told import of_many, shown_outputs, told, with_words


def members_for(candidates: Sequence[Family], situation: Situation) -> list[tuple[str, Any]]:
    """A new model of every candidate that can learn this, by name, as scikit-learn wants them."""
    return [(family.name, family.make(situation)) for family in candidates if not family.fits(situation)]


def members_of(candidates: Sequence[Family], model: Any) -> tuple[tuple[Family, Any], ...]:
    """The fitted members of a model, each with its family."""
    return tuple((family, model.named_estimators_[family.name]) for family in candidates if family.name in model.named_estimators_)


def stored_by(members: Sequence[tuple[Family, Any]]) -> tuple[Stored, ...]:
    """What all members keep together, by sort."""
    kept: dict[str, Stored] = {}
    for one in (one for family, model in members for one in family.stores(model)):
        before = kept.get(one.what, replace(one, count=0, bytes=0))
        kept[one.what] = replace(one, count=before.count + one.count, bytes=before.bytes + one.bytes)
    return tuple(kept.values())


def titles(members: Sequence[tuple[Family, Any]]) -> str:
    """The members' families in a sentence."""
    return listed([family.title for family, _ in members])


def said_by(members: Sequence[tuple[Family, Any]], row: Array, *, classes: bool) -> tuple[Part, ...]:
    """What each member says by itself: a probability for each class, or a number. Shape: row (features,)."""
    one = row[np.newaxis]
    return tuple(Part(family.title, np.ravel(model.predict_proba(one) if classes else model.predict(one))) for family, model in members)


def said_table(said: Sequence[Part], outputs: Sequence[str]) -> Table:
    """What each member says, one in a line; of many classes, those that they find likeliest."""
    mean = np.mean([one.value for one in said], axis=0)
    columns = shown_outputs(mean)
    rows: list[tuple[Words, ...]] = [((one.what,), *((told(one.value[place]),) for place in columns)) for one in said]
    caption = with_words(("What each of them says.",), of_many(mean))
    return Table(header=(("model",), *((outputs[place],) for place in columns)), rows=tuple(rows), caption=caption)
