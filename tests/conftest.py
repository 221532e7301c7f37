"""Options and fixtures for all tests."""

from __future__ import annotations

import signal
from pathlib import Path
from typing import Protocol

import pytest
from hypothesis import HealthCheck, settings

# Timing never fails a test: a loaded machine is no fault of the code.
settings.register_profile("corevm", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("corevm")

# A shell starts what it runs in the background with interrupts ignored; a Python that finds them so leaves them so.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)

GOLDEN = Path(__file__).parent / "golden"


class Golden(Protocol):
    """Compares a text with a file below tests/golden; with --bless the file is written instead."""

    def __call__(self, path: str, seen: str) -> None: ...


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run what takes minutes")
    parser.addoption("--bless", action="store_true", help="write what is seen to the golden files")


@pytest.fixture
def is_blessing(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--bless"))


@pytest.fixture
def is_long(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--long"))


@pytest.fixture
def golden(is_blessing: bool) -> Golden:
    def check(path: str, seen: str) -> None:
        file = GOLDEN / path
        if is_blessing:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(seen)
            return
        assert file.exists(), f"{file} is missing: look at what is seen, then run with --bless"
        assert seen == file.read_text(), f"{path} differs; if the new text is right, run with --bless"

    return check
