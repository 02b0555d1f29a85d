"""What was noticed in the data of a run."""

from __future__ import annotations

from .plan import Plan


def notes_of(plan: Plan) -> list[str]:
    """What was noticed while the data were read, split and prepared."""
    return [*plan.data.notes, *plan.split.notes, *plan.preparation.notes, *plan.prepared.notes]
