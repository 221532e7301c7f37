"""Instructions that call what belongs to a shape's class without looking it up again: methods, without making bound ones.

    member_call("call_method", shape_of_receiver, find_method)
    member_call("call_super", shape_of_parent, find_super, has_callee=True)

`shape_of_receiver(window)` is an inline Micro function that gives a shape id, or 0; `find_method(window, argc, name, site)` puts the
callee into the window, may move the arguments (gives how many there are then), and lets the site know it (`site_enter_member`). Both
must take any values in the window: at least one argument, and with `has_callee` something where the callee stands.
"""

from __future__ import annotations

from typing import Any

from corevm.isa.define import (
    Base,
    Cache,
    Index,
    InstructionDefinition,
    OutIndex,
    Pc,
    ValueOrFrame,
    Window,
    Word,
    instruction,
)
from corevm.isa.op.control import enter_simple, is_simple_call
from corevm.kernel.array import is_no_value, no_value
from corevm.kernel.call import enter_call
from corevm.kernel.code import Function
from corevm.kernel.frame import WINDOW_CALLEE, code_of, make_link
from corevm.kernel.site import site_member
from corevm.micro.surface import cast, likely


def member_call(own_name: str, shape_in: Any, find: Any, *, has_callee: bool = False) -> InstructionDefinition:
    """An instruction a = the member `name` (a constant's number) called with the arguments of the window."""
    callee = "callee," if has_callee else ""

    @instruction(raises=True, rules=f"window:{callee}method=argc,lost name:string")
    def call_member(
        destination: OutIndex, window: Window, argc: Index, name: Word, site: Cache[2], pc: Pc, base: Base
    ) -> ValueOrFrame:
        shape = shape_in(window)
        if likely(shape != 0):
            found = site_member(shape, site)
            if likely(not is_no_value(found) and is_simple_call(cast(Function, found).code, window, argc)):
                window[WINDOW_CALLEE] = found
                return enter_simple(cast(Function, found).code, window, make_link(pc + 4, destination), base)
        argc = find(window, argc, code_of(base).constants[name], site)
        return enter_call(window, argc, no_value(), make_link(pc + 4, destination), base)

    call_member.name, call_member.doc = own_name, "a = the member of the name called with the arguments of the window."
    return call_member  # type: ignore[no-any-return]
