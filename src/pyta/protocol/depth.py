"""Limits of native recursion: a check for functions that recurse without calling a value, and the guard of printed forms.

While the printed form of a container is made, its address stands in a chain of links on the native stack; the thread's word
REPR_WORD holds the newest link. A container met again is printed as "...".
"""

from __future__ import annotations

from corevm.kernel.call import enter_recursion
from corevm.kernel.thread import SCRATCH_LANGUAGE, thread
from corevm.micro.surface import Ptr, Value, cast, fn, u64

REPR_WORD = SCRATCH_LANGUAGE + 2
LINK_WORDS = 2  # the link before, the object


@fn(raises=True)
def enter_repr(link: Ptr[u64], v: Value) -> bool:
    """Begin the printed form of v; False if it is being made already. `link`: LINK_WORDS words that live until `leave_repr`."""
    enter_recursion()
    here = thread().scratch[REPR_WORD]
    newest = here
    while here != 0:
        words = cast(Ptr[u64], here)
        if words[1] == cast(u64, v):
            return False
        here = words[0]
    link[0] = newest
    link[1] = cast(u64, v)
    thread().scratch[REPR_WORD] = cast(u64, link)
    return True


@fn
def leave_repr(link: Ptr[u64]) -> None:
    thread().scratch[REPR_WORD] = link[0]
