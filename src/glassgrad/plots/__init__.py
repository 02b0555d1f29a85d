"""Curves, boundaries, surfaces: pictures of runs, as axes of matplotlib. One page for each kind, what it measures beside it in `measured`.

>>> import glassgrad as gg
>>> axes = gg.plots.curves(gg.train("iris", epochs=3, seed=0))
>>> gg.plots.said(axes).title
'Learning curves'
"""

from .activations import KIND as ACTIVATIONS
from .animation import Animation
from .boundaries import KIND as BOUNDARIES
from .boundary import KIND as BOUNDARY
from .calibration import KIND as CALIBRATION
from .confusion import KIND as CONFUSION
from .contours import KIND as CONTOURS
from .curves import KIND as CURVES
from .descent import KIND as DESCENT
from .figures import Said, said
from .gradients import KIND as GRADIENTS
from .learning import KIND as LEARNING
from .report import report
from .residuals import KIND as RESIDUALS
from .saving import save, svg
from .signal import KIND as SIGNAL
from .slice import KIND as SLICE
from .surface import KIND as SURFACE
from .tangent import tangent
from .weights import KIND as WEIGHTS

# The functions of the kinds, each as its kind gives it: what it is called with is checked first.
curves = CURVES.paint
boundary = BOUNDARY.paint
boundaries = BOUNDARIES.paint
confusion = CONFUSION.paint
calibration = CALIBRATION.paint
residuals = RESIDUALS.paint
contours = CONTOURS.paint
surface = SURFACE.paint
slice = SLICE.paint  # noqa: A001 - each kind has one name, here and on the command line
activations = ACTIVATIONS.paint
gradients = GRADIENTS.paint
weights = WEIGHTS.paint
descent = DESCENT.paint
learning = LEARNING.paint
signal = SIGNAL.paint

__all__ = [
    # how it went
    "curves",
    # what it says
    "boundary",
    "boundaries",
    # how good it is
    "confusion",
    "calibration",
    "residuals",
    # the loss
    "contours",
    "surface",
    "slice",
    "tangent",
    # inside
    "activations",
    "gradients",
    "weights",
    # moving
    "Animation",
    "descent",
    "learning",
    "signal",
    # everything on one page
    "report",
    # what is said of a picture, and keeping it
    "Said",
    "said",
    "save",
    "svg",
]
