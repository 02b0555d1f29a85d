"""What a fitted classifier knows: a class that was in none of its rows has no place among its outputs."""

from __future__ import annotations

from .family import Learned


def known_classes(learned: Learned) -> tuple[str, ...]:
    """The classes that were among the rows learnt from, in the model's order; none where a number is predicted."""
    if not learned.situation.classes:
        return ()
    return tuple(learned.situation.classes[int(one)] for one in learned.model.classes_)


def known_outputs(learned: Learned, outputs: int) -> tuple[str, ...]:
    """What so many outputs are called: the classes known; of a single one the last of them, for which it speaks; of a number, "prediction"."""
    classes = known_classes(learned)
    if not classes:
        return ("prediction",)
    return classes if outputs == len(classes) else classes[-1:]
