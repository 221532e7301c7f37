# calls: (5,) -> True; (6,) -> False
"""`in` over static constants."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(n: i64) -> bool:
    return n in (1, 5, 9)
