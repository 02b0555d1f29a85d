"""Write the output of README.md's examples anew: run it after a change of words or numbers, and read the difference.

An example is a block of Python followed by a block of text with what it prints, or a console block with one command.
`tests/project/test_readme.py` runs the same examples and compares.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import sys
from pathlib import Path

README = Path(__file__).parents[1] / "README.md"
PYTHON = re.compile(r"```python\n(?P<source>(?!>>>).*?)```\n\n```text\n(?P<shown>.*?)```", re.DOTALL)
CONSOLE = re.compile(r"```console\n\$ glassgrad (?P<source>[^\n]+)\n(?P<shown>.*?)```", re.DOTALL)


def printed_by_python(source: str) -> str:
    """What the Python prints."""
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(source, "README.md", "exec"), {})  # noqa: S102 - our own README
    return tidy(printed.getvalue())


def printed_by_command(arguments: str) -> str:
    """What the command prints, in a terminal 100 columns wide."""
    from glassgrad.cli import main

    os.environ["COLUMNS"] = "100"
    sys.argv = ["glassgrad", *shlex.split(arguments)]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.suppress(SystemExit):
        main()
    return tidy(printed.getvalue())


def tidy(text: str) -> str:
    """Without blanks at the ends of lines, and blank lines at the ends of the text."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines()) + "\n"


def main() -> None:
    """Refresh the file."""
    text = README.read_text(encoding="utf-8")
    text = PYTHON.sub(lambda found: f"```python\n{found['source']}```\n\n```text\n{printed_by_python(found['source'])}```", text)
    text = CONSOLE.sub(lambda found: f"```console\n$ glassgrad {found['source']}\n{printed_by_command(found['source'])}```", text)
    README.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
