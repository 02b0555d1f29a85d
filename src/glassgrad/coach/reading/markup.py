"""Marks of Markdown that are no mathematics (bullets, numbering, headings, emphasis, code fences), and places left blank, become blanks of the same length."""

from __future__ import annotations

import re

_FRONT = re.compile(
    r"""[ \t]* (?: >[ \t]* )* (?: (?: [-*•‣◦▪–—][ \t]+ | \#{1,6}[ \t]+ | \(?[0-9]{1,3}[.)](?:[0-9]{1,2}\.?)?[ \t]+ | \(?[a-h][.)][ \t]+ ){0,4} )""",
    re.VERBOSE,
)
_RULE = re.compile(r"[ \t]*(?:[=_*~-][ \t]*){3,}$|[ \t]*\|?[ \t:|-]*--[ \t:|-]*$")
_FENCE = re.compile(r"[ \t]*(?:```|~~~)")
_BLANK = re.compile(r"(?:=|≈|&=)[ \t]*(?:_{3,}|(?:\\_){3,}|(?:(?:\\[lc]?dots|…|\.{3,})[ \t]*)+|\?+)(?=[ \t]*(?:$|[,;|$]|\\\\|\\[)\]]|[^\W\d_∂]*[ \t]))")
"""A place to be filled in, with the sign before it: nothing is said there yet."""
_REMARK = re.compile(r"(?<=[ \t])(?:\#(?!\{)|//|%).*$")
"""A remark behind a formula, as programs and LaTeX have it."""
_STRONG = re.compile(r"(?:(?<=^)|(?<=[\s(:>|]))(\*\*|__)(?=[^\s*])([^*\n]{1,300}?)(?<=[^\s*])\1(?=$|[\s).,:;!?|])")
_EMPHASIS = re.compile(r"(?:(?<=^)|(?<=[\s(:>|]))(?:\*(?=[^\s*])([^*\n]{1,80}?)(?<=[^\s*])\*|_(?=[^\s_])([^_\n=]{1,80}?)(?<=[^\s_])_)(?=$|[\s).,:;!?|])")


def without_markup(text: str) -> str:
    r"""The text with the marks of Markdown blanked out, every other character where it was.

    >>> without_markup("- **Loss:** J = 2\n> 1. `a = b**2`")
    '    Loss:   J = 2\n      a = b**2 '
    """
    if text.startswith("\ufeff"):  # a mark that some editors put before the first letter
        text = " " + text[1:]
    return "\n".join(map(_line, text.replace("\r", "\n" if "\r\n" not in text else " ").split("\n")))


def _line(line: str) -> str:
    if _FENCE.match(line) or (len(line) < 1000 and _RULE.match(line)):
        return " " * len(line)
    front = _FRONT.match(line)
    if front and front.end():
        line = " " * front.end() + line[front.end() :]
    if "=" in line and (remark := _REMARK.search(line)):
        line = line[: remark.start()] + " " * (len(line) - remark.start())
    if "=" in line or "≈" in line:
        line = _BLANK.sub(lambda match: " " * len(match[0]), line)
    if "**" in line or "__" in line:
        line = _STRONG.sub(lambda match: "  " + match[2] + "  ", line)
    if "*" in line or "_" in line:
        line = _EMPHASIS.sub(lambda match: " " + (match[1] or match[2]) + " ", line)
    return line.replace("`", " ")
