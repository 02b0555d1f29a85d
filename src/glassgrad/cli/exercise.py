"""`glassgrad exercise`: a paper, its solution, its key; or the papers of a whole class."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .codes import DONE
from .delivery import check_place, deliver
from .facts import show_facts
from .folder import check_folder, deliver_folder
from .formats import ENDINGS, FORMATS, deliver_story, rendered
from .terminal import console, printable, say

if TYPE_CHECKING:
    from glassgrad.coach.exercises import Exercise

MOST_PAPERS, MOST_TRIES = 500, 4


def exercise(
    kind: Annotated[str | None, Parameter(name="KIND", help="what is practised; without it, all kinds are listed")] = None,
    /,
    *,
    seed: Annotated[int, Parameter(help="the number of the paper; the same number gives the same paper everywhere")] = 0,
    solution: Annotated[bool, Parameter(help="the worked solution instead of the sheet", negative="")] = False,
    key: Annotated[Path | None, Parameter(help="write the answer key into this file too, for glassgrad check --key")] = None,
    count: Annotated[int | None, Parameter(help="so many papers, with numbers from --seed on: sheets, solutions and keys, into the folder --output")] = None,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file instead of standard output; with --count, a folder")] = None,
    overwrite: Annotated[bool, Parameter(help="let files be replaced", negative="")] = False,
    **options: Annotated[str, Parameter(help="an option of the kind, like --layers 2-2-1 or --activation tanh", allow_leading_hyphen=True)],
) -> int:
    """Set an exercise."""
    chosen = {name.replace("-", "_"): value for name, value in options.items()}
    if kind is None:
        _refuse_without_kind(chosen, solution=solution, key=key, count=count, output=output)
        show_kinds()
    elif count is not None:
        if solution or key is not None:
            raise SettingError("--count writes sheets, solutions and keys anyway; leave out --solution and --key")
        write_class(kind.replace("-", "_"), seed, count, chosen, format, output, overwrite=overwrite)
    else:
        write_one(kind.replace("-", "_"), seed, chosen, format, output, key, solution=solution, overwrite=overwrite)
    return DONE


def _refuse_without_kind(chosen: Mapping[str, str], *, solution: bool, key: Path | None, count: int | None, output: Path | None) -> None:
    if chosen or solution or key or count is not None or output:
        raise SettingError("say which kind of exercise, like glassgrad exercise gradients; without any option all kinds are listed")


def write_one(
    kind: str, seed: int, chosen: Mapping[str, Any], format: str | None, output: Path | None, key: Path | None, *, solution: bool, overwrite: bool
) -> None:
    """One sheet, or its solution; and the key, if it is wanted. Both places are looked at before anything is written."""
    from glassgrad.coach.exercises import exercise as made

    for place in (output, key):
        if place is not None:
            check_place(place, overwrite=overwrite)
    if output is not None and key is not None and output.absolute() == key.absolute():
        raise SettingError(f"--output and --key both are {output}; give the key a file of its own")
    paper = made(kind, seed=seed, **chosen)
    if key is not None:
        deliver(_key(paper), key, overwrite=overwrite)
    deliver_story(paper.solution if solution else paper.sheet, format, output, overwrite=overwrite)


def write_class(kind: str, seed: int, count: int, chosen: Mapping[str, Any], format: str | None, output: Path | None, *, overwrite: bool) -> None:
    """The papers of a class: for each a sheet, a solution and a key, and an index of all."""
    if not 1 <= count <= MOST_PAPERS:
        raise SettingError(f"--count is {count}; expected 1 to {MOST_PAPERS}")
    if output is None:
        raise SettingError("--count needs --output FOLDER: every paper becomes three files")
    form = format or "text"
    ending = next(one for one in ENDINGS[form] if one)
    index = f"{kind}-papers.txt"
    check_folder(output, [index, *(name for number in range(seed, seed + count) for name in _names(kind, number, ending))], overwrite=overwrite)
    files: dict[str, str] = {}
    lines = [f"{count} papers of the exercise {kind}", ""]
    for paper in _different(kind, seed, count, chosen):
        sheet, solution, key = _names(kind, paper.seed, ending)
        files |= {sheet: rendered(paper.sheet, form), solution: rendered(paper.solution, form), key: _key(paper)}
        lines.append(f"paper {paper.seed}: {sheet}, {solution}; grade answers with: glassgrad check ANSWERS --key {key}")
    files[index] = "\n".join(lines) + "\n"
    check_folder(output, files, overwrite=overwrite)
    deliver_folder(files, output)
    say(f"{count} papers are in {output}: sheets, solutions and keys; {index} lists them")


def _names(kind: str, number: int, ending: str) -> tuple[str, str, str]:
    name = f"{kind}-{number:03d}"
    return f"{name}-sheet{ending}", f"{name}-solution{ending}", f"{name}-key.json"


def _different(kind: str, seed: int, count: int, chosen: Mapping[str, Any]) -> Iterator[Exercise]:
    """So many papers, from this seed on; where two seeds give the same paper, the second is skipped."""
    from glassgrad.coach.exercises import exercise as made

    seen: set[str] = set()
    for number in range(seed, seed + MOST_TRIES * count):
        paper = made(kind, seed=number, **chosen)
        if paper.problem not in seen:
            seen.add(paper.problem)
            yield paper
        if len(seen) == count:
            return
    raise SettingError(f"there are only {len(seen)} different papers of {kind} with these options; ask for fewer")


def _key(paper: Exercise) -> str:
    return json.dumps(paper.key, ensure_ascii=False, allow_nan=False, indent=2) + "\n"


def show_kinds() -> None:
    """Every kind with what it practises and what can be chosen."""
    from glassgrad.coach.exercises import kinds

    screen = console()
    for page in kinds.values():
        screen.print(printable(f"{page.name}: {page.title}"), style="bold")
        facts = [("", page.says), *(("", f"--{name} {one.default}: {one.says}") for name, one in page.options.items())]
        show_facts(screen, facts, indent=4)
        screen.print()
    screen.print("glassgrad exercise KIND --seed 7 sets one; --solution shows how it goes, --key FILE writes the key.", style="dim", soft_wrap=True)
