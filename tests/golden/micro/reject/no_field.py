# error: MC203 p.second
"""A field that does not exist."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@struct
class Pair:
    first: i64


@fn
def subject(p: Ptr[Pair]) -> i64:
    return p.second
