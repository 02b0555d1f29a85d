"""The xla engine's `m`: JAX's NumPy, and the extras that every engine's mathematics must have.

Compiled code cannot raise an error. Where NumPy's mathematics refuses a number, here the refusal is noted in `refusals`,
handed out beside the results, and the pass is made again by the reference engine, which says what is wrong.
"""

from __future__ import annotations

from typing import Any

LARGEST_PLACE = 2.0**31
"""No array of ours has so many entries; beyond it, whole numbers of 32 bits would begin anew."""


class JaxMathematics:
    """JAX's own functions, for one pass that is being traced."""

    def __init__(self) -> None:
        import jax.numpy

        self.numpy = jax.numpy
        self.refusals: list[Any] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.numpy, name)

    @property
    def refused(self) -> Any:
        """Whether any number of the pass was one that NumPy's mathematics would refuse."""
        return self.numpy.any(self.numpy.stack([self.numpy.zeros((), bool), *self.refusals]))

    def erf(self, x: Any) -> Any:
        """The error function, 2/√π · ∫₀ˣ e^(−t²) dt."""
        from jax.scipy.special import erf

        return erf(x)

    def place(self, x: Any, key: Any, shape: tuple[int, ...]) -> Any:
        """Zeros of `shape` with `x` written at `key`."""
        return self.numpy.zeros(shape, dtype=x.dtype).at[key].set(x)

    def scatter_add(self, x: Any, indices: Any, length: int) -> Any:
        """Zeros of shape (length, …) to which row i of `x` is added at row `indices[i]`."""
        rows = self._places(self.whole(indices), length)
        return self.numpy.zeros((length, *x.shape[rows.ndim :]), dtype=x.dtype).at[rows].add(x, mode="drop")

    def take(self, x: Any, indices: Any, axis: int) -> Any:
        """NumPy's, but places count from 0 up only, and one that is not there is refused."""
        along = axis % x.ndim
        places = self._places(indices, x.shape[along])
        if x.shape[along] == 0:
            return self.numpy.zeros((*x.shape[:along], *places.shape, *x.shape[along + 1 :]), dtype=x.dtype)
        return self.numpy.take(x, places, axis=along, mode="clip")

    def whole(self, x: Any) -> Any:
        """The numbers as whole numbers, fit to be indices; those that are not whole are refused."""
        numbers = self.numpy.asarray(x)
        fit = (abs(numbers) < LARGEST_PLACE) & (numbers == self.numpy.floor(numbers))
        self._refuse_unless(fit)
        return self.numpy.where(fit, numbers, 0).astype(int)

    def _places(self, places: Any, length: int) -> Any:
        self._refuse_unless((places >= 0) & (places < length))
        return places

    def _refuse_unless(self, fit: Any) -> None:
        self.refusals.append(~self.numpy.all(fit))
