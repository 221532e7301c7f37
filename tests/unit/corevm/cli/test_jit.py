"""`corevm jit`."""

from __future__ import annotations

from pathlib import Path

import pytest

from corevm.cli.main import main

PROGRAM = """\
class A:
    def double(self, x): return x * 2
def total(n):
    a, t = A(), 0
    for i in range(n):
        t += a.double(i)
    return t
total(200_000)
"""


def test_explain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "program.py"
    file.write_text(PROGRAM)
    assert main(["jit", "explain", "--wait", "--function", "total", str(file)]) == 0
    told = capsys.readouterr().out
    assert f"total ({file}, line " in told and "with A.double" in told and "left to the interpreter at total" in told
    assert "units in use" in told
    assert main(["jit", "explain", "--wait", "--function", "nothing", str(file)]) == 0
    assert "total (" not in capsys.readouterr().out


def test_a_program_that_fails(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "program.py"
    file.write_text("def f(): return 1 // 0\nf()\n")
    assert main(["jit", "explain", str(file)]) == 1
    told = capsys.readouterr()
    assert "ZeroDivisionError" in told.err and "0 units in use" in told.out


@pytest.mark.parametrize("arguments", [["explain", "no-such-file.py"], ["explain", "--language", "nothing:X", __file__]])
def test_bad_command_lines(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["jit", *arguments]) == 2
    assert "US06" in capsys.readouterr().err
