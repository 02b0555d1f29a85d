"""`Kind`: one kind of picture of a run, as its page describes itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any, Generic, ParamSpec, TypeVar

from glassgrad.graph import SettingError
from glassgrad.training import Run
from glassgrad.training.plan import Plan

from .given import checked_runs, with_checks

Params = ParamSpec("Params")
Result = TypeVar("Result")


def fits_all(plan: Plan) -> str:
    """The reason why a run cannot be drawn so, of a kind that every run can be drawn in: none."""
    del plan
    return ""


def without_data(plan: Plan, because: str) -> str:
    """The reason why a run that was opened without its data cannot be drawn; "" if they are there. `because` goes on with what is lacking."""
    return "" if plan.table is not None else f"its data do not lie in its file, {because}; open the run with data=…"


def needs_its_steps(plan: Plan) -> str:
    """Why the steps of a run cannot be looked at; "" if they can."""
    return without_data(plan, "so no step can be made again")


@dataclass(frozen=True, kw_only=True)
class Kind(Generic[Params, Result]):
    """One kind of picture.

    `paint(run, *, axes=None, …)` paints it; the names of its other keywords are the options that the kind takes. What it is given is checked first,
    the same for all kinds (`with_checks`): so this is the function that is public.
    `fits` says why a run cannot be drawn in this way, "" if it can. `several`: `paint` takes a list of runs too.
    `moving`: `paint` gives frames, which become a GIF.
    """

    name: str
    says: str
    paint: Callable[Params, Result]
    fits: Callable[[Plan], str] = fits_all
    several: bool = False
    moving: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "paint", with_checks(self.paint, self.name, several=self.several))

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options it takes."""
        named = signature(self.paint).parameters.values()
        return tuple(one.name for one in named if one.kind is Parameter.KEYWORD_ONLY and one.name not in ("axes", "scene"))

    def checked(self, runs: Run | Sequence[Run]) -> list[Run]:
        """One run, or several, as a list. Raises: SettingError with the reason, for one that cannot be drawn in this way."""
        found = checked_runs(runs, self.name, several=self.several)
        listed: list[Run] = [found] if isinstance(found, Run) else found
        for run in listed:
            self.check(run.plan)
        return listed

    def check(self, plan: Plan) -> None:
        """Raises: SettingError with the reason, for a run that cannot be drawn in this way."""
        reason = self.fits(plan)
        if reason:
            raise SettingError(f"there is no picture of the kind {self.name!r} of this run: {reason}")


AnyKind = Kind[..., Any]
"""A kind, whatever it takes."""
