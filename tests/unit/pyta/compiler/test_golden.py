"""The code of representative programs, as text. `pytest --bless` writes the files anew: read the difference."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Protocol

import pytest

from pyta.compiler.compile import compile_source
from pyta.compiler.disassemble import disassemble

FOLDER = Path(__file__).parents[3] / "golden" / "pyta" / "compiler"


class Golden(Protocol):
    def __call__(self, path: str, seen: str) -> None: ...


@pytest.mark.skipif(
    sys.version_info >= (3, 13), reason="class bodies store more from 3.13 on, and docstrings are dedented"
)
@pytest.mark.parametrize("name", sorted(p.stem for p in FOLDER.glob("*.py")))
def test_the_code_of_a_program(name: str, golden: Golden) -> None:
    source = (FOLDER / f"{name}.py").read_text()
    golden(f"pyta/compiler/{name}.txt", disassemble(compile_source(source, f"{name}.py")))
