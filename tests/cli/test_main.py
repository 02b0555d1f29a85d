"""The door out: whatever goes wrong is one message and an exit code; streams are whatever they are."""

import os
import pty
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from glassgrad import open_run
from glassgrad.cli import main, pages
from glassgrad.cli.terminal import in_plain_words, printable

GLASSGRAD = [sys.executable, "-m", "glassgrad"]


def shell(line: str, folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a line of shell; `$GLASSGRAD` is the command."""
    variables = {**os.environ, "GLASSGRAD": " ".join(GLASSGRAD), **environment}
    return subprocess.run(["bash", "-c", line], cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=60)


def failing(error: BaseException):
    def fail(*arguments: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (ZeroDivisionError("division"), 1, "ZeroDivisionError: division\nThis is a bug in glassgrad"),
        (MemoryError(), 1, "there is not enough memory"),
        (OSError(28, "No space left on device", "out.csv"), 1, "out.csv: No space left on device"),
        (RecursionError("deep"), 1, "This is a bug"),
        (KeyboardInterrupt(), 130, "interrupted"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_failure_is_a_message_and_an_exit_code(command, monkeypatch, error, code, said):
    monkeypatch.setattr(pages, "facts_of", failing(error))
    result = command("show", "sigmoid")
    assert result.code == code
    assert said in result.err


def test_debug_shows_the_traceback_wherever_it_stands(command, monkeypatch):
    monkeypatch.setattr(pages, "facts_of", failing(ZeroDivisionError("division")))
    for words in (("--debug", "show", "sigmoid"), ("show", "sigmoid", "--debug")):
        result = command(*words)
        assert result.code == 1
        assert "Traceback" in result.err
        assert "ZeroDivisionError" in result.err


def test_debug_after_two_dashes_is_a_word_like_others(command):
    assert "Traceback" not in command("explain", "--", "--debug").err


@pytest.mark.parametrize("words", [("nonsense",), ("--nonsense",), ("show", "a", "b"), ("predict",), ("train", "iris", "--quite")])
def test_what_is_not_understood_is_bad_input_and_help_is_offered(command, words):
    result = command(*words)
    assert result.code == 2
    assert result.err.startswith("error: ")
    assert "--help tells what there is" in result.err
    assert result.out == ""


def test_hostile_words_are_shown_literally(command):
    result = command("show", "\x1b]0;owned\x07[bold]x[/bold]\r\u202e")
    assert result.code == 2
    assert not set("\x1b\x07\r\u202e") & set(result.err)
    assert "[bold]x[/bold]" in result.err


@pytest.mark.parametrize("text", ["\x1b[2J", "\x07", "\r", "\x9b31m", "\u202e", "\u2028", "\ud800", "\x00", "\t"])
def test_control_characters_are_written_out(text):
    assert printable(text).isascii()
    assert printable(text).isprintable()


def test_letters_emoji_and_line_ends_stay():
    text = "naïve\n花 👩\u200d🔬 \u2068שלום\u2069 ∂L/∂W1 ≈ −2·10⁻⁵"
    assert printable(text) == text


def test_mathematics_has_words_in_ascii():
    assert in_plain_words("∂L/∂W1 ≈ −2·10⁻⁵ ≤ σ(x)² → …") == "dL/dW1 ~ -2*10^-5 <= sigma(x)^2 -> ..."


def test_an_old_terminal_gets_words_for_signs(tmp_path):
    done = shell("$GLASSGRAD show sigmoid", tmp_path, PYTHONIOENCODING="ascii", LANG="C", LC_ALL="C")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "dL/dx = dL/dy*y*(1 - y)" in done.stdout


def test_an_error_with_a_name_that_cannot_be_encoded_is_still_told(tmp_path):
    done = shell("$GLASSGRAD explain $'caf\\xe9\\xff.glass'", tmp_path, PYTHONIOENCODING="ascii")
    assert done.returncode == 2
    assert "there is no run file" in done.stderr


def test_a_reader_that_leaves_early_is_no_disaster(tmp_path):
    done = shell("$GLASSGRAD show | head -1; echo ${PIPESTATUS[0]}", tmp_path)
    assert done.stdout.splitlines()[0] == "leaf"
    assert done.stderr == ""
    done = shell("$GLASSGRAD explain 'x^2' x=1 | true", tmp_path)
    assert done.stderr == ""


def test_closed_streams_are_no_disaster(tmp_path):
    assert shell("$GLASSGRAD show sigmoid >&-", tmp_path).stderr == ""
    assert shell("$GLASSGRAD show nonsense 2>&-", tmp_path).returncode == 2


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no device that is always full")
def test_a_full_disk_is_told(tmp_path):
    done = shell("$GLASSGRAD show sigmoid > /dev/full", tmp_path)
    assert done.returncode == 1
    assert "No space left" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda number: number.name)
def test_a_signal_stops_training_with_the_run_saved(tmp_path, number):
    words = ["train", "digits", "--epochs", "100000", "--patience", "100000", "--hidden", "4", "--save", "run.glass"]
    # Whoever started the tests may have had it ignored, as nohup does, and that would be respected.
    usual = "signal.default_int_handler" if number == signal.SIGINT else "signal.SIG_DFL"
    heard = f"import runpy, signal; signal.signal({int(number)}, {usual}); runpy.run_module('glassgrad', run_name='__main__', alter_sys=True)"
    command = [sys.executable, "-c", heard, *words] if signal.getsignal(number) is signal.SIG_IGN else [*GLASSGRAD, *words]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        for line in process.stdout:
            if line.startswith("epoch     2"):
                process.send_signal(number)
                break
        rest, errors = process.stdout.read(), process.stderr.read()
    assert process.returncode == 130
    assert "stopped by hand" in rest
    assert errors == ""
    with open_run(tmp_path / "run.glass") as run:
        assert run.outcome["kind"] == "interrupted"
        assert run.steps >= 1


def test_in_a_terminal_the_curve_is_live_and_the_cursor_comes_back(tmp_path):
    terminal, inside = pty.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "80", "LINES": "40"}
    words = [*GLASSGRAD, "train", "iris", "--epochs", "5"]
    written = b""
    with subprocess.Popen(words, cwd=tmp_path, env=environment, stdin=inside, stdout=inside, stderr=inside) as process:
        os.close(inside)
        with suppress(OSError):  # how a terminal says that the other end is closed
            while part := os.read(terminal, 65536):
                written += part
    os.close(terminal)
    shown = written.decode()
    assert process.returncode == 0
    assert "steps/s" in shown
    assert "◦ validation" in shown.replace("\x1b[33m", "").replace("\x1b[0m", "")
    assert shown.rindex("\x1b[?25h") > shown.rindex("\x1b[?25l")


def test_main_takes_words_or_those_of_the_process(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["glassgrad", "--version"])
    assert main() == 0
    assert capsys.readouterr().out == main.__globals__["sys"].modules["glassgrad"].__version__ + "\n"
