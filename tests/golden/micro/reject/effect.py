# error: MC302 
"""An effect beyond the declared one."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn(effect="pure")
def subject(p: Ptr[i64]) -> i64:
    p[0] = 1
    return 1
