# error: MC200 1.5
"""A local has one type."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    x = a
    x = 1.5
    return x
