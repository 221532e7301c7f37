# error: MC210 a)
"""A static parameter needs a static argument."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def callee(n: static) -> i64:
    return n


@fn
def subject(a: i64) -> i64:
    return callee(a)
