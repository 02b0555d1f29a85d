"""What all rooms share: goldens, texts that a person has read and approved. `pytest --refresh-goldens` writes them anew; review the diff."""

import gc
from collections.abc import Callable
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--refresh-goldens", action="store_true", help="write the approved texts anew from what the program says now")


def pytest_collection_finish() -> None:
    # Some 12,000 tests and what they are given stay for as long as tests run: without this the collector walks through all of it, again and again.
    gc.collect()
    gc.freeze()


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the file of that name in the folder `goldens` beside the test."""

    def compare(name: str, text: str) -> None:
        path = Path(request.path).parent / "goldens" / name
        if request.config.getoption("--refresh-goldens"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"there is no {path.name} yet; look at the text, then run pytest --refresh-goldens"
        assert text == path.read_text(encoding="utf-8"), f"{path.name} differs; if the new text is better, run pytest --refresh-goldens and review the diff"

    return compare
