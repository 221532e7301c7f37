# error: MC214 break
"""An unrolled loop cannot be left."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    for x in (1, 2):
        if a > x:
            break
    return a
