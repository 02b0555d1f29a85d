"""Every error glassgrad raises on purpose: what is wrong, where, what was expected, what to do."""


class GlassgradError(Exception):
    """The root of the errors a person can act on; the command line prints it without a traceback.

    `exit_code` is what the command line leaves with: 2 for bad input, 1 for a failure on the way.
    """

    exit_code = 2


class ShapeError(GlassgradError, ValueError):
    """Arrays whose shapes do not fit together."""


class SettingError(GlassgradError, ValueError):
    """A setting that is unknown, of the wrong type, or out of its range."""


class MissingValueError(GlassgradError, LookupError):
    """A value that a computation needs and nobody gave."""


class ExpressionError(GlassgradError, ValueError):
    """A typed expression that is refused or cannot be read."""


class DataError(GlassgradError, ValueError):
    """A table, or a column of it, that cannot be used as it is."""


class DataWarning(UserWarning):
    """Something about a table that a person should hear, though it can be used: a word not seen in training, an extra column."""


class RunFileError(GlassgradError, ValueError):
    """A run file that cannot be read, or does not hold what is asked of it."""


class NonFiniteError(GlassgradError, ArithmeticError):
    """A computation that produced infinity or not-a-number."""

    exit_code = 1


class MemoryShortError(GlassgradError, MemoryError):
    """More memory is needed than there is."""

    exit_code = 1


class CompileError(GlassgradError, RuntimeError):
    """Machine code that could not be made, for this reason."""

    exit_code = 1

    def __init__(self, reason: str) -> None:
        super().__init__(f'{reason}; choose engine="reference"')
        self.reason = reason


class EngineWarning(UserWarning):
    """An engine that cannot work here, and which one does in its place."""
