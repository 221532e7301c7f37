"""The itertools module. Every iterator is a Tool: four values and two numbers, which mean what its functions say.

A tool's `next` gives the next item or DELETED, and after the end goes on giving DELETED.

Source: the library reference, "itertools"; the error texts are CPython's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from corevm.kernel.array import Array_, array_copy, array_new, no_value
from corevm.kernel.call import call_value
from corevm.kernel.list import List, list_append, list_get, list_new, list_to_array
from corevm.kernel.object import is_kind
from corevm.kernel.safepoint import spend
from corevm.kernel.string import concat_strings as concat
from corevm.kernel.string import string_from_static
from corevm.kernel.value import DEFAULT, DELETED, NONE, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.surface import Object, Ptr, Value, add_overflow, cast, fn, heap, i64, new, stack_array, static, u8
from pyta.object.declare import declare_type, function, method
from pyta.object.exception import overflow_error, stop_iteration, type_error, value_error
from pyta.object.payload import is_own, payload_or_none
from pyta.object.type import is_deleted
from pyta.protocol.argument import as_size, bind_parameters, given_count, refuse_keywords
from pyta.protocol.attribute import call1, call2, special
from pyta.protocol.compare import is_true, py_equal
from pyta.protocol.item import as_index
from pyta.protocol.iterate import get_iter, next_value, tuple_of
from pyta.protocol.number import BINARY
from pyta.protocol.text import py_repr

add = BINARY["add"]
TOOLS = (
    "count", "cycle", "repeat", "accumulate", "chain", "compress", "dropwhile", "takewhile", "filterfalse", "groupby", "_grouper",
    "islice", "pairwise", "product", "permutations", "combinations", "combinations_with_replacement", "starmap", "_tee",
    "zip_longest", "batched",
)  # fmt: skip


def _heap_class(tool: str) -> Any:
    @heap(kind=f"pyta.it_{tool}")
    class Tool(Object):
        a: Value
        b: Value
        c: Value
        d: Value
        n: i64
        m: i64

    return Tool


CLASSES = {tool: _heap_class(tool) for tool in TOOLS}
Tool = CLASSES["count"]  # all have the same fields
for _tool in TOOLS:
    declare_type(_tool, kind=f"pyta.it_{_tool}", module="itertools")


@fn(raises=True)
def self_tool(self: Value, owner: static) -> Tool:
    if not is_kind(self, f"pyta.it_{owner}"):
        raise type_error(f"descriptor requires an 'itertools.{owner}' object but received a '%T'", self)
    return cast(Tool, self)


def tool_next(owner: str) -> Callable[[Callable[..., Any]], Any]:
    """Declares `__iter__` and `__next__` of a tool by a function (tool) -> item or DELETED."""

    def register(python: Callable[..., Any]) -> Any:
        step = fn(raises=True)(python)

        @method(owner, "__iter__")
        def tool_iter(self: Value) -> Value:
            return self_tool(self, owner)

        @method(owner, "__next__")
        def tool_next_(self: Value) -> Value:
            item = step(self_tool(self, owner))
            if is_deleted(item):
                raise stop_iteration(NONE)
            return item

        return step

    return register


@fn
def as_tool(v: Value) -> Tool:
    return cast(Tool, v)


# --- endless


@method("count", "__new__", variadic=True, keywords=True, binding="static")
def count_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """count(start=0, step=1). a: the next number, b: the step."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("start", "step"), "count", 0)
    start = tag_fixnum(0) if is_word(taken[0], DEFAULT) else taken[0]
    step = tag_fixnum(1) if is_word(taken[1], DEFAULT) else taken[1]
    for i in static((0, 1)):
        v = start if i == 0 else step
        if (
            not is_fixnum(v)
            and not is_own(v, "float")
            and payload_or_none(v, "int") == no_value()
            and is_kind(v, "string")
        ):
            raise type_error("a number is required")
    return new(CLASSES["count"], a=start, b=step)


@tool_next("count")
def count_next(t: Tool) -> Value:
    now = t.a
    t.a = add(now, t.b)
    return now


@method("count", "__repr__")
def count_repr(self: Value) -> Value:
    t = self_tool(self, "count")
    text = concat(string_from_static("count("), py_repr(t.a))
    if not is_fixnum(t.b) or untag_fixnum(t.b) != 1:
        text = concat(concat(text, string_from_static(", ")), py_repr(t.b))
    return concat(text, string_from_static(")"))


@method("cycle", "__new__", binding="static")
def cycle_new(cls: Value, iterable: Value) -> Value:
    """a: the iterator, or 0 at its end; b: the items seen; n: the place in them."""
    return new(CLASSES["cycle"], a=get_iter(iterable), b=list_new())


@tool_next("cycle")
def cycle_next(t: Tool) -> Value:
    seen = cast(List, t.b)
    if t.a != no_value():
        item = next_value(t.a)
        if not is_deleted(item):
            list_append(seen, item)
            return item
        t.a = no_value()
    if seen.count == 0:
        return DELETED
    if t.n >= seen.count:
        t.n = 0
    item = list_get(seen, t.n)
    t.n += 1
    return item


@method("repeat", "__new__", variadic=True, keywords=True, binding="static")
def repeat_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """repeat(object, times). a: the object; n: how often still, -1 for ever."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("object", "times"), "repeat", 1)
    times: i64 = -1
    if not is_word(taken[1], DEFAULT):
        times = as_size(taken[1])
        if times < 0:
            times = 0
    return new(CLASSES["repeat"], a=taken[0], n=times)


@tool_next("repeat")
def repeat_next(t: Tool) -> Value:
    if t.n == 0:
        return DELETED
    if t.n > 0:
        t.n -= 1
    return t.a


@method("repeat", "__length_hint__")
def repeat_hint(self: Value) -> Value:
    t = self_tool(self, "repeat")
    if t.n < 0:
        raise type_error("len() of unsized object")
    return tag_fixnum(t.n)


@method("repeat", "__repr__")
def repeat_repr(self: Value) -> Value:
    t = self_tool(self, "repeat")
    text = concat(string_from_static("repeat("), py_repr(t.a))
    if t.n >= 0:
        text = concat(concat(text, string_from_static(", ")), py_repr(tag_fixnum(t.n)))
    return concat(text, string_from_static(")"))


# --- chains and filters


@method("accumulate", "__new__", variadic=True, keywords=True, binding="static")
def accumulate_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """accumulate(iterable, func=None, *, initial=None). a: iterator, b: function or None, c: total or 0, d: initial or 0."""
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "func", "initial"), "accumulate", 1)
    made = new(CLASSES["accumulate"], a=get_iter(taken[0]), b=NONE if is_word(taken[1], DEFAULT) else taken[1])
    if not is_word(taken[2], DEFAULT) and not is_word(taken[2], NONE):
        made.d = taken[2]
    return made


@tool_next("accumulate")
def accumulate_next(t: Tool) -> Value:
    if t.d != no_value():
        t.c = t.d
        t.d = no_value()
        return t.c
    item = next_value(t.a)
    if is_deleted(item):
        return DELETED
    if t.c == no_value():
        t.c = item
    elif is_word(t.b, NONE):
        t.c = add(t.c, item)
    else:
        t.c = call2(t.b, t.c, item)
    return t.c


@method("chain", "__new__", variadic=True, keywords=True, binding="static")
def chain_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """a: iterator over the iterables, 0 at the end; b: the one being gone through, or 0."""
    refuse_keywords(names, "chain")
    return new(CLASSES["chain"], a=get_iter(array_of(arguments + 1, argc - 1)))


@fn(raises=True)
def array_of(values: Ptr[Value], count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = values[i]
    return made


@method("chain", "from_iterable", binding="class")
def chain_from_iterable(cls: Value, iterables: Value) -> Value:
    return new(CLASSES["chain"], a=get_iter(iterables))


@tool_next("chain")
def chain_next(t: Tool) -> Value:
    while True:
        if t.b != no_value():
            item = next_value(t.b)
            if not is_deleted(item):
                return item
            t.b = no_value()
        if t.a == no_value():
            return DELETED
        following = next_value(t.a)
        if is_deleted(following):
            t.a = no_value()
            return DELETED
        t.b = get_iter(following)
        spend(1)


@method("compress", "__new__", variadic=True, keywords=True, binding="static")
def compress_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("data", "selectors"), "compress", 2)
    return new(CLASSES["compress"], a=get_iter(taken[0]), b=get_iter(taken[1]))


@tool_next("compress")
def compress_next(t: Tool) -> Value:
    while True:
        item = next_value(t.a)
        if is_deleted(item):
            return DELETED
        chosen = next_value(t.b)
        if is_deleted(chosen):
            return DELETED
        if is_true(chosen):
            return item
        spend(1)


def _predicate_tool(owner: str) -> None:
    @method(owner, "__new__", binding="static")
    def predicate_new(cls: Value, predicate: Value, iterable: Value) -> Value:
        return new(CLASSES[owner], a=get_iter(iterable), b=predicate)


for _tool in ("dropwhile", "takewhile", "filterfalse", "starmap"):
    _predicate_tool(_tool)


@tool_next("dropwhile")
def dropwhile_next(t: Tool) -> Value:
    while True:
        item = next_value(t.a)
        if is_deleted(item) or t.n != 0:
            return item
        if not is_true(call1(t.b, item)):
            t.n = 1
            return item


@tool_next("takewhile")
def takewhile_next(t: Tool) -> Value:
    if t.n != 0:
        return DELETED
    item = next_value(t.a)
    if is_deleted(item):
        return DELETED
    if is_true(call1(t.b, item)):
        return item
    t.n = 1
    return DELETED


@tool_next("filterfalse")
def filterfalse_next(t: Tool) -> Value:
    while True:
        item = next_value(t.a)
        if is_deleted(item):
            return DELETED
        verdict = item if is_word(t.b, NONE) else call1(t.b, item)
        if not is_true(verdict):
            return item
        spend(1)


@tool_next("starmap")
def starmap_next(t: Tool) -> Value:
    item = next_value(t.a)
    if is_deleted(item):
        return DELETED
    parts = tuple_of(item)
    return call_value(t.b, parts.items, parts.length, no_value())


@method("pairwise", "__new__", binding="static")
def pairwise_new(cls: Value, iterable: Value) -> Value:
    return new(CLASSES["pairwise"], a=get_iter(iterable))


@tool_next("pairwise")
def pairwise_next(t: Tool) -> Value:
    if t.a == no_value():
        return DELETED
    if t.b == no_value():
        first = next_value(t.a)
        if is_deleted(first):
            t.a = no_value()
            return DELETED
        t.b = first
    item = next_value(t.a)
    if is_deleted(item):
        t.a = no_value()
        t.b = no_value()
        return DELETED
    made = array_new(2)
    made.items[0] = t.b
    made.items[1] = item
    t.b = item
    return made


@method("islice", "__new__", variadic=True, keywords=True, binding="static")
def islice_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """islice(iterable, stop) or (iterable, start, stop[, step]). a: iterator or 0; n: the next index wanted, m: the stop, -1: none;
    b: the step, c: how many have been taken."""
    refuse_keywords(names, "islice")
    given = argc - 1
    if given < 2:
        raise type_error("islice expected at least 2 arguments, got %D", tag_fixnum(given))
    if given > 4:
        raise type_error("islice expected at most 4 arguments, got %D", tag_fixnum(given))
    start: i64 = 0
    step: i64 = 1
    stop: i64 = -1
    if given == 2:
        if not is_word(arguments[2], NONE):
            stop = bound(arguments[2], "Stop argument for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
    else:
        if not is_word(arguments[2], NONE):
            start = bound(arguments[2], "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if not is_word(arguments[3], NONE):
            stop = bound(arguments[3], "Indices for islice() must be None or an integer: 0 <= x <= sys.maxsize.")
        if given == 4 and not is_word(arguments[4], NONE):
            step = bound(arguments[4], "Step for islice() must be a positive integer or None.")
            if step == 0:
                raise value_error("Step for islice() must be a positive integer or None.")
    return new(CLASSES["islice"], a=get_iter(arguments[1]), n=start, m=stop, b=tag_fixnum(step), c=tag_fixnum(0))


@fn(raises=True)
def bound(v: Value, text: Ptr[u8]) -> i64:
    found = payload_or_none(v, "int")
    if found == no_value():
        if special(v, "__index__") == no_value():
            raise value_error(text)
        found = as_index(v)
    if not is_fixnum(found) or untag_fixnum(found) < 0:
        raise value_error(text)
    return untag_fixnum(found)


@tool_next("islice")
def islice_next(t: Tool) -> Value:
    if t.a == no_value():
        return DELETED
    taken = untag_fixnum(t.c)
    if t.m >= 0 and t.n >= t.m:
        while taken < t.m:  # what lies before the stop is consumed, as CPython does
            if is_deleted(next_value(t.a)):
                break
            taken += 1
        t.a = no_value()
        return DELETED
    while taken < t.n:
        if is_deleted(next_value(t.a)):
            t.a = no_value()
            return DELETED
        taken += 1
        spend(1)
    item = next_value(t.a)
    if is_deleted(item):
        t.a = no_value()
        return DELETED
    t.c = tag_fixnum(taken + 1)
    following, overflowed = add_overflow(t.n, untag_fixnum(t.b))
    if overflowed or (t.m >= 0 and following > t.m):
        following = t.m
    t.n = following
    return item


@method("batched", "__new__", variadic=True, keywords=True, binding="static")
def batched_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    taken = stack_array(Value, 3)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "n", "strict"), "batched", 2)
    size = as_size(taken[1])
    if size < 1:
        raise value_error("n must be at least one")
    strict = not is_word(taken[2], DEFAULT) and is_true(taken[2])
    return new(CLASSES["batched"], a=get_iter(taken[0]), n=size, m=1 if strict else 0)


@tool_next("batched")
def batched_next(t: Tool) -> Value:
    if t.a == no_value():
        return DELETED
    held = list_new()
    for _ in range(t.n):
        item = next_value(t.a)
        if is_deleted(item):
            t.a = no_value()
            break
        list_append(held, item)
    if held.count == 0:
        return DELETED
    if held.count < t.n and t.m != 0:
        raise value_error("batched(): incomplete batch")
    return list_to_array(held)


# --- groups


@method("groupby", "__new__", variadic=True, keywords=True, binding="static")
def groupby_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """a: iterator, b: key function or None, c: the present item's key or 0, d: the present item; n: number of the present group;
    m: number of the group last given out."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "key"), "groupby", 1)
    return new(CLASSES["groupby"], a=get_iter(taken[0]), b=NONE if is_word(taken[1], DEFAULT) else taken[1])


@fn(raises=True)
def groupby_step(t: Tool) -> bool:
    """Go to the next item; a new key begins a new group. Whether there was one."""
    if t.a == no_value():
        return False
    item = next_value(t.a)
    if is_deleted(item):
        t.a = no_value()
        t.n += 1
        t.d = no_value()
        return False
    key = item if is_word(t.b, NONE) else call1(t.b, item)
    if t.c == no_value() or not py_equal(t.c, key):
        t.n += 1
        t.c = key
    t.d = item
    return True


@tool_next("groupby")
def groupby_next(t: Tool) -> Value:
    while t.n == t.m:
        if not groupby_step(t):
            return DELETED
        spend(1)
    if t.d == no_value():
        return DELETED
    t.m = t.n
    made = array_new(2)
    made.items[0] = t.c
    made.items[1] = new(CLASSES["_grouper"], a=t, n=t.n)
    return made


@tool_next("_grouper")
def grouper_next(t: Tool) -> Value:
    whole = as_tool(t.a)
    if whole.n != t.n or whole.m != t.n:
        return DELETED
    if whole.d == no_value():
        if not groupby_step(whole) or whole.n != t.n:
            return DELETED
    item = whole.d
    whole.d = no_value()
    if item == no_value():
        return DELETED
    return item


# --- tee: a chain of links, each an array (item or 0, next link or 0) that the iterators share


@function("itertools", "tee", optional=1)
def py_tee(iterable: Value, n: Value) -> Value:
    count: i64 = 2
    if not is_word(n, DEFAULT):
        count = as_size(n)
    if count < 0:
        raise value_error("n must be >= 0")
    result = array_new(count)
    if count == 0:
        return result
    link = new_link()
    source = iterable
    if is_kind(iterable, "pyta.it__tee"):
        link = cast(Array_, as_tool(iterable).b)
        source = as_tool(iterable).a
    else:
        source = get_iter(iterable)
    for i in range(count):
        result.items[i] = new(CLASSES["_tee"], a=source, b=link)
    return result


@fn(raises=True)
def new_link() -> Array_:
    return array_new(2)


@tool_next("_tee")
def tee_next(t: Tool) -> Value:
    link = cast(Array_, t.b)
    if link.items[1] == no_value():
        item = next_value(t.a)
        if is_deleted(item):
            return DELETED
        if link.items[1] == no_value():
            link.items[0] = item
            link.items[1] = new_link()
    t.b = link.items[1]
    return link.items[0]


@method("_tee", "__copy__")
def tee_copy(self: Value) -> Value:
    t = self_tool(self, "_tee")
    return new(CLASSES["_tee"], a=t.a, b=t.b)


# --- zip_longest


@method("zip_longest", "__new__", variadic=True, keywords=True, binding="static")
def zip_longest_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """a: array of iterators (0: at its end), b: what fills; n: how many still run."""
    given = given_count(argc, names)
    filler: Value = NONE
    if names != no_value():
        taken = stack_array(Value, 1)
        bind_parameters(arguments + given, argc - given, names, taken, ("fillvalue",), "zip_longest", 0)
        if not is_word(taken[0], DEFAULT):
            filler = taken[0]
    sources = array_new(given - 1)
    for i in range(given - 1):
        sources.items[i] = get_iter(arguments[1 + i])
    return new(CLASSES["zip_longest"], a=sources, b=filler, n=given - 1)


@tool_next("zip_longest")
def zip_longest_next(t: Tool) -> Value:
    sources = cast(Array_, t.a)
    if t.n == 0:
        return DELETED
    made = array_new(sources.length)
    for i in range(sources.length):
        made.items[i] = t.b
        if sources.items[i] != no_value():
            item = next_value(sources.items[i])
            if is_deleted(item):
                sources.items[i] = no_value()
                t.n -= 1
                if t.n == 0:
                    return DELETED
            else:
                made.items[i] = item
    return made


# --- combinatorics: a: the pool(s), b: array of indices (fixnums), n: length of a result, m: 0 before the first, -1 at the end


@method("product", "__new__", variadic=True, keywords=True, binding="static")
def product_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    given = given_count(argc, names)
    times: i64 = 1
    if names != no_value():
        taken = stack_array(Value, 1)
        bind_parameters(arguments + given, argc - given, names, taken, ("repeat",), "product", 0)
        if not is_word(taken[0], DEFAULT):
            times = as_size(taken[0])
    if times < 0:
        raise value_error("repeat argument cannot be negative")
    own = given - 1
    if own > 0 and times > (1 << 30) // own:
        raise overflow_error("repeat argument too large")
    pools = array_new(own * times)
    for i in range(own):
        pool = tuple_of(arguments[1 + i])
        for k in range(times):
            pools.items[k * own + i] = pool
    return new(CLASSES["product"], a=pools, b=zeros(own * times), n=own * times)


@fn(raises=True)
def zeros(count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = tag_fixnum(0)
    return made


@tool_next("product")
def product_next(t: Tool) -> Value:
    pools = cast(Array_, t.a)
    at = cast(Array_, t.b)
    if t.m < 0:
        return DELETED
    if t.m == 0:
        t.m = 1
        for i in range(t.n):
            if cast(Array_, pools.items[i]).length == 0:
                t.m = -1
                return DELETED
    else:
        i = t.n - 1
        while i >= 0:
            k = untag_fixnum(at.items[i]) + 1
            if k < cast(Array_, pools.items[i]).length:
                at.items[i] = tag_fixnum(k)
                break
            at.items[i] = tag_fixnum(0)
            i -= 1
        if i < 0:
            t.m = -1
            return DELETED
    made = array_new(t.n)
    for i in range(t.n):
        made.items[i] = cast(Array_, pools.items[i]).items[untag_fixnum(at.items[i])]
    return made


@fn(raises=True)
def chosen(t: Tool) -> Value:
    """The tuple of the pool's items at the indices."""
    pool = cast(Array_, t.a)
    at = cast(Array_, t.b)
    made = array_new(t.n)
    for i in range(t.n):
        made.items[i] = pool.items[untag_fixnum(at.items[i])]
    return made


@fn(raises=True)
def length_argument(v: Value, otherwise: i64) -> i64:
    if is_word(v, DEFAULT) or is_word(v, NONE):
        return otherwise
    if payload_or_none(v, "int") == no_value():
        raise type_error("Expected int as r")
    n = as_size(v)
    if n < 0:
        raise value_error("r must be non-negative")
    return n


@method("permutations", "__new__", variadic=True, keywords=True, binding="static")
def permutations_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
    """c: array of the cycles."""
    taken = stack_array(Value, 2)
    bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "r"), "permutations", 1)
    pool = array_copy(tuple_of(taken[0]))
    size = pool.length
    r = length_argument(taken[1], size)
    at = array_new(size)
    for i in range(size):
        at.items[i] = tag_fixnum(i)
    made = new(CLASSES["permutations"], a=pool, b=at, n=r)
    if r > size:
        made.m = -1
        return made
    cycles = array_new(r)
    for i in range(r):
        cycles.items[i] = tag_fixnum(size - i)
    made.c = cycles
    return made


@tool_next("permutations")
def permutations_next(t: Tool) -> Value:
    if t.m < 0:
        return DELETED
    if t.m == 0:
        t.m = 1
        return chosen(t)
    at = cast(Array_, t.b)
    cycles = cast(Array_, t.c)
    size = at.length
    i = t.n - 1
    while i >= 0:
        left = untag_fixnum(cycles.items[i]) - 1
        if left == 0:
            first = at.items[i]
            for k in range(i, size - 1):
                at.items[k] = at.items[k + 1]
            at.items[size - 1] = first
            cycles.items[i] = tag_fixnum(size - i)
        else:
            cycles.items[i] = tag_fixnum(left)
            held = at.items[i]
            at.items[i] = at.items[size - left]
            at.items[size - left] = held
            return chosen(t)
        i -= 1
    t.m = -1
    return DELETED


def _combinations(owner: str, is_repeating: bool) -> None:
    @method(owner, "__new__", variadic=True, keywords=True, binding="static")
    def combinations_new(arguments: Ptr[Value], argc: i64, names: Value) -> Value:
        taken = stack_array(Value, 2)
        bind_parameters(arguments + 1, argc - 1, names, taken, ("iterable", "r"), owner, 2)
        pool = array_copy(tuple_of(taken[0]))
        r = as_size(taken[1])
        if r < 0:
            raise value_error("r must be non-negative")
        made = new(CLASSES[owner], a=pool, n=r)
        if (r > pool.length and not is_repeating) or (r > 0 and pool.length == 0):
            made.m = -1
            return made
        at = zeros(r)
        if not is_repeating:
            for i in range(r):
                at.items[i] = tag_fixnum(i)
        made.b = at
        return made

    @tool_next(owner)
    def combinations_next(t: Tool) -> Value:
        if t.m < 0:
            return DELETED
        if t.m == 0:
            t.m = 1
            return chosen(t)
        at = cast(Array_, t.b)
        size = cast(Array_, t.a).length
        i = t.n - 1
        while i >= 0:
            if untag_fixnum(at.items[i]) != (size - 1 if is_repeating else i + size - t.n):
                break
            i -= 1
        if i < 0:
            t.m = -1
            return DELETED
        following = untag_fixnum(at.items[i]) + 1
        at.items[i] = tag_fixnum(following)
        for k in range(i + 1, t.n):
            at.items[k] = tag_fixnum(following if is_repeating else following + (k - i))
        return chosen(t)


_combinations("combinations", False)
_combinations("combinations_with_replacement", True)
