"""What the file of a picture holds of it in words: its title, what it shows, and how to read it."""

from __future__ import annotations

from html import escape

from .letters import drawable


def in_words(shows: str, caption: str) -> str:
    """What a picture shows, and then how to read it.

    >>> in_words("The loss falls.", "Lower is better."), in_words("One dot.", "")
    ('The loss falls. Lower is better.', 'One dot.')
    """
    return f"{shows} {caption}".strip()


def in_svg(name: str, title: str, shows: str, caption: str) -> str:
    r"""The elements of an SVG that are read aloud to the blind; their ids are t and d, and the name of the picture.

    >>> in_svg("1", "a dot", "One dot.", "It is the node.")
    '<title id="t1">a dot</title>\n<desc id="d1">One dot. It is the node.</desc>'
    """
    return f'<title id="t{name}">{escape(drawable(title))}</title>\n<desc id="d{name}">{escape(drawable(in_words(shows, caption)))}</desc>'


def metadata(form: str, title: str, shows: str, caption: str) -> dict[str, str | None]:
    """The same as a PNG or a PDF keeps it, for matplotlib; no time is kept, so that the same picture gives the same file.

    >>> metadata("png", "a dot", "One dot.", "It is the node.")
    {'Title': 'a dot', 'Description': 'One dot. It is the node.'}
    """
    told = in_words(shows, caption)
    return {"Title": title, "Subject": told, "CreationDate": None} if form == "pdf" else {"Title": title, "Description": told}
