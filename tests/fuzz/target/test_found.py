"""What the bytecode fuzzer found, reduced: code the verifier accepts must not crash, whatever a compiler would never say."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HEAD = ".function 0 'm' 'm' 'm' 1\n.registers 12\n"
FOUND = {
    "a format specification that is no string": ("imm r0, #1; format_spec r1, r0, r0; ret r1", "TypeError: format() argument 2"),
    "what is thrown is no exception": ("imm r0, #1; throw_into r1, r0, r0; jump L1; L1:; ret r0", "TypeError: exceptions must derive"),
}
PROGRAMS = {
    "the rest of a group is no exception": (
        "class G(ExceptionGroup):\n  def split(self, t): return self, 5\n"
        "try: raise G('g', [ValueError(1), KeyError(2)])\nexcept* ValueError: raise\n",
        "TypeError: exceptions must derive",
    ),
}


@pytest.mark.parametrize("name", FOUND)
def test_accepted_code_does_not_crash(name: str, tmp_path: Path) -> None:
    code, text = FOUND[name]
    path = tmp_path / "m.txt"
    path.write_text(HEAD + code.replace("; ", "\n"))
    command = [sys.executable, "-m", "corevm.cli.main", "bytecode", "--language", "pyta.host.runtime:PytaRuntime", "run", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and text in done.stderr, done


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_do_not_crash_either(name: str) -> None:
    source, text = PROGRAMS[name]
    done = subprocess.run([sys.executable, "-m", "pyta", "-c", source], capture_output=True, text=True, timeout=300)
    assert done.returncode == 1 and text in done.stderr, done
