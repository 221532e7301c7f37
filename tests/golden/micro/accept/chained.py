# calls: (0,) -> 1; (10,) -> 0; (-1,) -> 0
"""Chained comparison evaluates the middle once."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> i64:
    return 1 if 0 <= n < 10 else 0
