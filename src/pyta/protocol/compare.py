"""Comparison, hashing, truth: the protocols every container and condition uses.

Source: the data model, 3.3.1; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import Array_, has_hash, keep_hash, kept_hash, no_value
from corevm.kernel.bytes import Bytes, hash_bytes
from corevm.kernel.call import enter_recursion
from corevm.kernel.dynamic import DynamicObject, object_get_slot
from corevm.kernel.integer import int_fits_i64, int_to_i64
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, capacity_of, list_get
from corevm.kernel.map import Map
from corevm.kernel.number import (
    is_float,
    is_integer,
    is_number,
    number_compare,
    number_equal,
    number_hash,
    number_is_true,
)
from corevm.kernel.object import is_kind, kind_of
from corevm.kernel.safepoint import spend
from corevm.kernel.set import Set, set_equal, set_is_subset
from corevm.kernel.string import String, compare_strings, equal_strings, hash_string
from corevm.kernel.table import (
    SET_STRIDE,
    UNSURE,
    Hashed,
    Table,
    find_near,
    hash_of_word,
    hash_word,
    is_live,
    table_next,
    word_at,
)
from corevm.kernel.value import (
    FALSE,
    NONE,
    NOT_IMPLEMENTED,
    TRUE,
    boolean,
    both_fixnum,
    is_fixnum,
    is_reference,
    is_word,
    untag_fixnum,
)
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, min_of, static, u64
from pyta.object.declare import TYPE_INDEX
from pyta.object.exception import type_error
from pyta.object.payload import held_object, payload_or_none
from pyta.object.type import (
    HAS_EQUALITY,
    HAS_TRUTH,
    IS_TUPLE_BY_VALUE,
    PAYLOAD_SLOT,
    Type,
    class_of,
    class_of_object,
    is_subtype,
    type_lookup,
    type_named,
)
from pyta.object.world import name, world
from pyta.protocol.attribute import call_special1, call_special2, special
from pyta.protocol.index import length_from

UNORDERED = 2


@inline
def bool_number(v: Value) -> Value:
    """True and False as 1 and 0, others as they are."""
    return cast(Value, u64(3)) if is_word(v, TRUE) else cast(Value, u64(1)) if is_word(v, FALSE) else v


# --- truth


@inline(raises=True)
def is_true(v: Value) -> bool:
    """bool(v)."""
    if is_word(v, TRUE):
        return True
    if is_word(v, FALSE) or is_word(v, NONE):
        return False
    if is_fixnum(v):
        return cast(u64, v) != 1
    return is_true_slow(v)


@inline(raises=True)
def is_true_inline(v: Value) -> bool:
    """bool(v) with the most frequent kinds of objects in line: for conditional jumps."""
    if is_word(v, TRUE):
        return True
    if is_word(v, FALSE) or is_word(v, NONE):
        return False
    if is_fixnum(v):
        return cast(u64, v) != 1
    if is_kind(v, "list"):
        return cast(List, v).count != 0
    if is_kind(v, "object"):
        if class_of_object(cast(DynamicObject, v)).flags & HAS_TRUTH == 0:
            return True
    elif is_kind(v, "string"):
        return cast(String, v).count != 0
    return is_true_slow(v)


@fn(raises=True)
def is_true_slow(v: Value) -> bool:
    if is_number(v):
        return number_is_true(v)
    if not is_reference(v):
        return not is_word(v, FALSE) and not is_word(v, NONE)
    kind = kind_of(v)
    if kind == KIND_NUMBER["object"] and class_of_object(cast(DynamicObject, v)).flags & HAS_TRUTH == 0:
        return True
    if kind == KIND_NUMBER["string"]:
        return cast(String, v).count != 0
    if kind == KIND_NUMBER["list"]:
        return cast(List, v).count != 0
    if kind == KIND_NUMBER["array"]:
        return cast(Array_, v).length != 0
    if kind == KIND_NUMBER["map"]:
        return cast(Map, v).count != 0
    if kind == KIND_NUMBER["set"]:
        return cast(Set, v).count != 0
    if kind == KIND_NUMBER["bytes"]:
        return cast(Bytes, v).length != 0
    found = special(v, "__bool__")
    if found != no_value():
        result = call_special1(v, found)
        if is_word(result, TRUE) or is_word(result, FALSE):
            return is_word(result, TRUE)
        raise type_error("__bool__ should return bool, returned %T", result)
    found = special(v, "__len__")
    if found != no_value():
        return length_from(call_special1(v, found)) != 0
    return True


# --- rich comparison

OPERATORS = ("lt", "le", "eq", "ne", "gt", "ge")
SWAPPED = {"lt": "gt", "le": "ge", "eq": "eq", "ne": "ne", "gt": "lt", "ge": "le"}
# what of an operator's special methods has been tried, and gave NotImplemented: the in-place one; the left operand's; the right one's,
# which comes first if its type derives from the left one's; all
TRIED_IN_PLACE, TRIED_OWN, TRIED_SWAPPED, TRIED_LAST = 1, 2, 3, 4
SYMBOLS = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}


@inline
def order_holds(order: i64, op: static) -> bool:
    """Whether a three-way order (UNORDERED: none) means that the comparison holds."""
    if op == "lt":
        return order == -1
    if op == "le":
        return order == -1 or order == 0
    if op == "eq":
        return order == 0
    if op == "ne":
        return order != 0
    if op == "gt":
        return order == 1
    return order == 1 or order == 0


def _comparison(op: str) -> Any:
    """a OP b as a value."""
    own, swapped, symbol = f"__{op}__", f"__{SWAPPED[op]}__", SYMBOLS[op]

    @fn(raises=True, name=f"pyta.protocol.compare.{op}")
    def compare(a: Value, b: Value) -> Value:
        x = bool_number(a)
        y = bool_number(b)
        if is_number(x) and is_number(y):
            return boolean(order_holds(number_compare(x, y), op))
        if is_kind(a, "string") and is_kind(b, "string"):
            if op in ("eq", "ne"):
                return boolean(equal_strings(cast(String, a), cast(String, b)) == (op == "eq"))
            return boolean(order_holds(compare_strings(cast(String, a), cast(String, b)), op))
        if is_kind(a, "array") and is_kind(b, "array"):
            return TUPLE_COMPARE[op](a, b)
        if is_kind(a, "list") and is_kind(b, "list"):
            return LIST_COMPARE[op](a, b)
        if is_plain_set(a) and is_plain_set(b):
            return boolean(set_order_holds(cast(Hashed, a), cast(Hashed, b), op))
        t = class_of(a)
        u = class_of(b)
        tried_swapped = False
        if cast(u64, t) != cast(u64, u) and is_subtype(u, t):
            found = type_lookup(u, name(swapped))
            if found != no_value():
                tried_swapped = True
                result = call_special2(b, found, a)
                if not is_word(result, NOT_IMPLEMENTED):
                    return result
        found = type_lookup(t, name(own))
        if found != no_value():
            result = call_special2(a, found, b)
            if not is_word(result, NOT_IMPLEMENTED):
                return result
        return rest(a, b, i64(TRIED_LAST if tried_swapped else TRIED_OWN))

    @fn(raises=True, name=f"pyta.protocol.compare.{op}.rest")
    def rest(a: Value, b: Value, tried: i64) -> Value:
        """The result where a special method of the operands gave NotImplemented."""
        result: Value = NOT_IMPLEMENTED
        if tried == TRIED_OWN:
            found = type_lookup(class_of(b), name(swapped))
            if found != no_value():
                result = call_special2(b, found, a)
        elif tried == TRIED_SWAPPED:
            found = type_lookup(class_of(a), name(own))
            if found != no_value():
                result = call_special2(a, found, b)
        if not is_word(result, NOT_IMPLEMENTED):
            return result
        if op == "eq":
            return boolean(a == b)
        if op == "ne":
            return boolean(a != b)
        raise type_error(f"'{symbol}' not supported between instances of '%T' and '%T'", a, b)

    return compare, rest


_comparisons = {op: _comparison(op) for op in OPERATORS}
COMPARE: dict[str, Any] = {op: whole for op, (whole, _) in _comparisons.items()}
COMPARE_REST: dict[str, Any] = {op: rest for op, (_, rest) in _comparisons.items()}
compare_lt, compare_le, compare_eq, compare_ne, compare_gt, compare_ge = (COMPARE[op] for op in OPERATORS)


@inline
def count_in(v: Value, is_list: static) -> i64:
    return cast(List, v).count if is_list else cast(Array_, v).length


@inline
def item_in(v: Value, index: i64, is_list: static) -> Value:
    """An item of a tuple or a list; 0 if the list has become shorter."""
    if is_list:
        return list_get(cast(List, v), index)
    return cast(Array_, v).items[index]


@inline
def words_in(v: Value, is_list: static) -> Ptr[Value]:
    """Where a tuple's or a list's items lie; the list must have some."""
    if is_list:
        return cast(Array_, cast(List, v).items).items
    return cast(Array_, v).items


@inline
def same_until(a: Value, b: Value, start: i64, is_list: static) -> i64:
    """The first index from start on where the items are not the same word, or the lesser count."""
    count = min_of(count_in(a, is_list), count_in(b, is_list))
    if is_list:
        count = min_of(count, min_of(capacity_of(cast(List, a)), capacity_of(cast(List, b))))
    at = start
    if at < count:
        x = words_in(a, is_list)
        y = words_in(b, is_list)
        while at < count and x[at] == y[at]:
            at += 1
    return at


def _sequence_comparison(op: str, is_list: bool) -> Any:
    """a OP b of two tuples or two lists: by the first items that differ, else by length."""

    @fn(raises=True, name=f"pyta.protocol.compare.{'list' if is_list else 'tuple'}_{op}")
    def compare(a: Value, b: Value) -> Value:
        if is_list and op in ("eq", "ne"):  # of tuples the items are asked first, as on CPython
            if count_in(a, is_list) != count_in(b, is_list):
                return boolean(op == "ne")
        enter_recursion()
        at: i64 = 0
        while True:
            at = same_until(a, b, at, is_list)
            if at >= count_in(a, is_list) or at >= count_in(b, is_list):
                break
            x = item_in(a, at, is_list)
            y = item_in(b, at, is_list)
            if x == no_value() or y == no_value():
                break
            if both_fixnum(x, y):  # and not the same
                if op in ("eq", "ne"):
                    return boolean(op == "ne")
                return boolean(cast(i64, x) < cast(i64, y) if op in ("lt", "le") else cast(i64, x) > cast(i64, y))
            spend(1)
            if not py_equal(x, y):
                if op in ("eq", "ne"):
                    return boolean(op == "ne")
                return COMPARE[op](x, y)
            at += 1
        n = count_in(a, is_list)
        m = count_in(b, is_list)
        return boolean(order_holds(i64(n > m) - i64(n < m), op))

    return compare


TUPLE_COMPARE: dict[str, Any] = {op: _sequence_comparison(op, False) for op in OPERATORS}
LIST_COMPARE: dict[str, Any] = {op: _sequence_comparison(op, True) for op in OPERATORS}


@inline(raises=True)
def py_equal(a: Value, b: Value) -> bool:
    """Whether a is b or a == b is true: the equality of containers."""
    if a == b:
        return True
    if both_fixnum(a, b):
        return False
    return py_equal_slow(a, b)


@fn(raises=True)
def py_equal_slow(a: Value, b: Value) -> bool:
    if is_reference(a) and is_reference(b):
        kind = kind_of(a)
        if kind == kind_of(b):
            if kind == KIND_NUMBER["string"]:
                return equal_strings(cast(String, a), cast(String, b))
            if kind == KIND_NUMBER["array"]:
                return tuples_equal(cast(Array_, a), cast(Array_, b))
            if kind == KIND_NUMBER["object"]:
                return objects_equal(a, b)
    x = bool_number(a)
    y = bool_number(b)
    if is_number(x) and is_number(y):
        return number_equal(x, y)
    return is_true(compare_eq(a, b))


@fn(raises=True)
def objects_equal(a: Value, b: Value) -> bool:
    t = class_of_object(cast(DynamicObject, a))
    if (t.flags | class_of_object(cast(DynamicObject, b)).flags) & HAS_EQUALITY == 0:
        return a == b
    if t.flags & IS_TUPLE_BY_VALUE != 0 and t is class_of_object(cast(DynamicObject, b)):
        x = object_get_slot(cast(DynamicObject, a), PAYLOAD_SLOT)
        y = object_get_slot(cast(DynamicObject, b), PAYLOAD_SLOT)
        if x != no_value() and y != no_value():
            return x == y or tuples_equal(cast(Array_, x), cast(Array_, y))
    return is_true(compare_eq(a, b))


@fn(raises=True)
def tuples_equal(a: Array_, b: Array_) -> bool:
    count = a.length
    if count != b.length:
        return False
    enter_recursion()
    for i in range(count):
        x = a.items[i]
        y = b.items[i]
        if x != y:
            if both_fixnum(x, y):
                return False
            spend(1)
            if not py_equal_slow(x, y):
                return False
    return True


@inline
def is_plain_set(v: Value) -> bool:
    """A set or frozenset itself."""
    return is_kind(v, "set") or is_kind(v, "pyta.frozenset")


@fn(raises=True)
def set_order_holds(a: Hashed, b: Hashed, op: static) -> bool:
    """a OP b of two sets: by inclusion."""
    if op == "eq":
        return set_equal(a, b, py_equal)
    if op == "ne":
        return not set_equal(a, b, py_equal)
    if op == "lt":
        return a.count < b.count and set_is_subset(a, b, py_equal)
    if op == "le":
        return set_is_subset(a, b, py_equal)
    if op == "gt":
        return b.count < a.count and set_is_subset(b, a, py_equal)
    return set_is_subset(b, a, py_equal)


@inline(raises=True)
def py_less(a: Value, b: Value) -> bool:
    """Whether a < b is true: the order of sorting."""
    if both_fixnum(a, b):
        return cast(i64, a) < cast(i64, b)
    return is_true(compare_lt(a, b))


# --- hashing


SMALL_HASH = 1 << 60  # ints of smaller magnitude are below the hash modulus


@inline(raises=True)
def py_hash(v: Value) -> i64:
    """hash(v)."""
    if is_fixnum(v):
        n = untag_fixnum(v)
        if u64(n + SMALL_HASH) < u64(2 * SMALL_HASH):  # its own hash
            return -2 if n == -1 else n
    if is_kind(v, "string"):
        return cast(i64, hash_string(cast(String, v)))
    return py_hash_slow(v)


@inline
def word_at_hand(v: Value) -> Value:
    """The hash word (`corevm.kernel.table`) of a small int, a string whose hash has been computed, or a class without a metaclass; else 0."""
    if is_fixnum(v):
        n = untag_fixnum(v)
        if u64(n + SMALL_HASH) < u64(2 * SMALL_HASH):
            return hash_word(-2 if n == -1 else n)
    elif is_kind(v, "string") and cast(String, v).hash != 0:
        return hash_word(cast(i64, cast(String, v).hash))
    elif is_plain_class(v):
        return hash_word(identity_hash_of(v))
    return no_value()


@inline
def is_plain_class(v: Value) -> bool:
    """Whether it is a class whose metaclass is `type`: its hash is its identity's."""
    return is_kind(v, "pyta.type") and cast(Type, v).metaclass == cast(Value, type_named("type"))


@inline
def known_entry(h: Hashed, key: Value, stride: static) -> i64:
    """The entry of a dict or set with a key, ABSENT, or UNSURE or less where that takes a call to tell."""
    table = h.table
    if likely(table is not None and cast(Table, table).index_bits <= 8):
        word = word_at_hand(key)
        if likely(word != no_value()):
            return find_near(cast(Table, table), key, word, stride)
    return i64(UNSURE)


@fn(raises=True)
def py_hash_slow(v: Value) -> i64:
    if is_kind(v, "array"):
        return hash_tuple(cast(Array_, v))
    if is_kind(v, "object") and class_of_object(cast(DynamicObject, v)).flags & IS_TUPLE_BY_VALUE != 0:
        held = object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
        if held != no_value():
            return hash_tuple(cast(Array_, held))
    return py_hash_any(v)


@fn(raises=True)
def py_hash_any(v: Value) -> i64:
    if is_plain_class(v):
        return identity_hash_of(v)
    x = bool_number(v)
    if is_number(x):
        return number_hash(x)
    if not is_reference(v):
        return cast(i64, cast(u64, v) >> 3)
    kind = kind_of(v)
    if kind == KIND_NUMBER["bytes"]:
        return cast(i64, hash_bytes(cast(Bytes, v)))
    found = special(v, "__hash__")
    if kind == KIND_NUMBER["object"] and found == type_lookup(type_named("tuple"), name("__hash__")):
        held = held_object(v, TYPE_INDEX["tuple"])
        if held != no_value():
            return hash_tuple(cast(Array_, held))
    if found == no_value() or is_word(found, NONE):
        raise type_error("unhashable type: '%T'", v)
    if found == type_lookup(type_named("object"), name("__hash__")):
        return identity_hash_of(v)
    result = bool_number(call_special1(v, found))
    if is_fixnum(result):
        n = untag_fixnum(result)
        return -2 if n == -1 else n
    if is_integer(result):
        return int_to_i64(result) if int_fits_i64(result) else number_hash(result)
    raise type_error("__hash__ method should return an integer")


@inline
def identity_hash_of(v: Value) -> i64:
    return cast(i64, cast(u64, v) >> 4)


@inline(raises=True)
def hash_tuple(t: Array_) -> i64:
    if likely(has_hash(t) and world().is_hash_changed == 0):
        return kept_hash(t)
    return hash_items(t)


@fn(raises=True)
def hash_items(t: Array_) -> i64:
    """xxHash-based, as CPython's (Objects/tupleobject.c describes the algorithm). It is kept in the tuple if it cannot change."""
    enter_recursion()
    is_lasting = True
    accumulator = u64(2870177450012600261)
    for i in range(t.length):
        item = t.items[i]
        lane = cast(u64, py_hash(item))
        if is_lasting and not is_fixnum(item) and not is_kind(item, "string"):
            is_lasting = has_lasting_hash(item)
        accumulator += lane * 14029467366897019727
        accumulator = accumulator << 31 | accumulator >> 33
        accumulator = accumulator * 11400714785074694791
    accumulator += u64(t.length) ^ (2870177450012600261 ^ 3527539)
    hash = i64(1546275796) if accumulator == 0xFFFFFFFFFFFFFFFF else cast(i64, accumulator)
    if is_lasting:
        keep_hash(t, hash)
    return hash


@fn
def has_lasting_hash(v: Value) -> bool:
    """Whether v, whose hash was just computed, will always have it, and no guest code is asked.

    Of a tuple's subclass the method may be replaced (`hash_changed`); other classes of guests are not taken at their word.
    """
    if is_number(v) or not is_reference(v) or is_kind(v, "bytes"):
        return True
    if is_kind(v, "array"):
        return has_hash(cast(Array_, v))
    if not is_kind(v, "object") or class_of_object(cast(DynamicObject, v)).flags & IS_TUPLE_BY_VALUE == 0:
        return False
    held = object_get_slot(cast(DynamicObject, v), PAYLOAD_SLOT)
    return held != no_value() and has_hash(cast(Array_, held))


@inline(raises=True)
def hash_for_lookup(v: Value) -> i64:
    """The hash of a value looked for in a set: a set is looked for as the equal frozenset."""
    if is_fixnum(v) or is_kind(v, "string"):
        return py_hash(v)
    return hash_for_lookup_slow(v)


@fn(raises=True)
def hash_for_lookup_slow(v: Value) -> i64:
    if is_kind(v, "array"):
        return hash_tuple(cast(Array_, v))
    held = payload_or_none(v, "set")
    if held != no_value():
        return hash_set(cast(Hashed, held))
    return py_hash(v)


@fn(raises=True)
def hash_set(s: Hashed) -> i64:
    """Source: Objects/setobject.c describes the algorithm."""
    mixed = u64(0)
    table = s.table
    if table is not None:
        here = cast(Table, table)
        position: i64 = 0
        while (entry := table_next(here, position, SET_STRIDE)) >= 0:
            word = word_at(here, entry, SET_STRIDE)
            if is_live(word):
                h = cast(u64, hash_of_word(word))
                mixed = mixed ^ ((h ^ 89869747) ^ (h << 16)) * 3644798167
            position = entry + 1
    spend(s.count // 8 + 1)
    mixed = mixed ^ (u64(s.count) + 1) * 1927868237
    mixed = mixed ^ (mixed >> 11) ^ (mixed >> 25)
    mixed = mixed * 69069 + 907133923
    if mixed == 0xFFFFFFFFFFFFFFFF:
        return 590923713
    return cast(i64, mixed)


__all__ = ["Type", "is_float"]
