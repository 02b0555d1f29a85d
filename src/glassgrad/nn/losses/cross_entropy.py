"""Cross-entropy: how surprised the network is by the true class, of many; taken of scores, before the softmax."""

from __future__ import annotations

from glassgrad.graph import Example, Node, SettingError, pages

from ..settings import Setting
from .page import MANY_CLASSES, TWO_CLASSES, Loss, weighted_mean
from .trying import SCORES_OF_MANY


def _build(scores: Node, target: Node, *, label_smoothing: float, class_weights: tuple[float, ...] | None) -> Node:
    classes = scores.shape[-1]
    true_class = pages.one_hot(target, classes=classes)
    wanted = pages.add((1 - label_smoothing) * true_class, label_smoothing / classes, name="T") if label_smoothing else true_class
    # ln Σeᶻ − z_y is −ln softmax(z)[y]; written so, its derivative reads softmax(z) − y.
    each = pages.logsumexp(scores, axis=-1) - pages.sum(wanted * scores, axis=-1)
    if class_weights is None:
        return pages.mean(each)
    if len(class_weights) != classes:
        raise SettingError(f"class_weights of cross_entropy has {len(class_weights)} numbers; expected {classes}, one for every class")
    weight = pages.matmul(true_class, pages.constant(value=class_weights), name="ω")
    return weighted_mean(each, weight, class_weights)


def _formula(*, label_smoothing: float, class_weights: tuple[float, ...] | None) -> str:
    each = "ln Σ eᶻ − Σ T·z" if label_smoothing else "ln Σ eᶻ − z[y]"
    mean = f"L = (1/rows) · Σ [{each}]" if class_weights is None else f"L = Σ ω·[{each}] / Σ ω, ω = the weight of the row's class"
    spread = f", T = {1 - label_smoothing:g} for the true class, and {label_smoothing:g} spread evenly over all classes" if label_smoothing else ""
    return mean + spread + (", y = the number of the true class" if not label_smoothing else "")


cross_entropy = Loss(
    name="cross_entropy",
    says="the mean over the rows of −ln of the probability given to the true class; the predictions are scores, before the softmax",
    formula="L = −(1/rows) · Σ ln softmax(z)[y], y = the number of the true class",
    latex=r"L = -\frac{1}{\text{rows}} \sum_i \ln \frac{e^{z_{i y_i}}}{\sum_k e^{z_{ik}}}",
    build=_build,
    settings={
        "label_smoothing": Setting(default=0.0, says="the share ε of each label that is spread evenly over all classes", least=0.0, below=1.0),
        "class_weights": Setting(default=None, says="how much rows of each class count; the loss is their weighted mean", least=0.0, per_class=True),
    },
    formula_with=_formula,
    predicts="softmax",
    tasks=(TWO_CLASSES, MANY_CLASSES),
    target_is_class=True,
    domain=SCORES_OF_MANY,
    example=Example(inputs=([[0.0, 0.0, 0.0, 0.0]], [2.0]), output=1.3862943611198906),
    source="I. J. Good, Rational Decisions, 1952 (logarithmic score)",
)
