"""scripts/setup_environment.sh on machines that are made up: each has a PATH of its own, and a pip that only notes what it was asked."""

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
REAL_PYTHON = getattr(sys, "_base_executable", sys.executable)

TOO_OLD = """
case "$*" in *python_version*) echo 3.9.18 ;; *) exit 3 ;; esac
"""
WITHOUT_ENSUREPIP = f"""
case "$*" in *ensurepip*) exit 1 ;; *) exec "{REAL_PYTHON}" "$@" ;; esac
"""
VENV_FAILS = f"""
case "$*" in "-m venv "*) echo "The virtual environment was not created successfully" >&2; exit 1 ;; *) exec "{REAL_PYTHON}" "$@" ;; esac
"""
PIP = r"""
import os, sys
if sys.argv[1:] != ["--version"]:
    open("pip.log", "a").write(" ".join(sys.argv[1:]) + "\n")
    sys.exit(os.path.exists("pip-fails"))
"""
# Works, with a pip that writes its arguments to pip.log and fails where the file pip-fails lies.
GOOD = f"""
case "$*" in
    "-m venv "*)
        "{REAL_PYTHON}" "$@" --without-pip || exit 1
        set -- .venv/lib/python3.*/site-packages
        mkdir "$1/pip"
        : > "$1/pip/__init__.py"
        cat > "$1/pip/__main__.py" << 'END'
{PIP}
END
        ;;
    *) exec "{REAL_PYTHON}" "$@" ;;
esac
"""


@dataclass(frozen=True)
class Machine:
    """A computer with a clone of glassgrad on it, and only the Pythons it was given."""

    folder: Path
    programs: Path

    def has(self, name: str, script: str) -> None:
        (self.programs / name).write_text(f"#!/bin/sh\n{script}")
        (self.programs / name).chmod(0o755)

    def set_up(self, what: str = "runtime", **environment: str) -> subprocess.CompletedProcess[str]:
        command = ["/bin/sh", str(self.folder / "scripts/setup_environment.sh"), what]
        return subprocess.run(command, env={"PATH": str(self.programs), **environment}, cwd="/", capture_output=True, text=True, check=False)

    @property
    def pip_calls(self) -> list[str]:
        log = self.folder / "pip.log"
        return log.read_text().splitlines() if log.exists() else []


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    computer = Machine(tmp_path / "a clone with spaces", tmp_path / "bin")
    (computer.folder / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts/setup_environment.sh", computer.folder / "scripts")
    shutil.copy(ROOT / "pyproject.toml", computer.folder)
    computer.programs.mkdir()
    for tool in ("cat", "cksum", "dirname", "mkdir", "rm"):
        (computer.programs / tool).symlink_to(str(shutil.which(tool)))
    return computer


def assert_refused(done: subprocess.CompletedProcess[str], *expected: str) -> None:
    assert done.returncode == 1, done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for words in ("glassgrad cannot be set up: ", *expected):
        assert words in done.stderr


def test_without_any_python_it_says_what_to_install(machine):
    assert_refused(machine.set_up(), "no Python 3.11 or newer was found.", "sudo apt-get install python3 python3-venv")


def test_with_an_old_python_it_says_which_it_found_and_what_to_install(machine):
    machine.has("python3", TOO_OLD)
    assert_refused(machine.set_up(), "no Python 3.11 or newer was found (python3 is 3.9.18).", "sudo apt-get install python3 python3-venv")


def test_without_ensurepip_it_says_which_package_is_missing(machine):
    machine.has("python3", WITHOUT_ENSUREPIP)
    assert_refused(machine.set_up(), "python3 (3.", "cannot make a virtual environment", "sudo apt-get install python3-venv")
    assert not (machine.folder / ".venv").exists()


def test_where_venv_fails_it_says_which_package_is_missing(machine):
    machine.has("python3", VENV_FAILS)
    assert_refused(machine.set_up(), "cannot make a virtual environment", "sudo apt-get install python3-venv")


@pytest.mark.parametrize("first", [TOO_OLD, WITHOUT_ENSUREPIP])
def test_a_newer_python_beside_an_unsuitable_one_is_found(machine, first):
    machine.has("python3", first)
    machine.has("python3.12", GOOD)
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert "Making .venv with python3.12" in done.stderr


def test_a_python_that_was_named_must_be_new_enough(machine):
    machine.has("python3", GOOD)
    machine.has("old", TOO_OLD)
    assert_refused(machine.set_up(PYTHON="old"), "PYTHON=old is version 3.9.18, but 3.11 or newer is needed.")


def test_a_python_that_was_named_must_exist(machine):
    machine.has("python3", GOOD)
    assert_refused(machine.set_up(PYTHON="/nowhere/python"), "PYTHON=/nowhere/python is not a Python that runs.")


def test_a_python_that_was_named_is_used(machine):
    machine.has("chosen", GOOD)
    assert "Making .venv with chosen" in machine.set_up(PYTHON="chosen").stderr
    assert machine.set_up(PYTHON="chosen").stderr == ""


@pytest.mark.parametrize(("what", "package"), [("runtime", "."), ("test", ".[test]"), ("dev", ".[dev]")])
def test_it_installs_once(machine, what, package):
    machine.has("python3", GOOD)
    first, second = machine.set_up(what), machine.set_up(what)
    assert (first.returncode, second.returncode) == (0, 0), first.stderr
    assert machine.pip_calls == [f"install --quiet --editable {package}"]
    assert (second.stdout, second.stderr) == ("", "")


def test_a_larger_set_up_includes_the_smaller_ones_but_not_the_reverse(machine):
    machine.has("python3", GOOD)
    for what in ("test", "runtime", "test", "dev", "test", "runtime"):
        assert machine.set_up(what).returncode == 0
    assert [call.split()[-1] for call in machine.pip_calls] == [".[test]", ".[dev]"]


def test_it_installs_again_when_pyproject_changes(machine):
    machine.has("python3", GOOD)
    machine.set_up()
    with (machine.folder / "pyproject.toml").open("a") as pyproject:
        pyproject.write("# changed\n")
    machine.set_up()
    assert len(machine.pip_calls) == 2


def test_it_installs_again_when_the_folder_was_moved(machine):
    machine.has("python3", GOOD)
    machine.set_up()
    moved = Machine(machine.folder.rename(machine.folder.with_name("elsewhere")), machine.programs)
    assert moved.set_up().returncode == 0
    assert len(moved.pip_calls) == 2


def test_a_failed_installation_is_told_and_tried_again(machine):
    machine.has("python3", GOOD)
    (machine.folder / "pip-fails").touch()
    assert_refused(machine.set_up(), "pip could not install what glassgrad needs", "make clean")
    (machine.folder / "pip-fails").unlink()
    assert machine.set_up().returncode == 0
    assert len(machine.pip_calls) == 2


def break_off_before_anything(venv: Path) -> None:
    shutil.rmtree(venv)
    venv.mkdir()


def break_off_before_pip(venv: Path) -> None:
    (venv / ".ready-runtime").unlink()
    shutil.rmtree(next(venv.glob("lib/python3.*/site-packages/pip")))


def break_off_within_pip(venv: Path) -> None:
    (venv / ".ready-runtime").unlink()
    next(venv.glob("lib/python3.*/site-packages/pip/__main__.py")).unlink()


def remove_its_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").symlink_to("/nowhere/python3")


def give_it_an_old_python(venv: Path) -> None:
    (venv / "bin/python").unlink()
    (venv / "bin/python").write_text(f"#!/bin/sh\n{TOO_OLD}")
    (venv / "bin/python").chmod(0o755)


@pytest.mark.parametrize("damage", [break_off_before_anything, break_off_before_pip, break_off_within_pip, remove_its_python, give_it_an_old_python])
def test_a_half_made_or_broken_environment_is_made_anew(machine, damage):
    machine.has("python3", GOOD)
    machine.set_up()
    damage(machine.folder / ".venv")
    done = machine.set_up()
    assert done.returncode == 0, done.stderr
    assert "The .venv here is not usable; making it anew." in done.stderr
    assert len(machine.pip_calls) == 2
    assert machine.set_up().stderr == ""


def test_a_file_in_the_place_of_the_environment_is_left_alone(machine):
    machine.has("python3", GOOD)
    (machine.folder / ".venv").write_text("precious")
    assert_refused(machine.set_up(), ".venv is not a folder.")
    assert (machine.folder / ".venv").read_text() == "precious"


def test_an_unknown_wish_is_refused(machine):
    done = machine.set_up("everything")
    assert (done.returncode, done.stderr) == (2, "setup_environment.sh: there is no 'everything'; choose runtime, test or dev\n")


@pytest.mark.skipif(shutil.which("shellcheck") is None, reason="shellcheck is not installed (apt-get install shellcheck)")
@pytest.mark.parametrize("script", ["scripts/setup_environment.sh", ".ci/run"])
def test_shellcheck_finds_nothing(script):
    done = subprocess.run(["shellcheck", script], cwd=ROOT, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
