"""AdamW: Adam, and beside it every weight shrinks a little at each step, however large its gradients are."""

from collections.abc import Mapping

from glassgrad.graph import Node, pages

from ..settings import Setting
from .means import MEANS_SETTINGS, running_means
from .page import Optimizer, Update


def _rule(
    parameter: Node,
    gradient: Node,
    memory: Mapping[str, Node],
    step: Node,
    learning_rate: Node,
    *,
    beta1: float,
    beta2: float,
    epsilon: float,
    weight_decay: float,
) -> Update:
    means = running_means(gradient, memory, step, beta1=beta1, beta2=beta2)
    change = means.m_corrected / (pages.sqrt(means.v_corrected) + epsilon)
    if weight_decay:
        change = change + weight_decay * parameter
    return Update(parameter=parameter - learning_rate * change, memory={"m": means.m, "v": means.v})


# The paper multiplies λ·w by a schedule only; like PyTorch this page multiplies it by the learning rate, which changes with the schedule
# just so. An L2 penalty would be divided by the root of v like any gradient; the decay is not, which is the point.
adamw = Optimizer(
    name="adamw",
    says=(
        "m and v are running means of the gradient and of its square, corrected for their start at 0; every parameter takes a step against m, "
        "divided by the root of v, and shrinks by a share of itself"
    ),
    formula="m ← β1·m + (1 − β1)·∂L/∂w;  v ← β2·v + (1 − β2)·(∂L/∂w)²;  w ← w − α · ((m / (1 − β1ᵗ)) / (√(v / (1 − β2ᵗ)) + ε) + λ·w)",
    latex=(
        r"m \leftarrow \beta_1 m + (1 - \beta_1) \frac{\partial L}{\partial w}, \quad "
        r"v \leftarrow \beta_2 v + (1 - \beta_2) \left(\frac{\partial L}{\partial w}\right)^2, \quad "
        r"w \leftarrow w - \alpha \cdot \left(\frac{m / (1 - \beta_1^t)}{\sqrt{v / (1 - \beta_2^t)} + \varepsilon} + \lambda w\right)"
    ),
    rule=_rule,
    memory=("m", "v"),
    settings={
        **MEANS_SETTINGS,
        "weight_decay": Setting(default=0.01, says="the share λ by which a parameter shrinks at each step, times the learning rate", least=0.0),
    },
    # As Adam, whose steps these are but for the decay.
    default_learning_rate=0.01,
    source="I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, ICLR 2019, algorithm 2",
)
