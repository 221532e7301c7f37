# error: MC301 callee(a)
"""A threadless function calls only its like."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def callee(a: i64) -> i64:
    return a


@fn(thread=False)
def subject(a: i64) -> i64:
    return callee(a)
