# calls: (4,) -> 8
"""A static condition compiles one branch only."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


WIDE = True


@fn
def subject(a: i64) -> i64:
    if WIDE:
        return a * 2
    return undefined_name(a)  # noqa: F821
