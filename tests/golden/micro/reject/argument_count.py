# error: MC208 callee(a)
"""Too few arguments."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def callee(a: i64, b: i64) -> i64:
    return a + b


@fn
def subject(a: i64) -> i64:
    return callee(a)
