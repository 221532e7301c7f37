"""The reference page is up to date and names everything."""

from __future__ import annotations

import re
from pathlib import Path

import corevm.ir
from corevm.ir.diagnostic import CODES
from corevm.ir.document import render
from corevm.ir.op import OPS

PAGE = Path(__file__).parents[4] / "docs" / "reference" / "ir.md"


def test_page_is_up_to_date(is_blessing: bool) -> None:
    if is_blessing:
        PAGE.write_text(render())
    assert PAGE.read_text() == render(), "run this test with --bless"


def test_page_names_every_op_once() -> None:
    page = render()
    for name in OPS:
        assert page.count(f"| `{name}` |") == 1


def test_every_code_is_raised_somewhere_and_listed() -> None:
    sources = [p.read_text() for p in Path(corevm.ir.__file__).parent.rglob("*.py") if p.name != "diagnostic.py"]
    used = {code for source in sources for code in re.findall(r"\bIR[0-9]{3}\b", source)}
    assert used - {"IR000", "IR900"} == set(CODES) - {"IR900"}
