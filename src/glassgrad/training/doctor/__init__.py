"""The doctor: what commonly goes wrong in training, looked for with the numbers that show it; one page per check."""

from .asking import diagnose, is_run_file
from .check import Check, DoesNotApplyError
from .checks import checks
from .diagnosis import Diagnosis, Unseen, examine
from .finding import Finding, Gravity
from .live import LiveDoctor
from .patient import Patient, patient_of_plan

__all__ = [
    "Check",
    "Diagnosis",
    "Finding",
    "Gravity",
    "LiveDoctor",
    "DoesNotApplyError",
    "Patient",
    "Unseen",
    "checks",
    "diagnose",
    "examine",
    "is_run_file",
    "patient_of_plan",
]
