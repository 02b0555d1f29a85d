"""What losses are tried on: predictions and targets that suit each other."""

from glassgrad.graph import Case, Domain, Interval

_NUMBERS = (Interval(low=-3.0, high=3.0), Interval(low=-3.0, high=3.0))
_SAME_SHAPE = tuple(Case(shapes=(shape, shape)) for shape in ((1, 1), (5, 1), (4, 3)))
_FAR = ((800.0, -800.0), (-1e4, 1e4), (1e4, 1e4))

NUMBERS = Domain(inputs=_NUMBERS, cases=_SAME_SHAPE, far=_FAR)
"""Numbers against numbers."""

NUMBERS_APART = Domain(inputs=_NUMBERS, cases=_SAME_SHAPE, far=_FAR, apart=True)
"""The same, for losses with a corner where prediction and target are equal."""

SCORES_OF_TWO = Domain(
    inputs=(Interval(low=-4.0, high=4.0), Interval(low=0, high=1, whole=True)),
    cases=(
        *_SAME_SHAPE,
        Case(shapes=((4, 1), (4, 1)), settings={"label_smoothing": 0.1}),
        Case(shapes=((6, 1), (6, 1)), settings={"class_weights": (1.0, 3.0)}),
    ),
    far=tuple((score, target) for score in (800.0, -800.0, 1e4, -1e4) for target in (0.0, 1.0)),
)
"""Scores against 0 or 1."""

SCORES_OF_MANY = Domain(
    inputs=(Interval(low=-4.0, high=4.0), Interval(low=0, high=1, whole=True)),
    cases=(
        Case(shapes=((1, 2), (1,))),
        Case(shapes=((5, 3), (5,))),
        Case(shapes=((4, 3), (4,)), settings={"label_smoothing": 0.1}),
        Case(shapes=((6, 2), (6,)), settings={"class_weights": (1.0, 3.0)}),
    ),
    far=tuple((score, target) for score in (800.0, -800.0, 1e4, -1e4) for target in (0.0, 1.0)),
)
"""Scores against the number of a class."""
