"""Exercises: papers whose numbers show every slip, with solution and key, and grades for the answers."""

from .grading import Graded, grade
from .key import Key, read_key
from .kinds import ExerciseKind, kinds
from .making import Exercise, exercise

__all__ = ["Exercise", "ExerciseKind", "Graded", "Key", "exercise", "grade", "kinds", "read_key"]
