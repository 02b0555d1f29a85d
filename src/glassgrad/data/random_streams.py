"""Random numbers that can be drawn again: a stream is named by (seed, purpose, step) and holds no position.

Built on the raw words of NumPy's Philox generator, which NumPy promises never to change, and on +, −, ×, ÷ and √ only,
which IEEE 754 rounds the same everywhere: the same name gives the same bits on every machine and every version.
"""

import hashlib
from dataclasses import dataclass
from math import prod

import numpy as np
import numpy.typing as npt

from glassgrad.graph import SettingError

from .normal_quantile import normal_quantile

FloatArray = npt.NDArray[np.float64]
WORDS_AT_ONCE = 4
"""The words that Philox makes of one value of its counter."""


@dataclass(frozen=True)
class RandomStream:
    """The random numbers that belong to one (seed, purpose, step); make it with `random_stream`.

    It has no position: asking twice gives the same numbers. For other numbers take another purpose or another step.
    """

    seed: int
    purpose: str
    step: int

    def raw(self, count: int, *, first: int = 0) -> npt.NDArray[np.uint64]:
        """`count` 64-bit words of the stream, from word `first` on. Shape: (count,).

        >>> stream = random_stream(0, "dropout", 1)
        >>> (stream.raw(3, first=6) == stream.raw(9)[6:]).all()
        np.True_
        """
        skipped = first % WORDS_AT_ONCE
        generator = self._generator(first // WORDS_AT_ONCE)
        return np.asarray(generator.random_raw(skipped + count), dtype=np.uint64)[skipped:]

    def _generator(self, position: int = 0) -> np.random.Philox:
        digest = hashlib.blake2b(f"{self.seed}/{self.purpose}".encode("utf-8", "surrogatepass"), digest_size=16).digest()
        # The step is the third word of the 256-bit counter, so steps lie 2^128 draws apart and never overlap.
        return np.random.Philox(key=np.frombuffer(digest, dtype="<u8").astype(np.uint64), counter=np.array([position, 0, self.step, 0], dtype=np.uint64))

    def permutation(self, count: int) -> npt.NDArray[np.intp]:
        """The numbers 0 … count − 1 in random order. Shape: (count,).

        >>> random_stream(0, "shuffle", 0).permutation(5).tolist()
        [3, 2, 1, 4, 0]
        """
        (order,) = self.permutations(1, count)
        return np.asarray(order)

    def permutations(self, steps: int, count: int) -> npt.NDArray[np.intp]:
        """The permutations of this step and of those that follow it, as if each were asked for by itself, but much sooner. Shape: (steps, count).

        >>> both = random_stream(0, "shuffle", 6).permutations(2, 5)
        >>> (both == [random_stream(0, "shuffle", step).permutation(5) for step in (6, 7)]).all()
        np.True_
        """
        generator, orders = self._generator(), np.empty((steps, count), dtype=np.intp)
        for order in orders:  # one by one, so that the words stay in the cache
            words = generator.random_raw(count)
            generator.advance(2**128 + count // -WORDS_AT_ONCE)
            order[:] = words.argsort()
            ordered = words[order]
            # The fast sort may leave equal words in any order; there are none in practice, and the stable one settles it.
            if (ordered[1:] == ordered[:-1]).any():
                order[:] = words.argsort(kind="stable")
        return orders

    def uniform(self, shape: tuple[int, ...], low: float = 0.0, high: float = 1.0) -> FloatArray:
        """Numbers spread evenly over low ≤ x < high, with 53 random bits each.

        Formula: low + (high − low) · (word >> 11) · 2^−53.   Shape: `shape`.
        Raises: SettingError unless low and high are finite and low ≤ high.

        >>> random_stream(0, "weights", 0).uniform((2,), -1.0, 1.0).round(4).tolist()
        [-0.5067, -0.5137]
        """
        if not (np.isfinite(low) and np.isfinite(high) and low <= high and np.isfinite(high - low)):
            raise SettingError(f"a uniform draw from {low} to {high} is not possible: both ends must be finite, and the first not above the second")
        spread = low + (high - low) * self._unit(prod(shape))
        return np.minimum(spread, np.nextafter(high, low)).reshape(shape)

    def normal(self, shape: tuple[int, ...]) -> FloatArray:
        """Numbers from the standard normal distribution: mean 0, deviation 1.

        Formula: Φ⁻¹(u) with u = (⌊word / 2^12⌋ + ½) · 2^−52, strictly between 0 and 1.   Shape: `shape`.   Range: ±8.2.

        >>> random_stream(0, "weights", 0).normal((2,)).round(4).tolist()
        [-0.6851, -0.6962]
        """
        words = self.raw(prod(shape)) >> np.uint64(12)
        return normal_quantile((words.astype(np.float64) + 0.5) * 2.0**-52).reshape(shape)

    def _unit(self, count: int) -> FloatArray:
        return (self.raw(count) >> np.uint64(11)).astype(np.float64) * 2.0**-53


def random_stream(seed: int, purpose: str, step: int = 0) -> RandomStream:
    """The stream of random numbers for this seed, purpose and step.

    Range: `seed` any whole number, `step` 0 … 2^64 − 1.   Raises: SettingError outside it.

    >>> random_stream(7, "shuffle", 3) == random_stream(7, "shuffle", 3)
    True
    """
    if isinstance(seed, bool) or not isinstance(seed, int | np.integer):
        raise SettingError(f"seed must be a whole number, not {seed!r}")
    if isinstance(step, bool) or not isinstance(step, int | np.integer) or not 0 <= step < 2**64:
        raise SettingError(f"step must be a whole number from 0 to 2^64 − 1, not {step!r}")
    return RandomStream(int(seed), purpose, int(step))
