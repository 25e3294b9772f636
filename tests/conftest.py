"""Shared by all tests: golden files, and the tools that some tests need."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from numeric.sandbox.level import probe

GOLDEN = Path(__file__).parent / "golden"
TOOLS = {"latex": ("pdflatex",), "browser": ("chromium", "chromium-browser", "google-chrome")}
REQUIRED = "GRADPROOF_REQUIRE_TOOLS"
SANDBOX_REQUIRED = "GRADPROOF_REQUIRE_SANDBOX"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long runs to the night, unless -m asks for them, and begin with what takes long by itself."""
    named = _named_files(config)
    _leave_cases_to_the_night([item for item in items if item.path not in named])
    items.sort(key=lambda item: item.get_closest_marker("early") is None)
    if "soak" in config.getoption("-m"):
        return
    long = [item for item in items if item.get_closest_marker("soak")]
    config.hook.pytest_deselected(items=long)
    items[:] = [item for item in items if item not in long]


def _named_files(config: pytest.Config) -> frozenset[Path]:
    folder = config.invocation_params.dir
    return frozenset((folder / argument.partition("::")[0]).resolve() for argument in config.args)


def _leave_cases_to_the_night(items: list[pytest.Item]) -> None:
    """Of a test marked ``sampled(n)`` the ordinary run takes every n-th case; the others are marked soak.

    A file that is named on the command line is run in full.
    """
    seen: Counter[str] = Counter()
    for item in items:
        marker, test = item.get_closest_marker("sampled"), item.nodeid.partition("[")[0]
        if marker is not None and seen[test] % marker.args[0]:
            item.add_marker(pytest.mark.soak)
        seen[test] += 1


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a marked test where its tool is missing; fail instead where the tools are required."""
    for marker, programs in TOOLS.items():
        if item.get_closest_marker(marker) and not any(map(shutil.which, programs)):
            _leave_out(f"needs one of: {', '.join(programs)}", REQUIRED)
    if item.get_closest_marker("sandbox") and not probe().is_enough:
        _leave_out(f"this machine offers only: {probe()}", SANDBOX_REQUIRED)


def _leave_out(reason: str, required: str) -> None:
    if os.environ.get(required) == "1":
        pytest.fail(f"{reason}, and {required}=1 says that it must be there")
    pytest.skip(reason)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file, or write it with --update-golden."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"{path} is missing; write it with pytest --update-golden"
        assert text == path.read_text(encoding="utf-8"), f"{name} differs; see pytest --update-golden"

    return compare


@pytest.fixture
def chromium() -> str:
    """The path of a Chromium."""
    return next(path for path in map(shutil.which, TOOLS["browser"]) if path)
