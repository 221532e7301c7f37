# error: MC113 def subject
"""Only plain parameters."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(*a: i64) -> i64:
    return 1
