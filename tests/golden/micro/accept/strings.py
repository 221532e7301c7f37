# calls: (0,) -> 104; (1,) -> 195; (3,) -> 0
"""A static string is a pointer to bytes."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(i: i64) -> i64:
    text = "hé"
    return i64(text[i])
