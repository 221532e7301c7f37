# calls: () -> 7
"""A declared C function."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


strlen = cfn("strlen", [Ptr[u8]], u64)


@fn(thread=False)
def subject() -> u64:
    return strlen("seven!!")
