"""The native engine's exp, log, tanh and the others: as exact as promised over the whole range, and the same bits everywhere."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import mpmath
import numpy as np
import pytest
import scipy.special
from mpmath import mpf

from glassgrad.engine.native.machine import Machine, assembly
from glassgrad.engine.native.mathematics import FUNCTIONS

from .native_functions import BINARY, HERE, error_of_double, errors_of_floats, module_of, native

pytest.importorskip("llvmlite")

pytestmark = pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy, the oracle, warns of overflow and of not-a-number

UNITS = 2.0
"""The largest error that is allowed anywhere, in units of the last place."""

CLOSER = {"exp": 1.0, "log": 1.0, "erf": 1.0, "tanh": 1.5, "expm1": 1.5, "log1p": 1.5}
"""Where more is promised."""

UNARY = tuple(name for name in FUNCTIONS if name not in BINARY)
EXACT = ("abs", "sqrt", "sign", "maximum", "minimum")
INEXACT = tuple(name for name in UNARY if name not in EXACT)
TYPES = (np.float32, np.float64)

NUMPY: dict[str, Callable[..., Any]] = {name: getattr(np, name, scipy.special.erf) for name in FUNCTIONS}

# Where a formula gives way to another one, or a result overflows or vanishes.
TURNS = {
    "exp": (-103.97, -87.34, -0.3466, 0.3466, 88.7228, 88.376),
    "expm1": (-17.4, -0.3466, 0.3466, 0.52, 88.7228, 88.376),
    "log": (2.0**-126, 0.5, 0.70710677, 1.0, 1.4142135, 2.0),
    "log1p": (-1.0, -0.5, -0.29289323, 0.41421357, 1.0, 1.8284271),
    "tanh": (0.1733, 0.52, 0.625, 9.01, 10.0),
    "erf": (1.0, 2.4677734, 3.92, 3.93),
    "sin": (0.7853982, 1.5707964, 3.1415927, 2.0**40),
    "cos": (0.7853982, 1.5707964, 3.1415927, 2.0**40),
    "tan": (0.7853982, 1.5707964, 3.1415927, 2.0**40),
    "sinh": (0.5, 89.4159),
    "cosh": (0.3466, 89.4159),
    "arctan": (0.41421357, 2.4142135),
}

SPECIAL = np.array(
    [0.0, 1.0, 0.5, 2.0, 3.0, 1.5, 0.1, 4.0, 10.0, 100.0, 1e4, 2.0**24 - 1, 2.0**24, 1e30, 3e38, 1e-38, 1e-45, 1e-30, 2.0**53 - 1, 1e300, 5e-324, np.inf]
)
SPECIAL = np.concatenate([SPECIAL, -SPECIAL, [np.nan]])

# A machine without the wide vectors, so that the same text becomes different code.
NARROW = Machine("haswell", "+avx,+avx2,+fma,+bmi,+bmi2,+lzcnt,+f16c,-avx512f")
WIDE_HERE = HERE.register_bytes == 64


@pytest.mark.parametrize("name", INEXACT)
def test_floats_of_every_size_are_right(name: str) -> None:
    assert _worst_float(name, _every_float(stride=4099)) <= CLOSER.get(name, UNITS)


@pytest.mark.parametrize("name", INEXACT)
def test_floats_around_every_turn_of_the_formula_are_right(name: str) -> None:
    for turn in TURNS[name]:
        middle = int(np.float32(turn).view(np.int32))
        around = np.arange(middle - 20_000, middle + 20_000, dtype=np.int32).view(np.float32)
        assert _worst_float(name, around) <= CLOSER.get(name, UNITS), f"around {turn}"
        assert _worst_float(name, -around) <= CLOSER.get(name, UNITS), f"around {-turn}"


@pytest.mark.slow
@pytest.mark.parametrize("name", INEXACT)
def test_floats_from_all_over_the_range_are_right(name: str) -> None:
    # Twenty million each; every thirteenth of all was tried once, with much the same largest errors.
    step = 211 * 2**17
    for start in range(0, 2**32, step):
        assert _worst_float(name, _every_float(start, min(start + step, 2**32), stride=211)) <= CLOSER.get(name, UNITS)


@pytest.mark.parametrize("name", INEXACT)
def test_doubles_of_every_size_are_right(name: str) -> None:
    x = _doubles_for(name)
    with mpmath.workprec(120):
        worst = max(zip(map(error_of_double, native(name, np.float64)(x), (_exact(name, one) for one in x)), x, strict=True))
    assert worst[0] <= CLOSER.get(name, UNITS), f"at {worst[1]!r}"


def test_angles_next_to_a_multiple_of_half_pi_keep_their_digits() -> None:
    # The first is the double that comes nearest to one, relative to its size (found by W. Kahan and S. McDonald).
    hard = np.array([6381956970095103.0 * 2.0**797, 5.319372648326541e255, *(np.arange(1, 400) * (np.pi / 2)), *(2.0 ** np.arange(1, 1023) * np.pi)])
    for name in ("sin", "cos", "tan"):
        for x in (hard, -hard):
            with mpmath.workprec(120):
                assert max(map(error_of_double, native(name, np.float64)(x), (_exact(name, one) for one in x))) <= 1.0


@pytest.mark.parametrize("name", ["power", "arctan2"])
def test_floats_of_two_inputs_are_right(name: str) -> None:
    for a, b in _pairs(name, np.float32, 100_000):
        error = errors_of_floats(native(name, np.float32)(a, b), NUMPY[name](a.astype(np.float64), b.astype(np.float64)))
        assert error.max() <= 0.501, f"at {a[error.argmax()]!r}, {b[error.argmax()]!r}"


@pytest.mark.parametrize("name", ["power", "arctan2"])
def test_doubles_of_two_inputs_are_right(name: str) -> None:
    for a, b in _pairs(name, np.float64, 700):
        got = native(name, np.float64)(a, b)
        with mpmath.workprec(160):
            exact = [mpmath.exp(mpf(q) * mpmath.log(mpf(p))) if name == "power" else mpmath.atan2(mpf(p), mpf(q)) for p, q in zip(a, b, strict=True)]
            worst = max(zip(map(error_of_double, got, exact), a, b, strict=True))
        assert worst[0] <= 1.0, f"at {worst[1:]!r}"


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_special_values_are_numpys(name: str, dtype: Any) -> None:
    x = SPECIAL.astype(dtype)
    inputs = [one.ravel() for one in np.meshgrid(x, x)] if name in BINARY else [x]
    got, expected = native(name, dtype)(*inputs), NUMPY[name](*inputs).astype(dtype)
    close = np.abs(got - expected) <= 4 * np.spacing(np.abs(expected))
    same = (np.isnan(got) & np.isnan(expected)) | (got == expected) | close
    # Of +0 and −0 either may be the larger one.
    signs = np.isnan(got) | (np.signbit(got) == np.signbit(expected)) | (name in ("maximum", "minimum"))
    wrong = ~(same & signs)
    assert not wrong.any(), [(*(one[i] for one in inputs), got[i], expected[i]) for i in np.flatnonzero(wrong)[:5]]


@pytest.mark.parametrize("dtype", TYPES)
def test_whole_powers_of_whole_numbers_are_exact(dtype: Any) -> None:
    base, exponent = (one.ravel().astype(dtype) for one in np.meshgrid(np.arange(-12, 13), np.arange(7)))
    assert np.array_equal(native("power", dtype)(base, exponent), base**exponent)


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", ["tanh", "erf"])
def test_what_approaches_one_never_passes_it(name: str, dtype: Any) -> None:
    y = native(name, dtype)(np.linspace(0, 30, 300_001).astype(dtype))
    assert y.max() == 1
    assert y.min() == 0


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_one_lane_and_many_give_the_same_bits(name: str, dtype: Any) -> None:
    inputs = _mixture(name, dtype)
    many = native(name, dtype)(*inputs)
    for lanes in (1, 4):
        _assert_same_bits(native(name, dtype, lanes)(*inputs), many)


@pytest.mark.skipif(not WIDE_HERE, reason="needs a processor with vectors of 512 bits")
@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_narrow_vectors_give_the_same_bits(name: str, dtype: Any) -> None:
    module = module_of(name, dtype)
    assert "zmm" in assembly(module, HERE)
    assert "zmm" not in assembly(module, NARROW)
    inputs = _mixture(name, dtype)
    _assert_same_bits(native(name, dtype, machine=NARROW)(*inputs), native(name, dtype)(*inputs))


@pytest.mark.parametrize("dtype", TYPES)
@pytest.mark.parametrize("name", FUNCTIONS)
def test_nothing_is_called_but_what_rounds_once(name: str, dtype: Any) -> None:
    module = module_of(name, dtype)
    once = {"fma", "fabs", "sqrt", "roundeven", "copysign", "masked", "fshl", "vector"}
    assert set(re.findall(r"@llvm\.(\w+)", str(module))) <= once
    machine_code = assembly(module, NARROW if WIDE_HERE else HERE) + assembly(module, HERE)
    for word in ("exp", "exp2", "expm1", "log", "log2", "log1p", "pow", "sin", "cos", "tan", "tanh", "erf", "fma", "roundeven", "fmod", "ldexp"):
        assert not re.search(rf"\b_?{word}f?\b", machine_code), f"{word} of the C library"
    called = set(re.findall(r"^\s+(?:callq?|bl)\s+(\w+)", machine_code, re.MULTILINE)) | set(re.findall(r"movabsq\s+\$([A-Za-z_]\w*)", machine_code))
    assert called <= {"rest_of_huge_angle"}


def _every_float(start: int = 0, stop: int = 2**32, *, stride: int) -> np.ndarray:
    return np.arange(start, stop, stride, dtype=np.uint64).astype(np.uint32).view(np.float32)


def _worst_float(name: str, x: np.ndarray) -> float:
    return float(errors_of_floats(native(name, np.float32)(x), NUMPY[name](x.astype(np.float64))).max())


def _exact(name: str, x: float) -> mpf:
    """By mpmath, with as many bits more as are lost on the way."""
    if name in ("sin", "cos", "tan", "expm1", "log1p", "sinh", "tanh", "log"):
        with mpmath.workprec(1250 if abs(x) < 1e-20 or abs(x) > 1e9 else 240):
            return getattr(mpmath, name)(mpf(x))
    return getattr(mpmath, {"arctan": "atan"}.get(name, name))(mpf(x))


def _doubles_for(name: str) -> np.ndarray:
    """Evenly over where the function does something, evenly over the exponents, and around the turns."""
    low, high = {"exp": (-745.1, 709.8), "expm1": (-40, 709.8), "log": (0.3, 3), "log1p": (-1, 3), "sinh": (-710.5, 710.5), "cosh": (-710.5, 710.5)}.get(
        name, (-6, 6)
    )
    random = np.random.default_rng(7)
    spread = np.concatenate(
        [random.uniform(low, high, 500), random.uniform(-1, 1, 500), random.choice([-1, 1], 600) * np.exp2(random.uniform(-1074, 1024, 600))]
    )
    turns = {"exp": (-745.13, -708.4, 0.3466), "expm1": (0.3466, 0.6931), "sinh": (0.5, 710.47), "cosh": (0.3466, 710.47)}.get(name, TURNS[name])
    near = np.concatenate([turn + random.uniform(-0.01, 0.01, 200) for turn in turns])
    x = np.concatenate([spread, near, -near])
    return x[(x > 0) if name == "log" else (x > -1) if name == "log1p" else x == x]  # noqa: PLR0124


def _pairs(name: str, dtype: Any, count: int) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Inputs of power: results from the smallest denormal to the largest number; of arctan2: points in all directions and of all sizes."""
    random, info = np.random.default_rng(11), np.finfo(dtype)
    smallest, largest = np.log2(float(info.smallest_subnormal)), float(info.maxexp)
    if name == "arctan2":
        signs = random.choice([-1, 1], (4, count))
        size = np.exp2(random.uniform(smallest, largest - 0.01, count))
        yield (signs[0] * size).astype(dtype), (signs[1] * np.exp2(random.uniform(smallest, largest - 0.01, count))).astype(dtype)
        yield (signs[2] * size).astype(dtype), (signs[3] * np.minimum(size * np.exp2(random.uniform(-3, 3, count)), float(info.max))).astype(dtype)
        tiny = random.integers(1, 20, (2, count)) * float(info.smallest_subnormal)
        yield (signs[0] * tiny[0]).astype(dtype), (signs[1] * tiny[1]).astype(dtype)
        return
    for low, high in ((2.0**smallest, float(info.max)), (0.5, 2.0), (0.7, 0.7143), (1.0001, 1.01)):
        base = np.exp2(random.uniform(np.log2(low), np.log2(high), count)).astype(dtype)
        base = np.where(base == 1, dtype(2), base)
        yield base, (random.uniform(smallest, largest, count) / np.log2(base.astype(np.float64))).astype(dtype)
        yield base, random.uniform(-1, 1, count).astype(dtype)


def _mixture(name: str, dtype: Any) -> list[np.ndarray]:
    """Usual numbers, numbers of all sizes, and special ones, a number of them that leaves some lanes over."""
    random = np.random.default_rng(3)
    bits = random.integers(0, 2**63, 4000, dtype=np.int64) * 2 + random.integers(0, 2, 4000)
    sizes = bits.view(np.float64) if dtype is np.float64 else bits.astype(np.int32).view(np.float32)
    x = np.concatenate([random.normal(size=4001), random.uniform(-100, 100, 4000), sizes.astype(np.float64), SPECIAL]).astype(dtype)
    return [x, random.permutation(x)] if name in BINARY else [x]


def _assert_same_bits(got: np.ndarray, expected: np.ndarray) -> None:
    """Not-a-number is one value here, whatever its bits."""
    whole = np.int32 if got.dtype == np.float32 else np.int64
    different = (got.view(whole) != expected.view(whole)) & ~(np.isnan(got) & np.isnan(expected))
    assert not different.any(), (got[different][:5], expected[different][:5])
