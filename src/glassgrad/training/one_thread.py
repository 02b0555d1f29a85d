"""NumPy's matrix products on one thread: where they are small, and training must not be held up."""

from __future__ import annotations

from contextlib import AbstractContextManager
from functools import cache
from typing import Any


def numpy_on_one_thread() -> AbstractContextManager[Any]:
    """Products by NumPy inside take one thread only.

    A library of linear algebra keeps its threads spinning for tens of milliseconds after a product, in case of another one; a processor
    that is taken up so is lacking for a short training.

    >>> import numpy as np
    >>> with numpy_on_one_thread():
    ...     (np.eye(2) @ np.ones(2)).tolist()
    [1.0, 1.0]
    """
    limited: AbstractContextManager[Any] = _controller().limit(limits=1)
    return limited


@cache
def _controller() -> Any:
    # Finding out which libraries have threads takes longer than many products.
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController().select(user_api="blas")
