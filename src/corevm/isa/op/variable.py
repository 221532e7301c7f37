"""Instructions for late-bound global variables (`corevm.kernel.variable`), in the global space of the running function.

    VARIABLES = global_variables("Undefined variable '", "'.")     # get_global set_global define_global

The texts stand around the name in the name error of one that is not defined. A site keeps the cell it found.
"""

from __future__ import annotations

from corevm.isa.define import Base, Cache, Const, InstructionDefinition, Reg, instruction
from corevm.kernel.code import Cell, Function
from corevm.kernel.error import NAME
from corevm.kernel.exception import exception
from corevm.kernel.frame import FUNCTION
from corevm.kernel.value import DELETED, is_word
from corevm.kernel.variable import define_variable, find_variable
from corevm.micro.surface import Ptr, Value, cast, fn, inline, likely, u64


@inline
def globals_of(base: Ptr[Value]) -> Value:
    return cast(Function, base[FUNCTION]).global_space


def global_variables(before: str, after: str) -> list[InstructionDefinition]:
    @fn(raises=True)
    def find(name: Value, site: Ptr[u64], base: Ptr[Value]) -> Cell:
        found = find_variable(globals_of(base), name)
        if is_word(found, DELETED):
            raise exception(NAME, before, name, after)
        site[0] = cast(u64, found)
        return cast(Cell, found)

    @instruction(raises=True, rules="name:string gives=value")
    def get_global(name: Const, site: Cache, base: Base) -> Value:
        """a = the global variable of the name."""
        if likely(site[0] != 0):
            return cast(Cell, site[0]).content
        return find(name, site, base).content

    @instruction(raises=True, rules="name:string")
    def set_global(value: Reg, name: Const, site: Cache, base: Base) -> None:
        """The global variable of the name = a; there must be one."""
        if likely(site[0] != 0):
            cast(Cell, site[0]).content = value
        else:
            find(name, site, base).content = value

    @instruction(raises=True, rules="name:string")
    def define_global(value: Reg, name: Const, base: Base) -> None:
        """Make the global variable of the name, or give it another value."""
        define_variable(globals_of(base), name, value)

    return [get_global, set_global, define_global]
