"""Two numbers and what lies between them: whoever works the row out from its digits comes to the same."""

import numpy as np
import pytest

from glassgrad.explain.side_by_side import largest_size, root_mean_square, side_by_side, with_ratio
from glassgrad.writing.mathematics import mathematics

from .page_reading import worked_out


def printed(cells) -> list[float]:
    return [float(worked_out(cell[0].text.removeprefix("≈ "))) for cell in cells]


def digits(text: str) -> int:
    """Significant digits of a printed number."""
    return len(text.removeprefix("≈ ").split("·")[0].lstrip("−0.").replace(".", ""))


def agrees(worked: float, cell) -> bool:
    text = cell[0].text
    value = float(worked_out(text.removeprefix("≈ ")))
    return bool(np.isclose(worked, value, rtol=1e-9)) or abs(worked - value) <= 0.5001 * 10.0 ** (np.floor(np.log10(abs(value))) + 1 - digits(text))


PAIRS = [(float(a), float(b)) for a, b in np.random.default_rng(0).normal(size=(60, 2))]
PAIRS += [(a, a * (1 + shift)) for a, shift in zip(np.random.default_rng(1).normal(size=40), 10.0 ** -np.linspace(0, 5, 40), strict=True)]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_printed_difference_and_ratio_come_of_the_printed_numbers(dtype):
    for pair in PAIRS:
        first, second = map(dtype, pair)
        cells = with_ratio(first, second)
        a, b, *_ = printed(cells)
        assert agrees(b - a, cells[2]), [cell[0].text for cell in cells]
        assert agrees(b / a, cells[3]), [cell[0].text for cell in cells]
        assert float(second) - float(first) == pytest.approx(printed(cells)[2], rel=0.5)


def test_a_number_that_is_rounded_is_marked_and_an_exact_one_is_not():
    assert [cell[0].text for cell in side_by_side(np.float32(0.01), np.float32(0.001))] == ["0.01", "0.001", "−0.009"]
    assert [cell[0].text for cell in side_by_side(1 / 3, 1 / 3)] == ["≈ 0.3333", "≈ 0.3333", "0"]


def test_nearly_the_same_float32_numbers_have_few_digits_between_them():
    first = np.float32(0.48352107)
    second = np.nextafter(np.nextafter(first, np.float32(1)), np.float32(1))
    texts = [cell[0].text for cell in side_by_side(first, second)]
    assert all(len(text) <= len("≈ −0.123456789") for text in texts)
    assert float(worked_out(texts[2].removeprefix("≈ "))) == pytest.approx(float(second) - float(first), rel=0.5)


@pytest.mark.parametrize("values", [(np.inf, 1.0), (1.0, np.nan), (np.inf, np.inf), (0.0, 5.0)])
def test_what_has_no_difference_or_ratio_is_still_told(values):
    cells = with_ratio(*values)
    assert len(cells) == 4
    if values[0] == 0.0:
        assert cells[3] == (mathematics("—", r"\text{—}"),)


@pytest.mark.parametrize(("array", "size", "largest"), [([3.0, 4.0], 12.5**0.5, 4.0), ([1e200, -1e200], 1e200, 1e200), ([], 0.0, 0.0), ([0.0, 0.0], 0.0, 0.0)])
def test_sizes_are_what_they_say_however_large_the_numbers(array, size, largest):
    assert root_mean_square(array) == pytest.approx(size, rel=1e-12)
    assert largest_size(array) == largest


def test_a_size_is_in_the_numbers_of_its_array():
    assert root_mean_square(np.array([3e38, 1e38], np.float32)).dtype == np.float32
    assert np.isfinite(root_mean_square(np.array([3e38, 3e38], np.float32)))
    assert np.isinf(root_mean_square(np.array([np.inf, 1.0])))
