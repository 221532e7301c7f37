"""memoryview: one-dimensional views of bytes and bytearrays, with the item formats of the module struct that are one character.

Source: the library reference, "Memory Views"; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import array_new, no_value
from corevm.kernel.bigint import int_from_i64, int_from_u64
from corevm.kernel.bytes import Bytes, equal_bytes, hash_bytes, new_bytes
from corevm.kernel.integer import int_fits_i64, int_fits_u64, int_low_u64, int_to_i64
from corevm.kernel.list import List, list_append, list_get, list_new
from corevm.kernel.number import number_to_float
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import WORK_SHIFT, char_string, code_at, slice_extent, string_from_static
from corevm.kernel.string_build import new_builder
from corevm.kernel.value import DEFAULT, ELLIPSIS, NONE, NOT_IMPLEMENTED, boolean, box_float, is_word, tag_fixnum
from corevm.kernel.weak import WeakReference
from corevm.micro.surface import (
    Ptr,
    Value,
    cast,
    f32,
    f64,
    fn,
    i64,
    memcopy,
    memmove,
    new,
    popcnt,
    stack_array,
    static,
    u8,
    u32,
    u64,
)
from pyta.object.buffer import ByteArray, MemoryView, bytes_or_none, view_bytes, view_memory
from pyta.object.build import hex_address
from pyta.object.bytes_method import hex_text, separator_of
from pyta.object.declare import getter, method
from pyta.object.exception import index_error, not_implemented_error, type_error, value_error
from pyta.object.number_array import NumberArray, item_count
from pyta.object.payload import payload, payload_or_none
from pyta.object.slice import Slice, slice_numbers
from pyta.object.str import sequence_index
from pyta.object.type import is_deleted
from pyta.protocol.argument import bind_parameters, has_index, optional_size, text_argument
from pyta.protocol.compare import OPERATORS, is_true, py_equal
from pyta.protocol.item import as_index

SIZES = {
    "B": 1, "b": 1, "c": 1, "?": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "n": 8, "N": 8, "f": 4, "d": 8,
    "P": 8,
}  # fmt: skip
SIGNED = frozenset("bhilqn")
FORGOTTEN_LIMIT = 64


@fn(raises=True)
def self_view(self: Value) -> MemoryView:
    """The receiver, not released."""
    m = cast(MemoryView, payload(self, "memoryview", "tobytes"))
    if m.owner == no_value():
        raise value_error("operation forbidden on released memoryview object")
    return m


@fn(raises=True)
def forget_dead_views(a: ByteArray) -> None:
    """Drop the references whose views are gone or released (at powers of two: a constant share of making views)."""
    views = cast(List, a.views)
    kept = list_new()
    for i in range(views.count):
        reference = list_get(views, i)
        view = cast(WeakReference, reference).referent
        if view != no_value() and cast(MemoryView, view).owner != no_value():
            list_append(kept, reference)
    a.views = kept


@fn(raises=True)
def watch_view(a: ByteArray, view: MemoryView) -> None:
    """Enter a view of a bytearray: it cannot be resized while the view is there (INV-BUFFER-2).

    Slices of views are not entered: without reference counts, one that was dropped would often still look alive.
    """
    reference = new(WeakReference, referent=view)
    if a.views == no_value():
        a.views = list_new()
    count = cast(List, a.views).count
    if count >= FORGOTTEN_LIMIT and popcnt(u64(count)) == 1:
        forget_dead_views(a)
    list_append(cast(List, a.views), reference)


@fn(raises=True)
def make_view(of: MemoryView, start: i64, count: i64, step: i64) -> MemoryView:
    """A view like another one, of other items."""
    made = new(
        MemoryView, owner=of.owner, start=start, count=count, step=step, item_size=of.item_size, code=of.code,
        is_readonly=of.is_readonly,
    )  # fmt: skip
    return made


@method("memoryview", "__new__", binding="static", variadic=True, keywords=True)
def memoryview_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """memoryview(object)."""
    taken = stack_array(Value, 1)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("object",), "memoryview", 1)
    v = taken[0]
    if is_kind(v, "pyta.memoryview"):
        m = self_view(v)
        return make_view(m, m.start, m.count, m.step)
    held = payload_or_none(v, "bytes")
    readonly: i64 = 1
    if held == no_value():
        held = payload_or_none(v, "bytearray")
        readonly = 0
        if held == no_value():
            own = payload_or_none(v, "array")
            if own != no_value():
                return view_of_array(cast(NumberArray, own))
            raise type_error("memoryview: a bytes-like object is required, not '%T'", v)
    count = cast(Bytes, held).length if readonly == 1 else cast(ByteArray, held).count
    whole = new(MemoryView, owner=held, count=count, step=1, item_size=1, code=ord("B"), is_readonly=readonly)
    if readonly == 0:
        watch_view(cast(ByteArray, held), whole)
    return whole


@fn(raises=True)
def whole_view(a: ByteArray) -> MemoryView:
    """All bytes of a bytearray."""
    made = new(MemoryView, owner=a, count=a.count, step=1, item_size=1, code=ord("B"))
    watch_view(a, made)
    return made


@fn(raises=True)
def view_of_array(a: NumberArray) -> MemoryView:
    if a.code == ord("u"):
        raise not_implemented_error("memoryview: format w not supported")
    made = view_of_items(a)
    watch_view(a, made)
    return made


@fn(raises=True)
def view_of_items(a: NumberArray) -> MemoryView:
    size = i64(1) << a.shift
    return new(MemoryView, owner=a, count=item_count(a), step=size, item_size=size, code=a.code, is_readonly=0)


# --- items


@fn(raises=True)
def read_item(m: MemoryView, index: i64) -> Value:
    """Item number `index`, in range."""
    at = view_memory(m) + (m.start + index * m.step)
    if m.code == ord("B"):
        return tag_fixnum(i64(at[0]))
    word = stack_array(u64, 1)
    memcopy(cast(Ptr[u8], word), at, m.item_size)
    if m.code == ord("c"):
        made = new_bytes(1)
        made.data[0] = u8(word[0])
        return made
    if m.code == ord("?"):
        return boolean(word[0] != 0)
    if m.code == ord("d"):
        return box_float(cast(Ptr[f64], word)[0])
    if m.code == ord("f"):
        return box_float(f64(cast(Ptr[f32], word)[0]))
    if is_signed(m.code):
        shift = u64(64 - 8 * m.item_size)
        return int_from_i64(cast(i64, word[0] << shift) >> i64(shift))
    return int_from_u64(word[0])


@fn
def is_signed(code: i64) -> bool:
    for c in static(tuple(sorted(SIGNED))):
        if code == ord(c):
            return True
    return False


@fn(raises=True)
def invalid_value(m: MemoryView) -> Value:
    return value_error("memoryview: invalid value for format '%S'", char_string(u32(m.code)))


@fn(raises=True)
def item_word(m: MemoryView, v: Value) -> u64:
    """The bytes of an item's value, in the low ones. Raises: TypeError, ValueError."""
    if m.code == ord("c"):
        if not is_kind(v, "bytes"):
            raise type_error("memoryview: invalid type for format 'c'")
        if cast(Bytes, v).length != 1:
            raise invalid_value(m)
        return u64(cast(Bytes, v).data[0])
    if m.code == ord("?"):
        return u64(is_true(v))
    if m.code == ord("d") or m.code == ord("f"):
        number = payload_or_none(v, "float")
        if number == no_value():
            number = payload_or_none(v, "int")
        if number == no_value():
            raise type_error("memoryview: invalid type for format '%S'", char_string(u32(m.code)))
        word = stack_array(u64, 1)
        if m.code == ord("d"):
            cast(Ptr[f64], word)[0] = number_to_float(number)
        else:
            cast(Ptr[f32], word)[0] = f32(number_to_float(number))
        return word[0]
    if not has_index(v):
        raise type_error("memoryview: invalid type for format '%S'", char_string(u32(m.code)))
    n = as_index(v)
    bits = 8 * m.item_size
    if is_signed(m.code):
        if not int_fits_i64(n):
            raise invalid_value(m)
        if bits < 64 and (int_to_i64(n) < -(i64(1) << (bits - 1)) or int_to_i64(n) >= i64(1) << (bits - 1)):
            raise invalid_value(m)
    else:
        if not int_fits_u64(n):
            raise invalid_value(m)
        if bits < 64 and int_low_u64(n) >> u64(bits) != 0:
            raise invalid_value(m)
    return int_low_u64(n)


@fn(raises=True)
def item_index(m: MemoryView, key: Value) -> i64:
    at = sequence_index(key)
    if at < 0:
        at += m.count
    if at < 0 or at >= m.count:
        raise index_error("index out of bounds on dimension 1")
    return at


@fn(raises=True)
def sliced(m: MemoryView, s: Slice) -> MemoryView:
    start, stop, step = slice_numbers(s)
    first, count = slice_extent(start, stop, step, m.count)
    return make_view(m, m.start + first * m.step, count, step * m.step if count > 1 else m.step)


@method("memoryview", "__getitem__")
def memoryview_getitem(self: Value, key: Value) -> Value:
    m = self_view(self)
    if is_kind(key, "pyta.slice"):
        return sliced(m, cast(Slice, key))
    if is_word(key, ELLIPSIS):
        return self
    if not has_index(key):
        raise type_error("memoryview: invalid slice key")
    return read_item(m, item_index(m, key))


@method("memoryview", "__setitem__")
def memoryview_setitem(self: Value, key: Value, v: Value) -> Value:
    m = self_view(self)
    if m.is_readonly != 0:
        raise type_error("cannot modify read-only memory")
    if is_kind(key, "pyta.slice"):
        part = sliced(m, cast(Slice, key))
        data = bytes_or_none(v)
        if is_deleted(data):
            raise type_error("a bytes-like object is required, not '%T'", v)
        source = cast(Bytes, data)
        if source.length != part.count * part.item_size or (
            is_kind(v, "pyta.memoryview") and cast(MemoryView, v).code != m.code
        ):
            raise value_error("memoryview assignment: lvalue and rvalue have different structures")
        spend(source.length >> WORK_SHIFT)
        memory = view_memory(part)
        for i in range(part.count):
            memmove(memory + (part.start + i * part.step), source.data + i * part.item_size, part.item_size)
        return NONE
    if not has_index(key):
        raise type_error("memoryview: invalid slice key")
    item_index(m, key)
    word = stack_array(u64, 1)
    word[0] = item_word(m, v)
    at = item_index(m, key)
    memcopy(view_memory(m) + (m.start + at * m.step), cast(Ptr[u8], word), m.item_size)
    return NONE


@method("memoryview", "__delitem__")
def memoryview_delitem(self: Value, key: Value) -> Value:
    m = self_view(self)
    if m.is_readonly != 0:
        raise type_error("cannot modify read-only memory")
    raise type_error("cannot delete memory")


@method("memoryview", "__len__")
def memoryview_len(self: Value) -> Value:
    return tag_fixnum(self_view(self).count)


# --- comparison


@fn(raises=True)
def same_items(m: MemoryView, other: Value) -> bool:
    """Whether other is bytes-like and has equal items."""
    own = payload_or_none(other, "array")
    if own != no_value() and cast(NumberArray, own).code != ord("u"):
        other = view_of_items(cast(NumberArray, own))
    if is_kind(other, "pyta.memoryview") and cast(MemoryView, other).owner != no_value():
        o = cast(MemoryView, other)
        if o.code != m.code:
            if o.count != m.count:
                return False
            for i in range(m.count):
                if not py_equal(read_item(m, i), read_item(o, i)):
                    return False
            return True
    if m.item_size != 1 and not is_kind(other, "pyta.memoryview"):
        return False
    return equal_bytes(view_bytes(m), cast(Bytes, bytes_or_none(other)))


def _comparison(op: str) -> None:
    own = f"__{op}__"

    @method("memoryview", own)
    def compare(self: Value, other: Value) -> Value:
        m = cast(MemoryView, payload(self, "memoryview", own))
        if op not in ("eq", "ne"):
            return NOT_IMPLEMENTED
        if self == other:
            return boolean(op == "eq")
        if m.owner == no_value() or (is_kind(other, "pyta.memoryview") and cast(MemoryView, other).owner == no_value()):
            return boolean(op == "ne")
        if is_deleted(bytes_or_none(other)):
            return NOT_IMPLEMENTED
        return boolean(same_items(m, other) == (op == "eq"))


for _op in OPERATORS:
    _comparison(_op)


@method("memoryview", "__hash__")
def memoryview_hash(self: Value) -> Value:
    m = self_view(self)
    if m.is_readonly == 0:
        raise value_error("cannot hash writable memoryview object")
    return int_from_i64(cast(i64, hash_bytes(view_bytes(m))))


# --- methods


@method("memoryview", "tobytes", variadic=True, keywords=True, minimum=1)
def memoryview_tobytes(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """tobytes(order='C')."""
    return view_bytes(self_view(arguments[0]))


@method("memoryview", "tolist")
def memoryview_tolist(self: Value) -> Value:
    m = self_view(self)
    made = list_new()
    for i in range(m.count):
        list_append(made, read_item(m, i))
    return made


@method("memoryview", "hex", variadic=True, keywords=True, minimum=1)
def memoryview_hex(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """hex([sep[, bytes_per_sep]])."""
    b = view_bytes(self_view(arguments[0]))
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("sep", "bytes_per_sep"), "hex", 0)
    separator: u8 = 0
    if not is_word(taken[0], DEFAULT):
        separator = separator_of(taken[0])
    return hex_text(b, separator, optional_size(taken[1], 1))


@method("memoryview", "release")
def memoryview_release(self: Value) -> Value:
    m = cast(MemoryView, payload(self, "memoryview", "release"))
    m.owner = no_value()
    return NONE


@method("memoryview", "__enter__")
def memoryview_enter(self: Value) -> Value:
    self_view(self)
    return self


@method("memoryview", "__exit__", variadic=True, minimum=1)
def memoryview_exit(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    cast(MemoryView, payload(arguments[0], "memoryview", "__exit__")).owner = no_value()
    return NONE


@method("memoryview", "toreadonly")
def memoryview_toreadonly(self: Value) -> Value:
    m = self_view(self)
    made = make_view(m, m.start, m.count, m.step)
    made.is_readonly = 1
    return made


@method("memoryview", "cast", optional=1)
def memoryview_cast(self: Value, format: Value, shape: Value) -> Value:
    """cast(format): the same bytes as items of another format (shapes are not supported)."""
    m = self_view(self)
    text = text_argument(format, "cast", "argument 'format'")
    code: i64 = 0
    if text.count == 1:
        code = i64(code_at(text, 0))
    elif text.count == 2 and code_at(text, 0) == ord("@"):
        code = i64(code_at(text, 1))
    size = size_of(code)
    if size == 0:
        raise value_error(
            "memoryview: destination format must be a native single character format prefixed with an optional '@'"
        )
    if m.step != m.item_size:
        raise type_error("memoryview: casts are restricted to C-contiguous views")
    if m.item_size != 1 and size != 1:
        raise type_error("memoryview: cannot cast between two non-byte formats")
    length = m.count * m.item_size
    if length % size != 0:
        raise type_error("memoryview: length is not a multiple of itemsize")
    made = make_view(m, m.start, length // size, size)
    made.item_size = size
    made.code = code
    return made


@fn
def size_of(code: i64) -> i64:
    """Bytes of a format's items, 0 for an unknown one."""
    for c, size in static(tuple(SIZES.items())):
        if code == ord(c):
            return size
    return 0


# --- attributes


def _number(own: str, compute: Any) -> None:
    @getter("memoryview", own)
    def get(self: Value) -> Value:
        return compute(self_view(self))


@fn(raises=True)
def byte_count(m: MemoryView) -> Value:
    return tag_fixnum(m.count * m.item_size)


@fn(raises=True)
def item_size_of(m: MemoryView) -> Value:
    return tag_fixnum(m.item_size)


@fn(raises=True)
def format_of(m: MemoryView) -> Value:
    return char_string(u32(m.code))


@fn(raises=True)
def readonly_of(m: MemoryView) -> Value:
    return boolean(m.is_readonly != 0)


@fn(raises=True)
def owner_of(m: MemoryView) -> Value:
    return m.owner


@fn(raises=True)
def dimensions_of(m: MemoryView) -> Value:
    return tag_fixnum(1)


@fn(raises=True)
def tuple_with(n: i64) -> Value:
    made = array_new(1)
    made.items[0] = tag_fixnum(n)
    return made


@fn(raises=True)
def shape_of_view(m: MemoryView) -> Value:
    return tuple_with(m.count)


@fn(raises=True)
def strides_of(m: MemoryView) -> Value:
    return tuple_with(m.step)


@fn(raises=True)
def no_offsets(m: MemoryView) -> Value:
    return array_new(0)


@fn(raises=True)
def is_contiguous(m: MemoryView) -> Value:
    return boolean(m.step == m.item_size or m.count <= 1)


for _own, _compute in (
    ("nbytes", byte_count), ("itemsize", item_size_of), ("format", format_of), ("readonly", readonly_of), ("obj", owner_of),
    ("ndim", dimensions_of), ("shape", shape_of_view), ("strides", strides_of), ("suboffsets", no_offsets),
    ("c_contiguous", is_contiguous), ("f_contiguous", is_contiguous), ("contiguous", is_contiguous),
):  # fmt: skip
    _number(_own, _compute)


@method("memoryview", "__repr__")
def memoryview_repr(self: Value) -> Value:
    m = cast(MemoryView, payload(self, "memoryview", "__repr__"))
    text = new_builder(40)
    text.append(string_from_static("<released memory at " if m.owner == no_value() else "<memory at "))
    text.append(hex_address(self))
    text.append_code(0x3E)
    return text.finish()
