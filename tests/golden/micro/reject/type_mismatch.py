# error: MC202 a + b
"""Types do not convert by themselves."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64, b: i32) -> i64:
    return a + b
