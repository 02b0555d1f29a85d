"""Words for messages: names and values quoted so that they can neither break nor take over the line they stand in."""

import unicodedata
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from math import isfinite

LONGEST_QUOTE, LONGEST_PATH = 60, 200
PLAIN = range(-4, 7)
"""Powers of ten of the first digit for which a number is written without a power of ten."""
RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def quoted(text: str) -> str:
    r"""Text from a file, in quotes: control and direction characters escaped, right-to-left text isolated, long text clipped.

    >>> print(quoted("age"), quoted("a\nb"))
    "age" "a\nb"
    """
    return _in_quotes(text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…")


def quoted_path(path: object) -> str:
    """A file's path, in quotes; of a long one the end is shown, where the name is.

    >>> print(quoted_path("data/iris.csv"))
    "data/iris.csv"
    """
    text = str(path)
    return _in_quotes(text if len(text) <= LONGEST_PATH else "…" + text[-LONGEST_PATH + 1 :])


def _in_quotes(text: str) -> str:
    shown = "".join(map(_visible, text))
    isolated = f"\u2068{shown}\u2069" if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in shown) else shown
    return f'"{isolated}"'


def _visible(letter: str) -> str:
    # Cc control, Cf format (bidi overrides), Cs lone surrogate, Zl and Zp line separators; the zero-width joiner stays, emoji need it.
    if unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp") and letter != "\u200d":
        return letter.encode("unicode_escape", "surrogatepass").decode("ascii")
    return letter


def counted(count: int, noun: str, plural: str = "") -> str:
    """A number and its noun.

    >>> counted(1, "row"), counted(2500, "row"), counted(2, "category", "categories")
    ('1 row', '2,500 rows', '2 categories')
    """
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def names_given(names: str | Iterable[str]) -> tuple[str, ...]:
    """Names as a person gives them: several, or one alone, which is not a row of letters.

    >>> names_given("age"), names_given(["age", "income"])
    (('age',), ('age', 'income'))
    """
    return (names,) if isinstance(names, str) else tuple(names)


def listed(names: Iterable[str], limit: int = 8) -> str:
    """Names in quotes, separated by commas, the rest counted.

    >>> print(listed(["a", "b", "c"], limit=2))
    "a", "b" and 1 more
    """
    everything = list(names)
    shown = ", ".join(map(quoted, everything[:limit]))
    return shown if len(everything) <= limit else f"{shown} and {len(everything) - limit:,} more"


def did_you_mean(wanted: str, known: Sequence[str]) -> str:
    """A question with the closest known names, to end a message with; or nothing.

    >>> print("unknown." + did_you_mean("specis", ["species", "petal"]))
    unknown. Did you mean "species"?
    """
    close = get_close_matches(wanted[:200], [name[:200] for name in known[:5_000]], n=3)
    return f" Did you mean {listed(close)}?" if close else ""


def plain_number(value: float) -> str:
    """A number as a person writes it: whole numbers without a point, others in the fewest digits that read back the same.

    >>> plain_number(3.0), plain_number(0.1), plain_number(1e300), plain_number(-0.0)
    ('3', '0.1', '1e+300', '0')
    """
    return str(int(value)) if value == int(value) and abs(value) < 1e16 else repr(float(value))


def rounded(value: float) -> str:
    """A number for reading, four significant digits, in the form of `glassgrad.writing.numbers`, which this floor cannot see.

    >>> rounded(5.843333), rounded(3.0), rounded(-0.00019772), rounded(1.2e9)
    ('5.843', '3', '−0.0001977', '1.2·10⁹')
    """
    if not isfinite(value) or value == 0:
        return f"{value:g}".replace("-", "−") if value else "0"
    digits, _, power = f"{value:.3e}".partition("e")
    plain = int(power) in PLAIN
    written = f"{value:.{max(0, 3 - int(power))}f}" if plain else digits
    shortest = (written.rstrip("0").rstrip(".") if "." in written else written).replace("-", "−")
    return shortest if plain else f"{shortest}·10{str(int(power)).translate(RAISED)}"


def shifted(mean: float) -> str:
    """What is done to a value from which a mean is taken.

    >>> shifted(2.5), shifted(-2.5)
    ('minus 2.5', 'plus 2.5')
    """
    return f"plus {rounded(-mean)}" if mean < 0 else f"minus {rounded(mean)}"
