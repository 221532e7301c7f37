"""Packed binary data: the common part of the module struct, for `pyta/lib/_struct.py`.

What these functions do not know (`e`, `p`, formats that are bytes) and values that do not fit go to the functions of that file whose
names end in `_slowly`. They ask the host, so that every error is the host's own.

Source: the library reference, "struct".
"""

from __future__ import annotations

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64, int_from_u64, is_integer
from corevm.kernel.bytes import Bytes, bytes_from_memory, new_bytes, zero_bytes
from corevm.kernel.call import call_value
from corevm.kernel.integer import int_fits_i64, int_fits_u64, int_low_u64, int_to_i64
from corevm.kernel.number import float_of, is_float
from corevm.kernel.object import is_kind
from corevm.kernel.string import String, code_at
from corevm.kernel.value import NONE, boolean, box_float, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import (
    Ptr,
    Value,
    addr_of,
    bits_of,
    bswap,
    cast,
    f32,
    f64,
    fabs,
    float_of_bits,
    fn,
    i64,
    memcopy,
    stack_array,
    static,
    u8,
    u64,
)
from pyta.object.buffer import ByteArray, MemoryView, view_memory
from pyta.object.declare import function
from pyta.object.exception import type_error
from pyta.object.world import name
from pyta.protocol.attribute import get_attribute
from pyta.protocol.compare import is_true
from pyta.protocol.importing import import_absolute
from pyta.protocol.number import bool_number

# code: bytes native, bytes standard (0: not there)
SIZES = {
    "x": (1, 1), "c": (1, 1), "b": (1, 1), "B": (1, 1), "?": (1, 1), "s": (1, 1), "h": (2, 2), "H": (2, 2), "i": (4, 4), "I": (4, 4),
    "l": (8, 4), "L": (8, 4), "q": (8, 8), "Q": (8, 8), "n": (8, 0), "N": (8, 0), "P": (8, 0), "f": (4, 4), "d": (8, 8),
}  # fmt: skip
SIGNED = "bhilqn"
NATIVE, LITTLE, BIG = 0, 1, 2
COUNT_LIMIT = 1 << 32
F32_MAX_BITS = 0x47EFFFFFE0000000  # 3.4028234663852886e38


@fn
def order_of(layout: String) -> tuple[i64, i64]:
    """(order, where the fields start). Native order has native sizes and alignment; `=` has neither."""
    if layout.count > 0:
        first = code_at(layout, 0)
        if first == ord("@"):
            return NATIVE, 1
        if first == ord("<") or first == ord("="):
            return LITTLE, 1
        if first == ord(">") or first == ord("!"):
            return BIG, 1
    return NATIVE, 0


@fn
def next_field(layout: String, at: i64) -> tuple[i64, i64, i64]:
    """(code, count, where the next one starts). Code 0 at the end; -1 for what is not a field."""
    while at < layout.count and code_at(layout, at) <= 32:
        at += 1
    if at >= layout.count:
        return 0, 0, at
    count: i64 = 1
    c = code_at(layout, at)
    if 48 <= c <= 57:
        count = 0
        while at < layout.count and 48 <= code_at(layout, at) <= 57:
            count = count * 10 + i64(code_at(layout, at) - 48)
            at += 1
            if count > COUNT_LIMIT:
                return -1, 0, at
        if at >= layout.count:
            return -1, 0, at
        c = code_at(layout, at)
    return i64(c), count, at + 1


@fn
def item_size(code: i64, order: i64) -> i64:
    """Bytes of one item, 0 for an unknown code."""
    for c, sizes in static(tuple(SIZES.items())):
        if code == ord(c):
            return sizes[0] if order == NATIVE else sizes[1]
    return 0


@fn
def is_signed(code: i64) -> bool:
    for c in static(tuple(SIGNED)):
        if code == ord(c):
            return True
    return False


@fn
def aligned(offset: i64, size: i64, order: i64) -> i64:
    return (offset + size - 1) & -size if order == NATIVE else offset


@fn
def measure(layout: String) -> tuple[i64, i64]:
    """(bytes, values) of a format; -1 bytes for one that is not known here."""
    order, at = order_of(layout)
    total: i64 = 0
    values: i64 = 0
    while True:
        code, count, at = next_field(layout, at)
        if code == 0:
            return total, values
        size = item_size(code, order)
        if size == 0 or total > COUNT_LIMIT:
            return -1, 0
        total = aligned(total, size, order) + size * count
        if code == ord("s"):
            values += 1
        elif code != ord("x"):
            values += count


@fn
def store_word(to: Ptr[u8], word: u64, size: i64, order: i64) -> None:
    """The low bytes of a word."""
    if order == BIG:
        word = bswap(word) >> u64(64 - 8 * size)
    held = stack_array(u64, 1)
    held[0] = word
    memcopy(to, cast(Ptr[u8], held), size)


@fn
def load_word(data: Ptr[u8], size: i64, order: i64) -> u64:
    held = stack_array(u64, 1)
    memcopy(cast(Ptr[u8], held), data, size)
    if order == BIG:
        return bswap(held[0]) >> u64(64 - 8 * size)
    return held[0]


@fn(raises=True)
def word_of_item(code: i64, size: i64, v: Value) -> tuple[u64, bool]:
    """(the item's bytes as a word, whether v fits)."""
    if code == ord("?"):
        return u64(is_true(v)), True
    if code == ord("c"):
        if not is_kind(v, "bytes") or cast(Bytes, v).length != 1:
            return 0, False
        return u64(cast(Bytes, v).data[0]), True
    n = bool_number(v)
    if code == ord("d") or code == ord("f"):
        d: f64 = 0.0
        if is_float(n):
            d = float_of(n)
        elif is_fixnum(n):
            d = f64(untag_fixnum(n))
        else:
            return 0, False
        if code == ord("d"):
            return bits_of(d), True
        if fabs(d) > float_of_bits(F32_MAX_BITS) and fabs(d) < float_of_bits(0x7FF0000000000000):
            return 0, False
        held = stack_array(u64, 1)
        cast(Ptr[f32], held)[0] = f32(d)
        return held[0], True
    if not is_integer(n):
        return 0, False
    bits = 8 * size
    if is_signed(code):
        if not int_fits_i64(n):
            return 0, False
        i = int_to_i64(n)
        if bits < 64 and (i < -(i64(1) << (bits - 1)) or i >= i64(1) << (bits - 1)):
            return 0, False
        return u64(i), True
    if not int_fits_u64(n) or (bits < 64 and int_low_u64(n) >> u64(bits) != 0):
        return 0, False
    return int_low_u64(n), True


@fn(raises=True)
def item_of_word(code: i64, size: i64, word: u64) -> Value:
    if code == ord("?"):
        return boolean(word != 0)
    held = stack_array(u64, 1)
    held[0] = word
    if code == ord("c"):
        return bytes_from_memory(cast(Ptr[u8], held), 1)
    if code == ord("d"):
        return box_float(float_of_bits(word))
    if code == ord("f"):
        return box_float(f64(cast(Ptr[f32], held)[0]))
    if is_signed(code):
        shift = 64 - 8 * size
        return int_from_i64(cast(i64, word << u64(shift)) >> shift)
    return int_from_u64(word)


@fn
def bytes_of(v: Value) -> tuple[Ptr[u8], i64]:
    """(where, how many) the bytes of a bytes, bytearray or array are; null for others."""
    if is_kind(v, "bytes"):
        return cast(Bytes, v).data, cast(Bytes, v).length
    if is_kind(v, "pyta.bytearray") or is_kind(v, "pyta.number_array"):
        return cast(ByteArray, v).buffer.bytes, cast(ByteArray, v).count
    return None, 0


@fn(raises=True)
def memory_of(v: Value) -> tuple[Ptr[u8], i64]:
    """`bytes_of`, also of a view of single bytes one after the other."""
    if is_kind(v, "pyta.memoryview"):
        m = cast(MemoryView, v)
        if m.step != 1 or m.item_size != 1:
            return None, 0
        return view_memory(m) + m.start, m.count
    data, count = bytes_of(v)
    return data, count


@fn(raises=True)
def packed_one(code: i64, order: i64, v: Value) -> Value:
    """The bytes of one value by a format of one field, or NONE."""
    width = item_size(code, order)
    if width == 0 or code == ord("x") or code == ord("s"):
        return NONE
    word, fits = word_of_item(code, width, v)
    if not fits:
        return NONE
    made = new_bytes(width)
    store_word(made.data, word, width, order)
    return made


@fn(raises=True)
def packed(layout: Value, values: Ptr[Value], given: i64) -> Value:
    """The bytes of values, or NONE: ask the slow one."""
    if not is_kind(layout, "string"):
        return NONE
    text = cast(String, layout)
    order, at = order_of(text)
    if at == 1 and text.count == 2 and given == 1:
        return packed_one(i64(code_at(text, 1)), order, values[0])
    size, wanted = measure(text)
    if size < 0 or wanted != given:
        return NONE
    made = zero_bytes(size)
    offset: i64 = 0
    k: i64 = 0
    while True:
        code, count, at = next_field(text, at)
        if code == 0:
            return made
        width = item_size(code, order)
        offset = aligned(offset, width, order)
        if code == ord("x"):
            offset += count
        elif code == ord("s"):
            data, length = bytes_of(values[k])
            if data is None:
                return NONE
            memcopy(addr_of(made.data[offset]), data, length if length < count else count)
            offset += count
            k += 1
        else:
            for _ in range(count):
                word, fits = word_of_item(code, width, values[k])
                if not fits:
                    return NONE
                store_word(addr_of(made.data[offset]), word, width, order)
                offset += width
                k += 1


@fn(raises=True)
def unpacked(layout: Value, source: Value, start: i64, is_exact: bool) -> Value:
    """The tuple of the values at `start`, or NONE: ask the slow one."""
    if not is_kind(layout, "string"):
        return NONE
    text = cast(String, layout)
    size, values = measure(text)
    data, length = memory_of(source)
    if size < 0 or data is None or start < 0 or start + size > length or (is_exact and size != length):
        return NONE
    made = array_new(values)
    order, at = order_of(text)
    offset = start
    k: i64 = 0
    while True:
        code, count, at = next_field(text, at)
        if code == 0:
            return made
        width = item_size(code, order)
        offset = start + aligned(offset - start, width, order)
        if code == ord("x"):
            offset += count
        elif code == ord("s"):
            made.items[k] = bytes_from_memory(data + offset, count)
            offset += count
            k += 1
        else:
            for _ in range(count):
                made.items[k] = item_of_word(code, width, load_word(data + offset, width, order))
                offset += width
                k += 1


@fn(raises=True, cold=True)
def ask_slowly(which: static, arguments: Ptr[Value], argc: i64) -> Value:
    return call_value(get_attribute(import_absolute(name("_struct")), name(which)), arguments, argc, no_value())


@function("_pyta", "struct_pack", variadic=True)
def struct_pack(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """pack(format, *values)."""
    if argc < 1:
        raise type_error("missing format argument")
    made = packed(arguments[0], arguments + 1, argc - 1)
    return made if is_kind(made, "bytes") else ask_slowly("pack_slowly", arguments, argc)


@function("_pyta", "struct_unpack", variadic=True, minimum=2, maximum=2)
def struct_unpack(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """unpack(format, buffer)."""
    made = unpacked(arguments[0], arguments[1], 0, True)
    return made if is_kind(made, "array") else ask_slowly("unpack_slowly", arguments, argc)


@function("_pyta", "struct_unpack_at", variadic=True, minimum=3, maximum=3)
def struct_unpack_at(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """unpack_from(format, buffer, offset)."""
    if is_fixnum(arguments[2]):
        made = unpacked(arguments[0], arguments[1], untag_fixnum(arguments[2]), False)
        if is_kind(made, "array"):
            return made
    return ask_slowly("unpack_at_slowly", arguments, argc)


@function("_pyta", "struct_calcsize")
def struct_calcsize(layout: Value) -> Value:
    """calcsize(format)."""
    if is_kind(layout, "string"):
        size, _ = measure(cast(String, layout))
        if size >= 0:
            return tag_fixnum(size)
    held = stack_array(Value, 1)
    held[0] = layout
    return ask_slowly("calcsize_slowly", held, 1)


