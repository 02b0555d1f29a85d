"""Floor 4: training. Settings, plan, the loop, the run file, and the replay of any step."""

from .doctor import diagnose
from .fitting import Fit, fit
from .learning_rates import LearningRateRange, learning_rate_range
from .replay import ReplayedStep
from .resume import resume
from .run import Run
from .settings import TrainSettings
from .standing import EpochRow
from .train import open_run, train
from .watching import Opening, Silent, Watcher

__all__ = [
    "EpochRow",
    "Fit",
    "LearningRateRange",
    "Opening",
    "ReplayedStep",
    "Run",
    "Silent",
    "TrainSettings",
    "Watcher",
    "diagnose",
    "fit",
    "learning_rate_range",
    "open_run",
    "resume",
    "train",
]
