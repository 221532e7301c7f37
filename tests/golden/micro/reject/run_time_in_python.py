# error: MC210 helper(a)
"""Python functions run at compile time only."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


def helper(x):
    return x


@fn
def subject(a: i64) -> i64:
    return helper(a)
