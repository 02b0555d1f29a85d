"""`glassgrad check`: exit codes, forms, standard input, keys, and files that are none."""

import io
import json
import os
import sys

import pytest

import glassgrad as gg

RIGHT = "x = 3\ny = x^2 = 9\ndy/dx = 2*x = 6\n"
WRONG = RIGHT.replace("= 6", "= 5")


@pytest.mark.parametrize(("text", "code"), [(RIGHT, 0), (WRONG, 1), ("y = 2 + @ = 3\n", 2), ("only words\n", 2)])
def test_the_exit_code_tells_the_verdict(command, tmp_path, text, code):
    (tmp_path / "sheet.md").write_text(text)
    result = command("check", "sheet.md")
    assert (result.code, result.err) == (code, "")
    assert "A hand calculation, checked" in result.out


def test_json_is_json(command, tmp_path):
    (tmp_path / "sheet.md").write_text(WRONG)
    result = command("check", "sheet.md", "--json")
    told = json.loads(result.out)
    assert result.code == 1
    assert [one["verdict"] for one in told["lines"]] == ["given", "right", "wrong"]
    assert told["lines"][2]["right"] == 6


@pytest.mark.parametrize(("name", "begins"), [("report.md", "# A hand"), ("report.tex", r"\documentclass"), ("report.html", "<!doctype html>")])
def test_the_form_follows_the_ending(command, tmp_path, name, begins):
    (tmp_path / "sheet.txt").write_text(WRONG)
    result = command("check", "sheet.txt", "--output", name)
    assert (result.code, result.out) == (1, "")
    assert (tmp_path / name).read_text().lower().startswith(begins.lower())
    again = command("check", "sheet.txt", "--output", name)
    assert again.code == 2
    assert "exists already" in again.err


def test_standard_input(command, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(RIGHT.encode())))
    assert command("check", "-").code == 0


def test_answers_are_graded_with_a_key(command, tmp_path):
    paper = gg.exercise("reused", seed=2)
    (tmp_path / "key.json").write_text(json.dumps(paper.key))
    answers = "\n".join(f"{name} = {number}" for name, number in paper.key["answers"].items())
    (tmp_path / "answers.txt").write_text(answers)
    result = command("check", "answers.txt", "--key", "key.json")
    assert result.code == 0
    assert f"{len(paper.key['asked'])} of {len(paper.key['asked'])} right" in result.out
    (tmp_path / "answers.txt").write_text("\n".join(answers.splitlines()[1:]))
    result = command("check", "answers.txt", "--key", "key.json", "--json")
    assert result.code == 1
    assert len(json.loads(result.out)["missing"]) == 1


@pytest.mark.parametrize(
    ("name", "contents", "message"),
    [
        ("empty.md", b"", "empty"),
        ("picture.md", b"\x89PNG\r\n\x1a\n" + bytes(50), "not text"),
        ("latin.md", "x = 1 \xb5".encode("latin-1"), "not UTF-8"),
        ("nul.md", b"x = 1\0", "NUL"),
        ("large.md", b"x = 1\n" * 200_000, "bytes"),
    ],
)
def test_files_that_are_no_sheets_are_refused(command, tmp_path, name, contents, message):
    (tmp_path / name).write_bytes(contents)
    result = command("check", name)
    assert (result.code, result.out) == (2, "")
    assert message in result.err
    assert "Traceback" not in result.err


def test_places_that_are_no_files_are_refused(command, tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for place in ("pipe", "folder", "/dev/zero", "nothing.md"):
        result = command("check", place)
        assert (result.code, result.out) == (2, "")
        assert place in result.err


def test_a_byte_order_mark_does_no_harm(command, tmp_path):
    (tmp_path / "sheet.md").write_bytes(b"\xef\xbb\xbf" + RIGHT.encode())
    assert command("check", "sheet.md").code == 0


@pytest.mark.parametrize(("key", "message"), [("{", "not JSON"), ('{"format": 7}', "newer glassgrad"), ("[1]", "not a key")])
def test_what_is_no_key_is_refused(command, tmp_path, key, message):
    (tmp_path / "sheet.md").write_text(RIGHT)
    (tmp_path / "key.json").write_text(key)
    result = command("check", "sheet.md", "--key", "key.json")
    assert (result.code, result.out) == (2, "")
    assert message in result.err


def test_control_characters_of_a_sheet_do_not_reach_the_terminal(command, tmp_path):
    (tmp_path / "sheet.md").write_text("x = 1 \x1b[31m red\ny = x + \x1b]0;t\x07 = 2\n")
    assert "\x1b" not in command("check", "sheet.md").out


def test_json_and_a_form_exclude_each_other(command, tmp_path):
    (tmp_path / "sheet.md").write_text(RIGHT)
    result = command("check", "sheet.md", "--json", "--format", "html")
    assert result.code == 2
    assert "exclude each other" in result.err
