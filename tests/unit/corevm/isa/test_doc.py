"""The reference page of the core instructions is that of the definitions."""

from __future__ import annotations

from pathlib import Path

from corevm.isa.emit.doc import core_page

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "instructions.md"


def test_the_page_is_current() -> None:
    assert PAGE.read_text() == core_page(), "python -m corevm.isa.emit.doc > docs/reference/instructions.md"
