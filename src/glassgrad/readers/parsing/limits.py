"""How much one typed expression may ask for. Every refusal takes well under a tenth of a second."""

LONGEST_TEXT = 10_000
"""Characters."""

MOST_OPERATIONS = 2_000
"""Operations, signs of numbers included."""

DEEPEST = 100
"""Brackets inside brackets, and operators in a row that wait for what follows, as in `-----x` or `a**b**c**d`."""

MOST_ENTRIES = 100_000_000
"""Entries of any array on the way: 800 megabytes in float64."""

MOST_AXES = 32
"""Axes of any array; NumPy itself ends at 64, and a derivative may add some."""

LARGEST_INDEX = 1_000_000_000
"""The largest whole number in a setting or in square brackets."""
