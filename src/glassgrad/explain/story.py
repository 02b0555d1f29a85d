"""`Story`: what `explain` produces, and what it can be turned into."""

from __future__ import annotations

from dataclasses import dataclass

from .blocks import Told


@dataclass(frozen=True)
class Story(Told):
    """A worked example: `str()` for a terminal, `.markdown()`, `.latex()`, `.html()`; a notebook shows it by itself.

    A renderer is opened when it is first asked for.
    """

    def __str__(self) -> str:
        from .text import text

        return text(self)

    def markdown(self) -> str:
        """As Markdown with LaTeX formulas, for GitHub and notebooks."""
        from .markdown import markdown

        return markdown(self)

    def latex(self) -> str:
        """As a LaTeX document; it needs the packages amsmath, amssymb, booktabs and longtable."""
        from .latex import latex

        return latex(self)

    def html(self) -> str:
        """As one self-contained HTML file: no script, no network."""
        from .html import page

        return page(self)

    def _repr_html_(self) -> str:
        from .html import fragment

        return fragment(self)
