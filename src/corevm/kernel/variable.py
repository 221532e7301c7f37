"""Global variables by name: a map from interned strings to cells.

INV-VARIABLE-1  A cell stays the name's as long as the map lives: an instruction may keep its address.
"""

from __future__ import annotations

from corevm.kernel.code import Cell
from corevm.kernel.map import Map, map_get_identity, map_set
from corevm.kernel.table import identity_hash, never_same
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import Value, cast, fn, new


@fn
def find_variable(globals: Value, name: Value) -> Value:
    """The cell of a name, or DELETED."""
    return map_get_identity(cast(Map, globals), name, identity_hash(name))


@fn(raises=True, export=True)
def define_variable(globals: Value, name: Value, value: Value) -> None:
    """Make the variable, or give it another value."""
    found = find_variable(globals, name)
    if is_word(found, DELETED):
        map_set(cast(Map, globals), name, identity_hash(name), new(Cell, content=value), never_same)
    else:
        cast(Cell, found).content = value
