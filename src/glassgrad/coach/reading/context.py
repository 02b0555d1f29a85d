"""What is known of the whole sheet while a part of it is read: its quantities, its functions, how names were first written."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from glassgrad.graph import Kind
from glassgrad.nn.losses import loss_names
from glassgrad.readers.parsing.functions import function_words

from .names import canonical
from .tokens import Token

SHORT_LOSSES = {
    "mse": "mean_squared_error", "mae": "mean_absolute_error", "bce": "binary_cross_entropy", "ce": "cross_entropy", "half_mse": "half_squared_error",
    "sse": "squared_error", "l1": "mean_absolute_error", "log_loss": "binary_cross_entropy", "crossentropy": "cross_entropy",
    "binary_crossentropy": "binary_cross_entropy",
}  # fmt: skip
"""How people shorten the names of losses → the loss."""

OUTER = "outer"
"""Every product of an entry of one vector with one of the other, as NumPy calls it; no page has this name."""
ARRAY_WORDS = frozenset(("array", "tensor", "matrix", "vector", "asarray", "as_tensor", "Tensor"))
USUALLY_CALLED = frozenset("fghFGHJLCEPpφψ")
"""Letters in front of a bracket that nobody could tell from functions, unless the sheet defines them."""

LIBRARIES = frozenset(("np", "numpy", "math", "torch", "tf", "jnp", "nn", "functional", "F", "jax", "linalg", "special", "scipy"))


@cache
def known_functions() -> Mapping[str, str]:
    """Every word of a function or a loss → the name of its page."""
    words = {word: found[0].name for word, found in function_words().items()}
    words |= SHORT_LOSSES | {name: name for name in loss_names()}
    return words | {OUTER: OUTER}


@cache
def functions_of_one() -> frozenset[str]:
    """Words of functions that people also write without brackets: ln a, tanh z."""
    pages = {word: found[0] for word, found in function_words().items()}
    return frozenset(word for word, page in pages.items() if page.kind is Kind.ELEMENTWISE and len(page.slots) == 1 and word not in _ALSO_PROSE)


_ALSO_PROSE = frozenset(("absolute", "sign", "square", "negate", "place", "logistic"))


def function_named(word: str) -> str:
    """The page that a word calls, or ""; "ReLU" and "Softmax" are read as well."""
    words = known_functions()
    return words.get(word) or words.get(word.lower()) or words.get(canonical(word)) or ""


@dataclass
class Context:
    """The text and what is known of its sheet.

    `names` are the quantities that stand on the left of a statement, `mentioned` those that appear in some formula; `functions` are those that
    the sheet defines, f(x) = …, with the names of their arguments.
    `given` are the names whose statement has been read already. `spellings`: how each name was first written.
    """

    text: str
    decimal_comma: bool = False
    names: set[str] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)
    functions: dict[str, tuple[str, ...]] = field(default_factory=dict)
    spellings: dict[str, str] = field(default_factory=dict)
    given: set[str] = field(default_factory=set)
    layered: bool = False
    times: frozenset[str] = frozenset()

    def is_named(self, name: str) -> bool:
        """Whether this is a quantity of the sheet."""
        return name in self.names or name in self.mentioned

    def is_known_factor(self, name: str, token: Token) -> bool:
        """Whether a bracket behind this name is multiplied: the name is that of a quantity, or can be nothing else."""
        if name in self.names or (token.word[0] in USUALLY_CALLED and not token.word[1:].isalpha()):
            return name in self.names
        return len(token.word) == 1 or any(letter.isdigit() or letter == "_" for letter in name)


_TIMES = re.compile(r"(?:_\{? ?\(?|\^\{ ?\() ?([tkn]) ?\+ ?1|\^\(([tk]) ?\+ ?1\)")


def letters_of_time(text: str) -> frozenset[str]:
    """The letters that count the updates: t where w^(t+1) or w_{t+1} is written.

    >>> sorted(letters_of_time(r"w^{(t+1)} = w^{(t)} - 0.1 dw"))
    ['t']
    """
    return frozenset(match[1] or match[2] for match in _TIMES.finditer(text))
