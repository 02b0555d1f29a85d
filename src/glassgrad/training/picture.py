"""What the live display shows: the loss curve as it grows, a bar, the numbers, and what to beware of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from glassgrad.writing.plain import visible

from .loss_curve import Ink, loss_curve
from .plain_progress import say_loss, say_seconds
from .standing import EpochRow
from .time_left import seconds_left

if TYPE_CHECKING:
    from rich.text import Text

WIDEST, TALLEST = 100, 15
LINES_BESIDE_THE_CURVE = 8
SHORTEST = 6
MOST_WARNINGS = 3
"""Warnings that stay in sight; of earlier ones it is only said how many there were."""
TRAINING_STYLE, VALIDATION_STYLE, WARNING_STYLE = "cyan", "yellow", "yellow"


@dataclass
class Picture:
    """All that the live display shows."""

    epochs: int
    metric: str
    rows: list[EpochRow] = field(default_factory=list)
    part: tuple[int, int, float] | None = None
    """Of an epoch at work: the steps made, all its steps, and the loss of the last one."""
    reason: str = ""
    time_limit: float | None = None
    warnings: list[str] = field(default_factory=list)

    def lines(self, width: int, height: int, ink: Ink) -> list[Text]:
        """The curve, the bar, the numbers and the warnings, on at most so many lines."""
        warnings = self._warnings(width)
        curve = self._curve(min(width, WIDEST), min(TALLEST, height - LINES_BESIDE_THE_CURVE - len(warnings)), ink)
        return [*curve, self._bar(min(width, WIDEST), ink), *self._numbers(), *warnings]

    def _curve(self, width: int, height: int, ink: Ink) -> list[Text]:
        from rich.text import Text

        if height < SHORTEST or not self.rows:
            return []
        lines = loss_curve([row.training_loss for row in self.rows], [row.validation_loss for row in self.rows], width, height, ink=ink)
        return [*(coloured(line, ink) for line in lines), Text("")]

    def _bar(self, width: int, ink: Ink) -> Text:
        from rich.text import Text

        made, of, _ = self.part or (0, 1, 0.0)
        epochs = (self.rows[-1].epoch if self.rows else 0) + made / of
        before = f"epoch {int(epochs) + (made > 0):,} of at most {self.epochs:,}{f', step {made:,} of {of:,}' if made else ''} "
        after = self._time()
        room = max(4, width - len(before) - len(after) - 2)
        done = min(room, round(room * epochs / self.epochs))
        full, empty = ("━", "─") if ink.fine else ("=", "-")
        return Text.assemble(before, (full * done, TRAINING_STYLE), (empty * (room - done), "dim"), after)

    def _time(self) -> str:
        if not self.rows:
            return ""
        if self.reason:
            return f" {say_seconds(self.rows[-1].seconds)}"
        return f" at most {say_seconds(seconds_left(self.rows, self.epochs, self.time_limit))} left"

    def _numbers(self) -> list[Text]:
        from rich.text import Text

        if not self.rows:
            return [Text(f"loss  {say_loss(self.part[2])} on the last batch")] if self.part else []
        last = self.rows[-1]
        best = min(self.rows, key=lambda row: row.training_loss if row.validation_loss is None else row.validation_loss)
        lowest = f"training {say_loss(best.training_loss)}" if best.validation_loss is None else f"validation {say_loss(best.validation_loss)}"
        loss, score = [f"training {say_loss(last.training_loss)}"], [f"training {last.training_metric:.3f}"]
        if last.validation_loss is not None and last.validation_metric is not None:
            loss.append(f"validation {say_loss(last.validation_loss)}")
            score.append(f"validation {last.validation_metric:.3f}")
        facts = {
            "loss": loss,
            "lowest": [f"{lowest} in epoch {best.epoch:,}"],
            self.metric: score,
            "speed": [f"{last.step / max(last.seconds, 1e-9):,.0f} steps/s"],
        }
        margin = max(map(len, facts))
        lines = [f"{label:<{margin}}  {'   '.join(f'{part:<18}' for part in parts)}".rstrip() for label, parts in facts.items()]
        return [Text(line) for line in lines]

    def _warnings(self, width: int) -> list[Text]:
        from rich.text import Text

        earlier = len(self.warnings) - MOST_WARNINGS
        more = [f"warning: {earlier} earlier one{'s' if earlier > 1 else ''}"] if earlier > 0 else []
        told = [*more, *(f"warning: {visible(one)}" for one in self.warnings[-MOST_WARNINGS:])]
        return [Text(one if len(one) <= width else one[: max(1, width - 3)] + "...", style=WARNING_STYLE) for one in told]


def coloured(line: str, ink: Ink) -> Text:
    """A line of the curve in colour: the marks of the training loss in one, those of the validation loss in another."""
    from rich.text import Text

    text = Text(line)
    text.highlight_regex("[\u2801-\u28ff]+" if ink.fine else r"\*+", TRAINING_STYLE)
    text.highlight_regex(f"{ink.ring}+", VALIDATION_STYLE)
    return text
