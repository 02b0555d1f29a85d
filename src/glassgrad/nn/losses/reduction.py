"""How the terms of a loss become one number: their sum or their mean, each term counting as much as its weight."""

from __future__ import annotations

from dataclasses import dataclass

from glassgrad.graph import Node, Shape, pages, size


@dataclass(frozen=True, kw_only=True)
class Reduction:
    """The last stroke of a loss: `factor` · Σ of the terms, or their mean.

    Formula: factor · Σ term, with weights factor · Σ ω·term; or the mean (1/m) · Σ term, with weights Σ ω·term / Σ ω.
    `says` is the factor as it is written before Σ.
    """

    mean: bool = False
    factor: float = 1.0
    says: str = ""

    def of(self, each: Node, weight: Node | None = None, *, may_vanish: bool = True, total_name: str = "") -> Node:
        """The terms as one number, with weights that broadcast against the terms.

        `may_vanish`: whether all weights together can be 0; the mean is 0 then. `total_name` names the sum of the weights.
        """
        if self.mean:
            return pages.mean(each) if weight is None else _weighted_mean(each, weight, may_vanish=may_vanish, total_name=total_name)
        total = pages.sum(each if weight is None else weight * each)
        return total if self.factor == 1 else self.factor * total

    def written(self, term: str, weight: str, count: str) -> str:
        """The formula in text; `weight` is empty without weights, `count` is what a mean divides by.

        >>> MEAN.written("(ŷ − y)²", "", "m"), HALF_SUM.written("(ŷ − y)²", "ω", "m")
        ('(1/m) · Σ (ŷ − y)²', '½ · Σ ω·(ŷ − y)²')
        """
        weighted = f"{weight}·{term}" if weight else term
        if self.mean:
            return f"Σ {weighted} / Σ {weight}" if weight else f"(1/{count}) · Σ {term}"
        return f"{self.says}Σ {weighted}"


SUM = Reduction()
HALF_SUM = Reduction(factor=0.5, says="½ · ")
MEAN = Reduction(mean=True)


def by_row(weights: Node, shape: Shape) -> Node:
    """Weights of rows (rows,) so that they broadcast against terms of that shape: (rows,) or (rows, outputs)."""
    return weights if len(shape) == 1 else pages.reshape(weights, shape=(shape[0], 1))


def _weighted_mean(each: Node, weight: Node, *, may_vanish: bool, total_name: str) -> Node:
    """Σ weight·each / Σ weight; 0 for terms that all weigh nothing."""
    total = pages.sum(weight)
    repeats = size(each.shape) // size(weight.shape)
    if repeats > 1:
        total = repeats * total  # one weight for all outputs of a row
    if total_name:
        total = total.named(total_name)
    # 0/0 would end the run.
    divisor = pages.where(total > 0, total, 1) if may_vanish else total
    return pages.sum(weight * each) / divisor
