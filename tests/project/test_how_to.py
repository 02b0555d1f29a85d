"""The pages on how to do something do it: their commands and examples are run."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from glassgrad.cli import main

NAMES = (
    "check-a-hand-calculation.md",
    "compare-model-families.md",
    "derive-by-hand.md",
    "look-at-a-run.md",
    "set-exercises.md",
    "stop-and-go-on.md",
    "take-the-course.md",
    "use-with-scikit-learn.md",
    "watch-a-run.md",
)
PAGES = [Path(__file__).parents[2] / "docs/how-to" / name for name in NAMES]
PROGRAM = re.compile(r"^```python\n((?!>>>).+?)^```", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ glassgrad (.+)$", re.MULTILINE)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_commands_work_one_after_the_other(page, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    commands = COMMAND.findall(page.read_text(encoding="utf-8"))
    assert commands or "```console" not in page.read_text(encoding="utf-8")
    for command in commands:
        assert main(shlex.split(command)) == 0, capsys.readouterr().err


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_examples_give_what_it_shows(page):
    assert doctest.testfile(str(page), module_relative=False, encoding="utf-8").failed == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_programs_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for program in PROGRAM.findall(page.read_text(encoding="utf-8")):
        exec(compile(program, page.name, "exec"), {"__name__": "__main__"})  # noqa: S102 - our own page


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_its_links_lead_somewhere(page):
    for place in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert (page.parent / place).exists(), place
