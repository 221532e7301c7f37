"""collections.deque's layout and iterators: what iteration needs. (Methods: pyta.module.deque.)

INV-DEQUE-1  `ring.length` is a power of two; item number i is ring.items[(first + i) & (ring.length - 1)]; the other words are no value.
INV-DEQUE-2  0 <= count <= ring.length, and count <= limit unless limit is -1.
INV-DEQUE-3  `state` changes whenever an item comes, goes or moves by rotation: so iterators and searches see it.
"""

from __future__ import annotations

from corevm.kernel.array import Array_
from corevm.kernel.value import DELETED
from corevm.micro.surface import Object, Value, fn, heap, i64, inline
from pyta.object.declare import declare_type
from pyta.object.exception import runtime_error

declare_type("deque", kind="pyta.deque", module="collections", is_hidden=True)
declare_type("_deque_iterator", kind="pyta.deque_iterator", module="_collections", is_hidden=True, is_final=True)
declare_type("_deque_reverse_iterator", kind="pyta.deque_reverse_iterator", module="_collections", is_hidden=True, is_final=True)


@heap(kind="pyta.deque")
class Deque(Object):
    """See the module's contract."""

    ring: Array_
    first: i64
    count: i64
    limit: i64
    state: i64


@heap(kind="pyta.deque_iterator")
class DequeIterator(Object):
    """From the left. `left`: how many items are still to come; `state`: the deque's, when the iterator was made."""

    owner: Deque
    state: i64
    left: i64


@heap(kind="pyta.deque_reverse_iterator")
class DequeReverseIterator(DequeIterator):
    """From the right."""


@inline
def item_number(d: Deque, at: i64) -> Value:
    """Item `at`, in range."""
    return d.ring.items[(d.first + at) & (d.ring.length - 1)]


@fn(raises=True, cold=True)
def deque_changed(it: DequeIterator) -> Value:
    it.left = 0
    return runtime_error("deque mutated during iteration")


@inline(raises=True)
def next_of_deque(it: DequeIterator) -> Value:
    d = it.owner
    if d.state != it.state:
        raise deque_changed(it)
    left = it.left
    if left == 0:
        return DELETED
    it.left = left - 1
    return item_number(d, d.count - left)


@inline(raises=True)
def previous_of_deque(it: DequeIterator) -> Value:
    d = it.owner
    if d.state != it.state:
        raise deque_changed(it)
    left = it.left
    if left == 0:
        return DELETED
    it.left = left - 1
    return item_number(d, left - 1)
