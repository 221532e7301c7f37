# error: MC212 def subject
"""A path without a return."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    if a > 0:
        return 1
