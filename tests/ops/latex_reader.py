r"""Reads LaTeX as a mathematician does and works it out: an oracle for notation that knows nothing of the pages.

What it reads: sums, products with \cdot, \frac, powers, \sqrt, |x|, comparisons (1 or 0), cases, and functions by the names of textbooks.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from statistics import NormalDist
from typing import Any

TOKEN = re.compile(r"\\operatorname\{(?P<operator>\w+)\}|(?P<command>\\[A-Za-z]+|\\\\)|(?P<number>\d+(?:\.\d+)?)|(?P<sign>[^\s\\])|\s+")
COMPARISONS: dict[str, Callable[[float, float], bool]] = {
    "<": lambda a, b: a < b,
    ">": lambda a, b: a > b,
    "=": lambda a, b: a == b,
    r"\le": lambda a, b: a <= b,
    r"\ge": lambda a, b: a >= b,
    r"\ne": lambda a, b: a != b,
}
FUNCTIONS: dict[str, Callable[..., float]] = {
    r"\ln": math.log,
    r"\sin": math.sin,
    r"\cos": math.cos,
    r"\tan": math.tan,
    r"\sinh": math.sinh,
    r"\cosh": math.cosh,
    r"\tanh": math.tanh,
    r"\arctan": math.atan,
    r"\max": max,
    r"\min": min,
    r"\sigma": lambda x: 1 / (1 + math.exp(-x)),
    "atan2": math.atan2,
    "erf": math.erf,
    "sign": lambda x: math.copysign(1, x) if x else 0,
    "ReLU": lambda x: max(x, 0),
    "LeakyReLU": lambda x: x if x > 0 else x / 100,
    "ELU": lambda x: x if x > 0 else math.expm1(x),
    "SELU": lambda x: 1.0507009873554805 * (x if x > 0 else 1.6732632423543772 * math.expm1(x)),
    "GELU": lambda x: x * NormalDist().cdf(x),
    r"GELU_\tanh": lambda x: x / 2 * (1 + math.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3))),
    "SiLU": lambda x: x / (1 + math.exp(-x)),
    "Mish": lambda x: x * math.tanh(math.log1p(math.exp(x))),
    "softplus": lambda x: math.log1p(math.exp(x)),
    "softsign": lambda x: x / (1 + abs(x)),
}


def read_latex(text: str, values: Mapping[str, float]) -> float:
    """The number that the LaTeX stands for. Raises: ValueError for what it cannot read.

    >>> read_latex(r"\\frac{a}{b} - e^{-2 \\cdot 0}", {"a": 3.0, "b": 2.0})
    0.5
    """
    tokens = [match.group(0) if match["operator"] is None else match["operator"] for match in TOKEN.finditer(text) if match.group(0).strip()]
    reader = _Reader(tokens, values)
    number = reader.comparison()
    if reader.here != len(tokens):
        raise ValueError(f"cannot read {' '.join(tokens[reader.here :])!r} in {text!r}")
    return float(number)


@dataclass
class _Reader:
    tokens: list[str]
    values: Mapping[str, float]
    here: int = field(default=0)

    def next(self) -> str:
        return self.tokens[self.here] if self.here < len(self.tokens) else ""

    def take(self, *expected: str) -> str:
        token = self.next()
        if expected and token not in expected:
            raise ValueError(f"expected {' or '.join(expected)}, found {token!r}")
        self.here += 1
        return token

    def taken(self, *tokens: str) -> bool:
        if self.tokens[self.here : self.here + len(tokens)] == list(tokens):
            self.here += len(tokens)
            return True
        return False

    def comparison(self) -> float:
        number = self.sum()
        while self.next() in COMPARISONS:
            number = float(COMPARISONS[self.take()](number, self.sum()))
        return number

    def sum(self) -> float:
        number = self.product()
        while self.next() in ("+", "-"):
            number = number + self.product() if self.take() == "+" else number - self.product()
        return number

    def product(self) -> float:
        number = self.signed()
        while self.taken(r"\cdot"):
            number *= self.signed()
        return number

    def signed(self) -> float:
        return -self.signed() if self.taken("-") else self.power()

    def power(self) -> float:
        base = self.atom()
        return base ** self.braced() if self.taken("^") else base

    def braced(self) -> float:
        self.take("{")
        number = self.comparison()
        self.take("}")
        return number

    def atom(self) -> float:
        structures = {r"\left": self.bracketed, r"\frac": self.fraction, r"\sqrt": self.root, r"\begin": self.cases}
        letters = {"e": math.e, **self.values}
        token = self.take()
        if token in structures:
            return structures[token]()
        if token in FUNCTIONS:
            return self.function(token)
        return letters[token] if token in letters else float(token)

    def fraction(self) -> float:
        return self.braced() / self.braced()

    def root(self) -> float:
        return math.sqrt(self.braced())

    def bracketed(self) -> float:
        opening = self.take("(", "|")
        number = self.comparison()
        self.take(r"\right")
        self.take(")" if opening == "(" else "|")
        return abs(number) if opening == "|" else number

    def function(self, name: str) -> float:
        if self.taken("_", "{", r"\tanh", "}"):
            name += r"_\tanh"
        self.take(r"\left")
        self.take("(")
        inputs = [self.comparison()]
        while self.taken(","):
            inputs.append(self.comparison())
        self.take(r"\right")
        self.take(")")
        return FUNCTIONS[name](*inputs)

    def cases(self) -> float:
        self.word("cases")
        chosen: Any = None
        while not self.taken(r"\end"):
            number = self.comparison()
            self.take("&")
            self.take(r"\text")
            if self.word("if", "otherwise") == "otherwise" or self.comparison():
                chosen = number if chosen is None else chosen
            self.taken("\\\\")
        self.word("cases")
        return float(chosen)

    def word(self, *expected: str) -> str:
        self.take("{")
        word = ""
        while self.next() != "}":
            word += self.take()
        self.take("}")
        if word not in expected:
            raise ValueError(f"expected {' or '.join(expected)}, found {word!r}")
        return word
