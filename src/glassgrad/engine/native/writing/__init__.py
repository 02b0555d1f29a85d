"""LLVM's language, written line by line: values with operators, functions with loops, modules."""

from .function import Function, Loop
from .module import Module
from .types import BOOL, DOUBLE, FLOAT, I32, I64, POINTER, Type, floating
from .values import Operand, Value, constant, fma, lane_numbers

__all__ = [
    "BOOL",
    "DOUBLE",
    "FLOAT",
    "I32",
    "I64",
    "POINTER",
    "Function",
    "Loop",
    "Module",
    "Operand",
    "Type",
    "Value",
    "constant",
    "floating",
    "fma",
    "lane_numbers",
]
