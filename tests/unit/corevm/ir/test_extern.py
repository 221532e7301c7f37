"""Simulated C functions: edge cases C defines and Python raises at, and the memory family."""

from __future__ import annotations

import math

import pytest

from corevm.ir.extern import DEFAULTS
from corevm.ir.memory import MemoryFault
from corevm.ir.run import Executor


@pytest.mark.parametrize(
    ("name", "args", "want"),
    [
        ("log", (0.0,), -math.inf),
        ("log", (-1.0,), math.nan),
        ("log1p", (-1.0,), -math.inf),
        ("pow", (0.0, -1.0), math.inf),
        ("pow", (-0.0, -3.0), -math.inf),
        ("pow", (-8.0, 1 / 3), math.nan),
        ("pow", (-10.0, 999.0), -math.inf),
        ("exp", (1e4,), math.inf),
        ("sinh", (-1e4,), -math.inf),
        ("fmod", (1.0, 0.0), math.nan),
        ("acos", (2.0,), math.nan),
        ("sin", (math.inf,), math.nan),
        ("floor", (-0.5,), -1.0),
        ("ceil", (-0.5,), -0.0),
        ("ceil", (math.inf,), math.inf),
        ("sqrt", (-1.0,), math.nan),
        ("cbrt", (-0.0,), -0.0),
        ("hypot", (3.0, 4.0), 5.0),
        ("atan2", (1.0, -0.0), math.pi / 2),
    ],
)
def test_mathematics(name: str, args: tuple[float, ...], want: float) -> None:
    seen = DEFAULTS[name](Executor([]), *args)
    assert (math.isnan(seen) and math.isnan(want)) or (seen == want and math.copysign(1, seen) == math.copysign(1, want))


def test_memory_family() -> None:
    executor = Executor([], seed=7)
    call = {name: (lambda *args, f=f: f(executor, *args)) for name, f in DEFAULTS.items()}
    memory = executor.memory
    area = call["calloc"](4, 8)
    memory.store_bytes(area, b"hello\0")
    assert call["strlen"](area) == 5
    assert call["memchr"](area, ord("l"), 6) == area + 2
    assert call["memchr"](area, ord("z"), 6) == 0
    bigger = call["realloc"](area, 100)
    assert memory.load_bytes(bigger, 6) == b"hello\0" and memory.region_at(area) is None
    assert call["memcmp"](bigger, bigger + 1, 1) == 1
    with pytest.raises(MemoryFault):
        call["memcpy"](bigger, bigger + 1, 8)
    call["memmove"](bigger, bigger + 1, 8)
    call["free"](bigger)
    call["free"](0)
    with pytest.raises(MemoryFault):
        call["free"](bigger)
    assert call["malloc"](-1) == 0
    pages = call["mmap"](0, 1 << 36, 3, 0x22, -1, 0)
    memory.store_u64(pages, 1)
    assert call["madvise"](pages, 4096, 4) == 0 and memory.load_u64(pages) == 0
    assert call["munmap"](pages, 1 << 36) == 0
    with pytest.raises(MemoryFault):
        call["mmap"](0, 4096, 3, 2, 3, 0)
    slot = call["aligned_alloc"](65536, 16)
    assert slot % 65536 == 0
    assert call["posix_memalign"](slot, 4096, 8) == 0 and memory.load_u64(slot) % 4096 == 0
    assert call["getrandom"](slot, 16, 0) == 16
    again = Executor([], seed=7)
    other = again.memory.allocate(16, name="x")
    DEFAULTS["getrandom"](again, other, 16, 0)
    assert again.memory.load_bytes(other, 16) == memory.load_bytes(slot, 16)
    assert call["clock_gettime"](1, slot) == 0 and memory.load_u64(slot + 8) < 10**9
    with pytest.raises(MemoryFault) as caught:
        call["abort"]()
    assert caught.value.code == "IR920"
