# error: MC110 a + 1
"""An expression statement that does nothing."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    a + 1
    return a
