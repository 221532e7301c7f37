# error: MC111 [a]
"""An expression Micro has not."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return [a][0]
