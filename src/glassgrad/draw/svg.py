"""A picture as SVG text: nothing in it is a script, nothing is fetched."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256
from html import escape
from typing import TYPE_CHECKING

from .inside import in_svg
from .letters import drawable
from .marks import Box, Disc, Group, Line, Mark, Point, Text, head_of
from .palette import PAPER

if TYPE_CHECKING:
    from .picture import Picture

FONT = "'DejaVu Sans', Verdana, 'Segoe UI', sans-serif"
DASH = "5 3"


def svg(picture: Picture) -> str:
    """The picture as one SVG element, with its name, what it shows and how to read it inside."""
    body = "\n".join(_written(picture.marks))
    name = sha256(f"{picture.title}{picture.shows}{picture.caption}{body}".encode()).hexdigest()[:10]
    size = f'width="{_number(picture.width)}" height="{_number(picture.height)}" viewBox="0 0 {_number(picture.width)} {_number(picture.height)}"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="t{name} d{name}" font-family="{FONT}">\n'
        f"{in_svg(name, picture.title, picture.shows, picture.caption)}\n"
        f'<rect width="100%" height="100%" fill="{PAPER}"/>\n{body}\n</svg>\n'
    )


def _written(marks: tuple[Mark, ...]) -> Iterator[str]:
    waiting: list[Mark | str] = list(reversed(marks))
    while waiting:
        mark = waiting.pop()
        if isinstance(mark, str):
            yield mark
        elif isinstance(mark, Group):
            yield f'<g class="{_words(mark.name)}">' + _note(mark.note)
            waiting += ["</g>", *reversed(mark.marks)]
        else:
            yield _one(mark)


def _one(mark: Line | Box | Disc | Text) -> str:
    match mark:
        case Line():
            return _line(mark)
        case Box():
            place = f'x="{_number(mark.x)}" y="{_number(mark.y)}" width="{_number(mark.width)}" height="{_number(mark.height)}"'
            rounded = f' rx="{_number(mark.radius)}"' if mark.radius else ""
            return _closed("rect", f"{place}{rounded}{_paint(mark)}", mark.note)
        case Disc():
            return _closed("circle", f'cx="{_number(mark.x)}" cy="{_number(mark.y)}" r="{_number(mark.radius)}"{_paint(mark)}', mark.note)
        case Text():
            return _text(mark)


def _line(mark: Line) -> str:
    dashed = f' stroke-dasharray="{DASH}"' if mark.dashed else ""
    faint = f' opacity="{_number(mark.opacity)}"' if mark.opacity < 1 else ""
    drawn = f'<path d="{_path(mark)}" fill="none" stroke="{mark.colour}" stroke-width="{_number(mark.width)}"{dashed}{faint}'
    head = ""
    if mark.arrow:
        corners = " ".join(f"{_number(x)},{_number(y)}" for x, y in head_of(mark))
        head = f'<polygon points="{corners}" fill="{mark.colour}"{faint}/>'
    return (f"{drawn}>{_note(mark.note)}</path>" if mark.note else f"{drawn}/>") + head


def _path(mark: Line) -> str:
    first, *later = map(_point, mark.points)
    if not mark.curved:
        return f"M{first}" + "".join(f"L{one}" for one in later)
    return f"M{first}" + "".join(f"C{' '.join(later[place : place + 3])}" for place in range(0, len(later), 3))


def _point(point: Point) -> str:
    return f"{_number(point[0])},{_number(point[1])}"


def _text(mark: Text) -> str:
    styles = (' font-weight="bold"' if mark.bold else "") + (' font-style="italic"' if mark.italic else "")
    turned = f' transform="rotate({_number(-mark.turned)} {_number(mark.x)} {_number(mark.y)})"' if mark.turned else ""
    place = f'x="{_number(mark.x)}" y="{_number(mark.y)}" font-size="{_number(mark.size)}" fill="{mark.colour}"'
    anchor = f' text-anchor="{mark.anchor}"' if mark.anchor != "start" else ""
    blanks = ' xml:space="preserve"' if mark.words != mark.words.strip() else ""
    return f"<text {place}{anchor}{styles}{turned}{blanks}>{_note(mark.note)}{_words(mark.words)}</text>"


def _paint(mark: Box | Disc) -> str:
    outline = f' stroke="{mark.stroke}" stroke-width="{_number(mark.line)}"' if mark.stroke else ""
    return f' fill="{mark.fill or "none"}"{outline}' + (f' stroke-dasharray="{DASH}"' if mark.dashed else "")


def _closed(tag: str, attributes: str, note: str) -> str:
    return f"<{tag} {attributes}>{_note(note)}</{tag}>" if note else f"<{tag} {attributes}/>"


def _note(note: str) -> str:
    return f"<title>{_words(note)}</title>" if note else ""


def _words(words: str) -> str:
    """Words as XML holds them."""
    return escape(drawable(words))


def _number(value: float) -> str:
    """A length with at most two decimals.

    >>> _number(2.0), _number(1 / 3)
    ('2', '0.33')
    """
    return f"{value:.2f}".rstrip("0").rstrip(".").replace("-0", "0") if abs(value) < 0.005 else f"{value:.2f}".rstrip("0").rstrip(".")
