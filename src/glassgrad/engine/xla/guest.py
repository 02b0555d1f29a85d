"""JAX is a guest: perhaps not installed, imported at first use, and asked for our numbers whatever the user has set for his own."""

from __future__ import annotations

import importlib.util
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import numpy as np

from glassgrad.graph import GlassgradError, SettingError

WHAT_IS_MISSING = 'JAX is not installed; install it with: pip install "glassgrad[jax]"'
LONGEST_REASON = 500
STATUS = re.compile(r"[A-Z_]{7,}: ")
"""How what XLA says begins, whichever error of Python it arrives as: "RESOURCE_EXHAUSTED: Out of memory", "UNKNOWN: Gloo all-reduce failed"."""


class XlaError(GlassgradError, RuntimeError):
    """XLA could not do what nothing was wrong with: the memory of the device is full, another process is gone."""

    exit_code = 1


def installed() -> bool:
    """Whether JAX is there; nothing is imported to find out."""
    try:
        return all(importlib.util.find_spec(name) is not None for name in ("jax", "jaxlib"))
    except (ImportError, ValueError):  # something forbids it, or stands in its place
        return False


def check_installed() -> None:
    """Raises: SettingError that says how to install JAX, if it is not there."""
    if not installed():
        raise SettingError(f"the xla engine cannot work here: {WHAT_IS_MISSING}")


@contextmanager
def house_rules(dtype: np.dtype[Any]) -> Iterator[None]:
    """JAX as this engine needs it, for the time being and for this thread; a user's own settings of JAX are left as they are.

    64-bit numbers exactly if the program is of float64, matrix products in all digits (no TF32 on a GPU), infinities and
    not-a-numbers as values like others.
    """
    import jax

    rules: dict[Any, Any] = {
        jax.enable_x64: dtype == np.float64,
        jax.default_matmul_precision: "highest",
        jax.debug_nans: False,
        jax.debug_infs: False,
        jax.disable_jit: False,
        jax.numpy_dtype_promotion: "standard",
        jax.numpy_rank_promotion: "allow",
        jax.transfer_guard: "allow",
    }
    with ExitStack() as stack, np.errstate(all="ignore"):  # 1e300 as a float32 is infinity, and whoever must not have that looks for it
        for rule, wanted in rules.items():
            stack.enter_context(rule(wanted))
        try:
            yield
        except (jax.errors.JaxRuntimeError, ValueError) as error:
            if isinstance(error, ValueError) and not STATUS.match(str(error)):
                raise
            others = "; perhaps another process has ended: see what it said" if jax.process_count() > 1 else ""
            raise XlaError(f"XLA could not compute this: {str(error).strip()[:LONGEST_REASON]}{others}") from None


def compiler_options(platform: str) -> dict[str, str | bool]:
    """What XLA is told: on a GPU, to add up in the same order every time."""
    return {"xla_gpu_deterministic_ops": True} if platform == "gpu" else {}
