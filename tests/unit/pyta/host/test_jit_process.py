"""The JIT's compiler in its own process: the program never waits for it, and outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from typing import Any

import pytest

import corevm
import pyta
from corevm.engine import hot

PROGRAM = """
def f(n):
    t = 0
    for i in range(n):
        t = t + i * 3 ^ i
    return t
"""


def expected(n: int) -> int:
    t = 0
    for i in range(n):
        t = t + i * 3 ^ i
    return t


def run_until(rt: Any, condition: Any) -> None:
    """Run the loop, its result checked, until something holds."""
    want, end = expected(100_000), time.monotonic() + 60
    while not condition():
        assert time.monotonic() < end, rt.hot_code.refused
        assert rt.eval("f(100_000)") == want


def is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat") as file:
            return file.read().split()[2] != "Z"
    except OSError:
        return False


def gone(process: int) -> bool:
    end = time.monotonic() + 10
    while is_alive(process) and time.monotonic() < end:
        time.sleep(0.01)
    return not is_alive(process)


def test_it_compiles_beside_the_program() -> None:
    with corevm.Runtime(pyta.LANGUAGE, jit=True) as rt:
        rt.exec(PROGRAM)
        run_until(rt, lambda: rt.hot_code.units)
        process = rt.hot_code._compiler.process
        assert is_alive(process)
        counts = [row for unit in rt.hot_code.units for row in unit.counts() if row[0] == "entry"]
        before = sum(row[-1] for row in counts)
        assert rt.eval("f(100_000)") == expected(100_000)
        assert sum(row[-1] for unit in rt.hot_code.units for row in unit.counts() if row[0] == "entry") > before
    assert gone(process)


def test_a_compiler_that_dies() -> None:
    with corevm.Runtime(pyta.LANGUAGE, jit=True) as rt:
        rt.exec(PROGRAM + PROGRAM.replace("def f", "def g"))
        run_until(rt, lambda: getattr(rt.hot_code._compiler, "process", 0))
        os.kill(rt.hot_code._compiler.process, signal.SIGKILL)
        end = time.monotonic() + 60
        while len(rt.hot_code.units) < 2:  # this process compiles what comes next
            assert time.monotonic() < end, rt.hot_code.refused
            assert rt.eval("f(100_000), g(100_000)") == (expected(100_000),) * 2


def test_a_compiler_that_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hot, "_SERVER", hot._SERVER.replace("{process}", "0"))
    with corevm.Runtime(pyta.LANGUAGE, jit=True) as rt:
        rt.exec(PROGRAM + PROGRAM.replace("def f", "def g"))
        run_until(rt, lambda: isinstance(rt.hot_code._compiler, hot._Here) or (rt.hot_code._compiler and rt.hot_code._compiler.is_lost))
        end = time.monotonic() + 60
        while not rt.hot_code.units:
            assert time.monotonic() < end, rt.hot_code.refused
            assert rt.eval("g(100_000)") == expected(100_000)


def test_a_copy_of_the_process_asks_for_nothing() -> None:
    with corevm.Runtime(pyta.LANGUAGE, jit=True) as rt:
        rt.exec(PROGRAM)
        run_until(rt, lambda: rt.hot_code.units)
        child = os.fork()
        if child == 0:
            status = 1
            try:
                asked = rt.hot_code._number
                status = int(any(rt.eval("f(100_000)") != expected(100_000) for _ in range(10)) or rt.hot_code._number != asked)
            finally:
                os._exit(status)
        assert os.waitpid(child, 0)[1] == 0
        assert rt.eval("f(100_000)") == expected(100_000)


def test_the_compiler_is_nobodys_child() -> None:
    """In a process of its own: this one may have been made the parent of whoever loses his."""
    program = f"""
        import os, corevm, pyta
        with corevm.Runtime(pyta.LANGUAGE, jit=True) as rt:
            rt.exec({PROGRAM!r})
            while not rt.hot_code.units:
                rt.eval("f(100_000)")
            with open(f"/proc/{{rt.hot_code._compiler.process}}/stat") as file:
                print(int(file.read().rpartition(")")[2].split()[1]) != os.getpid())
            try:
                os.wait()
            except ChildProcessError:
                print("no child")
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, timeout=60)
    assert (done.stdout, done.stderr) == ("True\nno child\n", "")


def test_a_program_ends_when_it_ends() -> None:
    program = PROGRAM + "for _ in range(40): f(100_000)\nprint(f(10))"
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-m", "pyta", "-c", program], capture_output=True, text=True, timeout=60, env={**os.environ, "COREVM_JIT": "1"}
        )
        assert (done.returncode, done.stdout, done.stderr) == (0, f"{expected(10)}\n", "")
