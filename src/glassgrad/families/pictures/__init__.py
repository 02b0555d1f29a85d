"""Pictures of model families side by side: what each predicts, how good it is, what it keeps, and how dense the rows lie.

>>> from glassgrad.families import compare
>>> from glassgrad.plots import said
>>> axes = scores(compare("iris", families=("logistic_regression", "decision_tree"), folds=3))
>>> said(axes).title
'Scores of the families'
"""

from .boundaries import boundaries
from .contents import picture_named, pictures_of
from .density import density
from .growth import growth
from .scores import scores
from .times import times

__all__ = [
    # how good each is, what it says
    "scores",
    "boundaries",
    # what it keeps, how long it takes
    "growth",
    "times",
    # how the rows lie
    "density",
    # one by its name, all that fit
    "picture_named",
    "pictures_of",
]
