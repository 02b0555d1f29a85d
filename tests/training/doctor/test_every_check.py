"""Every check in the table of contents: it finds what it must find, and nothing where there is nothing."""

import pytest

from glassgrad.training.doctor import Finding, Gravity, checks

from .patients import CHECKS, HEALTHY, SICK, look


def test_every_check_has_a_patient_that_it_must_find_sick_and_one_that_it_must_not():
    assert set(SICK) == set(HEALTHY) == {one.name for one in checks}
    assert len(CHECKS) == len(checks)


@pytest.mark.parametrize("name", sorted(SICK))
def test_a_check_finds_what_is_wrong_and_shows_it_with_numbers(name):
    found = look(name, SICK[name]())
    assert found
    for one in found:
        assert isinstance(one, Finding)
        assert one.what[0].islower() or one.what[0].isdigit()
        assert "\n" not in one.what
        assert not one.what.endswith(".")
        assert one.numbers
        assert one.advice
        assert all(sentence.endswith(".") and sentence[0].isupper() for sentence in one.advice)
        assert one.gravity in Gravity


@pytest.mark.parametrize("name", sorted(HEALTHY))
def test_a_check_finds_nothing_where_there_is_nothing(name):
    assert look(name, HEALTHY[name]()) == []


def test_every_check_says_what_holds_and_why_its_thresholds_are_what_they_are():
    for check in checks:
        page = __import__(check.examine.__module__, fromlist=["__doc__"])
        assert len(page.__doc__) > 80
        assert not check.says.endswith(".")
