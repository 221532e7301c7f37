# calls: (1,) -> 10; (2,) -> 10; (-3,) -> 20; (9,) -> 30
"""match over integer constants."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> i64:
    match n:
        case 1 | 2:
            return 10
        case -3:
            return 20
        case _:
            return 30
