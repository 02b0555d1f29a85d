"""What the README shows is what happens: its Python examples and its commands are run, and their output compared."""

import doctest
import re
import shlex
from pathlib import Path

import pytest

from glassgrad.cli import main

README = Path(__file__).parents[2] / "README.md"
COMMANDS = re.findall(r"```console\n\$ glassgrad ([^\n]+)\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)


def test_the_python_examples_give_what_the_readme_shows():
    result = doctest.testfile(str(README), module_relative=False, encoding="utf-8", optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    assert result.attempted > 5
    assert result.failed == 0


@pytest.mark.parametrize(("arguments", "shown"), COMMANDS, ids=[one[0] for one in COMMANDS])
def test_the_commands_print_what_the_readme_shows(arguments, shown, capsys, monkeypatch):
    monkeypatch.setattr("sys.argv", ["glassgrad", *shlex.split(arguments)])
    monkeypatch.setenv("COLUMNS", "100")
    with pytest.raises(SystemExit) as left:
        raise SystemExit(main())
    assert left.value.code in (0, None)
    lines = [line.rstrip() for line in capsys.readouterr().out.splitlines()]
    wanted = [line.rstrip() for line in shown.splitlines()]
    assert [line for line in lines if line] == [line for line in wanted if line]


def test_the_readme_shows_a_command():
    assert COMMANDS
