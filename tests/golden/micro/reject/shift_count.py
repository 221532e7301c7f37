# error: MC201 a << 32
"""A shift count outside the width."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i32) -> i32:
    return a << 32
