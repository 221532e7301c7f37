# error: MC202 a < b
"""Values of different types are not compared."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64, b: u64) -> bool:
    return a < b
