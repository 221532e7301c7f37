# error: MC209 return a
"""A result where none is declared."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> None:
    return a
