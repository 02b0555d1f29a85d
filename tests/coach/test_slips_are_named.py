"""Each slip planted on each line of four known calculations: it is named first where no other gives its number, and no right line is accused."""

import random

import pytest

from .networks import NETWORKS
from .planting import outcome, plantings

SAMPLE = 60
"""Sheets per network that the tests go through; scripts/plant_slips.py goes through all."""


def sample(name):
    """Every slip that is alone with its number at least once, and others as they are drawn."""
    found = [one for one in plantings(name) if one.unique]
    random.Random(5).shuffle(found)
    first = list({one.slip: one for one in found}.values())
    return (first + [one for one in found if one not in first])[:SAMPLE]


@pytest.mark.parametrize("name", NETWORKS)
def test_planted_slips_are_named_and_nobody_is_accused(name):
    outcomes = [(planted, *outcome(planted)) for planted in sample(name)]
    assert len(outcomes) >= SAMPLE
    assert [(one.slip, one.line) for one, _, fair, _ in outcomes if not fair] == []
    missed = [(one.slip, one.line) for one, named, _, _ in outcomes if not named]
    assert len(missed) <= 0.05 * len(outcomes), missed


def test_the_same_number_by_several_slips_names_the_planted_one_among_them():
    for planted in [one for one in plantings("course") if not one.unique][:40]:
        _, _, report = outcome(planted)
        (it,) = [one for one in report.findings if one.text.startswith(f"{planted.line} =")]
        assert planted.slip in {suspect.slip.name for suspect in it.suspects}
