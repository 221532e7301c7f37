"""Operators in instructions: a guest function that is an operand's special method runs in a frame of its own.

`ENTER_BINARY[op](a, b, link, base)` gives the operator's result, or 0 and the frame to go on in. Where that returns NotImplemented the
instruction is executed again and finds in the thread what has been tried (corevm.kernel.frame.ATTEMPT): the rest is done by nested calls.
"""

from __future__ import annotations

from typing import Any

from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import no_value
from corevm.kernel.bytes import Bytes, concat_bytes
from corevm.kernel.call import enter_call, need_stack
from corevm.kernel.code import Function
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.frame import FRAME_WORDS, WINDOW_CALLEE, attempt_link, frame_top
from corevm.kernel.list import List, list_concat, list_extend_list
from corevm.kernel.number import is_integer, is_number
from corevm.kernel.object import is_kind
from corevm.kernel.table import Hashed
from corevm.kernel.thread import SCRATCH_TRIED, thread
from corevm.kernel.value import boolean, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, u64
from pyta.object.type import HAS_EQUALITY, class_of, class_of_object, is_subtype, type_lookup
from pyta.object.world import name
from pyta.protocol.compare import (
    COMPARE,
    COMPARE_REST,
    OPERATORS,
    SWAPPED,
    TRIED_IN_PLACE,
    TRIED_LAST,
    TRIED_OWN,
    TRIED_SWAPPED,
    is_plain_set,
    set_order_holds,
)
from pyta.protocol.number import BINARY, BINARY_REST, IN_PLACE, IN_PLACE_REST, OPERATIONS
from pyta.protocol.set_operator import SET_IN_PLACE, SET_OPERATORS


@fn(raises=True)
def attempt(
    found: Value, receiver: Value, other: Value, tried: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    """Enter the function `found` on a class, as an operator's special method."""
    window = frame_top(base)
    need_stack(window + (FRAME_WORDS + 2))
    window[WINDOW_CALLEE] = found
    window[FRAME_WORDS] = receiver
    window[FRAME_WORDS + 1] = other
    window[0] = tag_fixnum(tried)  # the frame's extra word
    code = cast(Function, found).code
    if likely(is_simple_call(code, window, 2)):
        return enter_simple(code, window, attempt_link(link), base)
    return enter_call(window, 2, no_value(), attempt_link(link), base)


@inline
def take_tried() -> i64:
    """What the instruction has tried before, or 0: it is taken once."""
    t = thread()
    tried = t.scratch[SCRATCH_TRIED]
    t.scratch[SCRATCH_TRIED] = 0
    return i64(tried >> 1)


@inline
def is_guest(found: Value) -> bool:
    return is_kind(found, "function")


def _enter_binary(op: str, in_place: bool) -> Any:
    stem = OPERATIONS[op][1]
    own, reflected, in_place_name = f"__{stem}__", f"__r{stem}__", f"__i{stem}__"
    whole, rest = (IN_PLACE[op], IN_PLACE_REST[op]) if in_place else (BINARY[op], BINARY_REST[op])
    on_integers, on_sets = OPERATIONS[op][3], SET_IN_PLACE if in_place else SET_OPERATORS

    @fn(raises=True, name=f"pyta.protocol.operate.{'i' if in_place else ''}{op}")
    def enter(a: Value, b: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
        if op == "add":
            if is_kind(a, "bytes") and is_kind(b, "bytes"):
                return concat_bytes(cast(Bytes, a), cast(Bytes, b)), None, None
            if is_kind(a, "list") and is_kind(b, "list"):
                if in_place:
                    list_extend_list(cast(List, a), cast(List, b))
                    return a, None, None
                return list_concat(cast(List, a), cast(List, b)), None, None
        if on_integers is not None:
            if is_integer(a) and is_integer(b):
                return on_integers(a, b), None, None
        if op in on_sets:
            if (is_kind(a, "set") if in_place else is_plain_set(a)) and is_plain_set(b):
                return on_sets[op](a, b), None, None
        tried = take_tried()
        if tried != 0:
            return rest(a, b, tried), None, None
        if is_kind(a, "object"):
            t = class_of_object(cast(DynamicObject, a))
            if in_place:
                found = type_lookup(t, name(in_place_name))
                if found != no_value():
                    if is_guest(found):
                        return attempt(found, a, b, TRIED_IN_PLACE, link, base)
                    return whole(a, b), None, None
            if is_kind(b, "object"):
                u = class_of_object(cast(DynamicObject, b))
                if u is not t and is_subtype(u, t):
                    found = type_lookup(u, name(reflected))
                    if found != no_value() and found != type_lookup(t, name(reflected)):
                        if is_guest(found):
                            return attempt(found, b, a, TRIED_SWAPPED, link, base)
                        return whole(a, b), None, None
            found = type_lookup(t, name(own))
            if is_guest(found):
                return attempt(found, a, b, TRIED_OWN, link, base)
        elif is_kind(b, "object") and is_number(a):
            u = class_of_object(cast(DynamicObject, b))
            if u.layout == 0:  # else it may be a number too
                found = type_lookup(u, name(reflected))
                if is_guest(found):
                    return attempt(found, b, a, TRIED_LAST, link, base)
        return whole(a, b), None, None

    return enter


def _enter_comparison(op: str) -> Any:
    own, swapped = f"__{op}__", f"__{SWAPPED[op]}__"
    whole, rest = COMPARE[op], COMPARE_REST[op]

    @fn(raises=True, name=f"pyta.protocol.operate.{op}")
    def enter(a: Value, b: Value, link: u64, base: Ptr[Value]) -> tuple[Value, Ptr[u64], Ptr[Value]]:
        if op not in ("eq", "ne"):
            if is_plain_set(a) and is_plain_set(b):
                return boolean(set_order_holds(cast(Hashed, a), cast(Hashed, b), op)), None, None
        tried = take_tried()
        if tried != 0:
            return rest(a, b, tried), None, None
        if is_kind(a, "object"):
            t = class_of_object(cast(DynamicObject, a))
            found = type_lookup(t, name(own))
            if is_kind(b, "object"):
                u = class_of_object(cast(DynamicObject, b))
                if u is not t and is_subtype(u, t):
                    first = type_lookup(u, name(swapped))
                    if is_guest(first):
                        return attempt(first, b, a, TRIED_SWAPPED, link, base)
                    if first != no_value():
                        return whole(a, b), None, None
            if is_guest(found):
                return attempt(found, a, b, TRIED_OWN, link, base)
            if op in ("eq", "ne"):
                if (t.flags | class_of(b).flags) & HAS_EQUALITY == 0:
                    return boolean((a == b) == (op == "eq")), None, None
        return whole(a, b), None, None

    return enter


ENTER_BINARY: dict[str, Any] = {op: _enter_binary(op, False) for op in OPERATIONS}
ENTER_IN_PLACE: dict[str, Any] = {op: _enter_binary(op, True) for op in OPERATIONS}
ENTER_COMPARE: dict[str, Any] = {op: _enter_comparison(op) for op in OPERATORS}
