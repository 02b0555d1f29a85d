"""A comparison as plain values, for programs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .comparison import Comparison, Kept, Result


def as_json(seen: Comparison) -> dict[str, Any]:
    """What was compared and how, then every family with its numbers, and those that were left out."""
    first = seen.problem.folds[0]
    return {
        "source": seen.problem.table.source,
        "rows": sum(len(fold.held_out.places) for fold in seen.problem.folds),
        "inputs": list(first.preparation.features),
        "target": seen.problem.target,
        "target_unit": seen.problem.unit,
        "task": seen.problem.task.value,
        "classes": list(first.preparation.classes),
        "measure": seen.problem.measure,
        "settings": seen.settings.to_json(),
        "baseline": list(seen.baseline),
        "families": [_result(one) for one in seen.results],
        "left_out": {one.family.name: one.because for one in seen.left_out},
        "notes": list(seen.problem.notes),
    }


def _result(one: Result) -> dict[str, Any]:
    return {
        "name": one.family.name,
        "title": one.family.title,
        "sort": one.family.sort.value,
        "scores": list(one.scores),
        "mean": one.mean,
        "spread": one.spread,
        "fit_seconds": one.fit_seconds,
        "predict_seconds_per_1000_rows": one.predict_seconds,
        "kept": [_kept(kept) for kept in (one.half, one.all)],
        "knows": one.knows,
        "notes": list(one.notes),
    }


def _kept(kept: Kept) -> dict[str, Any]:
    return {"rows": kept.rows, "stored": _counts((one.what, one.count) for one in kept.stored), "bytes": kept.bytes}


def _counts(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """By name; what has the same name is added up."""
    found: dict[str, int] = {}
    for what, count in pairs:
        found[what] = found.get(what, 0) + count
    return found
