"""How much is computed between two looks at the results: enough to run at full speed, little enough to be watched and stopped."""

from __future__ import annotations

from dataclasses import dataclass

SECONDS_AT_ONCE = 0.1
"""Between two looks; so there are ten a second."""
GROWTH = 4
"""A stretch is at most so many times as long as the one before: the first ones say little about the speed."""
LARGEST_ORDER = 4_000_000
"""Row numbers, and entries of masks, drawn in advance, at most."""


@dataclass
class Pace:
    """Learns from every stretch how many whole epochs, or steps of a longer one, make up the next. `most_…`: how many can be drawn in advance."""

    most_epochs: int
    most_steps: int
    epochs: int = 0
    steps: int = 1

    @property
    def by_epochs(self) -> bool:
        """Whether whole epochs fit between two looks."""
        return self.epochs >= 1

    def epochs_took(self, count: int, seconds: float) -> None:
        """So many whole epochs took so long.

        >>> pace = Pace(most_epochs=100, most_steps=1000)
        >>> pace.epochs_took(1, 0.001), pace.epochs
        (None, 4)
        """
        self.epochs = min(_fitting(count, seconds), self.most_epochs)

    def steps_took(self, count: int, seconds: float) -> None:
        """So many steps took so long."""
        self.steps = min(max(1, _fitting(count, seconds)), self.most_steps)


def _fitting(count: int, seconds: float) -> int:
    return min(GROWTH * count, int(SECONDS_AT_ONCE * count / max(seconds, 1e-9)))
