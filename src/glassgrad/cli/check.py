"""`glassgrad check`: a hand calculation, gone through line by line, or graded against a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from glassgrad.graph import SettingError

from .delivery import check_place, deliver
from .formats import FORMATS, deliver_story
from .texts import read_text

if TYPE_CHECKING:
    from glassgrad.coach.exercises import Graded
    from glassgrad.coach.report import Report

MOST_BYTES = 1_000_000
MOST_KEY_BYTES = 10_000_000
SHEET = "a sheet: a text, Markdown or LaTeX file"
KEY = "the key that glassgrad exercise --key wrote"


def check(
    sheet: Annotated[Path, Parameter(name="SHEET", help="the calculation: a file, or - for standard input", allow_leading_hyphen=True)],
    /,
    *,
    key: Annotated[Path | None, Parameter(help="grade against this key of an exercise")] = None,
    json: Annotated[bool, Parameter(help="write the report for a program", negative="")] = False,
    format: Annotated[str | None, Parameter(help="the form; otherwise by the ending of --output, else text", choices=FORMATS)] = None,
    output: Annotated[Path | None, Parameter(help="write to this file instead of standard output")] = None,
    overwrite: Annotated[bool, Parameter(help="let --output replace a file", negative="")] = False,
) -> int:
    """Check a hand calculation."""
    if json and format is not None:
        raise SettingError(f"--json and --format {format} exclude each other; leave one out")
    if output is not None:
        check_place(output, overwrite=overwrite)
    report = judge(sheet, key)
    if json:
        deliver(as_json(report), output, overwrite=overwrite)
    else:
        deliver_story(report.story, format, output, overwrite=overwrite)
    return report.code


def judge(sheet: Path, key: Path | None) -> Report | Graded:
    """The report on a sheet, graded where there is a key."""
    from glassgrad.coach.check import check_sheet
    from glassgrad.coach.exercises import grade, read_key

    text = read_text(sheet, file=SHEET, least="write at least one line, like y = 2*3 = 6", most_bytes=MOST_BYTES)
    if key is None:
        return check_sheet(text)
    return grade(text, read_key(read_text(key, file=KEY, least="make one with glassgrad exercise --key", most_bytes=MOST_KEY_BYTES)))


def as_json(report: Report | Graded) -> str:
    """The report as JSON, indented for those who read it all the same."""
    return json.dumps(report.as_dict(), ensure_ascii=False, allow_nan=False, indent=2)
