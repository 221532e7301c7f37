# error: MC101 
"""An option that does not exist."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn(fast=True)
def subject(a: i64) -> i64:
    return a
