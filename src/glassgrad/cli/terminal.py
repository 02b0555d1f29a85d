"""Writing to a terminal, a pipe or a file, so that no text can take it over and no missing letter can stop us."""

from __future__ import annotations

import codecs
import os
import re
import sys
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.console import Console

HANDLER = "glassgrad.plain"
SUPERSCRIPTS = "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"
PLAIN = str.maketrans(
    {
        **dict(zip(SUPERSCRIPTS, "-0123456789", strict=True)),
        "−": "-", "·": "*", "×": "x", "≈": "~", "≤": "<=", "≥": ">=", "√": "sqrt", "∞": "infinity", "∂": "d", "Σ": "sum",
        "→": "->", "←": "<-", "…": "...", "“": '"', "”": '"', "⟨": "<", "⟩": ">", "–": "-", "—": "-", "ŷ": "y_hat",
        "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "λ": "lambda", "μ": "mu", "σ": "sigma",
    }
)  # fmt: skip
"""Plain words for the mathematics that an old terminal cannot show."""
ISOLATES = "\u2066\u2067\u2068\u2069"
"""They keep right-to-left names from turning their neighbours round, so they are let through; so is the joiner that emoji need."""


def printable(text: str) -> str:
    r"""The text with control characters written out, so that a name cannot clear the screen, colour it, or pretend to be another line's.

    >>> print(printable("a\x1b[31mb\rc\u202ed"))
    a\x1b[31mb\rc\u202ed
    """
    return "".join(letter if _is_shown(letter) else letter.encode("unicode_escape", "surrogatepass").decode("ascii") for letter in text)


def _is_shown(letter: str) -> bool:
    return letter in "\n\u200d" + ISOLATES or unicodedata.category(letter) not in ("Cc", "Cf", "Cs", "Zl", "Zp")


def in_plain_words(text: str) -> str:
    """Mathematics in ASCII; a question mark for what has no plain word.

    >>> in_plain_words("−2·10⁻⁵ ≈ σ(x)²"), in_plain_words("花")
    ('-2*10^-5 ~ sigma(x)^2', '?')
    """
    raised = re.sub(f"[{SUPERSCRIPTS}]+", lambda found: "^" + found[0], text)
    return raised.translate(PLAIN).encode("ascii", "replace").decode("ascii")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return in_plain_words(error.object[error.start : error.end]), error.end


def prepare_streams() -> None:
    """Give standard output and error a way to write what their encoding lacks; where one of them is closed, write to nowhere."""
    codecs.register_error(HANDLER, _replace)
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115 - it stays open as long as the process
        elif hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=HANDLER)


def let_go_of_output() -> None:
    """Point standard output to nowhere once its reader is gone, so that Python does not complain when it flushes on leaving."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:  # a stream without a file behind it
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115


def console(stream: TextIO | None = None) -> Console:
    """A rich console that prints text literally: no markup, no emoji codes, nothing highlighted."""
    from rich.console import Console

    class Screen(Console):
        def on_broken_pipe(self) -> None:
            # rich would leave the program; whether a lost reader is a reason to leave is for the command to say.
            raise BrokenPipeError

    return Screen(file=stream or sys.stdout, markup=False, emoji=False, highlight=False)


def say(text: str, *, to_error: bool = False) -> None:
    """Write text to standard output or error, as it is but for control characters."""
    stream = sys.stderr if to_error else sys.stdout
    stream.write(printable(text) + "\n")
    stream.flush()


def warn(text: str) -> None:
    """Write a note to standard error."""
    say(f"note: {text}", to_error=True)


@contextmanager
def warnings_as_notes(*, quiet: bool = False) -> Iterator[None]:
    """While it is open, what glassgrad warns of becomes a note on standard error, each said once (or, if quiet, not at all); other warnings are as usual."""
    from glassgrad.graph import DataWarning, EngineWarning

    ours, said = (DataWarning, EngineWarning), set[str]()
    with warnings.catch_warnings():
        usual = warnings.showwarning

        def show(message: Warning | str, category: type[Warning], filename: str, lineno: int, file: TextIO | None = None, line: str | None = None) -> None:
            if not issubclass(category, ours):
                usual(message, category, filename, lineno, file, line)
            elif str(message) not in said:
                said.add(str(message))
                if not quiet:
                    warn(str(message))

        warnings.showwarning = show
        for kind in ours:
            warnings.simplefilter("always", kind)
        yield
