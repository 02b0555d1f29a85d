"""Leaky ReLU: lets positive numbers through and makes the others small by a slope."""

from glassgrad.graph import Example, Kind, Notation, Op, curve, pages, per_entry

from .settings import number_setting

leaky_relu = Op(
    name="leaky_relu",
    says="the positive part of $x, and $slope times its negative part",
    notation=Notation(text="leaky_relu($x$settings)", latex=r"\operatorname{LeakyReLU}$settings\left($x\right)", symbol="LReLU"),
    kind=Kind.ELEMENTWISE,
    shape=lambda x, *, slope: x,
    compute=lambda m, x, *, slope=0.01: m.where(x > 0, x, slope * x),
    # By convention the slope at the kink is that of the negative side.
    derivative=lambda upstream, y, x: (upstream * pages.where(x > 0, 1, y.settings["slope"]),),
    because="chain rule with leaky ReLU: its slope is 1 where the input is positive, the small slope elsewhere",
    cost=per_entry(3),
    domain=curve(avoid=(0.0,)),
    normal=number_setting("slope"),
    recipe=lambda x, *, slope: pages.where(x > 0, x, slope * x),
    example=Example(inputs=([-2.0, 3.0],), output=[-0.5, 3.0], settings={"slope": 0.25}),
    source="A. L. Maas and others, Rectifier Nonlinearities Improve Neural Network Acoustic Models, 2013",
)
