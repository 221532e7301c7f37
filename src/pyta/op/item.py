"""Pyta's instructions for subscripts and containment."""

from __future__ import annotations

from corevm.isa.define import Base, Frame, Imm, OutIndex, Pc, Reg, ValueOrFrame, Window, instruction
from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import Array_, no_value
from corevm.kernel.bytes import Bytes, subbytes
from corevm.kernel.code import Function
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, discarding_link, frame_top, make_link
from corevm.kernel.list import List, list_get
from corevm.kernel.map import Map, map_get, map_set
from corevm.kernel.object import is_kind, is_of_kind
from corevm.kernel.string import String, range_extent, slice_string, substring
from corevm.kernel.table import MAP_STRIDE, UNSURE, Table, put_in_place
from corevm.kernel.value import (
    FALSE,
    NONE,
    UNDEFINED,
    boolean,
    decode_flonum,
    is_fixnum,
    is_flonum,
    is_word,
    tag_fixnum,
    untag_fixnum,
)
from corevm.micro.surface import Ptr, Value, cast, f64, fn, i64, inline, likely, u64
from pyta.object.exception import key_error
from pyta.object.iterator import Range
from pyta.object.number_array import NumberArray, item_at, item_count
from pyta.object.range import range_from_to, range_subscript
from pyta.object.slice import new_slice, slice_bounds
from pyta.object.type import READS_AS_DICT, WRITES_AS_DICT, class_of_object, dict_by_flag, is_deleted
from pyta.protocol.argument import I64_MAX, I64_MIN, slice_bound
from pyta.protocol.attribute import enter_special, special
from pyta.protocol.compare import py_equal, py_hash
from pyta.protocol.item import contains as is_in
from pyta.protocol.item import contains_at_once, item_at_hand, map_item, place_at_hand
from pyta.protocol.item import delete_item as delete
from pyta.protocol.item import get_item as get
from pyta.protocol.item import set_item as assign
from pyta.protocol.subscript import list_assign_from_to, list_from_to, list_from_to_by, tuple_from_to


@instruction(raises=True)
def get_item(destination: OutIndex, x: Reg, i: Reg, pc: Pc, base: Base) -> ValueOrFrame:
    """a = x[i]."""
    if likely(is_fixnum(i)):
        at = untag_fixnum(i)
        if likely(is_of_kind(x, "list")):
            held = list_get(cast(List, x), at)
            if likely(held != no_value()):
                return held, None, None
        elif is_of_kind(x, "array"):
            fixed = cast(Array_, x)
            if likely(u64(at) < u64(fixed.length)):
                return fixed.items[at], None, None
        elif is_of_kind(x, "pyta.number_array"):
            numbers = cast(NumberArray, x)
            if likely(at >= 0 and at < item_count(numbers)):
                return item_at(numbers, at), None, None
        elif is_of_kind(x, "bytes"):
            if likely(u64(at) < u64(cast(Bytes, x).length)):
                return tag_fixnum(i64(cast(Bytes, x).data[at])), None, None
    if is_kind(x, "map"):
        item = item_at_hand(cast(Map, x), i)
        if likely(item != no_value()):
            return item, None, None
        return map_item(cast(Map, x), i), None, None
    if is_simple_subscript(x, base):
        return enter_subscript(x, i, make_link(pc + 1, destination), base)
    return get_any(x, i, make_link(pc + 1, destination), base)


@inline
def is_simple_subscript(x: Value, base: Ptr[Value]) -> bool:
    """Whether x[i] is a simple call of a guest function."""
    if not is_kind(x, "object"):
        return False
    t = class_of_object(cast(DynamicObject, x))
    return t.subscript_version == t.version and is_simple_call(cast(Function, t.subscript).code, frame_top(base), 2)


@inline(raises=True)
def enter_subscript(x: Value, i: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """The result of an instruction that makes what `is_simple_subscript`."""
    found = class_of_object(cast(DynamicObject, x)).subscript
    window = frame_top(base)
    window[WINDOW_CALLEE] = found
    window[FRAME_WORDS] = x
    window[FRAME_WORDS + 1] = i
    return enter_simple(cast(Function, found).code, window, link, base)


@fn(raises=True)
def get_any(x: Value, i: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    if is_kind(x, "object"):
        held = dict_by_flag(x, READS_AS_DICT)
        if held != no_value():
            item = map_get(cast(Map, held), i, py_hash(i), py_equal)
            if not is_deleted(item):
                return item, None, None
            found = special(x, "__missing__")
            if found == no_value():
                raise key_error(i)
            return enter_special(found, x, i, no_value(), link, base)
        found = special(x, "__getitem__")
        if is_kind(found, "function"):
            t = class_of_object(cast(DynamicObject, x))
            t.subscript = found  # from now on straight to it, until the type changes
            t.subscript_version = t.version
        if found != no_value():
            return enter_special(found, x, i, no_value(), link, base)
    if is_kind(x, "pyta.range"):
        return range_subscript(cast(Range, x), i), None, None
    return get(x, i), None, None


@instruction(raises=True)
def get_item_imm(destination: OutIndex, x: Reg, i: Imm, pc: Pc, base: Base) -> ValueOrFrame:
    """a = x[i]."""
    if likely(is_of_kind(x, "list")):
        held = list_get(cast(List, x), i if i >= 0 else i + cast(List, x).count)
        if likely(held != no_value()):
            return held, None, None
    elif is_of_kind(x, "array"):
        fixed = cast(Array_, x)
        at = i if i >= 0 else i + fixed.length
        if likely(u64(at) < u64(fixed.length)):
            return fixed.items[at], None, None
    elif is_of_kind(x, "pyta.number_array"):
        numbers = cast(NumberArray, x)
        if likely(i >= 0 and i < item_count(numbers)):
            return item_at(numbers, i), None, None
    elif is_simple_subscript(x, base):
        return enter_subscript(x, tag_fixnum(i), make_link(pc + 1, destination), base)
    return get_any(x, tag_fixnum(i), make_link(pc + 1, destination), base)


@instruction(raises=True)
def set_item(x: Reg, i: Reg, value: Reg, pc: Pc, base: Base) -> Frame:
    """x[i] = value."""
    if likely(is_of_kind(x, "list") and is_fixnum(i)):
        items = cast(List, x)
        at = untag_fixnum(i)
        storage = items.items
        if likely(at >= 0 and at < items.count and storage is not None):
            cast(Array_, storage).items[at] = value
            return pc + 1, base
    elif is_kind(x, "map"):
        entry, slot, word = place_at_hand(cast(Map, x), i, MAP_STRIDE)
        if likely(entry > UNSURE):
            put_in_place(cast(Map, x), cast(Table, cast(Map, x).table), entry, slot, i, word, value, MAP_STRIDE)
            return pc + 1, base
    elif is_of_kind(x, "pyta.number_array") and is_fixnum(i) and is_flonum(value):
        numbers = cast(NumberArray, x)
        at = untag_fixnum(i)
        if likely(at >= 0 and at < item_count(numbers) and numbers.code == ord("d")):
            cast(Ptr[f64], numbers.buffer.bytes)[at] = decode_flonum(value)
            return pc + 1, base
    return set_any(x, i, value, pc + 1, base)


@fn(raises=True)
def set_any(x: Value, i: Value, value: Value, after: Ptr[u64], base: Ptr[Value]) -> tuple[Ptr[u64], Ptr[Value]]:
    if is_kind(x, "object"):
        held = dict_by_flag(x, WRITES_AS_DICT)
        if held != no_value():
            map_set(cast(Map, held), i, py_hash(i), value, py_equal)
            return after, base
        found = special(x, "__setitem__")
        if is_kind(found, "function"):
            _, entered, frame = enter_special(found, x, i, value, discarding_link(after, base), base)
            return entered, frame
    assign(x, i, value)
    return after, base


@instruction(raises=True)
def set_item_imm(x: Reg, i: Imm, value: Reg, pc: Pc, base: Base) -> Frame:
    """x[i] = value."""
    if likely(is_of_kind(x, "list")):
        items = cast(List, x)
        storage = items.items
        if likely(i >= 0 and i < items.count and storage is not None):
            cast(Array_, storage).items[i] = value
            return pc + 1, base
    elif is_of_kind(x, "pyta.number_array") and is_flonum(value):
        numbers = cast(NumberArray, x)
        if likely(i >= 0 and i < item_count(numbers) and numbers.code == ord("d")):
            cast(Ptr[f64], numbers.buffer.bytes)[i] = decode_flonum(value)
            return pc + 1, base
    return set_any(x, tag_fixnum(i), value, pc + 1, base)


@instruction(raises=True)
def delete_item(x: Reg, i: Reg) -> None:
    """del x[i]."""
    delete(x, i)


@instruction(raises=True, rules="window:reads=2")
def get_slice(x: Reg, window: Window) -> Value:
    """a = x[w[0]:w[1]]."""
    if is_kind(x, "list"):
        return list_from_to(cast(List, x), window[0], window[1])
    return from_to(x, window[0], window[1])


@fn(raises=True)
def from_to(x: Value, low: Value, high: Value) -> Value:
    if is_kind(x, "array"):
        return tuple_from_to(cast(Array_, x), low, high)
    if is_kind(x, "string"):
        text = cast(String, x)
        first, count = range_extent(slice_bound(low, I64_MIN), slice_bound(high, I64_MAX), text.count)
        return substring(text, first, first + count)
    if is_kind(x, "bytes"):
        data = cast(Bytes, x)
        first, count = range_extent(slice_bound(low, I64_MIN), slice_bound(high, I64_MAX), data.length)
        return subbytes(data, first, first + count)
    if is_kind(x, "pyta.range"):
        return range_from_to(cast(Range, x), low, high)
    return get(x, new_slice(low, high, NONE))


@instruction(raises=True, rules="window:reads=3")
def get_slice_step(x: Reg, window: Window) -> Value:
    """a = x[w[0]:w[1]:w[2]]."""
    return from_to_by(x, window[0], window[1], window[2])


@fn(raises=True)
def from_to_by(x: Value, low: Value, high: Value, by: Value) -> Value:
    if is_kind(x, "list"):
        return list_from_to_by(cast(List, x), low, high, by)
    if is_kind(x, "string"):
        start, stop, step = slice_bounds(low, high, by)
        return slice_string(cast(String, x), start, stop, step)
    return get(x, new_slice(low, high, by))


@instruction(raises=True, rules="window:reads=2")
def set_slice(x: Reg, window: Window, value: Reg) -> None:
    """x[w[0]:w[1]] = value."""
    set_from_to(x, window[0], window[1], value)


@fn(raises=True)
def set_from_to(x: Value, low: Value, high: Value, value: Value) -> None:
    if is_kind(x, "list"):
        list_assign_from_to(cast(List, x), low, high, value)
    else:
        assign(x, new_slice(low, high, NONE), value)


@instruction(raises=True, rules="window:reads=3")
def build_slice(window: Window) -> Value:
    """a = slice(w[0], w[1], w[2])."""
    return new_slice(window[0], window[1], window[2])


@instruction(raises=True)
def contains(item: Reg, y: Reg) -> Value:
    """a = item in y."""
    known = contains_at_once(y, item)
    if not is_word(known, UNDEFINED):
        return known
    return boolean(is_in(y, item))


@instruction(raises=True)
def not_contains(item: Reg, y: Reg) -> Value:
    """a = item not in y."""
    known = contains_at_once(y, item)
    if not is_word(known, UNDEFINED):
        return boolean(is_word(known, FALSE))
    return boolean(not is_in(y, item))
