# error: MC110 with
"""A statement Micro has not."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    with open("x") as f:
        pass
    return a
