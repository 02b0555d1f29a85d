"""What a fitted model answers for one row: the name of a class, or a number in its own units."""

from __future__ import annotations

from glassgrad.explain.blocks import Aside

from .family import Array, Learned, Lot
from .known import known_classes
from .told import told


def answer_of(learned: Learned, place: int, lot: Lot) -> str | float:
    """What the model itself predicts for row `place`: a class by name, or a number."""
    said = learned.model.predict(learned.family.inputs(lot)[place : place + 1])[0]
    return learned.situation.classes[int(said)] if learned.situation.classes else float(said)


def probabilities_of(learned: Learned, place: int, lot: Lot) -> Array:
    """How sure the model itself is of each class. Shape: (classes,)."""
    found: Array = learned.model.predict_proba(learned.family.inputs(lot)[place : place + 1])[0]
    return found


def squeezed(learned: Learned, place: int, lot: Lot, answer: str | float) -> tuple[Aside, ...]:
    """How probable the answer is once the scores are squeezed into probabilities; nothing for a number."""
    if not isinstance(answer, str):
        return ()
    probability = probabilities_of(learned, place, lot)[known_classes(learned).index(answer)]
    return (Aside((f"Squeezed into probabilities, the highest is that of {answer}: ", told(probability), ".")),)
