"""The coach: reads a hand calculation, works everything out again, and says where it went wrong and how; and it sets exercises."""

from .check import check_sheet
from .exercises import Exercise, Graded, exercise, grade, read_key
from .report import Report

__all__ = ["Exercise", "Graded", "Report", "check_sheet", "exercise", "grade", "read_key"]
