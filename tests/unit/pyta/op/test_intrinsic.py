"""What instructions know of builtins is in the running world."""

import pytest

from corevm.errors import UsageError
from corevm.micro.surface import i8, table, u32
from pyta.host.runtime import PytaRuntime
from pyta.object.declare import INTRINSIC_SHIFT, INTRINSICS


@pytest.mark.parametrize("name", [n for n in INTRINSICS if n and "." not in n])
def test_a_builtin_says_which_it_is(name: str) -> None:
    with PytaRuntime([]) as rt:
        _, space = rt.new_module("__main__")
        rt.run_source(f"found = {name}", "<test>", space)
        word = rt.native("host_get_name", space, rt.name("found"))
        assert rt.get("NativeFunction", "flags", word) >> INTRINSIC_SHIFT == INTRINSICS.index(name)


def test_a_table_refuses_what_its_type_cannot_hold() -> None:
    for item, value in ((u32, 1 << 32), (u32, -1), (i8, 128)):
        with pytest.raises(UsageError) as caught:
            table(item, [0, value])
        assert caught.value.code == "US011" and "value 1" in str(caught.value)
