"""Binary cross-entropy: how surprised the network is by the true class, of two; taken of scores, before the sigmoid."""

from __future__ import annotations

from glassgrad.graph import Example, Node, SettingError, pages

from ..settings import Setting
from .page import TWO_CLASSES, Loss
from .reduction import MEAN
from .trying import SCORES_OF_TWO


def _each(score: Node, truth: Node, *, label_smoothing: float) -> Node:
    # ln(1 + eᶻ) − y·z is −y·ln σ(z) − (1 − y)·ln(1 − σ(z)) without the logarithm of 0; its derivative is σ(z) − y.
    wanted = pages.add((1 - label_smoothing) * truth, 0.5 * label_smoothing, name="T") if label_smoothing else truth
    return pages.softplus(score) - wanted * score


def _class_weight(truth: Node, *, name: str, class_weights: tuple[float, ...]) -> Node:
    if len(class_weights) != 2:
        raise SettingError(f"class_weights of binary_cross_entropy has {len(class_weights)} numbers; expected 2, for class 0 and class 1")
    return pages.add(class_weights[0] * (1 - truth), class_weights[1] * truth, name=name)


binary_cross_entropy = Loss(
    name="binary_cross_entropy",
    says="the mean over all entries of −ln of the probability given to the true one of two classes; the predictions are scores, before the sigmoid",
    usual="L = (1/m) · Σ [ln(1 + eᶻ) − y·z] = −(1/m) · Σ [y·ln σ(z) + (1 − y)·ln(1 − σ(z))], m = rows · outputs",
    latex=(
        r"L = \frac{1}{m} \sum_{i,k} \left[\ln\left(1 + e^{z_{ik}}\right) - y_{ik} z_{ik}\right] "
        r"= -\frac{1}{m} \sum_{i,k} \left[y_{ik} \ln \sigma(z_{ik}) + (1 - y_{ik}) \ln\left(1 - \sigma(z_{ik})\right)\right]"
    ),
    each=_each,
    reduction=MEAN,
    term=lambda *, label_smoothing: f"[ln(1 + eᶻ) − {'T' if label_smoothing else 'y'}·z]",
    where=lambda *, label_smoothing: f"T = {1 - label_smoothing:g}·y + {0.5 * label_smoothing:g}" if label_smoothing else "",
    class_weight=_class_weight,
    settings={
        "label_smoothing": Setting(default=0.0, says="the share ε of each label that is spread over both classes", least=0.0, below=1.0),
        "class_weights": Setting(
            default=None, says="how much rows of class 0 and of class 1 count; the loss is their weighted mean", least=0.0, per_class=True
        ),
    },
    predicts="sigmoid",
    tasks=(TWO_CLASSES,),
    domain=SCORES_OF_TWO,
    example=Example(inputs=([[0.0]], [[1.0]]), output=0.6931471805599453),
    source="I. J. Good, Rational Decisions, 1952 (logarithmic score)",
)
