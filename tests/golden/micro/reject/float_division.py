# error: MC202 a / 2
"""Integers have no /."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return a / 2
