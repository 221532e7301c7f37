"""_heapq and _bisect: the native halves of heapq and bisect.

A comparison may run guest code that changes the list: its length is looked at after each, as CPython does.

Source: the library reference, "heapq", "bisect"; messages are CPython's.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import no_value
from corevm.kernel.list import List, list_append, list_get, list_insert, list_pop, list_set
from corevm.kernel.safepoint import spend
from corevm.kernel.value import DEFAULT, NONE, is_word, tag_fixnum
from corevm.micro.surface import Ptr, Value, cast, fn, i64, inline, stack_array, static
from pyta.object.declare import function
from pyta.object.exception import index_error, runtime_error, type_error, value_error
from pyta.object.payload import payload_or_none
from pyta.object.world import name
from pyta.protocol.argument import as_size, bind_parameters
from pyta.protocol.attribute import call1, call2, get_attribute
from pyta.protocol.compare import py_less
from pyta.protocol.item import get_item, py_len


@fn(raises=True)
def heap_argument(v: Value, who: static) -> List:
    found = payload_or_none(v, "list")
    if found == no_value():
        raise type_error(f"{who} must be list, not %T", v)
    return cast(List, found)


@inline(raises=True)
def goes_first(a: Value, b: Value, is_max: static) -> bool:
    return py_less(b, a) if is_max else py_less(a, b)


@fn(raises=True)
def check_count(heap: List, count: i64) -> None:
    if heap.count != count:
        raise runtime_error("list changed size during iteration")


def _sifting(is_max: bool) -> tuple[Any, Any]:
    @fn(raises=True, name=f"pyta.module.heap_queue.rise_{'max' if is_max else 'min'}")
    def rise(heap: List, top: i64, at: i64) -> None:
        """Move the item at `at` up to where it belongs, not above `top`."""
        count = heap.count
        item = list_get(heap, at)
        while at > top:
            parent = (at - 1) >> 1
            above = list_get(heap, parent)
            is_first = goes_first(item, above, is_max)
            check_count(heap, count)
            if not is_first:
                break
            list_set(heap, at, list_get(heap, parent))
            list_set(heap, parent, item)
            at = parent

    @fn(raises=True, name=f"pyta.module.heap_queue.sink_{'max' if is_max else 'min'}")
    def sink(heap: List, at: i64) -> None:
        """Move the item at `at` down to a leaf, then up to where it belongs (so there are fewer comparisons)."""
        count = heap.count
        top = at
        while 2 * at + 1 < count:
            child = 2 * at + 1
            if child + 1 < count:
                is_first = goes_first(list_get(heap, child), list_get(heap, child + 1), is_max)
                check_count(heap, count)
                if not is_first:
                    child += 1
            item = list_get(heap, at)
            list_set(heap, at, list_get(heap, child))
            list_set(heap, child, item)
            at = child
        spend(1)
        rise(heap, top, at)

    return rise, sink


rise_min, sink_min = _sifting(False)
rise_max, sink_max = _sifting(True)


@function("_heapq", "heappush")
def heappush(heap: Value, item: Value) -> Value:
    """Push item onto heap, maintaining the heap invariant."""
    h = heap_argument(heap, "heappush() argument 1")
    list_append(h, item)
    rise_min(h, 0, h.count - 1)
    return NONE


@function("_heapq", "heappushpop")
def heappushpop(heap: Value, item: Value) -> Value:
    """Push item on the heap, then pop and return the smallest item from the heap."""
    h = heap_argument(heap, "heappushpop() argument 1")
    if h.count == 0:
        return item
    is_less = py_less(list_get(h, 0), item)
    if not is_less:
        return item
    if h.count == 0:
        raise index_error("index out of range")
    smallest = list_get(h, 0)
    list_set(h, 0, item)
    sink_min(h, 0)
    return smallest


def _for_order(is_max: bool) -> None:
    sink = sink_max if is_max else sink_min
    pop_name, replace_name, heapify_name = (
        ("_heappop_max", "_heapreplace_max", "_heapify_max") if is_max else ("heappop", "heapreplace", "heapify")
    )

    @function("_heapq", pop_name)
    def pop(heap: Value) -> Value:
        """Pop the first item off the heap, maintaining the heap invariant."""
        h = heap_argument(heap, f"{pop_name}() argument")
        if h.count == 0:
            raise index_error("index out of range")
        last = list_pop(h, h.count - 1)
        if h.count == 0:
            return last
        first = list_get(h, 0)
        list_set(h, 0, last)
        sink(h, 0)
        return first

    @function("_heapq", replace_name)
    def replace(heap: Value, item: Value) -> Value:
        """Pop and return the current first value, and add the new item."""
        h = heap_argument(heap, f"{replace_name}() argument 1")
        if h.count == 0:
            raise index_error("index out of range")
        first = list_get(h, 0)
        list_set(h, 0, item)
        sink(h, 0)
        return first

    @function("_heapq", heapify_name)
    def heapify(heap: Value) -> Value:
        """Transform list into a heap, in-place, in O(len(heap)) time."""
        h = heap_argument(heap, f"{heapify_name}() argument")
        at = h.count // 2 - 1
        while at >= 0:
            sink(h, at)
            at -= 1
        return NONE


_for_order(False)
_for_order(True)


# --- bisect


def _bisection(side: str) -> None:
    who = f"bisect_{side}"
    insert_name = f"insort_{side}"
    is_right = side == "right"

    @fn(raises=True, name=f"pyta.module.heap_queue.place_{side}")
    def place(items: Value, x: Value, low: i64, high: i64, key: Value) -> i64:
        """Where x (a key, if there is a key function) is to be inserted."""
        if low < 0:
            raise value_error("lo must be non-negative")
        if high < 0:
            high = py_len(items)
        while low < high:
            middle = (low + high) // 2
            item = get_item(items, tag_fixnum(middle))
            if not is_word(key, NONE):
                item = call1(key, item)
            if is_right:
                if py_less(x, item):
                    high = middle
                else:
                    low = middle + 1
            else:
                if py_less(item, x):
                    low = middle + 1
                else:
                    high = middle
        return low

    @fn(raises=True, name=f"pyta.module.heap_queue.bind_{side}")
    def bounds(taken: Ptr[Value]) -> tuple[i64, i64]:
        low: i64 = 0
        high: i64 = -1
        if not is_word(taken[2], DEFAULT):
            low = as_size(taken[2])
        if not is_word(taken[3], DEFAULT) and not is_word(taken[3], NONE):
            high = as_size(taken[3])
        if is_word(taken[4], DEFAULT):
            taken[4] = NONE
        return low, high

    @function("_bisect", who, *(("bisect",) if is_right else ()), variadic=True, keywords=True)
    def bisect(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """Return the index where to insert item x in list a, assuming a is sorted."""
        taken = stack_array(Value, 5)
        bind_parameters(arguments, argc, names, taken, ("a", "x", "lo", "hi", "key"), who, 2)
        low, high = bounds(taken)
        return tag_fixnum(place(taken[0], taken[1], low, high, taken[4]))

    @function("_bisect", insert_name, *(("insort",) if is_right else ()), variadic=True, keywords=True)
    def insort(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        """Insert item x in list a, and keep it sorted assuming a is sorted."""
        taken = stack_array(Value, 5)
        bind_parameters(arguments, argc, names, taken, ("a", "x", "lo", "hi", "key"), insert_name, 2)
        low, high = bounds(taken)
        x = taken[1]
        if not is_word(taken[4], NONE):
            x = call1(taken[4], x)
        at = place(taken[0], x, low, high, taken[4])
        own = payload_or_none(taken[0], "list")
        if own == taken[0]:
            list_insert(cast(List, own), at, taken[1])
        else:
            call2(get_attribute(taken[0], name("insert")), tag_fixnum(at), taken[1])
        return NONE


_bisection("left")
_bisection("right")
