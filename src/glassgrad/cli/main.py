"""`main`: run a command; whatever goes wrong becomes one message and an exit code."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING

from .codes import BAD_INPUT, DEBUG, DONE, FAILED, INTERRUPTED
from .terminal import let_go_of_output, prepare_streams, printable

if TYPE_CHECKING:
    from cyclopts import CycloptsError

SECONDS_TO_PART = 3
"""Enough for processes that fail for the same reason to end together."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code: 0 done, 1 failed, 2 bad input, 130 interrupted.

    `--debug` anywhere (before a `--`) shows the traceback of an error.
    """
    prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = DEBUG in words[: words.index("--") if "--" in words else None]
    if debug:
        words.remove(DEBUG)
    try:
        code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        let_go_of_output()
        return FAILED
    except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the one door out: nobody sees a traceback who did not ask
        code = _report(error, debug=debug)
        _part_from_others(code)
    return code


def _part_from_others(code: int) -> None:
    """A process that trains with others would wait for them at its end, and they for it: if they do not fail too, it must leave them."""
    if "jax" not in sys.modules:
        return
    from glassgrad.engine import xla

    if not xla.part(seconds=SECONDS_TO_PART):
        with suppress(OSError):
            sys.stdout.flush()
        os._exit(code)


def _run(words: list[str]) -> int:
    from .app import app
    from .terminal import console

    returned = app()(
        words,
        console=console(sys.stdout),
        error_console=console(sys.stderr),
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    return returned if isinstance(returned, int) else DONE


def _report(error: BaseException, *, debug: bool) -> int:
    if debug:
        import traceback

        sys.stderr.write(printable("".join(traceback.format_exception(error))))
    code, words = _say(error)
    _write("error: " if code != INTERRUPTED else "", words)
    return code


def _say(error: BaseException) -> tuple[int, str]:
    """The exit code and the message."""
    from cyclopts import CycloptsError

    from glassgrad.graph.errors import GlassgradError

    if isinstance(error, GlassgradError):
        return error.exit_code, str(error)
    if isinstance(error, CycloptsError):
        return BAD_INPUT, f"{_say_usage(error)}\n{' '.join(['glassgrad', *(error.command_chain or ())])} --help tells what there is"
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, "interrupted"
    if isinstance(error, MemoryError):
        return FAILED, "there is not enough memory for this; try fewer rows or smaller layers, or close other programs"
    if isinstance(error, OSError):
        return FAILED, f"{error.filename}: {error.strerror}" if error.filename else str(error)
    return FAILED, f"{type(error).__name__}: {error}\nThis is a bug in glassgrad, and not your fault; please report it, with what {DEBUG} shows"


def _say_usage(error: CycloptsError) -> str:
    from cyclopts import UnusedCliTokensError

    if isinstance(error, UnusedCliTokensError):
        return f"there is no place for: {' '.join(error.unused_tokens or ())}"
    return str(error)


def _write(label: str, words: str) -> None:
    from rich.text import Text

    from .terminal import console

    with suppress(OSError):  # nobody is there to read it
        console(sys.stderr).print(Text.assemble((label, "bold red"), printable(words)), soft_wrap=True)
