# calls: (18446744073709551615,) -> 0
"""Unsigned arithmetic wraps."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: u64) -> u64:
    return a * a + 1 - 2
