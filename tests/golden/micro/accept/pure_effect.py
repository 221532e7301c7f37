# calls: (3,) -> 9
"""A declared effect that holds."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn(effect="pure")
def subject(a: i64) -> i64:
    return a * a
