# error: MC110 "x"
"""match is over integers."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    match a:
        case "x":
            return 1
    return 0
