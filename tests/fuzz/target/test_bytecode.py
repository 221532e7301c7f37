"""Mutants of bytecode modules: refused, or run under limits without a crash or a hang. (The long run: tests/fuzz/run_bytecode.py.)"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
MUTANTS = int(os.environ.get("COREVM_MUTANTS", "200"))


def test_mutants_neither_crash_nor_hang(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.fuzz.run_bytecode", "--first", "2900", "--mutants", str(MUTANTS), "--programs", "25", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{MUTANTS} mutants" in done.stdout
