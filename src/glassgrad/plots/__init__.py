"""Curves, boundaries, surfaces: pictures of runs, as axes of matplotlib. One page for each kind, what it measures beside it in `measured`.

>>> import glassgrad as gg
>>> axes = gg.plots.curves(gg.train("iris", epochs=3, seed=0))
>>> gg.plots.said(axes).title
'Learning curves'
"""

from .activations import activations
from .animation import Animation
from .boundaries import boundaries
from .boundary import boundary
from .calibration import calibration
from .confusion import confusion
from .contours import contours
from .curves import curves
from .descent import descent
from .figures import Said, said
from .gradients import gradients
from .learning import learning
from .report import report
from .residuals import residuals
from .saving import save, svg
from .signal import signal
from .slice import loss_slice
from .surface import surface
from .tangent import tangent
from .weights import weights

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
    "loss_slice",
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
