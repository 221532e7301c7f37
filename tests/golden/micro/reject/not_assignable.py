# error: MC205 1 .real
"""A call cannot be assigned to."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    1 .real = a
    return a
