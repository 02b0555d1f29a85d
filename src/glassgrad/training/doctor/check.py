"""`Check`: one thing that the doctor looks for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from .finding import Finding
from .patient import Patient

LooksAt = Literal["network", "data", "start", "run"]
"""What must be there for a look: the network and its loss, the data, the first weights too, or a run."""


class DoesNotApplyError(Exception):
    """A check has no meaning for this patient; the message says why."""


@dataclass(frozen=True, kw_only=True)
class Check:
    """One page of the doctor's book. `says` is what holds when nothing is found; `examine` yields what is wrong.

    `examine` may raise DoesNotApplyError, or any of our errors where something cannot be read: both are told, and the other checks go on.
    """

    name: str
    says: str
    looks_at: LooksAt
    examine: Callable[[Patient], Iterable[Finding]]
    measures: Callable[[Patient], Mapping[str, float | int | str]] | None = None
    """The numbers that are worth seeing also where nothing is wrong, label → value."""
