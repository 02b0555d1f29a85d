"""Other libraries on one thread: where what they compute is small, and others need the processors."""

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
    return _limited("blas")


def libraries_on_one_thread() -> AbstractContextManager[Any]:
    """Whatever the libraries compute inside that were loaded before this was first asked for, takes one thread only."""
    return _limited("")


def _limited(api: str) -> AbstractContextManager[Any]:
    limited: AbstractContextManager[Any] = _controller(api).limit(limits=1)
    return limited


@cache
def _controller(api: str) -> Any:
    # Finding out which libraries have threads takes milliseconds, as long as many products, or predictions.
    from threadpoolctl import ThreadpoolController

    found = ThreadpoolController()
    return found.select(user_api=api) if api else found
