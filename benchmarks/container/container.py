"""The kernel's containers against the host CPython's, operation by operation: nanoseconds per item, best of several rounds.

    python benchmarks/container/container.py [items] [rounds]

The kernel's side is a Micro loop that does what an interpreter's instruction would call; CPython's is the C loop nearest to
it (`dict(zip(...))`, `map(d.get, keys)`, `sorted`), so neither side pays for bytecode. Both are checked for the same answer where there is one.
"""

from __future__ import annotations

import gc
import operator
import random
import sys
import time
from collections import deque
from collections.abc import Callable
from typing import Any

from corevm.kernel import list as L
from corevm.kernel import map as M
from corevm.kernel import set as S
from corevm.kernel import sort
from corevm.kernel.array import Array_, array_new
from corevm.kernel.dynamic import (
    DynamicObject,
    cache_hit,
    cache_word_for,
    cached_get,
    object_add_slot,
    object_get,
    object_new,
    object_set,
    object_shape,
)
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.shape import shape_add, shape_lookup, shape_new, shapes_start
from corevm.kernel.string import IS_ASCII, String, new_string
from corevm.kernel.table import MAP_STRIDE, Table, table_next, value_at
from corevm.kernel.value import FALSE, encode_flonum, tag_fixnum, untag_fixnum
from corevm.micro.surface import Value, cast, f64, fn, i64, inline, memequal, u8, u16, u32, u64
from corevm.testing.heap_view import HeapView
from corevm.testing.machine import Machine


@inline
def equal_int(a: Value, b: Value) -> bool:
    return False  # equal fixnums are identical


@inline
def equal_string(a: Value, b: Value) -> bool:
    x = cast(String, a)
    y = cast(String, b)
    return x.length == y.length and x.width == y.width and memequal(x.data, y.data, x.length)


@inline
def less_never_used(context: Value, a: Value, b: Value) -> bool:
    return untag_fixnum(a) < untag_fixnum(b)


@fn
def next_random(state: u64) -> u64:
    x = state ^ (state << 13)
    x = x ^ (x >> 7)
    return x ^ (x << 17)


# --- data


@fn(raises=True)
def make_ints(count: i64, order: i64) -> Array_:
    """order: 0 ascending, 1 descending, 2 random"""
    made = array_new(count)
    state = u64(88172645463325252)
    for i in range(count):
        state = next_random(state)
        n = i if order == 0 else count - i if order == 1 else i64(state >> 20)
        made.items[i] = tag_fixnum(n)
    return made


@fn(raises=True)
def make_floats(count: i64) -> Array_:
    made = array_new(count)
    state = u64(88172645463325252)
    for i in range(count):
        state = next_random(state)
        made.items[i] = encode_flonum(f64(i64(state >> 40)) + 1.5)
    return made


@fn(raises=True)
def make_strings(count: i64, order: i64, offset: i64) -> Array_:
    """ "key" and eight hexadecimal digits; their hashes are computed. order as in make_ints."""
    made = array_new(count)
    state = u64(88172645463325252)
    for i in range(count):
        state = next_random(state)
        n = u64(i) if order == 0 else u64(count - i) if order == 1 else state >> 32
        s = new_string(11, u8(1), u8(IS_ASCII))
        s.data[0] = 107
        s.data[1] = 101
        s.data[2] = 121
        hash = u64(1469598103934665603)
        for d in range(8):
            digit = u8((n + u64(offset)) >> u64(28 - 4 * d) & 15)
            s.data[3 + d] = digit + 48 if digit < 10 else digit + 87
            hash = (hash ^ u64(s.data[3 + d])) * 1099511628211
        s.hash = hash ^ hash >> 29
        made.items[i] = s
    return made


# --- maps


@inline
def hash_of(v: Value, is_string: bool) -> i64:
    return cast(i64, cast(String, v).hash) if is_string else untag_fixnum(v)


@fn(raises=True)
def insert_ints(keys: Array_) -> M.Map:
    m = M.map_new()
    for i in range(keys.length):
        M.map_set(m, keys.items[i], untag_fixnum(keys.items[i]), keys.items[i], equal_int)
    return m


@fn(raises=True)
def insert_strings(keys: Array_) -> M.Map:
    m = M.map_new()
    for i in range(keys.length):
        M.map_set(m, keys.items[i], hash_of(keys.items[i], True), keys.items[i], equal_string)
    return m


@fn(raises=True)
def look_up_ints(m: M.Map, keys: Array_) -> Array_:
    made = array_new(keys.length)
    for i in range(keys.length):
        made.items[i] = M.map_get(m, keys.items[i], untag_fixnum(keys.items[i]), equal_int)
    return made


@fn(raises=True)
def look_up_strings(m: M.Map, keys: Array_) -> Array_:
    made = array_new(keys.length)
    for i in range(keys.length):
        made.items[i] = M.map_get(m, keys.items[i], hash_of(keys.items[i], True), equal_string)
    return made


@fn(raises=True)
def look_up_strings_plain(m: M.Map, keys: Array_) -> Array_:
    made = array_new(keys.length)
    for i in range(keys.length):
        made.items[i] = M.map_get_plain(m, keys.items[i], hash_of(keys.items[i], True), equal_string)
    return made


@fn(raises=True)
def many_small_maps(keys: Array_, size: i64) -> i64:
    total = i64(0)
    at = i64(0)
    while at + size <= keys.length:
        m = M.map_new()
        for i in range(size):
            M.map_set(m, keys.items[at + i], hash_of(keys.items[at + i], True), keys.items[at + i], equal_string)
        total += m.count
        at += size
    return total


@fn(raises=True)
def walk_values(m: M.Map) -> Array_:
    made = array_new(m.count)
    source = cast(Table, m.table)
    position = i64(0)
    put = i64(0)
    while (entry := table_next(source, position, MAP_STRIDE)) >= 0:
        made.items[put] = value_at(source, entry)
        put += 1
        position = entry + 1
    return made


@fn(raises=True)
def delete_ints(m: M.Map, keys: Array_) -> i64:
    for i in range(keys.length):
        M.map_delete(m, keys.items[i], untag_fixnum(keys.items[i]), equal_int)
    return m.count


@fn(raises=True)
def make_set(keys: Array_) -> S.Set:
    s = S.set_new()
    for i in range(keys.length):
        S.set_add(s, keys.items[i], untag_fixnum(keys.items[i]), equal_int)
    return s


@fn(raises=True)
def intersect(a: S.Set, b: S.Set) -> S.Set:
    return S.set_intersection(a, b, equal_int)


# --- objects


@fn
def name(n: i64) -> Value:
    return cast(Value, u64(n + 1000) << 3 | 4)


@fn(raises=True)
def make_objects(count: i64, root: i64) -> Array_:
    """Objects with three attributes, added by cached transitions."""
    made = array_new(count)
    one = shape_add(u32(root), name(1))
    two = shape_add(one, name(2))
    three = shape_add(two, name(3))
    for i in range(count):
        o = object_new(u32(root))
        object_add_slot(o, u32(root), one, tag_fixnum(i))
        object_add_slot(o, one, two, tag_fixnum(i))
        object_add_slot(o, two, three, tag_fixnum(i))
        made.items[i] = o
    return made


@fn(raises=True)
def make_objects_by_key(count: i64, root: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        o = object_new(u32(root))
        for n in range(1, 4):
            object_set(o, name(n), tag_fixnum(i))
        made.items[i] = o
    return made


@fn(raises=True)
def read_by_cache(objects: Array_) -> Array_:
    made = array_new(objects.length)
    first = cast(DynamicObject, objects.items[0])
    shape = object_shape(first)
    word = cache_word_for(first, shape, shape_lookup(shape, name(2)), u16(0))
    for i in range(objects.length):
        o = cast(DynamicObject, objects.items[i])
        made.items[i] = cached_get(o, word) if cache_hit(o, word) else object_get(o, name(2))
    return made


@fn(raises=True)
def read_by_key(objects: Array_) -> Array_:
    made = array_new(objects.length)
    for i in range(objects.length):
        made.items[i] = object_get(cast(DynamicObject, objects.items[i]), name(2))
    return made


# --- lists and sorting


@fn(raises=True)
def append_all(keys: Array_) -> L.List:
    made = L.list_new()
    for i in range(keys.length):
        L.list_append(made, keys.items[i])
    return made


@fn(raises=True)
def pop_all(owner: L.List) -> i64:
    count = owner.count
    for _i in range(count):
        L.list_pop(owner, owner.count - 1)
    return owner.count


@fn(raises=True)
def sort_all(items: Array_) -> Array_:
    return sort.sort_array(items, cast(Value, u64(FALSE)), False, less_never_used, sort.FAST_ALL)


@fn
def is_sorted_ints(items: Array_) -> bool:
    for i in range(1, items.length):
        if untag_fixnum(items.items[i]) < untag_fixnum(items.items[i - 1]):
            return False
    return True


FUNCTIONS = (
    make_ints, make_floats, make_strings, insert_ints, insert_strings, look_up_ints, look_up_strings,
    look_up_strings_plain, many_small_maps, walk_values, delete_ints, make_set, intersect, append_all, pop_all,
    sort_all, is_sorted_ints, M.map_copy, make_objects, make_objects_by_key, read_by_cache, read_by_key, shapes_start,
    shape_new,
)  # fmt: skip


class Three:
    def __init__(self, n: int) -> None:
        self.one = n
        self.two = n
        self.three = n


class Bench:
    def __init__(self, m: Machine, count: int, rounds: int) -> None:
        self.m, self.count, self.rounds = m, count, rounds

    def row(self, name: str, ours: Callable[[], Any], theirs: Callable[[], Any], items: int = 0) -> None:
        best = [float("inf"), float("inf")]
        for _ in range(self.rounds):  # by turns
            for side, run in enumerate((ours, theirs)):
                start = time.perf_counter_ns()
                run()
                best[side] = min(best[side], time.perf_counter_ns() - start)
        ns = [b / (items or self.count) for b in best]
        print(f"{name:36s} {ns[0]:8.2f} {ns[1]:8.2f}   {ns[1] / ns[0]:5.2f}x")


def main(count: int, rounds: int) -> None:
    with Machine("native", heap_limit_bytes=4 << 30) as m:
        m.prepare(*FUNCTIONS)
        view = HeapView(m)
        b = Bench(m, count, rounds)

        def kept(f: Any, *args: Any) -> int:
            word = m.call(f, *args)
            m.hold(word)  # before anything else is allocated
            return int(word)

        def data(f: Any, *args: Any) -> int:
            return kept(f, count, *args)

        def numbers(word: int) -> list[int]:
            return [(w ^ 1 << 63) - (1 << 63) >> 1 for w in view.array(word)]

        def exhaust(iterator: Any) -> None:
            deque(iterator, maxlen=0)

        rng = random.Random(1)
        dense, mixed, down = data(make_ints, 0), data(make_ints, 2), data(make_ints, 1)
        strings, equal_strings, other_strings = (data(make_strings, 0, o) for o in (0, 0, count))
        random_strings = data(make_strings, 2, 0)
        py_dense, py_mixed = list(range(count)), numbers(mixed)
        py_strings = [f"key{i:08x}" for i in range(count)]
        py_equal = [f"key{i:08x}" for i in range(count)]
        py_other = [f"key{i + count:08x}" for i in range(count)]
        py_random = [f"key{rng.getrandbits(32):08x}" for _ in range(count)]
        exhaust(map(hash, py_equal + py_other + py_strings + py_random))
        gc.disable()

        print(f"{count} items, best of {rounds} rounds; ns per item   corevm  CPython {sys.version.split()[0]}")
        b.row("map: insert dense ints", lambda: m.call(insert_ints, dense), lambda: dict(zip(py_dense, py_dense, strict=True)))
        b.row("map: insert random ints", lambda: m.call(insert_ints, mixed), lambda: dict(zip(py_mixed, py_mixed, strict=True)))
        b.row("map: insert strings", lambda: m.call(insert_strings, strings), lambda: dict(zip(py_strings, py_strings, strict=True)))
        b.row(
            "map: make with 5 strings each", lambda: m.call(many_small_maps, strings, 5),
            lambda: exhaust(map(dict, zip(*[iter(zip(py_strings, py_strings, strict=True))] * 5, strict=False))),
        )  # fmt: skip
        dm, mm, sm = kept(insert_ints, dense), kept(insert_ints, mixed), kept(insert_strings, strings)
        py_dm = dict(zip(py_dense, py_dense, strict=True))
        py_mm = dict(zip(py_mixed, py_mixed, strict=True))
        py_sm = dict(zip(py_strings, py_strings, strict=True))
        b.row("map: find dense ints", lambda: m.call(look_up_ints, dm, dense), lambda: list(map(py_dm.get, py_dense)))
        b.row("map: find random ints", lambda: m.call(look_up_ints, mm, mixed), lambda: list(map(py_mm.get, py_mixed)))
        b.row("map: miss random ints", lambda: m.call(look_up_ints, dm, mixed), lambda: list(map(py_dm.get, py_mixed)))
        b.row("map: find identical strings", lambda: m.call(look_up_strings, sm, strings), lambda: list(map(py_sm.get, py_strings)))
        b.row("map: find equal strings", lambda: m.call(look_up_strings, sm, equal_strings), lambda: list(map(py_sm.get, py_equal)))
        b.row("map: same, plain", lambda: m.call(look_up_strings_plain, sm, equal_strings), lambda: list(map(py_sm.get, py_equal)))
        b.row("map: miss strings", lambda: m.call(look_up_strings, sm, other_strings), lambda: list(map(py_sm.get, py_other)))
        b.row("map: values", lambda: m.call(walk_values, mm), lambda: list(py_mm.values()))
        b.row("map: copy", lambda: m.call(M.map_copy, mm), lambda: py_mm.copy())
        b.row("set: insert random ints", lambda: m.call(make_set, mixed), lambda: set(py_mixed))
        sa, sb = kept(make_set, mixed), kept(make_set, dense)
        py_sa, py_sb = set(py_mixed), set(py_dense)
        b.row("set: intersection of disjoint", lambda: m.call(intersect, sa, sb), lambda: py_sa & py_sb)
        b.row("list: append", lambda: m.call(append_all, dense), lambda: exhaust(map([].append, py_dense)))
        assert m.call(shapes_start, 1000)
        root = m.call(shape_new, 1, KIND_NUMBER["object"], 4, 0)
        objects = kept(make_objects, count, root)
        py_objects = [Three(i) for i in range(count)]
        b.row("object: make with 3 attributes", lambda: m.call(make_objects, count, root), lambda: exhaust(map(Three, py_dense)))
        b.row("object: same, by key", lambda: m.call(make_objects_by_key, count, root), lambda: exhaust(map(Three, py_dense)))
        get_two = operator.attrgetter("two")
        b.row("object: attribute, cached", lambda: m.call(read_by_cache, objects), lambda: list(map(get_two, py_objects)))
        b.row("object: attribute, by key", lambda: m.call(read_by_key, objects), lambda: list(map(get_two, py_objects)))
        for label, word, items in (
            ("random ints", mixed, py_mixed), ("sorted ints", dense, py_dense), ("reversed ints", down, py_dense[::-1]),
            ("random floats", data(make_floats), [rng.random() for _ in range(count)]),
            ("random strings", random_strings, py_random), ("sorted strings", strings, py_strings),
        ):  # fmt: skip
            b.row(f"sort: {label}", lambda w=word: m.call(sort_all, w), lambda i=items: sorted(i))
        assert m.call(is_sorted_ints, m.call(sort_all, mixed))
        assert m.call(delete_ints, mm, mixed) == 0


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000, int(sys.argv[2]) if len(sys.argv) > 2 else 5)
