"""Floor 4: training. Settings, plan, the loop, the run file, and the replay of any step."""

from .replay import ReplayedStep
from .run import Run
from .run_file import EpochRow
from .settings import TrainSettings
from .train import open_run, train
from .watching import Opening, Silent, Watcher

__all__ = ["EpochRow", "Opening", "ReplayedStep", "Run", "Silent", "TrainSettings", "Watcher", "open_run", "train"]
