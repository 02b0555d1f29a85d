"""`Lesson`: one section of the course as something that runs. Told anew each time, with numbers that can be changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from glassgrad.explain import Story
from glassgrad.explain.blocks import Block
from glassgrad.nn.settings import Setting, settle

from .trying import TryIt, to_type


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """One section: what it teaches, which numbers can be changed, and how it is told.

    `tell` takes the parameters as keywords and gives the blocks of the story; every number in them is computed there.
    """

    number: int
    name: str
    title: str
    says: str
    parameters: Mapping[str, Setting] = field(default_factory=dict)
    tell: Callable[..., Iterable[Block | TryIt]]

    def story(self, **parameters: Any) -> Story:
        """The lesson, told with these numbers in place of the usual ones.

        Raises: SettingError for a parameter it does not have, or one outside its range.
        """
        settled = settle(f"lesson {self.number}", self.parameters, parameters)
        return Story((f"{self.number}. {self.title}",), tuple(self._blocks(settled)))

    def _blocks(self, settled: Mapping[str, Any]) -> Iterator[Block]:
        for block in self.tell(**settled):
            if isinstance(block, TryIt):
                yield from to_type(block, self.number, self.parameters, settled)
            else:
                yield block
