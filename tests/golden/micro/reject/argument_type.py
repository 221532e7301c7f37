# error: MC200 a
"""An argument of another type."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def callee(a: u8) -> u8:
    return a


@fn
def subject(a: i64) -> u8:
    return callee(a)
