"""`FamilyPicture`: one kind of picture of a comparison, as its page describes itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from inspect import Parameter, signature
from typing import Any

from glassgrad.graph import SettingError
from glassgrad.writing.plain import listed

from ..comparison import Comparison


@dataclass(frozen=True, kw_only=True)
class FamilyPicture:
    """One kind of picture.

    `paint(comparison, *, axes=None, …)` paints it and gives its axes; the names of its other keywords are the options that it takes.
    `fits` says why a comparison cannot be drawn in this way, "" if it can.
    """

    name: str
    says: str
    paint: Callable[..., Any]
    fits: Callable[[Comparison], str]

    @property
    def options(self) -> tuple[str, ...]:
        """The names of the options it takes."""
        named = signature(self.paint).parameters.values()
        return tuple(one.name for one in named if one.kind is Parameter.KEYWORD_ONLY and one.name != "axes")

    def painted(self, seen: Comparison, options: Mapping[str, Any]) -> Any:
        """The picture with these options. Raises: SettingError for an option that it does not take, or a comparison that cannot be drawn so."""
        for name in options:
            if name not in self.options:
                raise SettingError(
                    f"the picture {self.name!r} does not take {name}; {f'it takes {listed(self.options)}' if self.options else 'it takes no options'}"
                )
        self.check(seen)
        return self.paint(seen, **options)

    def check(self, seen: Comparison) -> None:
        """Raises: SettingError with the reason, for a comparison that cannot be drawn in this way."""
        reason = self.fits(seen)
        if reason:
            raise SettingError(f"there is no picture of the kind {self.name!r} of this comparison: {reason}")


def with_results(seen: Comparison) -> str:
    """Why there is nothing to draw of a comparison; "" if there is."""
    return "" if seen.results else "no family has a result; the story says why each is left out"
