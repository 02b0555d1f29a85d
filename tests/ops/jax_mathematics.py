"""`m` for JAX: its NumPy, and the extras that `glassgrad.ops.mathematics` asks for."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp
import jax.scipy.special


class JaxMathematics:
    """JAX's own functions; written here anew, so that the engine's mathematics has somebody to disagree with."""

    def __getattr__(self, name: str) -> Any:
        return getattr(jnp, name)

    def erf(self, x: Any) -> Any:
        return jax.scipy.special.erf(x)

    def place(self, x: Any, key: Any, shape: tuple[int, ...]) -> Any:
        return jnp.zeros(shape, dtype=x.dtype).at[key].set(x)

    def scatter_add(self, x: Any, indices: Any, length: int) -> Any:
        rows = self.whole(indices)
        return jnp.zeros((length, *x.shape[rows.ndim :]), dtype=x.dtype).at[rows].add(x)

    def whole(self, x: Any) -> Any:
        return jnp.asarray(x).astype(int)
