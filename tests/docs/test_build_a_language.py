"""The tutorial shows the code that is there: each snippet stands in the file its fence names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs" / "build-a-language").glob("*.md"))
SNIPPETS = [
    pytest.param(ROOT / found[1], found[2], id=f"{page.stem}-{number}")
    for page in PAGES
    for number, found in enumerate(re.finditer(r"^```python (\S+)\n(.*?)^```$", page.read_text(), re.DOTALL | re.MULTILINE), 1)
]


@pytest.mark.parametrize(("file", "snippet"), SNIPPETS)
def test_snippet(file: Path, snippet: str) -> None:
    assert snippet in file.read_text()


def test_links_and_length() -> None:
    assert len(SNIPPETS) >= 15
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text()):
            assert (page.parent / target).exists(), target
    lines = sum(len(f.read_text().splitlines()) for f in (ROOT / "examples" / "lox").glob("*.py"))
    assert lines <= 900, "the tutorial promises a small language"
