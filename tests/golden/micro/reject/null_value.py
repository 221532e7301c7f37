# error: MC202 v is None
"""A Value is not null by `is None`."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(v: Value) -> bool:
    return v is None
