"""Names cut to the room there is: each fits, and different ones stay different."""

import random

import pytest

from glassgrad.draw.names import told_apart


def in_letters(longest):
    def fits(name):
        return len(name) <= longest

    def cut(name):
        half = (longest - 1) // 2
        return name if fits(name) else f"{name[: longest - 1 - half]}…{name[len(name) - half :]}"

    return cut, fits


@pytest.mark.parametrize("longest", [12, 18, 25])
def test_different_names_stay_different_and_each_fits(longest):
    draws = random.Random(longest)
    for _ in range(100):
        begin, end = ("".join(draws.choices("ab c", k=draws.randrange(30))) for _ in range(2))
        names = [f"{begin}{draws.choice('xyz') * draws.randrange(1, 9)}{number}{end}" for number in range(draws.randrange(1, 8))]
        shown = told_apart(names, *in_letters(longest))
        assert len(set(shown)) == len(names)
        assert all(len(one) <= longest for one in shown)


def test_a_name_that_has_room_is_whole():
    assert told_apart(["red", "patients of ward 1 in the summer of the year"], *in_letters(12))[0] == "red"


def test_only_names_that_would_be_alike_are_cut_around_what_differs():
    cut, fits = in_letters(16)
    shown = told_apart(["patients of ward 1 in summer", "patients of ward 2 in summer", "people who came by themselves"], cut, fits)
    assert [number in one for number, one in zip("12", shown, strict=False)] == [True, True]
    assert shown[2] == cut("people who came by themselves")


def test_the_same_name_twice_stays_the_same():
    assert told_apart(["a name that is too long"] * 2, *in_letters(9))[0] == told_apart(["a name that is too long"], *in_letters(9))[0]
