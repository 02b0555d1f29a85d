"""The structure of an SVG, for goldens: its named groups with the shapes in them, and the words, in order; no coordinates."""

import re
from collections import Counter
from xml.etree import ElementTree

GENERATED = re.compile(r"(g[0-9a-f]{8}-)|^[td][0-9a-f]{8,10}$")
OF_THE_LIBRARY = re.compile(
    r"(figure|axes|axis3d|matplotlib|xtick|ytick|line2d|patch|text|legend|pane3d|grid3d|quiver|annotation|polygon|rectangle|\w*collection|\w*mesh|\w*contourset|fillbetween|\w*3d)",
    re.IGNORECASE,
)
UNSEEN = ("defs", "style", "metadata")


def structure(svg: str) -> str:
    """Title and description, then for each group that we named its name, shapes and words."""
    lines: list[str] = []
    _tell(ElementTree.fromstring(svg), lines, 0)
    return "\n".join(lines) + "\n"


def _tell(group, lines, depth):
    shapes, words, inner = Counter(), [], []
    _gather(group, shapes, words, inner, lines, depth)
    indent = "  " * depth
    if shapes:
        lines.append(indent + ", ".join(f"{number} {tag}" for tag, number in sorted(shapes.items())))
    if words:
        lines.append(indent + " | ".join(words))
    for name, child in inner:
        lines.append(f"{indent}<{name}>")
        _tell(child, lines, depth + 1)


def _gather(group, shapes, words, inner, lines, depth):
    for child in group:
        tag = child.tag.rsplit("}", 1)[-1]
        name = child.get("class") or GENERATED.sub("", child.get("id") or "")
        if tag in ("title", "desc"):
            lines.append("  " * depth + f"{tag}: {' '.join((child.text or '').split())}")
        elif tag == "text":
            words.append(" ".join("".join(part for part in _own_words(child)).split()))
        elif tag == "g" and name and not OF_THE_LIBRARY.match(name):
            inner.append((name, child))
        elif tag in ("g", "a"):
            _gather(child, shapes, words, inner, lines, depth)
        elif tag not in UNSEEN:
            shapes[tag] += 1


def _own_words(text):
    yield text.text or ""
    for child in text:
        if not child.tag.endswith("title"):
            yield from child.itertext()
        yield child.tail or ""
