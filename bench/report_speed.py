"""The part of the report that tells the times of training steps."""

from __future__ import annotations

from typing import Any

from .agreement import CHECKED_STEPS, TOLERANCE
from .contestants import CONTESTANTS, OURS, Contestant
from .speed import fastest_peer
from .writing import TITLES, duration, paragraph, table


def render_speed(speed: dict[str, Any]) -> list[str]:
    """Picture, method, times, ratios, shares of the peak, and who was left out."""
    present = [one for one in CONTESTANTS if any(one.name in result["contestants"] for result in speed.values())]
    return [
        "## Time per training step",
        "![Time per training step, on a logarithmic scale](benchmarks/speed.svg)",
        *_how(),
        table(("net", "batch", *(one.title for one in present)), [_times(name, one, present) for name, one in speed.items()]),
        "In parentheses: how many threads gave the better time. **Bold**: the fastest peer.",
        *_largest_deviation(speed),
        *_speedups(speed, [one for one in present if one is not OURS]),
        *_shares(speed),
        *_left_out(speed),
    ]


def _how() -> list[str]:
    return [
        paragraph(
            "Adam (α 0.001, β 0.9 and 0.999, ε 1e-8), float32, ReLU between the layers; binary cross-entropy for one output, cross-entropy for more.",
            "Each batch is gathered from a shuffled order over a table of 4,096 rows (16,384 for 784 inputs), and the loss of every step is handed out.",
            "Everyone has the same table, the same first weights and the same order. A call is one epoch,",
            "for glassgrad several, as `train` makes them; the order is drawn before the clock starts.",
        ),
        paragraph(
            f"Everyone's first {CHECKED_STEPS} losses (or one epoch's) are compared with NumPy's in float64;",
            f"whoever is off by more than {TOLERANCE:.0%} is left out.",
            "scikit-learn draws its own weights and order and reports one loss an epoch: it is only checked to learn.",
        ),
        paragraph(
            "Everyone works in a process of their own, with 1 thread and with all, by turns in one run; times are medians over rounds, without compilation.",
            "PyTorch eager takes the fastest of fused, foreach and plain Adam; torch.compile has the whole step in one function;",
            "JAX donates its state and keeps order and losses on the device; NumPy makes its buffers once and updates all parameters as one vector.",
        ),
    ]


def _times(name: str, one: dict[str, Any], present: list[Contestant]) -> list[str]:
    best, cells = fastest_peer(one), [name, str(one["batch"])]
    for contestant in present:
        found = one["contestants"].get(contestant.name)
        mark = "**" if contestant.name == best else ""
        cells.append(f"{mark}{duration(found['seconds'])}{mark} ({found['threads']})" if found else "–")
    return cells


def _largest_deviation(speed: dict[str, Any]) -> list[str]:
    deviations = [(value, TITLES[name.split("/")[0]], net) for net, one in speed.items() for name, value in one["deviations"].items()]
    if not deviations:
        return []
    value, title, net = max(deviations)
    return [f"The largest deviation of anybody's first losses from NumPy's in float64: {value:.2g} (relative; {title}, {net})."]


def _speedups(speed: dict[str, Any], peers: list[Contestant]) -> list[str]:
    rows = [(name, *(_times_as_long(one.get("speedups", {}).get(peer.name)) for peer in peers)) for name, one in speed.items()]
    if not peers:
        return []
    return ["How many times as long as glassgrad a peer takes (round by round, then the median):", table(("net", *(one.title for one in peers)), rows)]


def _times_as_long(ratio: float | None) -> str:
    return "–" if ratio is None else f"{ratio:,.3g}×" if ratio < 100 else f"{ratio:,.0f}×"


def _shares(speed: dict[str, Any]) -> list[str]:
    rows = [
        (f"{name} ({threads})", f"{one['flops'] / 1e6:,.4g}", f"{rate / 1e9:,.3g}", f"{one['peak'][threads] / 1e9:,.3g}", f"{one['peak_shares'][threads]:.0%}")
        for name, one in speed.items()
        for threads, rate in one.get("rates", {}).items()
    ]
    if not rows:
        return []
    return [
        paragraph(
            "glassgrad's share of the peak, with so many threads (in parentheses).",
            "Counted are 2·m·n·k for every matrix product of forward, weight gradients and input gradients (not for X), and nothing else.",
            "The peak is that of fused multiply-adds in registers, measured between the rounds with as many threads.",
        ),
        table(("net", "Mflop per step", "Gflop/s", "peak Gflop/s", "share"), rows),
    ]


def _left_out(speed: dict[str, Any]) -> list[str]:
    lines = [
        f"- {net}: {TITLES[name.split('/')[0]]}, threads: {name.split('/')[1]}: {reason}"
        for net, one in speed.items()
        for name, reason in one["left_out"].items()
    ]
    return ["Left out:", "\n".join(lines)] if lines else []
