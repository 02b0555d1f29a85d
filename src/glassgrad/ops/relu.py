"""ReLU, the rectified linear unit: lets positive numbers through and turns the others into 0."""

from glassgrad.graph import Example, Kind, Notation, Op, Textbook, broadcast, curve, pages, per_entry

relu = Op(
    name="relu",
    says="the positive part of $x",
    notation=Notation(text="relu($x)", latex=r"\operatorname{ReLU}\left($x\right)", symbol="ReLU"),
    kind=Kind.ELEMENTWISE,
    shape=broadcast,
    compute=lambda m, x: m.maximum(x, 0),
    # At the kink the slope could be anything from 0 to 1; by convention it is 0 there.
    derivative=lambda upstream, y, x: (upstream * (x > 0),),
    because="chain rule with ReLU: its slope is 1 where the input is positive, 0 elsewhere",
    textbook=Textbook(each=(lambda y, x: pages.where(x > 0, 1, 0),)),
    cost=per_entry(1),
    domain=curve(avoid=(0.0,)),
    recipe=lambda x: pages.maximum(x, 0),
    example=Example(inputs=([-2.0, 3.0],), output=[0.0, 3.0]),
    source="V. Nair and G. E. Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010",
)
