"""What is not installed: it matters only to the family that needs it."""

import subprocess
import sys
from dataclasses import replace
from types import MappingProxyType

import pytest

from glassgrad.families import choosing, contents, packages
from glassgrad.families.comparing import compare
from glassgrad.families.contents import FAMILIES
from glassgrad.families.packages import missing_package


@pytest.mark.parametrize("family", FAMILIES.values(), ids=lambda one: one.name)
def test_only_a_family_with_a_package_can_miss_one(family, monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: None)
    said = missing_package(family)
    assert bool(said) == bool(family.package)
    if said:
        assert said == f"it needs the package {family.package}, which is not installed; install it with: pip install glassgrad[boost]"


def test_what_is_installed_is_not_missing(monkeypatch):
    monkeypatch.setattr(packages, "find_spec", lambda name: object())
    assert not any(missing_package(family) for family in FAMILIES.values())


WITHOUT = """
import sys
sys.modules["xgboost"] = sys.modules["lightgbm"] = None
from glassgrad.families.contents import FAMILIES
from glassgrad.families.packages import missing_package
print(*[name for name, family in FAMILIES.items() if missing_package(family)])
print(*[name for name in ("sklearn", "matplotlib", "scipy") if name in sys.modules])
"""


def test_the_pages_are_there_without_the_libraries_and_load_none():
    said = subprocess.run([sys.executable, "-c", WITHOUT], capture_output=True, text=True, check=True).stdout.split("\n")
    assert said[0] == "xgboost lightgbm"
    assert said[1] == ""


class Refuses:
    """A finder that will not hear of some packages."""

    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("xgboost", "lightgbm"):
            raise ImportError(f"{name} is not allowed here")


def test_a_finder_that_refuses_to_look_is_as_if_nothing_were_installed(monkeypatch):
    for name in [one for one in sys.modules if one.partition(".")[0] in ("xgboost", "lightgbm")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Refuses(), *sys.meta_path])
    assert "which is not installed" in missing_package(FAMILIES["xgboost"])
    seen = compare("iris", families=("xgboost", "decision_tree"), folds=2, jobs=1)
    assert [one.family.name for one in seen] == ["decision_tree"]


def test_a_library_that_is_here_but_broken_is_told_as_such(monkeypatch):
    def broken(situation):
        raise OSError("libgomp.so.1: cannot open shared object file")

    monkeypatch.setattr(packages, "find_spec", lambda name: object())
    monkeypatch.setattr(contents, "FAMILIES", MappingProxyType({**FAMILIES, "xgboost": replace(FAMILIES["xgboost"], make=broken)}))
    monkeypatch.setattr(choosing, "FAMILIES", contents.FAMILIES)
    (absent,) = compare("iris", families=("xgboost", "decision_tree"), folds=2, jobs=1).left_out
    assert absent.because == "the package xgboost is installed, but cannot be used here: libgomp.so.1: cannot open shared object file (OSError)"
