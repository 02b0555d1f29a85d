"""Which families take part in a comparison, and why the others do not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NoReturn

from glassgrad.graph import SettingError

from .comparison import LeftOut, Result
from .contents import FAMILIES
from .family import Family, Situation
from .packages import missing_package
from .settings import CompareSettings

AS_ASKED = "as asked"


def chosen_families(settings: CompareSettings, situation: Situation) -> tuple[list[Family], list[LeftOut]]:
    """Those that were asked for and can learn this, in the order of reading; and those that were left out. Raises: SettingError if none can."""
    asked = [one for one in FAMILIES.values() if not settings.families or one.name in settings.families]
    left_out = [LeftOut(one, reason) for one in asked if (reason := _reason(one, settings, situation))]
    absent_ones = {one.family.name for one in left_out}
    chosen = [one for one in asked if one.name not in absent_ones]
    if not chosen:
        raise SettingError(f"no family is left to compare: {'; '.join(f'{one.family.name}: {one.because}' for one in left_out)}")
    return chosen, left_out


def _reason(family: Family, settings: CompareSettings, situation: Situation) -> str:
    """Why a family does not take part; "" if it does."""
    if family.name in settings.without:
        return AS_ASKED
    return missing_package(family) or family.fits(situation)


def absent(name: str, results: Iterable[Result], left_out: Sequence[LeftOut]) -> NoReturn:
    """Raises: SettingError: a family that is asked for is not there, and why."""
    because = next((f": {one.because}" for one in left_out if one.family.name == name), "")
    raise SettingError(f"{name!r:.60} is not in this comparison{because}; there are {', '.join(one.family.name for one in results)}")
