"""The results as a page of Markdown: `docs/benchmarks.md` is written by this and by nobody else."""

from __future__ import annotations

from typing import Any

from .contestants import CONTESTANTS
from .report_speed import render_speed
from .targets import MEMORY_NOISE, Verdict, judge
from .writing import TITLES, duration, mebibytes, paragraph, table


def render(results: dict[str, Any]) -> str:
    """The whole page."""
    parts = [*_head(results), *_targets(judge(results))]
    for name, section in SECTIONS.items():
        if results.get(name):
            parts += section(results[name])
    return "\n\n".join(part for part in parts if part) + "\n"


def _head(results: dict[str, Any]) -> list[str]:
    machine, versions = results["machine"], results["versions"]
    said = {where: ", ".join(f"{name} {version}" for name, version in found.items()) for where, found in versions.items()}
    return [
        "# Benchmarks",
        "*Written by `make bench`: run it to see the numbers of your own machine.*",
        f"Measured on **{machine['cpu']}**, {machine['cores']} cores, {machine['vectors']}, {machine['system']}.",
        f"- glassgrad's environment: {said['glassgrad']}\n- the peers' environment: {said['peers'] or 'not there, so they were not measured'}",
        "**This was a quick run: few and short rounds. Its numbers are coarse.**" if results["quick"] else "",
        "" if results["engine"] == "native" else f"**glassgrad ran on its engine `{results['engine']}`, which is not the one for training.**",
    ]


def _targets(verdicts: list[Verdict]) -> list[str]:
    if not verdicts:
        return []
    rows = [(one.what, one.wanted, one.measured, "yes" if one.met else "**no**") for one in verdicts]
    return ["## Targets", f"{sum(one.met for one in verdicts)} of {len(verdicts)} are met.", table(("target", "wanted", "measured", "met"), rows)]


def _compilation(compilation: dict[str, Any]) -> list[str]:
    rows = [(name, *(duration(one[part]) for part in ("loading", "graph", "first", "again", "second"))) for name, one in compilation.items()]
    runs = next(iter(compilation.values()))["runs"]
    return [
        "## Compilation",
        paragraph(
            f"Medians of {runs} fresh processes, with all threads. *Compilation* is opening a session and making its first step, less a second step.",
            "Loading LLVM, which a process does once, is told apart.",
            "*Again* is the same for a second net of the same structure.",
        ),
        table(("net", "loading LLVM", "writing the graph", "compilation", "again", "one step"), rows),
    ]


def _memory(memory: dict[str, Any]) -> list[str]:
    present = [one for one in CONTESTANTS if any(one.name in result["contestants"] for result in memory.values())]
    bounds = ("table_bytes", "parameter_bytes", "batch_bytes", "bound")
    rows = [
        (name, *(mebibytes(one[part]) for part in bounds), *(mebibytes(one["contestants"].get(contestant.name)) for contestant in present))
        for name, one in memory.items()
    ]
    return [
        "## Memory of training",
        paragraph(
            "By how much a fresh process grows, from after its imports and a warm-up with a tiny net to its peak,",
            "while it draws the table, compiles, and trains 2 epochs with all threads.",
            "The bound is the table and its order, 4 × the parameters (weights, gradients, Adam's two means), and the buffers of one batch;",
            f"{MEMORY_NOISE / 2**20:.0f} MiB more are within what the measurement is off by.",
        ),
        table(("net", "inputs", "4 × parameters", "one batch", "bound", *(one.title for one in present)), rows),
    ]


def _prediction(predict: dict[str, Any]) -> list[str]:
    speedups = predict.get("speedups", {})
    rows = [
        (TITLES[name], f"{duration(one['seconds'])} ({one['threads']})", f"{speedups[name]:.3g}×" if name in speedups else "–", mebibytes(one["bytes"]))
        for name, one in predict["contestants"].items()
    ]
    return [
        f"## Prediction of {predict['rows']:,} rows",
        paragraph(
            f"{predict['net']}, float32, from NumPy to NumPy; the better of 1 and all threads (in parentheses).",
            f"Memory is the growth of a fresh process that draws the rows ({mebibytes(predict['inputs_bytes'])})",
            f"and predicts them ({mebibytes(predict['outputs_bytes'])} of outputs).",
        ),
        table(("contestant", "time", "times glassgrad's", "memory"), rows),
    ]


def _keeping(keep: dict[str, Any]) -> list[str]:
    rows = [
        (f"{keep['steps']:,} steps with states kept on the way, on disk", duration(keep["with"])),
        ("the same without", duration(keep["without"])),
        ("what keeping them costs", f"{keep['share']:.1%}"),
        (f"opening the file of {keep['opened_in']:,} steps ({mebibytes(keep['file_bytes'])})", duration(keep["opening_file"])),
        ("opening a step of it with all its numbers, median", duration(keep["opening_median"])),
        ("the slowest of them", duration(keep["opening_longest"])),
        ("states kept, and the steps between two of them at most", f"{keep['states']:,}, {keep['furthest']:,}"),
    ]
    return ["## Being able to open any step", f"{keep['net']}. Steps all over the run are opened, one after the other.", table(("what", "measured"), rows)]


def _estimators(found: dict[str, Any]) -> list[str]:
    rows = [
        (
            f"{name}, {dtype}",
            f"{one['rows']:,} × {one['epochs']}",
            duration(one["seconds"]["glassgrad"]),
            duration(one["seconds"]["scikit_learn"]),
            f"{one['speedup']:.3g}×",
            f"{one['scores']['glassgrad']:.4f}",
            f"{one['scores']['scikit_learn']:.4f}",
        )
        for name, by_type in found["fits"].items()
        for dtype, one in by_type.items()
    ]
    return [
        "## The estimators beside scikit-learn's networks",
        paragraph(
            "`fit` from end to end with scikit-learn's default settings and a fixed number of epochs, in one process with all threads, medians;",
            "scores on held-out rows are medians over 5 seeds.",
            f"A fit of one epoch on iris, that is everything beside the training, takes {duration(found['overhead']['seconds'])}.",
        ),
        table(("data", "rows × epochs", "glassgrad", "scikit-learn", "speed-up", "score", "its score"), rows),
    ]


def _growth(growth: dict[str, Any]) -> list[str]:
    rows = [
        (
            one["what"],
            *(f"{duration(one[size]['seconds'])} ({one[size]['is']})" for size in ("small", "large")),
            f"{one['exponent']:.2f}",
            f"{one['expected']:.0f}",
        )
        for one in growth.values()
    ]
    return [
        "## How time grows",
        paragraph(
            "The exponent is log(t₂/t₁) / log(factor): 1 is in proportion; *work* is the exponent of the arithmetic itself.",
            "Times are per epoch for rows, per step for width and depth, per call for graphs; on one thread.",
        ),
        table(("what", "small", "large", "exponent", "work"), rows),
    ]


def _peak(peak: dict[str, float]) -> list[str]:
    rows = [(threads, f"{value / 1e9:,.3g}") for threads, value in peak.items()]
    return ["## Peak", "Fused multiply-adds in registers, at the beginning of the run.", table(("threads", "Gflop/s"), rows)]


SECTIONS = {
    "speed": render_speed,
    "compile": _compilation,
    "memory": _memory,
    "predict": _prediction,
    "keep": _keeping,
    "estimators": _estimators,
    "growth": _growth,
    "peak": _peak,
}
