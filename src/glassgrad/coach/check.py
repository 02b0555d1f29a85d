"""`check_sheet`: a hand calculation, gone through line by line."""

from __future__ import annotations

from .collecting import Calculation, collect
from .loss_after import loss_after
from .reading import read_sheet
from .report import Report
from .stepping import as_update, begin, going_on
from .verdicts import Finding


def check_sheet(text: str, *, key: str = "") -> Report:
    r"""Go through a hand calculation: a verdict on every line, and for a wrong one what was probably done.

    A sheet is what people write: plain text, Markdown or LaTeX, with givens, definitions, gradients and updates in their own order.
    Every number is worked out again from the sheet's own definitions; `key` may give the definitions instead, as a sheet.
    Raises: ExpressionError for a text beyond the limits.

    >>> report = check_sheet("x = 3\ny = x^2 = 9\ndy/dx = 2*x = 5")
    >>> [finding.verdict.value for finding in report.findings]
    ['given', 'right', 'wrong']
    """
    truth = collect(read_sheet(key)) if key else None
    return judged(collect(read_sheet(text), truth))


def judged(calculation: Calculation) -> Report:
    """The report on a calculation."""
    judge, step = begin(calculation), 0
    findings: list[Finding] = []
    unread = list(calculation.unread)
    for line in calculation.lines:
        judge = going_on(judge, line, step)
        step = max(step, line.statement.part if line.step is None else line.step)
        judge.unread.clear()
        finding = judge.finding(as_update(judge, line))
        findings += [] if finding is None else [finding]
        unread += judge.unread
    told = tuple({(one.line, one.column): one for one in unread}.values())
    return Report(calculation, tuple(findings), tuple(sorted(told, key=lambda one: (one.line, one.column))), loss_after(calculation.work, judge.claims))
