"""Where the host enters: calls, and the making of code objects the loader then fills.

Host functions get the thread as their first argument; objects they return must be rooted by the host before the next
call that may collect (a runtime's roots: `corevm.kernel.lifetime.roots_reserve`).
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw, no_value
from corevm.kernel.call import call_value
from corevm.kernel.code import Code, Function, NativeFunction
from corevm.kernel.safepoint import enter_native, leave_native
from corevm.kernel.thread import take_exception, thread
from corevm.micro.surface import Ptr, RaisingFn, Value, addr_of, cast, dump_registers, failure, fn, i64, new, stack_array, u8, u64


@fn(export=True)
def host_call(callee: Value, arguments: Ptr[Value], argc: i64, names: Value, failed: Ptr[Value]) -> Value:
    """Call a value from the host. On failure 0, and the exception in *failed."""
    t = thread()
    mark = stack_array(u64, 8)
    outer_high = t.native_high
    outer_sp = t.entered_sp
    if outer_sp != 0 or outer_high == 0:
        enter_native(t)
    if t.native_depth == 0:
        t.native_high = cast(u64, mark) + 64
    t.native_depth += 1
    result = no_value()
    try:
        result = call_value(callee, arguments, argc, names)
    except failure as e:
        failed[0] = e
    t.native_depth -= 1
    t.native_high = outer_high
    if outer_sp != 0 or outer_high == 0:
        leave_native(t, cast(u64, dump_registers(mark)))
    return result


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


__all__ = ["u8"]
