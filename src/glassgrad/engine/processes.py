"""The processes that compute together. Usually there is one, which agrees with itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


class Processes(Protocol):
    """All processes that compute the same together, each on devices of its own, as one of them sees it.

    Every process must ask the same questions in the same order: each waits for the answers of the others.
    """

    @property
    def count(self) -> int:
        """How many there are."""

    @property
    def writes(self) -> bool:
        """Whether this is the one that writes files and says how it goes; exactly one is."""

    def agreed(self, *numbers: float) -> tuple[float, ...]:
        """For each number the largest that any process has, rounded to float32 where there are several.

        Whatever decides how much is computed next, and is not computed alike everywhere, goes through here: a measured time, or whether somebody
        pressed Ctrl-C (1 or 0). If one process went on while another stopped, it would wait for ever.
        """

    def check_same(self, what: str, text: str) -> None:
        """Raises: SettingError, in every process, if they do not all have the same text, say settings or the fingerprint of the data."""


@dataclass(frozen=True)
class Alone:
    """One process, which need not ask anybody."""

    count: int = 1
    writes: bool = True

    def agreed(self, *numbers: float) -> tuple[float, ...]:
        """The numbers themselves."""
        return numbers

    def check_same(self, what: str, text: str) -> None:
        """It is."""


ALONE = Alone()
