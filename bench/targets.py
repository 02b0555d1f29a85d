"""What the project wants to reach, and whether these results reach it. A missed target is said, and fails nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from .contestants import OURS
from .nets import NETS
from .speed import fastest_peer

NAMES = tuple(net.name for net in NETS)
SPEEDUPS = dict(zip(NAMES, (8.0, 7.0, 3.0, 1.7, 1.4, 1.1), strict=True))
"""Over the fastest peer."""
OVER_EAGER = dict.fromkeys(NAMES[:2], 100.0)
"""Over PyTorch eager."""
PEAK_SHARES = dict.fromkeys(NAMES[-2:], 0.8)
"""Of the peak of as many threads as the better time took."""
COMPILATION = dict.fromkeys(NAMES[:3], 0.150) | dict.fromkeys(NAMES[3:], 0.400)
"""Seconds until the first program of a process runs, LLVM being loaded."""
COMPILATION_AGAIN = 0.005
"""Seconds for a second net of the same structure."""
KEEPING_SHARE, OPENING_SECONDS = 0.03, 1.0
FIT_SPEEDUPS = {"iris": 10.0, "breast_cancer": 10.0, "digits": 8.0, "100,000 × 50": 5.0}
"""Of a whole `fit` over that of scikit-learn's networks, with the same settings."""
FIT_OVERHEAD = 0.002
MEMORY_NOISE = 4 * 2**20
"""Bytes by which the growth of a process may be off: its allocator takes memory in pieces."""


@dataclass(frozen=True)
class Verdict:
    """One target: `wanted` and `measured` as people read them."""

    what: str
    wanted: str
    measured: str
    met: bool


def judge(results: dict[str, Any]) -> list[Verdict]:
    """Every target that was measured, in the order of the nets."""
    return [
        *_speed(results.get("speed", {})),
        *_compilation(results.get("compile", {})),
        *_memory(results.get("memory", {})),
        *_prediction(results.get("predict", {})),
        *_keeping(results.get("keep", {})),
        *_estimators(results.get("estimators", {})),
    ]


def at_least(what: str, wanted: float, measured: float, form: str = "{:.3g}×") -> Verdict:
    """More is better."""
    return Verdict(what, "≥ " + form.format(wanted), form.format(measured), measured >= wanted)


def at_most(what: str, wanted: float, measured: float, form: str) -> Verdict:
    """Less is better."""
    return Verdict(what, "≤ " + form.format(wanted), form.format(measured), measured <= wanted)


def _speed(speed: dict[str, Any]) -> list[Verdict]:
    verdicts = []
    for name, one in speed.items():
        speedups, peer = one.get("speedups", {}), fastest_peer(one)
        if peer in speedups and name in SPEEDUPS:
            verdicts.append(at_least(f"{name}: speed-up over the fastest peer", SPEEDUPS[name], speedups[peer]))
        if "torch_eager" in speedups and name in OVER_EAGER:
            verdicts.append(at_least(f"{name}: speed-up over PyTorch eager", OVER_EAGER[name], speedups["torch_eager"]))
        if OURS.name in one["contestants"] and name in PEAK_SHARES:
            share = one["peak_shares"][str(one["contestants"][OURS.name]["threads"])]
            verdicts.append(at_least(f"{name}: share of the fused-multiply-add peak", PEAK_SHARES[name], share, "{:.0%}"))
    return verdicts


def _compilation(compilation: dict[str, Any]) -> list[Verdict]:
    first = [at_most(f"{name}: compilation", COMPILATION[name] * 1e3, one["first"] * 1e3, "{:.3g} ms") for name, one in compilation.items()]
    again = [
        at_most(f"{name}: a second net of the same structure", COMPILATION_AGAIN * 1e3, one["again"] * 1e3, "{:.3g} ms") for name, one in compilation.items()
    ]
    return [*first, *again]


def _memory(memory: dict[str, Any]) -> list[Verdict]:
    return [
        _within(f"{name}: memory of training", one["bound"], one["contestants"][OURS.name]) for name, one in memory.items() if OURS.name in one["contestants"]
    ]


def _prediction(predict: dict[str, Any]) -> list[Verdict]:
    ours = predict.get("contestants", {}).get(OURS.name, {})
    if not ours.get("bytes"):
        return []
    return [_within(f"memory of predicting {predict['rows']:,} rows", predict["bound"], ours["bytes"])]


def _keeping(keep: dict[str, Any]) -> list[Verdict]:
    if not keep:
        return []
    return [
        at_most("share of the time that keeping states takes", KEEPING_SHARE, keep["share"], "{:.1%}"),
        at_most(f"opening a step of {keep['opened_in']:,}", OPENING_SECONDS, keep["opening_longest"], "{:.2g} s"),
    ]


def _estimators(found: dict[str, Any]) -> list[Verdict]:
    fits = [
        at_least(f"fit on {name}, {dtype}: speed-up over scikit-learn", FIT_SPEEDUPS[name], one["speedup"])
        for name, by_type in found.get("fits", {}).items()
        for dtype, one in by_type.items()
        if name in FIT_SPEEDUPS
    ]
    overhead = [at_most("a fit beside its training", FIT_OVERHEAD * 1e3, found["overhead"]["seconds"] * 1e3, "{:.3g} ms")] if found else []
    return [*fits, *overhead]


def _within(what: str, bound: int, measured: int) -> Verdict:
    return Verdict(what, f"≤ {bound / 2**20:.1f} + {MEMORY_NOISE / 2**20:.0f} MiB", f"{measured / 2**20:.1f} MiB", measured <= bound + MEMORY_NOISE)
