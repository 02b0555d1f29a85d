"""`TrainingPass`: one step of training as `explain_pass` sees it. Training fills it in; nothing here knows a network."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from glassgrad.graph import Node
from glassgrad.readers import Gradients, Values


@dataclass(frozen=True, eq=False, kw_only=True)
class LayerView:
    """One layer: what goes in, what comes out, and what it learns.

    `number` counts the layers that hold weights from 1. `before` is the weighted sum (batch, units), `after` the activation
    of it; a layer without an activation has the same node for both. `activation` is its name or short words, such as "relu".
    `dropped` is what dropout leaves of the activations for the next layer, where it is at work.
    """

    number: int
    before: Node
    after: Node
    weights: Node | None = None
    bias: Node | None = None
    activation: str = ""
    dropped: Node | None = None

    @property
    def out(self) -> Node:
        """What the next layer takes."""
        return self.after if self.dropped is None else self.dropped

    @property
    def values(self) -> tuple[Node, ...]:
        """The nodes with a number for every unit, each once, in the order in which they are computed."""
        return tuple(dict.fromkeys((self.before, self.after, self.out)))


@dataclass(frozen=True, eq=False, kw_only=True)
class TrainingPass:
    """One step of training: the graph of forward, loss, gradients and update, and every number of it.

    `values` has the numbers of all nodes, those of gradients and updates included. `total` is what the gradients are of: the
    loss, or the loss with its penalties. `updates` maps each parameter, and each number the optimizer keeps, to its new value.
    Names are those in the graph: X, y, W1, b1, z1, a1, …, L, α.
    """

    values: Values
    gradients: Gradients
    loss: Node
    total: Node
    layers: tuple[LayerView, ...]
    x: Node
    y: Node
    updates: Mapping[Node, Node]
    loss_name: str = ""
    """The loss with its convention in words: "mean squared error, (1/n)·Σ(ŷ − y)²"."""
    optimizer: str = ""
    """The optimizer in words: "gradient descent"."""
    rule: str = ""
    """Its formula in text: "w ← w − α·∂L/∂w"."""
    rule_in_words: str = ""
    """What the formula does: "every parameter takes a step against its gradient"."""
    learning_rate: Node | None = None
    step: int = 0
    feature_names: tuple[str, ...] = ()
    target_names: tuple[str, ...] = ()
    """One for each column of the output: class names, or the names of the numbers predicted."""
    class_names: tuple[str, ...] = ()
    """The classes by their numbers in `y`; empty if the target is a number."""
    row_labels: tuple[str, ...] = ()
    """One for each row of the batch: "row 17 of the data"."""
    words: Mapping[Node, str] = field(default_factory=dict)
    """What a node is, for those that the layers do not name: penalties, masks, running means."""
