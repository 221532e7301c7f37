# error: MC208 a)
"""A keyword no parameter has."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def callee(a: i64) -> i64:
    return a


@fn
def subject(a: i64) -> i64:
    return callee(b=a)
