# calls: (18446744073709551615, 10) -> 0
"""128-bit products and quotients."""

from __future__ import annotations

from corevm.micro.surface import *  # noqa: F403


@fn
def subject(a: u64, b: u64) -> u64:
    high, low = mul_wide(a, b)
    q, r = div_wide(high % b, low, b)
    return r
