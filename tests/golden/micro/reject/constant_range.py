# error: MC201 a == 256
"""A constant that does not fit."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: u8) -> bool:
    return a == 256
