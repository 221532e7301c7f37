# error: MC134 int
"""An annotation that is no Micro type."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: int) -> i64:
    return 1
