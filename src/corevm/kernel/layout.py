"""What the collector knows of a kind of object: the kind table, derived from the declared heap classes.

A runtime has one table of `KIND_LIMIT` entries of `KindLayout`. The host builds it (`kind_table`) when it creates the
runtime, so classes declared later than the kernel are in it.

INV-LAYOUT-1  An object's size is round_up(fixed_bytes + length * item_bytes, 16), at least 16; `new` and the collector agree.
INV-LAYOUT-2  Every class with a Tail has a length field of 4 or 8 bytes.
INV-LAYOUT-3  Traced fields are words in the first 512 bytes of an object (a class with more is refused).
"""

from __future__ import annotations

import struct as packing
from collections.abc import Iterable

from corevm.errors import MicroError
from corevm.kernel.kind import KIND_LIMIT, number_of
from corevm.micro import type as t
from corevm.micro.surface import HEAP_CLASSES, struct, u32, u64

LAYOUT_VALID = 1  # a class is declared for the kind
LAYOUT_TAIL = 2  # has a tail
LAYOUT_TAIL_TRACED = 4
LAYOUT_LONG_LENGTH = 8  # the length field has 8 bytes, else 4
LAYOUT_WEAK = 16  # a weak reference: the word at WEAK_REFERENT_OFFSET is not traced but cleared
LAYOUT_TAIL_CANDIDATES = 32  # the tail is a copy of stack words: what lies in an object keeps it alive, garbage may be among them
LAYOUT_BYTES = 24
WEAK_KIND = "weak_reference"
STACK_COPY_KINDS = ("generator",)
WEAK_REFERENT_OFFSET = 8
GENERATOR_STATE_OFFSET = 16
GENERATOR_SUSPENDED = 1  # a state: it stands at a yield


@struct
class KindLayout:
    """One kind. Bit i of `traced_mask`: word i of the object (8 * i bytes from its start) is traced."""

    traced_mask: u64
    fixed_bytes: u32
    length_offset: u32
    item_bytes: u32
    flags: u32


def describe(class_: t.HeapType) -> bytes:
    """The `KindLayout` of a class, packed. Raises: MicroError MC136 when the collector could not trace it."""

    def refuse(what: str, wanted: str) -> MicroError:
        return MicroError(f"heap class {class_.name} {what}", code="MC136", wanted=wanted)

    flags = LAYOUT_VALID
    mask = 0
    is_weak = class_.kind == WEAK_KIND
    for offset in class_.traced_offsets():
        if offset % 8 or offset >= 512:
            raise refuse(f"has a traced field at byte {offset}", "traced fields 8-byte aligned in the first 512 bytes")
        if not (is_weak and offset == WEAK_REFERENT_OFFSET):
            mask |= 1 << (offset // 8)
    if is_weak:
        flags |= LAYOUT_WEAK
    length_offset = item_bytes = 0
    tail = class_.tail
    if tail is not None:
        length = class_.fields.get(class_.length_field)
        if length is None or length.type.size_bytes not in (4, 8) or not isinstance(length.type, t.IntType):
            raise refuse(f"has a tail but no usable length field {class_.length_field!r}", "an integer field of 4 or 8 bytes")
        assert isinstance(tail.type, t.TailType)
        item_bytes = int(tail.type.item.size_bytes)
        length_offset = length.offset
        flags |= LAYOUT_TAIL
        if length.type.size_bytes == 8:
            flags |= LAYOUT_LONG_LENGTH
        if tail.type.item.is_traced:
            if tail.offset % 8:
                raise refuse("has an unaligned traced tail", "8-byte alignment")
            flags |= LAYOUT_TAIL_CANDIDATES if class_.kind in STACK_COPY_KINDS else LAYOUT_TAIL_TRACED
        assert tail.offset == class_.fixed_bytes
    return packing.pack("<QIIII", mask, class_.fixed_bytes, length_offset, item_bytes, flags)


def kind_table(language: str = "", classes: Iterable[t.HeapType] | None = None) -> bytes:
    """The kind table of a runtime, in the byte order of `KindLayout`.

    Args:
        language: whose kinds ("language.name") it has beside the kernel's; languages share numbers, so one only.
        classes: what to describe; by default every heap class declared so far.
    """
    entries = [bytes(LAYOUT_BYTES)] * KIND_LIMIT
    owner: dict[int, t.HeapType] = {}
    for class_ in HEAP_CLASSES if classes is None else classes:
        if not class_.kind or ("." in class_.kind and class_.kind.split(".")[0] != language):
            continue
        number = number_of(class_.kind)
        entry = describe(class_)
        if number in owner and entries[number] != entry:
            raise MicroError(
                f"heap classes {owner[number].name} and {class_.name} share the kind {class_.kind} but not the layout",
                code="MC136", wanted="one layout a kind",
            )  # fmt: skip
        owner[number] = class_
        entries[number] = entry
    return b"".join(entries)


__all__ = ["KindLayout", "describe", "kind_table"]
