# error: MC120 nowhere
"""A name that is nowhere."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return a + nowhere  # noqa: F821
