# error: MC300 fails()
"""Failing needs raises=True."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn(raises=True)
def fails() -> i64:
    raise cast(Value, u64(12))


@fn
def subject() -> i64:
    return fails()
