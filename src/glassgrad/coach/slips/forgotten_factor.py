"""A factor of the chain is missing: the weight on the way back, the gradient that comes back, or everything after some point."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.graph import is_constant

from ..quantities import Named
from .averaging import COUNTS
from .forgotten_activation_derivative import forgotten_activation_derivative
from .forgotten_input import forgotten_input
from .formulas import bare, factors, filled, put_everywhere, without_factor
from .local_slopes import passages, with_term
from .roles import symbol_of
from .slip import Change, Slip, Task
from .updates import is_update
from .wrong_activation_derivative import wrong_activation_derivative
from .wrong_power_rule import wrong_power_rule


def _tries(task: Task) -> Iterator[Change]:
    # What is left out of an update has names of its own.
    if is_update(task):
        return
    for use in factors(task.piece.formula):
        changed = without_factor(task.piece.formula, use)
        counts = task.work.quantities.get(bare(use.node)) in COUNTS  # another way to count the rows has a name of its own
        if not counts and not is_constant(bare(use.node)) and not is_constant(bare(changed)):
            likely = 0.5 if isinstance(task.piece.quantity, Named) else 1.0
            yield Change(changed, ("you left out the factor ", symbol_of(task, bare(use.node))), likely=likely)
    yield from _local(task)
    yield from _stopped(task)


def _local(task: Task) -> Iterator[Change]:
    """The slope of the user alone, without what comes back to it."""
    for term in task.piece.terms:
        if term.upstream is not None:
            alone = put_everywhere(term.node, {term.upstream: filled(1.0, term.upstream.shape)})
            words = ("this is the slope of the last step alone, without ", symbol_of(task, term.upstream), ", which comes back to it")
            yield Change(with_term(task, term, alone), words, likely=0.9)


def _stopped(task: Task) -> Iterator[Change]:
    """The chain ended at a node on the way, as if what follows had the slope 1."""
    for term in task.piece.terms:
        for passage in passages(task, term):
            changed = passage.stopped() if passage.node.shape == passage.leaf.shape else None
            if changed is not None and not is_constant(bare(changed)):
                yield Change(changed, ("you stopped the chain at ", symbol_of(task, passage.node)), likely=0.8)


forgotten_factor = Slip(
    name="forgotten_factor",
    title="factor forgotten",
    says="A factor of the product is missing; in a chain of derivatives, one of the links.",
    advice="Follow the line from the loss back to the quantity, and write one factor for every step, even where it is 1.",
    plausible=0.7,
    tries=_tries,
    yields_to=(forgotten_input, forgotten_activation_derivative, wrong_activation_derivative, wrong_power_rule),
)
