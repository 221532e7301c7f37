# calls: (200,) -> 245
"""Explicit conversions."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: i64) -> i64:
    return i64(i8(a)) + i64(u8(a)) + i64(f64(a) / 2.0) + i64(bool(a))
