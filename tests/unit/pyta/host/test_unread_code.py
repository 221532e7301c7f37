"""Code of kept modules is read when it is first called (INV-CODE-4)."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from typing import Any

import pytest

from pyta.host.importing import start_path
from pyta.host.runtime import PytaRuntime

MODULE = '''
"""A module that is long enough to be mapped."""
def plain(a, b=2, *rest, c=3, **others):
    """What plain does."""
    return [a, b, rest, c, others, 2.5, "text", b"bytes", (1, (2, 3)), 10**30, frozenset({1})]

def fails(n):
    if n == 0:
        return 1 // n
    return fails(n - 1)

def count(n):
    for i in range(n):
        yield i * i

def outer(x):
    def inner(y):
        return lambda z: (x, y, z)
    return inner

class Point:
    """A point."""
    def __init__(self, x):
        self.x = x
    def twice(self):
        try:
            return self.x * 2
        finally:
            self.x = 0

def never():
    return [i for i in range(10)]
''' + "\n".join(f"def filler_{i}(a, b):\n    return [a + b, a - b, a * b, {i}, 'filler {i}']" for i in range(60))  # fmt: skip
PROGRAM = """
import mapped_module as m, traceback
seen = [m.plain(1, x=5), m.plain.__doc__, list(m.count(4)), m.outer(1)(2)(3), m.Point(4).twice(), m.Point.__doc__]
try:
    m.fails(2)
except ZeroDivisionError as e:
    seen.append([f.lineno - m.fails.__code__.co_firstlineno for f in traceback.extract_tb(e.__traceback__)][1:])
seen.append(m.filler_3.__code__.co_consts[-1])
seen.append([line - m.filler_4.__code__.co_firstlineno for _, _, line in m.filler_4.__code__.co_lines()][-1])
seen.append(m.filler_5.__code__.replace(co_name="other").co_name)
"""
WANTED = (
    "[[1, 2, (), 3, {'x': 5}, 2.5, 'text', b'bytes', (1, (2, 3)), 1000000000000000000000000000000, frozenset({1})], 'What plain does.', "
    "[0, 1, 4, 9], (1, 2, 3), 8, 'A point.', [3, 3, 2], 'filler 3', 1, 'other']"
)


def seen_by(folder: Path, **options: Any) -> tuple[str, bool]:
    """What the program sees, and whether a function that it does not call has been read."""
    with PytaRuntime(start_path(str(folder)), **options) as rt:
        rt.set_argv(["program"])  # sys.path too
        rt.exec(PROGRAM)
        rt.exec("never = m.never.__code__")
        return rt.eval("repr(seen)"), rt.get("Code", "body", rt.get_global("never").word) == 0


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "mapped_module.py").write_text(MODULE)
    return tmp_path


def test_a_kept_module_is_read_function_by_function(folder: Path) -> None:
    assert seen_by(folder) == (WANTED, True)  # compiled: read at once
    assert seen_by(folder) == (WANTED, False)


def test_reading_under_stress(folder: Path) -> None:
    seen_by(folder)
    assert seen_by(folder, stress_period=7, flags=1) == (WANTED, False)


def test_the_files_are_unmapped_with_the_runtime(folder: Path) -> None:
    seen_by(folder)
    seen_by(folder)
    gc.collect()
    assert sys.platform != "linux" or ".cvm" not in Path("/proc/self/maps").read_text()
