"""What the README shows is what happens: its examples are run, and their output compared."""

import doctest

import pytest

from scripts.refresh_readme import CONSOLE, PYTHON, README, printed_by_command, printed_by_python

TEXT = README.read_text(encoding="utf-8")


def test_the_interactive_examples_give_what_the_readme_shows():
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8")
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.parametrize("found", list(PYTHON.finditer(TEXT)), ids=lambda found: found["source"].splitlines()[-1])
def test_the_scripts_print_what_the_readme_shows(found):
    assert found["shown"] == printed_by_python(found["source"])


@pytest.mark.parametrize("found", list(CONSOLE.finditer(TEXT)), ids=lambda found: found["source"])
def test_the_commands_print_what_the_readme_shows(found, monkeypatch):
    monkeypatch.setattr("sys.argv", [])
    monkeypatch.setenv("COLUMNS", "100")
    assert found["shown"] == printed_by_command(found["source"])


def test_the_readme_has_examples_of_each_sort():
    assert PYTHON.search(TEXT)
    assert CONSOLE.search(TEXT)
