# error: MC123 names
"""A static name cannot become a run-time one."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    names = ("x",)
    names = a
    return a
