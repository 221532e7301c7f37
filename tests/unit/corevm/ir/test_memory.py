"""The simulated address space against a dictionary of bytes, and what it refuses."""

from __future__ import annotations

import itertools
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corevm.ir.memory import PAGE_BYTES, Memory, MemoryFault
from corevm.ir.type import BOOL, F32, F64, I16


@settings(deadline=None)
@given(st.integers(0, 2**32))
def test_against_a_model(seed: int) -> None:
    random = Random(seed)
    memory = Memory()
    areas: dict[int, bytearray] = {}
    for _ in range(40):
        kind = random.randrange(6)
        if kind == 0 or not areas:
            size = random.choice([1, 15, PAGE_BYTES, PAGE_BYTES + 3, PAGE_BYTES * 9, PAGE_BYTES * 40 + 1])
            base = memory.allocate(size, name="area", align=random.choice([1, 16, 65536]))
            areas[base] = bytearray(size)
            continue
        base = random.choice(list(areas))
        model = areas[base]
        start = random.randrange(len(model))
        size = random.randint(0, len(model) - start)
        if kind == 1:
            memory.free(base)
            del areas[base]
            with pytest.raises(MemoryFault) as caught:
                memory.load_bytes(base, 1)
            assert caught.value.code == "IR906"
        elif kind == 2:
            content = random.randbytes(size)
            memory.store_bytes(base + start, content)
            model[start : start + size] = content
        elif kind == 3:
            byte = random.choice([0, 0, 7])
            memory.fill(base + start, byte, size)
            model[start : start + size] = bytes([byte]) * size
        elif kind == 4:
            other = random.randrange(len(model) - size + 1)
            memory.copy(base + start, base + other, size)
            model[start : start + size] = bytes(model[other : other + size])
        else:
            with pytest.raises(MemoryFault):
                memory.load_bytes(base + start, len(model) - start + 1)
            with pytest.raises(MemoryFault):
                memory.load_bytes(base - 1, 2)
        for at, held in areas.items():
            assert memory.load_bytes(at, len(held)) == held
    assert [r.base for r in memory.live_regions()] == sorted(areas)


def test_alignment_and_gaps() -> None:
    memory = Memory()
    seen = [memory.allocate(10, name="a", align=1 << k) for k in range(22)]
    for k, address in enumerate(seen):
        assert address % (1 << k) == 0 and address < 1 << 47
    assert all(b - a > PAGE_BYTES for a, b in itertools.pairwise(seen))
    with pytest.raises(MemoryFault):
        memory.allocate(10, name="a", align=3)


def test_descriptions() -> None:
    memory = Memory()
    area = memory.allocate(24, name="thing")
    gone = memory.allocate(100_000, name="gone")
    memory.free(gone)
    assert memory.describe(0) == "null"
    assert "null plus 8" in memory.describe(8)
    assert "offset 4" in memory.describe(area + 4) and "thing" in memory.describe(area + 4)
    assert "6 bytes past the end" in memory.describe(area + 30)
    assert "dead region gone" in memory.describe(gone + 99_999)
    assert "no region" in memory.describe(1 << 60)
    with pytest.raises(MemoryFault) as caught:
        memory.free(area + 8)
    assert caught.value.code == "IR904"
    with pytest.raises(MemoryFault) as caught:
        memory.free(gone)
    assert caught.value.code == "IR906"


def test_typed() -> None:
    memory = Memory()
    area = memory.allocate(64, name="a")
    memory.store(I16, area, -2)
    assert memory.load(I16, area) == 0xFFFE and memory.load_u16(area) == 0xFFFE
    memory.store(F32, area, 0.5)
    assert memory.load(F32, area) == 0.5
    memory.store(F64, area, 0.1)
    assert memory.load(F64, area) == memory.load_f64(area) == 0.1
    memory.store_u64(area, 2**64 - 1)
    assert memory.load_i64(area) == -1
    with pytest.raises(MemoryFault):
        memory.load(BOOL, area)
    memory.store(BOOL, area, True)
    assert memory.load(BOOL, area) is True
    memory.store_bytes(area, b"text\0")
    assert memory.load_c_string(area) == b"text"
    memory.fill(area, 65, 64)
    with pytest.raises(MemoryFault):
        memory.load_c_string(area)


def test_discard_costs_what_is_held() -> None:
    memory = Memory()
    area = memory.allocate(1 << 36, name="heap", align=1 << 21)
    memory.store_u64(area + (1 << 35), 9)
    memory.discard(area, 1 << 36)
    assert memory.load_u64(area + (1 << 35)) == 0
    memory.unmap(area, 1 << 35)
    assert memory.region_at(area) is None
    memory.store_u64(area + (1 << 35), 9)
    with pytest.raises(MemoryFault):
        memory.unmap(area + (1 << 36), 4096)
