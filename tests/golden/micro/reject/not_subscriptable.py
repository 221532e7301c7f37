# error: MC204 a[0]
"""Only pointers have elements."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return a[0]
