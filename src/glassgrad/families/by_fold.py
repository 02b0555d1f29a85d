"""What was noticed in single folds, as one tells it of the whole: once where all say it, with the folds' numbers where some do."""

from __future__ import annotations

from collections.abc import Sequence

from glassgrad.writing.plain import listed


def told_by_fold(noticed: Sequence[Sequence[str]]) -> tuple[str, ...]:
    """The notes of all folds in the order in which they first come; one that not every fold has says in which ones, counted from 1.

    >>> told_by_fold([["column a is left out"], ["column a is left out", "column b never varies"]])
    ('column a is left out', 'column b never varies (in fold 2)')
    >>> told_by_fold([["slow"], ["slow"], []])
    ('slow (in folds 1 and 2)',)
    """
    everything = dict.fromkeys(note for notes in noticed for note in notes)
    return tuple(_told(note, [place for place, notes in enumerate(noticed, start=1) if note in notes], len(noticed)) for note in everything)


def _told(note: str, places: Sequence[int], folds: int) -> str:
    if len(places) == folds:
        return note
    return f"{note} (in {'fold' if len(places) == 1 else 'folds'} {listed([str(one) for one in places])})"
