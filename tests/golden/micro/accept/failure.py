# calls: (8,) -> 2
"""raise, try, except."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn(raises=True)
def half(n: i64) -> i64:
    if n % 2 != 0:
        raise cast(Value, u64(12))
    return n // 2


@fn(thread=True)
def quarter(n: i64) -> i64:
    return n


@fn(raises=True)
def subject(n: i64) -> i64:
    return half(half(n))
