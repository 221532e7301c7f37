"""Pyta's instructions for super: the calls of its attributes remember what they found.

    call_super, call_super_of   shape or kind of the receiver · an entry, of its class · the class that is looked after

INV-SUPER-1  The class that a site is keyed by is in the order of its entry's class, as long as that has the entry's version: so it lives, and its
             address is no other class's.
"""

from __future__ import annotations

from corevm.isa.define import Base, Cache, Index, OutIndex, Pc, ValueOrFrame, Window, Word, instruction
from corevm.isa.op.control import enter_simple, has_room
from corevm.kernel.array import no_value
from corevm.kernel.call import call_ready, enter_call, enter_callee, is_ready
from corevm.kernel.code import CacheEntry, Cell, Code, Function
from corevm.kernel.frame import CODE, FRAME_WORDS, WINDOW_CALLEE, make_link
from corevm.kernel.object import is_of_kind
from corevm.kernel.value import UNDEFINED, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, likely, new, u32, u64
from pyta.object.exception import runtime_error
from pyta.object.super import bind_found, lookup_after, new_super, super_start
from pyta.object.type import Type, class_of, is_type, type_named
from pyta.object.world import name
from pyta.op.attribute import is_fresh, may_cache, receiver_shape, remember, simple_count, without_receiver
from pyta.op.enter import enter_default, is_default_call
from pyta.protocol.attribute import call0, call2, get_attribute, is_plain_function

OWNER = 2  # of the window: the class or the cell that has it


@instruction(raises=True, rules="window:at=0,cell=1,maybe=2")
def load_super(window: Window) -> Value:
    """a = super()."""
    return make_super(window[0], window[1], window[2])


@fn(raises=True)
def make_super(callee: Value, cell: Value, receiver: Value) -> Value:
    """super() as written in a method: `cell` is that of __class__."""
    if callee == cast(Value, type_named("super")):
        return new_super(cast(Type, class_in(cell)), checked_receiver(receiver))
    return call0(callee)


@fn(raises=True)
def class_in(cell: Value) -> Value:
    """What the cell of __class__ holds."""
    owner = cast(Cell, cell).content
    if is_word(owner, UNDEFINED) or owner == no_value():
        raise runtime_error("super(): empty __class__ cell")
    return owner


@fn(raises=True)
def checked_receiver(receiver: Value) -> Value:
    if is_word(receiver, UNDEFINED):
        raise runtime_error("super(): arg[0] deleted")
    return receiver


@instruction(raises=True, rules="window:at=1,cell=2,maybe=5,method=argc,lost key:string")
def call_super(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[3], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = super().name(w[6], ...)."""
    if likely(is_known(window, cast(Cell, window[OWNER]).content, site)):
        return enter_known(cast(CacheEntry, cast(Value, site[1])), window, argc, make_link(pc + 5, destination), base)
    own_name = cast(Code, base[CODE]).constants[key]
    return enter_by_cell(window, argc, own_name, site, make_link(pc + 5, destination), base)


@instruction(raises=True, rules="window:at=1,at=2,method=argc,lost key:string")
def call_super_of(
    destination: OutIndex, window: Window, argc: Index, key: Word, site: Cache[3], pc: Pc, base: Base
) -> ValueOrFrame:
    """a = super(w[2], w[5]).name(w[6], ...)."""
    if likely(is_known(window, window[OWNER], site)):
        return enter_known(cast(CacheEntry, cast(Value, site[1])), window, argc, make_link(pc + 5, destination), base)
    own_name = cast(Code, base[CODE]).constants[key]
    return enter_by_class(window, argc, own_name, site, make_link(pc + 5, destination), base)


@inline
def is_known(window: Ptr[Value], owner: Value, site: Ptr[u64]) -> bool:
    """Whether the site's entry is what the call finds."""
    if window[WINDOW_CALLEE] != cast(Value, type_named("super")) or cast(u64, owner) != site[2]:
        return False
    return receiver_shape(window[FRAME_WORDS]) == site[0] and is_fresh(site[1])


@inline(raises=True)
def enter_known(
    entry: CacheEntry, window: Ptr[Value], argc: i64, link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    callee = entry.found
    if likely(entry.detail == u32(argc)):
        code = cast(Function, callee).code
        if likely(has_room(code, window)):
            window[WINDOW_CALLEE] = callee
            return enter_simple(code, window, link, base)
    elif is_of_kind(callee, "function"):
        if is_default_call(cast(Function, callee), window, argc):
            window[WINDOW_CALLEE] = callee
            return enter_default(cast(Function, callee), window, argc, link, base)
    elif is_ready(callee, argc):
        return call_ready(callee, window, argc), None, None
    return enter_callee(callee, window, argc, link, base)


@fn(raises=True)
def enter_by_cell(
    window: Ptr[Value], argc: i64, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    callee = window[WINDOW_CALLEE]
    if callee == cast(Value, type_named("super")):
        owner = class_in(window[OWNER])
        checked_receiver(window[FRAME_WORDS])
        count = find_super_method(cast(Type, owner), window, argc, key, site, base)
    else:
        count = without_receiver(window, argc, get_attribute(call0(callee), key))
    return enter_call(window, count, no_value(), link, base)


@fn(raises=True)
def enter_by_class(
    window: Ptr[Value], argc: i64, key: Value, site: Ptr[u64], link: u64, base: Ptr[Value]
) -> tuple[Value, Ptr[u64], Ptr[Value]]:
    callee = window[WINDOW_CALLEE]
    owner = window[OWNER]
    if callee == cast(Value, type_named("super")) and is_type(owner):
        count = find_super_method(cast(Type, owner), window, argc, key, site, base)
    else:
        count = without_receiver(window, argc, get_attribute(call2(callee, owner, window[FRAME_WORDS]), key))
    found = window[WINDOW_CALLEE]
    if is_ready(found, count):
        return call_ready(found, window, count), None, None
    return enter_call(window, count, no_value(), link, base)


@fn(raises=True)
def find_super_method(owner: Type, window: Ptr[Value], argc: i64, key: Value, site: Ptr[u64], base: Ptr[Value]) -> i64:
    """Put the callee into the window, and the receiver out of the arguments if it is none; gives the argument count."""
    receiver = window[FRAME_WORDS]
    start = super_start(owner, receiver)
    found = lookup_after(start, owner, key)
    if found == no_value() or key == name("__class__"):
        return without_receiver(window, argc, get_attribute(new_super(owner, receiver), key))
    if is_type(receiver) or not is_plain_function(found):
        return without_receiver(window, argc, bind_found(found, start, receiver))
    window[WINDOW_CALLEE] = found
    if may_cache(receiver) and start is class_of(receiver):
        entry = new(CacheEntry, of_shape=u32(0), detail=simple_count(found), version=start.version, owner=start, found=found)
        remember(site + 1, base, entry)
        site[0] = receiver_shape(receiver)
        site[2] = cast(u64, owner)
    return argc
