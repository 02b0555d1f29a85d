"""`glassgrad doctor`: what is wrong with a run, or with a training that has not begun, with the numbers that show it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import SettingError
from glassgrad.training import TrainSettings

from .codes import DONE
from .delivery import deliver
from .facts import show_facts
from .options import with_options
from .terminal import console, printable, warnings_as_notes

if TYPE_CHECKING:
    from rich.console import Console

    from glassgrad.training.doctor import Diagnosis, Finding

COLOURS = {"problem": "bold red", "warning": "yellow", "note": "cyan"}
INDENT = 12
LONGEST_LABEL = 44


def doctor(
    what: Annotated[str, Parameter(help="a run kept by glassgrad train --save; or a table: a CSV or Parquet file, or the name of a data set")],
    /,
    *,
    data: Annotated[str | None, Parameter(help="the table of a run, if it is too large to lie in its file")] = None,
    header: Annotated[bool | None, Parameter(help="whether the first row names the columns; found out otherwise")] = None,
    every: Annotated[bool, Parameter(name="--all", help="show numbers also of what is fine", negative="")] = False,
    learning_rates: Annotated[bool, Parameter(help="try all learning rates in one short run, and suggest one", negative="")] = False,
    low: Annotated[float | None, Parameter(help="the lowest of the learning rates that are tried", show_default=False)] = None,
    high: Annotated[float | None, Parameter(help="the highest of them", show_default=False)] = None,
    steps: Annotated[int | None, Parameter(help="the steps from the lowest to the highest", show_default=False)] = None,
    as_json: Annotated[bool, Parameter(name="--json", help="write JSON", negative="")] = False,
    **choices: Any,
) -> int:
    """Look, and say what was found."""
    from glassgrad.training.doctor import diagnose, is_run_file

    settings = TrainSettings(**choices)
    run = is_run_file(what)
    if learning_rates and run:
        raise SettingError(f"--learning-rates tries a training that has not begun, but {what} is a run; give its table and settings")
    if run and settings != TrainSettings():
        raise SettingError(f"{what} is a run, and its settings lie in it; leave out the settings, or give a table instead")
    if data is not None and not run:
        raise SettingError(f"--data belongs to a run, but {what} is a table")
    span = {name: value for name, value in (("low", low), ("high", high), ("steps", steps)) if value is not None}
    if span and not learning_rates:
        raise SettingError(f"--{next(iter(span))} belongs to --learning-rates; give that too, or leave it out")
    if learning_rates:
        return _try_learning_rates(what, settings, span, header=header, as_json=as_json)
    with warnings_as_notes():
        seen = diagnose(what, data=data) if run else diagnose(what, settings=settings, header=header)
    if as_json:
        deliver(json.dumps(seen.to_json(), indent=2, ensure_ascii=False, allow_nan=False), None)
    else:
        show_diagnosis(console(), seen, what, every=every)
    return DONE


doctor.__signature__ = with_options(doctor, TrainSettings)  # type: ignore[attr-defined]


REPLACED = ("learning_rate", "schedule", "schedule_settings")
"""The settings in whose place --learning-rates tries its own."""


def _try_learning_rates(data: str, settings: TrainSettings, span: dict[str, Any], *, header: bool | None, as_json: bool) -> int:
    from glassgrad.training import learning_rate_range

    usual = TrainSettings()
    given = [f"--{name.replace('_', '-')}" for name in REPLACED if getattr(settings, name) != getattr(usual, name)]
    if given:
        raise SettingError(f"--learning-rates tries its own rates, one after the other; leave out {' and '.join(given)}")
    with warnings_as_notes():
        found = learning_rate_range(data, settings=settings, header=header, **span)
    if as_json:
        deliver(json.dumps(found.to_json(), indent=2, allow_nan=False), None)
        return DONE
    screen = console()
    show_facts(screen, [("patient", f"{data}: one short run in which the learning rate grows from step to step"), ("advice", found.because)])
    screen.print()
    screen.print(found.table(), markup=False, highlight=False, soft_wrap=True)
    return DONE


def show_diagnosis(screen: Console, seen: Diagnosis, what: str, *, every: bool = False) -> None:
    """What was found, the gravest first; then what is fine, with its numbers if `every` one is wanted; and what was not looked at."""
    from glassgrad.training.doctor.finding import say_number

    show_facts(screen, [("patient", f"{what}: {seen.patient}")])
    for finding in seen.findings:
        screen.print()
        show_finding(screen, finding)
    screen.print()
    facts = [("found", seen.summary)] if seen.summary else []
    for place, (check, says) in enumerate(seen.fine):
        facts.append(("" if place else "fine", says))
        numbers = seen.measured.get(check, {}) if every else {}
        facts += _in_two_columns({label: say_number(value) for label, value in numbers.items()})
    for place, (because, names) in enumerate(seen.not_seen.items()):
        facts.append(("" if place else "not seen", f"{', '.join(names)}: {because}"))
    beside = "; ".join(f"{', '.join(names)} ({because})" for because, names in seen.beside_the_point.items())
    show_facts(screen, [*facts, *([("no matter", beside)] if beside else [])])


def show_finding(screen: Console, finding: Finding) -> None:
    """One finding: what, since when, the numbers in two columns, what to try."""
    from rich.text import Text

    head = f"{finding.what}{f' ({finding.when})' if finding.when else ''}"
    for place, line in enumerate(Text(printable(head)).wrap(screen, max(20, screen.width - INDENT))):
        line.rstrip()
        label = "" if place else finding.gravity.value
        screen.print(Text.assemble((f"{label:<{INDENT}}", COLOURS[finding.gravity.value]), line), soft_wrap=True)
    if finding.where:
        show_facts(screen, [("where", finding.where)])
    show_facts(screen, _in_two_columns(finding.said_numbers))
    show_facts(screen, [("advice" if place == 0 else "", sentence) for place, sentence in enumerate(finding.advice)])


def _in_two_columns(numbers: dict[str, str]) -> list[tuple[str, str]]:
    width = min(LONGEST_LABEL, max(map(len, numbers), default=0))
    return [("numbers" if place == 0 else "", f"{label:<{width}}  {value}") for place, (label, value) in enumerate(numbers.items())]
