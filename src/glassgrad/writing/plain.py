"""Plain text made safe to show: names come from data and may hold anything."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

HIDDEN = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode's categories of characters that are not seen but do something: controls, directions, halves of pairs, line ends."""
LATEX = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "^": r"\textasciicircum{}",
        "~": r"\textasciitilde{}",
        # Markdown keeps LaTeX as it stands, and a browser would read a tag in it.
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        **{character: "\\" + character for character in "{}$&#%_"},
    }
)
MARKDOWN = str.maketrans({character: "\\" + character for character in r"\`*_{}[]<>#|~$"})


def visible(text: str, longest: int = 10_000) -> str:
    r"""The text with every hidden character written out as its number, and cut to a length.

    >>> visible("a\x1b[31mb"), visible("x" * 50, longest=8)
    ('a⟨U+001B⟩[31mb', 'xxxxxxx…')
    """
    if len(text) > longest:
        text = text[: longest - 1] + "…"
    return "".join(f"⟨U+{ord(one):04X}⟩" if unicodedata.category(one) in HIDDEN else one for one in text)


def latex_words(text: str) -> str:
    r"""Plain text as LaTeX prints it literally.

    >>> latex_words("50% of $x_1$")
    '50\\% of \\$x\\_1\\$'
    """
    return visible(text).translate(LATEX)


def markdown_words(text: str) -> str:
    r"""Plain text as Markdown prints it literally.

    >>> markdown_words("*not* bold")
    '\\*not\\* bold'
    """
    return visible(text).translate(MARKDOWN)


def capital(words: str) -> str:
    """The words as they begin a sentence.

    >>> capital("decision tree grows."), capital("")
    ('Decision tree grows.', '')
    """
    return words[:1].upper() + words[1:]


def listed(names: Sequence[str], most: int | None = None) -> str:
    """Names in a sentence; of more than `most`, the first ones, and how many more there are.

    >>> listed(["a", "b", "c"]), listed(["a", "b", "c"], 2), listed(["a"])
    ('a, b and c', 'a, b and 1 more', 'a')
    """
    shown = list(names) if most is None or len(names) <= most else [*names[:most], f"{len(names) - most} more"]
    return " and ".join([", ".join(shown[:-1]), shown[-1]] if len(shown) > 1 else shown)
