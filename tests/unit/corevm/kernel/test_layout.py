"""The kind table against the declarations."""

from __future__ import annotations

import struct

import pytest

from corevm.errors import MicroError
from corevm.kernel.kind import KIND_LIMIT, KIND_NUMBER, number_of
from corevm.kernel.layout import (
    LAYOUT_BYTES,
    LAYOUT_LONG_LENGTH,
    LAYOUT_TAIL,
    LAYOUT_TAIL_TRACED,
    LAYOUT_VALID,
    LAYOUT_WEAK,
    KindLayout,
    describe,
    kind_table,
)
from corevm.kernel.weak import WeakReference
from corevm.micro.surface import HEAP_CLASSES, Array, Object, Tail, Value, heap, i16, i64, u32
from corevm.micro.type import HeapType
from corevm.testing import heap_model as hm


def fields(entry: bytes) -> tuple[int, ...]:
    return struct.unpack("<QIIII", entry)


def undeclared(class_: HeapType) -> HeapType:
    """Take a class of this file out of the process's list again."""
    HEAP_CLASSES.remove(class_)
    return class_


def test_struct_and_packing_agree() -> None:
    assert KindLayout.size_bytes == LAYOUT_BYTES == struct.calcsize("<QIIII")
    assert [KindLayout.fields[n].offset for n in ("traced_mask", "fixed_bytes", "length_offset", "item_bytes", "flags")] == [0, 8, 12, 16, 20]


def test_fixed_class() -> None:
    assert fields(describe(hm.Pair)) == (0b110, 32, 0, 0, LAYOUT_VALID)


def test_arrays_and_mixed_fields() -> None:
    mask, fixed, *_ = fields(describe(hm.Wide))
    assert hm.Wide.traced_offsets() == [16, 24, 56, 64, 72]
    assert mask == sum(1 << (o // 8) for o in hm.Wide.traced_offsets())
    assert fixed == hm.Wide.fixed_bytes == 84


def test_tails() -> None:
    assert fields(describe(hm.Items)) == (0, 16, 8, 8, LAYOUT_VALID | LAYOUT_TAIL | LAYOUT_TAIL_TRACED | LAYOUT_LONG_LENGTH)
    assert fields(describe(hm.Raw)) == (0, 12, 8, 1, LAYOUT_VALID | LAYOUT_TAIL)


def test_weak_reference_does_not_trace_its_referent() -> None:
    mask, *_, flags = fields(describe(WeakReference))
    assert flags & LAYOUT_WEAK and mask == 0b1100


def test_table_places_kinds_by_number() -> None:
    table = kind_table(hm.LANGUAGE)
    assert len(table) == KIND_LIMIT * LAYOUT_BYTES
    at = number_of("heap_model.pair") * LAYOUT_BYTES
    assert table[at : at + LAYOUT_BYTES] == describe(hm.Pair)
    assert table[:LAYOUT_BYTES] == bytes(LAYOUT_BYTES), "kind 0 is no object"
    without = kind_table()
    assert without[at : at + LAYOUT_BYTES] == bytes(LAYOUT_BYTES)


def test_two_layouts_for_one_kind_are_refused() -> None:
    @undeclared
    @heap(kind="heap_model.pair")
    class Other(Object):
        only: Value

    with pytest.raises(MicroError, match="share the kind") as caught:
        kind_table(hm.LANGUAGE, [hm.Pair, Other])
    assert caught.value.code == "MC136"
    assert kind_table(hm.LANGUAGE, [hm.Pair, hm.Pair]), "the same layout twice is fine"


def test_tail_without_length_is_refused() -> None:
    @undeclared
    @heap(kind="heap_model.items")
    class NoLength(Object):
        count: i64
        items: Tail[Value]

    @undeclared
    @heap(kind="heap_model.items", length_field="count")
    class ShortLength(Object):
        count: i16
        more: u32
        items: Tail[Value]

    for class_ in (NoLength, ShortLength):
        with pytest.raises(MicroError, match="length field"):
            describe(class_)


def test_traced_fields_beyond_the_mask_are_refused() -> None:
    @undeclared
    @heap(kind="heap_model.wide")
    class Huge(Object):
        many: Array[Value, 64]

    @undeclared
    @heap(kind="heap_model.wide")
    class Fits(Object):
        many: Array[Value, 63]

    with pytest.raises(MicroError, match="traced field at byte 512"):
        describe(Huge)
    assert fields(describe(Fits))[0] == 2**64 - 2


def test_the_kernels_own_classes_have_layouts() -> None:
    assert "weak_reference" in KIND_NUMBER
    kind_table()
