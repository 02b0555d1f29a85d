"""What every family came to on shipped data, as a person has read and approved it: `goldens/shipped_NAME.json`; and how far libraries may be off."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from glassgrad.families.comparison import Comparison, Kept, Result
from glassgrad.families.contents import FAMILIES
from glassgrad.families.family import Family, Sort

FOLDER = Path(__file__).parent / "goldens"
DIGITS = 6
LEADING = 2
"""Parts of an answer; the first is often a bias that all rows share."""


@dataclass(frozen=True)
class Tolerance:
    """By how much a family may miss what was approved. `score`: absolute; `counts`, `outputs`: shares, of outputs that of the largest one.

    `leading`: whether the parts of an answer that weigh most must be the same.
    """

    score: float
    counts: float
    outputs: float
    leading: bool = True


# All 74 were looked at with scikit-learn 1.6, 1.7, 1.8 and 1.9, xgboost 3.0 and 3.2, lightgbm 4.5 and 4.7, and as a processor without AVX or fused
# multiplication computes. Bytes follow from what is counted.
SETTLED = Tolerance(score=0.007, counts=0.02, outputs=1e-4)
"""They solve one problem to its end, or count: nothing but last bits differed (3e-8). One row of 150 that lies on a boundary, and a support vector may tip."""
TREES = Tolerance(score=0.03, counts=0.03, outputs=1e-3)
"""Which of two equally good questions is asked first is decided by last bits, and all below it follows. None differed but the two that come next."""
TIPPING = {name: replace(TREES, outputs=0.25, leading=False) for name in ("xgboost", "adaboost")}
"""xgboost 3.0 starts from another number than 3.2, and AdaBoost weighs rows by what is rounded: scores by 0.008, nodes by 0.7 %, outputs by 20 % differed."""


def tolerance_of(family: Family) -> Tolerance:
    """What may differ."""
    return TIPPING.get(family.name, TREES if family.sort in (Sort.TREES, Sort.ENSEMBLE) else SETTLED)


def what_came_of(seen: Comparison, family: Family) -> dict:
    """The score, what is kept of half and of all rows, and one answer: what the model says, and the parts of it that weigh most."""
    result, held_out = seen.result(family.name), seen.problem.folds[0].held_out
    told = family.explain(seen.learned[family.name], 0, held_out)
    leading = sorted(told.parts, key=lambda part: -np.abs(part.value).max())[:LEADING]
    return {
        "mean score": _short(result.mean),
        **_kept(result),
        f"row {held_out.places[0]}": told.answer if isinstance(told.answer, str) else _short(told.answer),
        f"its {told.measure}": dict(zip(told.outputs, map(_short, told.output), strict=True)),
        "leading parts": {part.what: [_short(value) for value in np.broadcast_to(part.value, told.output.shape)] for part in leading},
    }


def _kept(result: Result) -> dict:
    def counted(kept: Kept) -> dict:
        return {**{one.what: one.count for one in kept.stored}, "bytes": kept.bytes}

    return {f"of {kept.rows} rows": counted(kept) for kept in (result.half, result.all)}


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")


def changes(approved: dict | str, found: dict | str, may: Tolerance) -> list[str]:
    """What differs by more than it may, each in words; and what is there on one side only."""
    if isinstance(approved, str) or isinstance(found, str):
        return [] if approved == found else [f"{approved} was approved, {found} is found"]
    facts = [fact for fact in {**approved, **found} if may.leading or fact != "leading parts"]
    return [
        f"{fact}: {approved.get(fact)} was approved, {found.get(fact)} is found" for fact in facts if not _alike(fact, approved.get(fact), found.get(fact), may)
    ]


def _alike(fact: str, approved: object, found: object, may: Tolerance) -> bool:
    if approved is None or found is None or isinstance(approved, str):
        return approved == found
    if isinstance(approved, dict):
        if approved.keys() != found.keys():
            return False
        if fact.startswith("of "):
            return all(abs(approved[what] - found[what]) <= may.counts * approved[what] for what in approved)
    if fact == "mean score":
        return abs(approved - found) <= may.score
    was, now = (np.ravel(list(one.values()) if isinstance(one, dict) else one) for one in (approved, found))
    return was.shape == now.shape and bool(np.abs(was - now).max() <= may.outputs * np.abs(was).max())


def read(name: str) -> dict:
    """What was approved of a data set: by family; a family that does not fit has the reason."""
    path = FOLDER / f"shipped_{name}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def write(name: str, family: str, found: dict | str) -> None:
    """Approve this of one family; the others stay as they are, in the order of reading."""
    known = {**read(name), family: found}
    told = (f' "{one}": {_lines(known[one])}' for one in FAMILIES if one in known)
    (FOLDER / f"shipped_{name}.json").write_text("{\n" + ",\n".join(told) + "\n}\n", encoding="utf-8")


def _lines(found: dict | str) -> str:
    """A line for each fact, so that a person reads in a diff which of them changed."""
    if isinstance(found, str):
        return json.dumps(found, ensure_ascii=False)
    facts = (f"  {json.dumps(fact, ensure_ascii=False)}: {json.dumps(value, ensure_ascii=False)}" for fact, value in found.items())
    return "{\n" + ",\n".join(facts) + "\n }"
