"""Cross-entropy: how surprised the network is by the true class, of many; taken of scores, before the softmax."""

from __future__ import annotations

from glassgrad.graph import Example, Node, SettingError, pages

from ..settings import Setting
from .page import MANY_CLASSES, TWO_CLASSES, Loss
from .reduction import MEAN
from .trying import SCORES_OF_MANY


def _each(scores: Node, truth: Node, *, label_smoothing: float) -> Node:
    wanted = pages.add((1 - label_smoothing) * truth, label_smoothing / scores.shape[-1], name="T") if label_smoothing else truth
    # ln Σeᶻ − z_y is −ln softmax(z)[y]; written so, its derivative reads softmax(z) − y.
    return pages.logsumexp(scores, axis=-1) - pages.sum(wanted * scores, axis=-1)


def _class_weight(truth: Node, *, name: str, class_weights: tuple[float, ...]) -> Node:
    if len(class_weights) != truth.shape[-1]:
        raise SettingError(f"class_weights of cross_entropy has {len(class_weights)} numbers; expected {truth.shape[-1]}, one for every class")
    return pages.matmul(truth, pages.constant(value=class_weights), name=name)


def _where(*, label_smoothing: float) -> str:
    if not label_smoothing:
        return "y = the number of the true class"
    return f"T = {1 - label_smoothing:g} for the true class, and {label_smoothing:g} spread evenly over all classes"


cross_entropy = Loss(
    name="cross_entropy",
    says="the mean over the rows of −ln of the probability given to the true class; the predictions are scores, before the softmax",
    usual="L = −(1/rows) · Σ ln softmax(z)[y], y = the number of the true class",
    latex=r"L = -\frac{1}{\text{rows}} \sum_i \ln \frac{e^{z_{i y_i}}}{\sum_k e^{z_{ik}}}",
    each=_each,
    reduction=MEAN,
    term=lambda *, label_smoothing: "[ln Σ eᶻ − Σ T·z]" if label_smoothing else "[ln Σ eᶻ − z[y]]",
    where=_where,
    class_weight=_class_weight,
    settings={
        "label_smoothing": Setting(default=0.0, says="the share ε of each label that is spread evenly over all classes", least=0.0, below=1.0),
        "class_weights": Setting(default=None, says="how much rows of each class count; the loss is their weighted mean", least=0.0, per_class=True),
    },
    predicts="softmax",
    tasks=(TWO_CLASSES, MANY_CLASSES),
    target_is_class=True,
    domain=SCORES_OF_MANY,
    example=Example(inputs=([[0.0, 0.0, 0.0, 0.0]], [2.0]), output=1.3862943611198906),
    source="I. J. Good, Rational Decisions, 1952 (logarithmic score)",
)
