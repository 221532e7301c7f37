"""Containers of the heap as Python objects, for tests and inspection: `view = HeapView(machine)`.

Words are unsigned. Reading checks what the kernel's files promise of each object (their INV numbers are in the messages).
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List
from corevm.kernel.table import Hashed, Table
from corevm.kernel.value import DELETED
from corevm.testing.machine import Machine

_MASK = (1 << 64) - 1
Words = list[int]
Rows = list[tuple[int, ...]]


def fixnum(n: int) -> int:
    """The word of a small integer."""
    return (n << 1 | 1) & _MASK


def number(word: int) -> int:
    """The small integer of a word."""
    assert word & 1, f"{word:#x} is no fixnum"
    return (word ^ 1 << 63) - (1 << 63) >> 1


class HeapView:
    """Reads containers of a machine's heap."""

    def __init__(self, machine: Machine) -> None:
        self.machine = machine

    def kind(self, word: int) -> int:
        return self.machine.word(word) >> 48

    def words(self, address: int, count: int) -> Words:
        content = self.machine.read(address, 8 * count) if count else b""
        return [int.from_bytes(content[i : i + 8], "little") for i in range(0, len(content), 8)]

    def array(self, word: int) -> Words:
        assert self.kind(word) == KIND_NUMBER["array"]
        return self.words(word + Array_.fixed_bytes, self.machine.get(Array_, "length", word))

    def numbers(self, word: int) -> Words:
        """The small integers of an array or list."""
        items = self.list(word) if self.kind(word) == KIND_NUMBER["list"] else self.array(word)
        return [number(w) for w in items]

    def list(self, word: int) -> Words:
        assert self.kind(word) == KIND_NUMBER["list"]
        count = self.machine.get(List, "count", word)
        items = self.machine.get(List, "items", word)
        if items == 0:
            assert count == 0, "INV-LIST-1"
            return []
        found = self.array(items)
        assert 0 <= count <= len(found), "INV-LIST-1"
        assert not any(found[count:]), "INV-LIST-1: words behind the count"
        assert all(found[:count]), "INV-LIST-1: no value among the items"
        return found[:count]

    def entries(self, word: int, stride: int) -> Rows:
        """(hash word, key[, value]) of a map (stride 3) or set (2), in order."""
        count = self.machine.get(Hashed, "count", word)
        table = self.machine.get(Hashed, "table", word)
        if table == 0:
            assert count == 0
            return []
        field: dict[str, Any] = {
            name: self.machine.get(Table, name, table) for name in ("length", "capacity", "used", "first", "last", "index_bits")
        }
        assert 0 <= field["used"] <= field["capacity"], "INV-TABLE-2"
        assert field["length"] == field["capacity"] * stride
        bits = field["index_bits"]
        assert bits == 0 or field["capacity"] <= (2 << bits) // 3, "INV-TABLE-2"
        items = self.words(table + Table.fixed_bytes, field["used"] * stride)
        rows = [tuple(items[i : i + stride]) for i in range(0, len(items), stride)]
        for number_, row in enumerate(rows):
            if row[0] & 1 == 0:
                assert row[1] == DELETED and (stride == 2 or row[2] == 0), "INV-TABLE-1"
            else:
                assert field["first"] <= number_ < field["last"]
        live = [row for row in rows if row[0] & 1]
        assert len(live) == count
        return live

    def map(self, word: int) -> dict[int, int]:
        return {number(key): number(value) for _, key, value in self.entries(word, 3)}

    def set(self, word: int) -> Words:
        return [number(key) for _, key in self.entries(word, 2)]

    def slots(self, word: int) -> Words:
        """The inline slots of a dynamic object."""
        return self.words(word + DynamicObject.fixed_bytes, self.machine.get(DynamicObject, "length", word))
