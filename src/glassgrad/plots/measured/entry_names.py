"""What a single weight is called on a picture: its symbol, and how it is typed where one asks for it."""

from __future__ import annotations

from glassgrad.writing.spelled import spelled_name


def typed_entry(name: str, place: tuple[int, ...]) -> str:
    """The entry as it is typed.

    >>> typed_entry("W1", (2, 0))
    'W1[2,0]'
    """
    return f"{name}[{','.join(map(str, place))}]"


def symbol_and_typed(typed: str) -> str:
    """The symbol of an entry, and beside it how it is typed.

    >>> symbol_and_typed("W1[2,0]")
    'w⁽¹⁾₂₀ (W1[2,0])'
    """
    spelled = spelled_name(typed)
    return f"{spelled} ({typed})" if spelled != typed else typed
