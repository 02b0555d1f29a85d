"""What a fitted model answers for one row: the name of a class, or a number in its own units."""

from __future__ import annotations

from .family import Array, Learned, Lot


def answer_of(learned: Learned, place: int, lot: Lot) -> str | float:
    """What the model itself predicts for row `place`: a class by name, or a number."""
    said = learned.model.predict(learned.family.inputs(lot)[place : place + 1])[0]
    return learned.situation.classes[int(said)] if learned.situation.classes else float(said)


def probabilities_of(learned: Learned, place: int, lot: Lot) -> Array:
    """How sure the model itself is of each class. Shape: (classes,)."""
    found: Array = learned.model.predict_proba(learned.family.inputs(lot)[place : place + 1])[0]
    return found
