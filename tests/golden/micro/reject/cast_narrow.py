# error: MC211 cast(u64, a)
"""cast is for words."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i32) -> u64:
    return cast(u64, a)
