# error: MC121 x
"""A local that may be unassigned."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    if a > 0:
        x = a
    return x
