"""Every page of the dictionary can be told: forward and backward, with all its cases, in both types."""

import numpy as np
import pytest

import glassgrad as gg
from glassgrad import ops  # noqa: F401 - the pages enter themselves
from glassgrad.graph import Kind, pages

from .page_reading import assert_lines_are_good

CASES = [pytest.param(page, case, id=f"{page.name}-{place}") for page in pages if page.kind is not Kind.LEAF for place, case in enumerate(page.domain.cases)]


def drawn(interval, shape, numbers):
    if interval.whole:
        return numbers.integers(int(interval.low), int(interval.high) + 1, size=shape).astype(float)
    return numbers.uniform(interval.low, interval.high, size=shape)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("page", "case"), CASES)
def test_every_page_can_be_told(page, case, dtype):
    numbers = np.random.default_rng(0)
    intervals = page.domain.inputs
    given = {
        pages.variable(shape=shape, name="abcdef"[place]): drawn(intervals[min(place, len(intervals) - 1)], shape, numbers)
        for place, shape in enumerate(case.shapes)
    }
    y = page(*given, **case.settings, name="y")
    target = pages.sum(y, name="L") if y.shape else y
    for level in ("named", "everything"):
        story = gg.explain(target, given, level=level, dtype=dtype)
        assert_lines_are_good(story, rounding_may_show=dtype is np.float32)
        assert all(text in str(story) for text in ("Given", "Forward", "Backward"))
