# error: MC112 a)
"""A parameter needs a type."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a) -> i64:
    return 1
