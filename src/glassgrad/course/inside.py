"""A story inside a lesson."""

from __future__ import annotations

from collections.abc import Iterator

from glassgrad.explain import Story
from glassgrad.explain.blocks import Block, Heading


def inside(story: Story) -> Iterator[Block]:
    """Its blocks, with their headings one level lower, so that they stand under the heading of a part."""
    return (Heading(block.words, level=3) if isinstance(block, Heading) else block for block in story.blocks)
