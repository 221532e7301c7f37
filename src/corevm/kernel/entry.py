"""Where the host enters: calls, and the making of code objects the loader then fills.

Host functions get the thread as their first argument; objects they return must be rooted by the host before the next
call that may collect (a runtime's roots: `corevm.kernel.lifetime.roots_reserve`).
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, no_value
from corevm.kernel.bigint import int_from_limbs
from corevm.kernel.bytes import bytes_from_memory
from corevm.kernel.call import call_value
from corevm.kernel.code import Code, Function, NativeFunction
from corevm.kernel.map import map_new
from corevm.kernel.memory import write_barrier
from corevm.kernel.string import string_from_utf8
from corevm.kernel.string_intern import intern
from corevm.kernel.thread import take_exception
from corevm.kernel.utf8 import SURROGATE_PASS
from corevm.kernel.value import box_float
from corevm.micro.surface import Object, Ptr, RaisingFn, Value, addr_of, cast, f64, failure, fn, i64, new, u8, u64


@fn(export=True)
def host_call(callee: Value, arguments: Ptr[Value], argc: i64, names: Value, failed: Ptr[Value]) -> Value:
    """Call a value from the host. On failure 0, and the exception in *failed."""
    try:
        return call_value(callee, arguments, argc, names)
    except failure as e:
        failed[0] = e
    return no_value()


@fn(export=True, raises=True)
def code_new(constant_count: i64, word_count: i64, catch_count: i64) -> Value:
    """A code object with room for its parts; the loader fills it."""
    instructions = new(Raw, tail=word_count * 8)
    sites = new(Raw, tail=catch_count * 20)
    code = new(Code, tail=constant_count, instructions=instructions, catch_sites=sites, catch_count=catch_count)
    code.entry = cast(Ptr[u64], addr_of(instructions.bytes))
    code.word_count = word_count
    return code


@fn(export=True, raises=True)
def function_new(code: Value, global_space: Value) -> Value:
    c = cast(Code, code)
    return new(Function, code=c, global_space=global_space, name=c.name, qualified_name=c.qualified_name, doc=c.doc)


@fn(export=True, raises=True)
def array_new(length: i64) -> Value:
    return new(Array_, tail=length)


@fn(export=True, raises=True)
def native_function_new(entry: u64, minimum: i64, maximum: i64, flags: u64, name: Value) -> Value:
    pointer = cast(RaisingFn[[Ptr[Value], i64, Value], Value], entry)
    return new(NativeFunction, entry=pointer, minimum=minimum, maximum=maximum, flags=flags, name=name)


@fn(export=True)
def host_take_exception() -> Value:
    return take_exception()


@fn(export=True, raises=True)
def host_string(data: Ptr[u8], length: i64) -> Value:
    """A string from UTF-8; lone surrogates are allowed, encoded as three bytes."""
    return string_from_utf8(data, length, SURROGATE_PASS)


@fn(export=True, raises=True)
def host_name(data: Ptr[u8], length: i64) -> Value:
    """An interned string from UTF-8."""
    return intern(string_from_utf8(data, length, SURROGATE_PASS))


@fn(export=True, raises=True)
def host_bytes(data: Ptr[u8], length: i64) -> Value:
    return bytes_from_memory(data, length)


@fn(export=True, raises=True)
def host_float(number: f64) -> Value:
    return box_float(number)


@fn(export=True, raises=True)
def host_integer(magnitude: Ptr[u64], length: i64, is_negative: bool) -> Value:
    """An integer of `length` little-endian 64-bit digits."""
    return int_from_limbs(magnitude, length, is_negative)



@fn(export=True)
def host_dirty(owner: Value) -> None:
    """The host has stored references into an object that may be old."""
    write_barrier(cast(Object, owner), owner)


@fn(export=True, raises=True)
def host_map() -> Value:
    """An empty map."""
    return map_new()
