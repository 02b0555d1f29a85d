"""A preparation as JSON values and back; what comes back may have been written by anyone and is checked entry by entry."""

import sys
from collections.abc import Callable
from dataclasses import dataclass, fields
from typing import Any

from glassgrad.graph import RunFileError

from .column_plans import TREATMENTS, ColumnPlan
from .table import KINDS, MOST_COLUMNS
from .target_plan import TargetPlan
from .tasks import MOST_CLASSES, Task

FORMAT = 1
MORE = "more targets"
"""The entry that is there only where several targets are learnt at once."""
_MOST_WORDS = 1_000
_LARGEST = sys.float_info.max  # also keeps out NaN, infinities and whole numbers that no float can hold

Check = Callable[[Any], bool]


@dataclass(frozen=True)
class Parts:
    """What a preparation is made of."""

    task: Task
    inputs: tuple[ColumnPlan, ...]
    targets: tuple[TargetPlan, ...]
    notes: tuple[str, ...]


def as_json(parts: Parts) -> dict[str, Any]:
    """Plain dictionaries, lists, text and finite numbers."""
    first, *others = parts.targets
    return {
        "format": FORMAT,
        "task": parts.task.value,
        "inputs": [_plain(plan) for plan in parts.inputs],
        "target": _plain(first),
        "notes": list(parts.notes),
        **({MORE: [_plain(plan) for plan in others]} if others else {}),
    }


def _plain(plan: ColumnPlan | TargetPlan) -> dict[str, Any]:
    return {name: list(value) if isinstance(value, tuple) else value for name, value in vars(plan).items()}


def from_json(document: Any) -> Parts:
    """The parts of the preparation, or a RunFileError that names the entry that does not belong."""
    several = isinstance(document, dict) and MORE in document
    _entries(document, {"format", "task", "inputs", "target", "notes", *([MORE] if several else [])}, "the preparation")
    if document["format"] != FORMAT or type(document["format"]) is not int:
        raise RunFileError(f"the preparation has format {_shown(document['format'])}; this version of glassgrad reads format {FORMAT}")
    if document["task"] not in [task.value for task in Task]:
        raise _bad("task", document["task"])
    if not _is_list(document["inputs"], _is_dict, MOST_COLUMNS):
        raise _bad("inputs", document["inputs"])
    if not _is_list(document["notes"], _is_text, 10 * MOST_COLUMNS):
        raise _bad("notes", document["notes"])
    plans = tuple(ColumnPlan(**_checked(entry, ColumnPlan, f"inputs[{place}]")) for place, entry in enumerate(document["inputs"]))
    others = document.get(MORE, [])
    if several and not (others and _is_list(others, _is_dict, MOST_COLUMNS)):
        raise _bad(MORE, others)
    targets = [("target", document["target"]), *((f"{MORE}[{place}]", one) for place, one in enumerate(others))]
    answers = tuple(TargetPlan(**_checked(entry, TargetPlan, place)) for place, entry in targets)
    parts = Parts(Task(document["task"]), plans, answers, tuple(document["notes"]))
    _check_together(parts)
    return parts


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


def _is_number(value: Any) -> bool:
    return isinstance(value, float | int) and not isinstance(value, bool) and -_LARGEST <= value <= _LARGEST


def _is_list(value: Any, check: Check, most: int) -> bool:
    return isinstance(value, list | tuple) and len(value) <= most and all(map(check, value))


def _are_words(value: Any) -> bool:
    return _is_list(value, _is_text, _MOST_WORDS) and len(set(value)) == len(value)


# One check for each field of the two plans, by the field's name.
_CHECKS: dict[str, Check] = {
    "name": _is_text,
    "kind": lambda value: value in KINDS,
    "treatment": lambda value: value in TREATMENTS,
    "mean": _is_number,
    "deviation": lambda value: _is_number(value) and value > 0,
    "fill": _is_number,
    "missing": lambda value: type(value) is int and 0 <= value < 2**53,
    "words": _are_words,
    "classes": lambda value: _are_words(value) and len(value) <= MOST_CLASSES,
    "reason": _is_text,
}


def _checked(entry: Any, plan: type[ColumnPlan] | type[TargetPlan], place: str) -> dict[str, Any]:
    names = {field.name for field in fields(plan)}
    _entries(entry, names, place)
    for name in names:
        if not _CHECKS[name](entry[name]):
            raise _bad(f"{place}.{name}", entry[name])
    return {name: _as_field(value) for name, value in entry.items()}


def _as_field(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def _entries(document: Any, names: set[str], place: str) -> None:
    if not isinstance(document, dict) or set(document) != names:
        have = sorted(map(str, document))[:20] if isinstance(document, dict) else type(document).__name__
        raise RunFileError(f"{place}: the entries must be {', '.join(sorted(names))}; found {_shown(have)}; the run file is damaged or not ours")


def _check_together(parts: Parts) -> None:
    names = [*(plan.name for plan in parts.inputs), *(plan.name for plan in parts.targets)]
    if len(set(names)) != len(names):
        raise RunFileError("the preparation names a column twice; the run file is damaged or not ours")
    if parts.task.several != (len(parts.targets) > 1):
        raise RunFileError(f"the preparation is for {parts.task.value} and has {len(parts.targets)} targets; the run file is damaged or not ours")
    for classes in (len(one.classes) for one in parts.targets):
        if not {Task.REGRESSION: classes == 0, Task.TWO_CLASSES: classes == 2, Task.MANY_CLASSES: classes >= 2}[parts.task.each]:
            raise RunFileError(f"the preparation is for {parts.task.value} and lists {classes} classes; the run file is damaged or not ours")
    for place, plan in enumerate(parts.inputs):
        if not _words_fit(plan):
            raise _bad(f"inputs[{place}].words", list(plan.words))
    if not any(plan.features for plan in parts.inputs):
        raise RunFileError("the preparation makes no features; the run file is damaged or not ours")


def _words_fit(plan: ColumnPlan) -> bool:
    if plan.treatment == "one of":
        return plan.kind == "category" and len(plan.words) >= 2
    if plan.treatment == "zero or one":
        return plan.kind == "boolean" and len(plan.words) == 2
    return not plan.words and (plan.treatment != "scaled" or plan.kind == "number")


def _bad(place: str, value: Any) -> RunFileError:
    return RunFileError(f"the preparation's {place} cannot be {_shown(value)}; the run file is damaged or not ours")


def _shown(value: Any) -> str:
    if isinstance(value, dict | list | tuple):
        return f"a {type(value).__name__} of {len(value):,} entries"
    return ascii(value if not isinstance(value, str) else value[:60])[:80]
