"""The table of contents of the dictionary: one file per page, one page per file, one page per sign."""

import importlib
from collections import Counter
from pathlib import Path

import glassgrad.ops
from glassgrad.graph import Op, pages

FOLDER = Path(glassgrad.ops.__file__).parent


def files_with_a_page() -> list[str]:
    return sorted(path.stem for path in FOLDER.glob("*.py") if "= Op(" in path.read_text(encoding="utf-8"))


def test_the_file_list_equals_the_table_of_contents() -> None:
    assert files_with_a_page() == sorted(glassgrad.ops.__all__)


def test_every_file_holds_the_page_it_is_named_after() -> None:
    for name in glassgrad.ops.__all__:
        page = getattr(importlib.import_module(f"glassgrad.ops.{name}"), name)
        assert isinstance(page, Op)
        assert page is pages[name] is getattr(glassgrad.ops, name)
        assert page.name == name


def test_every_page_in_the_dictionary_is_in_the_table_of_contents() -> None:
    assert {page.name for page in pages} == set(glassgrad.ops.__all__)


def test_every_sign_is_unique() -> None:
    signs = Counter(page.sign for page in pages if page.sign)
    assert set(signs.values()) == {1}


def test_a_spelling_is_shared_only_between_pages_that_take_different_numbers_of_inputs() -> None:
    words: dict[tuple[str, int], str] = {}
    for page in pages:
        for word in (page.name, *page.notation.spellings):
            other = words.setdefault((word, len(page.slots)), page.name)
            assert other == page.name, f"{word!r} could be {other} or {page.name}"


def test_a_page_reaches_other_pages_only_through_the_dictionary() -> None:
    for name in glassgrad.ops.__all__:
        text = (FOLDER / f"{name}.py").read_text(encoding="utf-8")
        for other in glassgrad.ops.__all__:
            assert f"from .{other} import" not in text, f"{name}.py imports {other}"
