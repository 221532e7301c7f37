# calls: (40,) -> 42
"""Methods of a struct."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@struct
class Counter:
    value: i64

    @fn
    def add(self, n: i64) -> None:
        self.value += n


@fn
def subject(n: i64) -> i64:
    c = stack_array(Counter, 1)
    c.add(n)
    c.add(2)
    return c.value
