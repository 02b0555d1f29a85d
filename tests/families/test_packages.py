"""What is not installed: it matters only to the family that needs it."""

import subprocess
import sys

import pytest

from glassgrad.families import packages
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
