# error: MC300 raise
"""raise needs raises=True."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    raise cast(Value, u64(12))
