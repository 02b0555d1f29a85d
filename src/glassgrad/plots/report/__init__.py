"""`report`: one run told in full, as one story with pictures: what was learnt, how it went, what to beware of, and one step worked out."""

from __future__ import annotations

from glassgrad.data.words import listed
from glassgrad.explain import Story
from glassgrad.graph import SettingError
from glassgrad.training import Run

from ..measured.one_target import NAMED
from .findings import findings
from .pictures import going, judgement, network, surface
from .preparation import preparation
from .summary import summary
from .worked_step import worked_step

__all__ = ["report"]


def report(run: Run, *, step: int = 1, row: int = 0) -> Story:
    """The report of a run: `.html()` is one page with everything in it.

    In order: a summary, what was done to the data, how training went, the network, how good it is, the loss around its path, what the doctor finds,
    and step `step` worked out for row `row` of its batch.
    Raises: SettingError for a run without a step, or a step or row that is not there; RunFileError for a run opened without its data.
    """
    if not run.steps:
        raise SettingError("this run has made no step yet, so there is nothing to report; go on with it first")
    worked = tuple(worked_step(run, step, row))  # what is asked wrongly is said before the work is done
    parts = (summary, preparation, going, network, judgement, surface, findings)
    told = tuple(block for part in parts for block in part(run))
    names = listed([one.name for one in run.plan.preparation.all_targets], NAMED)
    return Story((f"A network that predicts {names}",), (*told, *worked))
