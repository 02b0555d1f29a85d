"""Binary cross-entropy: how surprised the network is by the true class, of two; taken of scores, before the sigmoid."""

from __future__ import annotations

from glassgrad.graph import Example, Node, SettingError, pages

from ..settings import Setting
from .page import TWO_CLASSES, Loss, weighted_mean
from .trying import SCORES_OF_TWO


def _build(score: Node, target: Node, *, label_smoothing: float, class_weights: tuple[float, ...] | None) -> Node:
    # ln(1 + eᶻ) − y·z is −y·ln σ(z) − (1 − y)·ln(1 − σ(z)) without the logarithm of 0; its derivative is σ(z) − y.
    wanted = pages.add((1 - label_smoothing) * target, 0.5 * label_smoothing, name="T") if label_smoothing else target
    each = pages.softplus(score) - wanted * score
    if class_weights is None:
        return pages.mean(each)
    if len(class_weights) != 2:
        raise SettingError(f"class_weights of binary_cross_entropy has {len(class_weights)} numbers; expected 2, for class 0 and class 1")
    weight = pages.add(class_weights[0] * (1 - target), class_weights[1] * target, name="ω")
    return weighted_mean(each, weight, class_weights)


def _formula(*, label_smoothing: float, class_weights: tuple[float, ...] | None) -> str:
    target = "T" if label_smoothing else "y"
    each = f"ln(1 + eᶻ) − {target}·z"
    mean = f"L = (1/m) · Σ [{each}], m = rows · outputs" if class_weights is None else f"L = Σ ω·[{each}] / Σ ω, ω = the weight of the row's class"
    return mean + (f", T = {1 - label_smoothing:g}·y + {0.5 * label_smoothing:g}" if label_smoothing else "")


binary_cross_entropy = Loss(
    name="binary_cross_entropy",
    says="the mean over all entries of −ln of the probability given to the true one of two classes; the predictions are scores, before the sigmoid",
    formula="L = (1/m) · Σ [ln(1 + eᶻ) − y·z] = −(1/m) · Σ [y·ln σ(z) + (1 − y)·ln(1 − σ(z))], m = rows · outputs",
    latex=(
        r"L = \frac{1}{m} \sum_{i,k} \left[\ln\left(1 + e^{z_{ik}}\right) - y_{ik} z_{ik}\right] "
        r"= -\frac{1}{m} \sum_{i,k} \left[y_{ik} \ln \sigma(z_{ik}) + (1 - y_{ik}) \ln\left(1 - \sigma(z_{ik})\right)\right]"
    ),
    build=_build,
    settings={
        "label_smoothing": Setting(default=0.0, says="the share ε of each label that is spread over both classes", least=0.0, below=1.0),
        "class_weights": Setting(
            default=None, says="how much rows of class 0 and of class 1 count; the loss is their weighted mean", least=0.0, per_class=True
        ),
    },
    formula_with=_formula,
    predicts="sigmoid",
    tasks=(TWO_CLASSES,),
    domain=SCORES_OF_TWO,
    example=Example(inputs=([[0.0]], [[1.0]]), output=0.6931471805599453),
    source="I. J. Good, Rational Decisions, 1952 (logarithmic score)",
)
