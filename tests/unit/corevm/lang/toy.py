"""A toy language for the kit's tests: a few instructions, natives, a fusion."""

from __future__ import annotations

from corevm.isa.define import Reg, fuse, instruction
from corevm.isa.native import native
from corevm.isa.op.control import BRANCHES_ON_RESULT, JUMPS_ON_RESULT
from corevm.kernel.array import no_value
from corevm.kernel.error import TYPE, VALUE
from corevm.kernel.exception import exception, exception_about
from corevm.kernel.object import is_kind
from corevm.kernel.string import string_from_static
from corevm.kernel.value import boolean, both_fixnum, fixnum_add, is_fixnum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, likely


@instruction(raises=True)
def add(x: Reg, y: Reg) -> Value:
    """a = b + c."""
    if likely(both_fixnum(x, y)):
        total, overflowed = fixnum_add(x, y)
        if likely(not overflowed):
            return total
    return add_slowly(x, y)


@fn(raises=True)
def add_slowly(x: Value, y: Value) -> Value:
    raise exception_about(TYPE, string_from_static("only small integers are added"), no_value())


@instruction(raises=True)
def lt(x: Reg, y: Reg) -> Value:
    """a = b < c."""
    if likely(both_fixnum(x, y)):
        return boolean(cast(i64, x) < cast(i64, y))
    return less_slowly(x, y)


@fn(raises=True)
def less_slowly(x: Value, y: Value) -> Value:
    """Strings are less than everything."""
    if is_kind(x, "string") or is_kind(y, "string"):
        return boolean(is_kind(x, "string"))
    raise exception_about(TYPE, string_from_static("only small integers are compared"), no_value())


@native
def double(x: Value) -> Value:
    if not is_fixnum(x):
        raise exception(VALUE, "cannot double ", string_from_static("that"), "!")
    return tag_fixnum(untag_fixnum(x) * 2)


@native("count", minimum=1)
def count_arguments(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    return tag_fixnum(argc)


FUSIONS = [*fuse([lt], JUMPS_ON_RESULT), *fuse([lt], BRANCHES_ON_RESULT, keeps=False)]
