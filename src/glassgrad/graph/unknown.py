"""What to say about a name that nothing has."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches

from .errors import SettingError


def unknown_name(what: str, name: object, names: Iterable[str]) -> SettingError:
    """The error for a name that nothing has, with the nearest one and all there are.

    >>> print(unknown_name("optimizer", "adm", ["momentum", "adam"]))
    there is no optimizer 'adm'; did you mean adam? There are: momentum, adam
    """
    known = list(names)
    near = get_close_matches(name, known, n=1) if isinstance(name, str) and len(name) < 100 else []
    hint = f"did you mean {near[0]}? There are" if near else "there are"
    return SettingError(f"there is no {what} {name!r:.60}; {hint}: {', '.join(known)}")
