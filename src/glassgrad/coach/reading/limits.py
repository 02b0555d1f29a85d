"""How much one sheet may ask for. Refusals take well under a second."""

LONGEST_SHEET = 200_000
"""Characters."""

LONGEST_LINE = 20_000
"""Characters of one line, with the lines that go on with it."""

MOST_STATEMENTS = 5_000
"""Statements of one sheet."""

MOST_OPERATIONS = 2_000
"""Operations of one statement."""

DEEPEST = 100
"""Brackets inside brackets, and operators in a row that wait for what follows."""
