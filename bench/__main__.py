"""`python -m bench`: measure, print, and write docs/benchmarks.md. It ends with 0 even when a target is missed: it measures, it does not judge."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from typing import Any

from . import compilation, estimators, growth, keeping, memory, prediction, results, speed
from .machine import describe_machine, versions
from .nets import NETS, net_named
from .options import Options
from .processes import ContestantError, peers_python_exists
from .targets import judge

SECTIONS: dict[str, Callable[[Options], Any]] = {
    "peak": speed.whole_machine_peak,
    "compile": compilation.measure,
    "speed": speed.measure,
    "predict": prediction.measure,
    "memory": memory.measure,
    "keep": keeping.measure,
    "estimators": estimators.measure,
    "growth": growth.measure,
}


def main() -> None:
    """Measure what was asked for."""
    asked = arguments()
    options = Options(
        quick=asked.quick, peers=not asked.no_peers, engine=asked.engine, nets=asked.nets, show_errors=asked.show_errors, rounds_asked=asked.rounds
    )
    if options.peers and not peers_python_exists():
        print("There is no .venv-bench, so glassgrad is measured alone; scripts/setup_bench.sh makes it.")
    found: dict[str, Any] = {"machine": describe_machine(), "versions": versions(), "engine": options.engine, "quick": options.quick}
    for name in asked.only or SECTIONS:
        try:
            found[name] = SECTIONS[name](options)
        except ContestantError as reason:
            print(f"{name} was broken off: {reason}")
    report(found)
    complete = not (asked.quick or asked.only or asked.no_peers or asked.rounds or asked.nets != NETS)
    if complete if asked.write is None else asked.write:
        results.write(found)
        print("Written: docs/benchmarks.md, docs/benchmarks/speed.svg, docs/benchmarks/results.json")


def report(found: dict[str, Any]) -> None:
    """The targets, and whether they are met."""
    print(f"\n{found['machine']['cpu']}, {found['machine']['cores']} cores")
    for verdict in judge(found):
        print(f"  {'met   ' if verdict.met else 'MISSED'}  {verdict.what}: {verdict.measured} (wanted {verdict.wanted})")


def arguments() -> argparse.Namespace:
    """The options of the command line."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure glassgrad beside its peers.")
    parser.add_argument("--quick", action="store_true", help="few and short rounds, the two smallest nets, nothing that compiles for long: seconds, and coarse")
    parser.add_argument("--only", type=_sections, metavar="SECTION,…", help=f"some of {', '.join(SECTIONS)}")
    parser.add_argument("--nets", type=_nets, metavar="NET,…", help=f"some of {', '.join(net.name for net in NETS)}")
    parser.add_argument("--no-peers", action="store_true", help="glassgrad alone")
    parser.add_argument("--engine", default="native", help="glassgrad's engine (default: native)")
    parser.add_argument("--rounds", type=int, help="rounds of every comparison (default: 9, or 3 if quick)")
    parser.add_argument("--write", action=argparse.BooleanOptionalAction, help="write docs/benchmarks.md (default: only after a whole run)")
    parser.add_argument("--show-errors", action="store_true", help="show what the contestants' libraries say")
    asked = parser.parse_args()
    asked.nets = asked.nets or (NETS[:2] if asked.quick else NETS)
    return asked


def _sections(text: str) -> list[str]:
    wanted = text.split(",")
    unknown = [name for name in wanted if name not in SECTIONS]
    if unknown:
        raise argparse.ArgumentTypeError(f"there is no section {unknown[0]}; choose from {', '.join(SECTIONS)}")
    return wanted


def _nets(text: str) -> tuple[Any, ...]:
    try:
        return tuple(net_named(name) for name in text.split(","))
    except KeyError as error:
        raise argparse.ArgumentTypeError(error.args[0]) from None


if __name__ == "__main__":
    main()
