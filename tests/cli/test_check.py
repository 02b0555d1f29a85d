"""`glassgrad check`: verdicts and exit codes, answers against a key, and whatever else a file may hold."""

import io
import json
import os
import sys

import pytest

RIGHT = "x = 3\ny = x^2 = 9\ndy/dx = 2*x = 6\n"
WRONG = "x = 3\ny = x^2 = 9\ndy/dx = 2*x = 5\n"


@pytest.fixture
def sheet(tmp_path):
    def write(text, name="sheet.txt"):
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return name

    return write


@pytest.fixture
def standard_input(monkeypatch):
    def put(contents):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(contents), encoding="utf-8"))

    return put


def test_a_right_sheet_ends_with_0(command, sheet):
    said = command("check", sheet(RIGHT))
    assert (said.code, said.err) == (0, "")
    assert "all right" in said.out


def test_a_wrong_sheet_ends_with_1_and_says_where(command, sheet):
    said = command("check", sheet(WRONG))
    assert said.code == 1
    assert "Line 3: dy/dx = 2*x = 5" in said.out
    assert "wrong: it is 6" in said.out


def test_a_sheet_that_cannot_be_read_ends_with_2_and_quotes_it(command, sheet):
    said = command("check", sheet("x = 3\ny = x + = 4\n"))
    assert said.code == 2
    assert "y = x + = 4" in said.out


def test_a_sheet_comes_from_standard_input(command, standard_input):
    standard_input(WRONG.encode())
    assert command("check", "-").code == 1


def test_json_is_for_a_program(command, sheet):
    said = command("check", sheet(WRONG), "--json")
    found = json.loads(said.out)
    assert (said.code, found["ok"]) == (1, False)
    assert [one["verdict"] for one in found["lines"]] == ["given", "right", "wrong"]
    assert command("check", sheet(WRONG), "--json", "--output", "report.json").code == 1


@pytest.mark.parametrize(("name", "text"), [("sheet.md", f"# Homework\n\n{RIGHT}"), ("sheet.tex", "$x = 3$\n\n$y = x^2 = 9$\n\n$\\frac{dy}{dx} = 2x = 6$\n")])
def test_markdown_and_latex_are_read(command, sheet, name, text):
    assert command("check", sheet(text, name)).code == 0


@pytest.mark.parametrize("start", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("line", [b"\r\n", b"\n"])
def test_a_byte_order_mark_and_foreign_line_ends_do_no_harm(command, sheet, start, line):
    assert command("check", sheet(start + RIGHT.encode().replace(b"\n", line))).code == 0


def test_the_report_takes_the_form_of_its_file(command, sheet, tmp_path):
    assert command("check", sheet(WRONG), "--output", "report.html").code == 1
    assert (tmp_path / "report.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    again = command("check", sheet(WRONG), "--output", "report.html")
    assert again.code == 2
    assert "--overwrite" in again.err


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "not text"),
        ("y = 3 · 2 = 6 é".encode("latin-1"), "UTF-8"),
        (b"x = 3\0\n", "NUL"),
        (b"x = 1\n" * 2_000_000, "1,000,000"),
    ],
)
def test_what_is_no_sheet_is_refused(command, sheet, contents, message):
    said = command("check", sheet(contents))
    assert (said.code, said.out) == (2, "")
    assert message in said.err
    assert "header row" not in said.err
    assert "CSV" not in said.err


def test_a_sheet_that_is_no_file_is_refused(command, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    for path, message in ((".", "folder"), ("pipe", "pipe"), ("/dev/zero", "device"), ("nowhere.txt", "No such file"), ("a\0b", "NUL")):
        said = command("check", path)
        assert (said.code, said.out) == (2, ""), path
        assert message in said.err


def test_standard_input_without_end_or_without_anything_is_refused(command, standard_input):
    standard_input(b"")
    assert "empty" in command("check", "-").err
    standard_input(b"x = 1\n" * 200_000)
    assert "1,000,000" in command("check", "-").err


def test_forms_that_exclude_each_other_are_refused(command, sheet):
    said = command("check", sheet(RIGHT), "--json", "--format", "html")
    assert said.code == 2
    assert "exclude" in said.err


# ── answers against a key ────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def key(command, tmp_path):
    assert command("exercise", "reused", "--seed", "1", "--key", "key.json", "--output", "paper.txt").code == 0
    return json.loads((tmp_path / "key.json").read_text(encoding="utf-8"))


def test_answers_are_graded(command, sheet, key):
    lines = [f"{name} = {number:.10g}" for name, number in key["answers"].items()]
    said = command("check", sheet("\n".join(lines)), "--key", "key.json")
    assert said.code == 0
    assert f"{len(lines)} of {len(lines)} right" in said.out
    last = list(key["answers"])[-1]
    slip, (number, *_) = next(iter(key["slips"][last].items()))
    said = command("check", sheet("\n".join([*lines[:-2], f"{last} = {number:.10g}"])), "--key", "key.json", "--json")
    graded = json.loads(said.out)
    assert said.code == 1
    assert [len(graded[name]) for name in ("right", "wrong", "missing")] == [len(lines) - 2, 1, 1]
    assert graded["report"]["lines"][-1]["slips"][0]["name"] == slip


def test_an_empty_paper_has_everything_missing(command, key):
    said = command("check", "paper.txt", "--key", "key.json")
    assert said.code == 1
    assert f"0 of {len(key['asked'])} right, {len(key['asked'])} missing" in said.out


@pytest.mark.parametrize(
    ("contents", "message"),
    [
        (b"", "empty"),
        (b"x = 1", "not JSON"),
        (b"[]", "not a key"),
        (b'{"format": 2}', "newer glassgrad"),
        (b'{"format": 1, "problem": "import os", "asked": ["x"]}', "no value"),
        (b'{"format": 1, "problem": "x = 1", "asked": ["__import__"]}', "no quantity"),
        (b'{"format": true, "problem": "x = 1", "asked": ["x"]}', "not a key"),
        (b'{"format": -3, "problem": "x = 1", "asked": ["x"]}', "not a key"),
        (b"\xff\xfe\x00\xd8", "UTF-8"),
        (b"[" * 100_000, "not JSON"),
    ],
)
def test_what_is_no_key_is_refused(command, sheet, contents, message):
    said = command("check", sheet(RIGHT), "--key", sheet(contents, "key.json"))
    assert (said.code, said.out) == (2, "")
    assert message in said.err
