"""`diagnose`: look at a run, at data before training, or at a bare network, and say what is wrong."""

from __future__ import annotations

from dataclasses import fields
from inspect import Parameter, Signature
from pathlib import Path
from typing import Any

from glassgrad.data import Table, read_table
from glassgrad.graph import SettingError
from glassgrad.nn import Network

from ..file_access import HEADER
from ..memory import saying_what_is_short
from ..run import Run
from ..settings import TrainSettings, settings_from
from .bare_network import patient_of_network
from .diagnosis import Diagnosis, examine
from .patient import patient_of_plan

RUN_ENDING = ".glass"


def diagnose(
    subject: Any,
    target_values: Any = None,
    *,
    settings: TrainSettings | None = None,
    header: bool | None = None,
    data: Any = None,
    inputs: Any = None,
    parameters: Any = None,
    **choices: Any,
) -> Diagnosis:
    """Look for what commonly goes wrong, and say it with the numbers that show it.

    `subject` is a run, or the path of one (`data`: its table, if that is too large to lie in the file); or anything `train` learns from, with the
    settings that `train` would get, before a step is made; or a bare `Network` with loss="…", perhaps with `inputs` (rows, features) and
    `target_values`, and with `parameters` by name. Nothing is written, and a run is not changed.
    Raises: DataError, SettingError, RunFileError, ShapeError for what cannot be looked at at all.

    >>> found = diagnose("iris", initializer="zeros", epochs=5)
    >>> [one.where for one in found["symmetric weights"]]
    ['layer 1']
    """
    # The loop, which `train` needs, may need the doctor: for a look while it works.
    from ..train import open_run, plan_for, with_target

    if settings is not None and choices:
        raise SettingError(f"give either settings= or single settings, not both: {', '.join(choices)}")
    with saying_what_is_short():
        if isinstance(subject, Network):
            return examine(patient_of_network(subject, choices, inputs, target_values, parameters))
        if (isinstance(subject, Run) or is_run_file(subject)) and (choices or settings is not None):
            raise SettingError("a run has its settings already; leave them out, or give a table instead")
        if isinstance(subject, Run):
            return examine(patient_of_plan(subject.plan, subject))
        if is_run_file(subject):
            with open_run(subject, data=data) as run:
                return examine(patient_of_plan(run.plan, run))
        table = subject if isinstance(subject, Table) else read_table(subject, target_values=target_values, header=header)
        chosen = settings if settings is not None else settings_from(choices)
        return examine(patient_of_plan(plan_for(table, with_target(chosen, table, subject))[0]))


def _signature() -> Signature:
    """The signature of `diagnose` with the settings spelled out, as that of `train` has them; no name can be both."""
    own = [one for one in Signature.from_callable(diagnose).parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    chosen = [Parameter(one.name, Parameter.KEYWORD_ONLY, default=one.default, annotation=one.type) for one in fields(TrainSettings)]
    return Signature([*own, *chosen], return_annotation=Diagnosis)


diagnose.__signature__ = _signature()  # type: ignore[attr-defined]


def is_run_file(subject: Any) -> bool:
    """Whether it is the path of a run: by its ending, or because a file begins as run files do, and tables do not."""
    if not isinstance(subject, (str, Path)):
        return False
    if str(subject).endswith(RUN_ENDING):
        return True
    try:
        with Path(subject).open("rb") as file:
            return file.read(len(HEADER)) == HEADER
    except (OSError, ValueError):  # no file, or none of that name could be: whoever reads it as a table says so
        return False
