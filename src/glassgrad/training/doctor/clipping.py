"""What clipping leaves of a gradient, where it leaves next to nothing."""

from __future__ import annotations

from ..plan import Plan
from .finding import say_number

TINY = 0.01
"""A gradient of which less than this share is left is shortened for no good reason."""


def clipping_advice(plan: Plan, gradient_norm: float) -> tuple[str, ...]:
    """What to say of clip_norm, or of clip_value, if it leaves less than a hundredth of a gradient of that norm; nothing else."""
    limits = {"clip_norm": plan.settings.clip_norm, "clip_value": plan.settings.clip_value}
    # Of all weights, each at most clip_value: the norm is at most the root of their number times that.
    norms = {"clip_norm": 1.0, "clip_value": plan.network.parameter_count**0.5}
    norm = say_number(float(f"{gradient_norm:.2g}"))
    return tuple(
        f"Raise {name}, or leave it out: it is {limit:g}, and the gradient has a norm of {norm}, of which hardly any is left."
        for name, limit in limits.items()
        if limit is not None and limit * norms[name] < TINY * gradient_norm
    )
