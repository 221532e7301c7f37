"""Instructions for the attributes of dynamic objects (`corevm.kernel.dynamic`), with inline caches of two entries.

    ATTRIBUTES = attributes(get_otherwise, set_otherwise)     # get_property set_property

`get_otherwise` is a Micro function `(value, name) -> Value`, called if the value is no dynamic object or has no such attribute of its
own; `set_otherwise(value, name, new)` if it is no dynamic object. Both may raise.
"""

from __future__ import annotations

from typing import Any

from corevm.isa.define import Cache, Const, InstructionDefinition, Reg, instruction
from corevm.kernel.array import is_no_value
from corevm.kernel.dynamic import DynamicObject
from corevm.kernel.object import is_kind
from corevm.kernel.site import site_get, site_get_slowly, site_set, site_set_slowly
from corevm.kernel.value import DELETED, is_word
from corevm.micro.surface import Ptr, Value, cast, fn, likely, u64


def attributes(get_otherwise: Any, set_otherwise: Any) -> list[InstructionDefinition]:
    @fn(raises=True)
    def get_slowly(x: Value, name: Value, site: Ptr[u64]) -> Value:
        if is_kind(x, "object"):
            found = site_get_slowly(cast(DynamicObject, x), name, site)
            if not is_word(found, DELETED):
                return found
        return get_otherwise(x, name)

    @fn(raises=True)
    def set_slowly(x: Value, value: Value, name: Value, site: Ptr[u64]) -> None:
        if is_kind(x, "object"):
            site_set_slowly(cast(DynamicObject, x), name, site, value)
        else:
            set_otherwise(x, name, value)

    @instruction(raises=True, rules="name:string")
    def get_property(x: Reg, name: Const, site: Cache[2]) -> Value:
        """a = the attribute of b."""
        found = site_get(x, site)
        if likely(not is_no_value(found)):
            return found
        return get_slowly(x, name, site)

    @instruction(raises=True, rules="name:string")
    def set_property(x: Reg, value: Reg, name: Const, site: Cache[4]) -> None:
        """The attribute of a = b."""
        if not site_set(x, site, value):
            set_slowly(x, value, name, site)

    return [get_property, set_property]
