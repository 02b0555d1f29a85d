"""ELU, the exponential linear unit: lets positive numbers through and bends the others towards −alpha."""

from glassgrad.graph import Example, Kind, Node, Notation, Op, Textbook, curve, pages, per_entry

from .settings import number_setting


def _derivative(upstream: Node, y: Node, x: Node) -> tuple[Node]:
    # The exponential is taken of numbers ≤ 0 only, so it cannot overflow on the side that is not chosen.
    falling = y.settings["alpha"] * pages.exp(pages.minimum(x, 0))
    return (upstream * pages.where(x > 0, 1, falling),)


elu = Op(
    name="elu",
    says="the exponential linear unit of $x",
    notation=Notation(text="elu($x$settings)", latex=r"\operatorname{ELU}$settings\left($x\right)", symbol="ELU"),
    kind=Kind.ELEMENTWISE,
    shape=lambda x, *, alpha: x,
    compute=lambda m, x, *, alpha=1.0: m.where(x > 0, x, alpha * m.expm1(m.minimum(x, 0))),
    derivative=_derivative,
    because="chain rule with ELU: its slope is 1 where the input is positive, alpha·exp(x) elsewhere",
    textbook=Textbook(each=(lambda y, x: pages.where(x > 0, 1, y.settings["alpha"] * pages.exp(x)),)),
    cost=per_entry(5),
    domain=curve(avoid=(0.0,)),
    normal=number_setting("alpha"),
    recipe=lambda x, *, alpha: pages.where(x > 0, x, alpha * (pages.exp(x) - 1)),
    example=Example(inputs=([0.0, 3.0],), output=[0.0, 3.0]),
    source="D.-A. Clevert, T. Unterthiner and S. Hochreiter, Fast and Accurate Deep Network Learning by Exponential Linear Units, 2015",
)
