"""Containers of heap objects under a collector that runs all the time: a missing write barrier or an untraced field shows here."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corevm.kernel import array as A
from corevm.kernel import dynamic as D
from corevm.kernel import list as L
from corevm.kernel import map as M
from corevm.kernel import set as S
from corevm.kernel import shape as H
from corevm.kernel import sort
from corevm.kernel.array import Array_, array_new
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.lock import RUNTIME_THREADED
from corevm.kernel.thread import Runtime
from corevm.kernel.value import tag_fixnum, untag_fixnum
from corevm.micro.surface import Value, cast, fn, i64, inline, u32, u64
from corevm.testing.heap_view import HeapView, number
from corevm.testing.machine import Machine


@fn(raises=True)
def box(n: i64) -> Array_:
    made = array_new(1)
    made.items[0] = tag_fixnum(n)
    return made


@inline
def unbox(v: Value) -> i64:
    return untag_fixnum(cast(Array_, v).items[0])


@fn(raises=True)
def equal(a: Value, b: Value) -> bool:
    box(0)  # a collection
    return unbox(a) == unbox(b)


@fn(raises=True)
def less(context: Value, a: Value, b: Value) -> bool:
    box(1)
    return unbox(a) < unbox(b)


@fn(raises=True)
def fill_list(owner: L.List, count: i64) -> None:
    """In the end: 0, 2, 4, ... as boxes."""
    for i in range(count):
        if i & 1 == 0:
            L.list_append(owner, box(i))
        else:
            L.list_insert(owner, i // 2, box(-1))
            L.list_set(owner, i // 2, box(-2))
            L.list_splice(owner, i // 2, 1, A.array_filled(3, box(-3)), 0, 3, False)
            L.list_delete(owner, i // 2, i // 2 + 3)
    more = box(7)
    L.list_append(owner, more)
    L.list_reverse(owner)
    L.list_assign_step(owner, 0, 1, 1, A.array_filled(1, box(8)))
    L.list_reverse(owner)
    L.list_pop(owner, owner.count - 1)


@fn(raises=True)
def boxes(first: i64, count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = box(first + i)
    return made


@fn(raises=True)
def store_in_bulk(owner: L.List) -> None:
    """Into a backing array that is old: from 0, 1, ... 49 to 0, 1, 100 ... 102, 5, ..., 200 at 10, 12, 14, 300 ... 304 at the end."""
    L.list_reserve(owner, 200)
    for _i in range(10):
        box(0)
    L.list_splice(owner, 2, 3, boxes(100, 3), 0, 3, False)
    L.list_assign_step(owner, 10, 2, 3, A.array_filled(3, box(200)))
    L.list_extend(owner, boxes(300, 5), 0, 5)
    for _i in range(10):
        box(0)


@fn(raises=True)
def fill_map(m: M.Map, count: i64) -> None:
    """Box n to box 2 n, for n not divisible by 3."""
    for i in range(count):
        M.map_set(m, box(i), i % 5, box(-1), equal)
        M.map_set(m, box(i), i % 5, box(2 * i), equal)
        if i % 3 == 0:
            M.map_delete(m, box(i), i % 5, equal)


@fn(raises=True)
def copy_and_merge(m: M.Map) -> M.Map:
    made = M.map_copy(m)
    M.map_set(made, box(-5), 0, box(5), equal)
    M.map_merge(made, m, True, equal)
    return made


@fn(raises=True)
def fill_set(s: S.Set, count: i64) -> None:
    for i in range(count):
        S.set_add(s, box(i), i % 5, equal)
        S.set_add(s, box(i), i % 5, equal)


@fn(raises=True)
def join(a: S.Set, b: S.Set) -> S.Set:
    return S.set_union(S.set_difference(a, b, equal), S.set_intersection(a, b, equal), equal)


@fn(raises=True)
def sort_boxes(items: Array_) -> Array_:
    return sort.sort_array(items, cast(Value, u64(1)), False, less, sort.FAST_ALL)


@fn(raises=True)
def sort_boxes_by_keys(keys: Array_, values: Array_) -> Array_:
    return sort.sort_by_keys(keys, values, cast(Value, u64(1)), False, less, sort.FAST_ALL)


@fn(raises=True)
def sort_boxes_by_numbers(values: Array_) -> Array_:
    """Through the radix sort, which moves the references."""
    keys = array_new(values.length)
    for i in range(values.length):
        keys.items[i] = tag_fixnum(unbox(values.items[i]))
    return sort.sort_by_keys(keys, values, cast(Value, u64(1)), False, less, sort.FAST_ALL)


@fn(raises=True)
def scrambled(count: i64) -> Array_:
    made = array_new(count)
    for i in range(count):
        made.items[i] = box(i * 7919 % count)
    return made


@fn(raises=True)
def fill_object(o: D.DynamicObject, names: Array_) -> None:
    for i in range(names.length):
        D.object_set(o, names.items[i], box(-1))
        D.object_set(o, names.items[i], box(i))


@fn(raises=True)
def make_root(class_number: i64) -> u32:
    """The class is a heap object that only the shape refers to."""
    return H.shape_new(box(class_number), KIND, 2, 0)


KIND = KIND_NUMBER["object"]
FUNCTIONS = (
    fill_list, boxes, store_in_bulk, L.list_of_exactly, fill_map, copy_and_merge, fill_set, join, sort_boxes, sort_boxes_by_keys, sort_boxes_by_numbers, scrambled,
    fill_object, make_root, L.list_with_capacity, M.map_new, S.set_new, D.object_new, D.object_get, D.object_to_dictionary,
    D.object_from_dictionary, D.object_delete, H.shapes_start,
)  # fmt: skip
MODES = {
    "young": {"stress_period": 3},
    "always": {"stress_period": 1},
    "full": {"stress_period": 2, "stress_full": True},
    "threaded": {"stress_period": 3},
}


@pytest.fixture(params=MODES, scope="module")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with Machine("native", verify=True, poison=True, **MODES[request.param]) as m:
        m.prepare(*FUNCTIONS)
        assert m.call(H.shapes_start, 1000)
        if request.param == "threaded":  # locks are taken, which may reach safepoints
            m.set(Runtime, "flags", RUNTIME_THREADED, m.runtime)
        yield m


def unboxed(m: Machine, words: list[int]) -> list[int]:
    view = HeapView(m)
    return [number(view.array(w)[0]) for w in words]


def held(m: Machine, word: int) -> int:
    m.hold(word)
    return word


def test_list(machine: Machine) -> None:
    owner = held(machine, machine.call(L.list_with_capacity, 0))
    machine.call(fill_list, owner, 300)
    assert unboxed(machine, HeapView(machine).list(owner)) == list(range(0, 300, 2))


def test_bulk_stores(machine: Machine) -> None:
    items = held(machine, machine.call(boxes, 0, 50))
    owner = held(machine, machine.call(L.list_of_exactly, items))
    machine.call(store_in_bulk, owner)
    expected = [0, 1, 100, 101, 102, *range(5, 50), *range(300, 305)]
    expected[10] = expected[12] = expected[14] = 200
    assert unboxed(machine, HeapView(machine).list(owner)) == expected


def test_map(machine: Machine) -> None:
    m = held(machine, machine.call(M.map_new))
    machine.call(fill_map, m, 100)
    copied = held(machine, machine.call(copy_and_merge, m))
    expected = [(n, 2 * n) for n in range(100) if n % 3]
    for word, more in ((m, []), (copied, [(-5, 5)])):
        entries = HeapView(machine).entries(word, 3)
        pairs = zip(unboxed(machine, [e[1] for e in entries]), unboxed(machine, [e[2] for e in entries]), strict=True)
        assert list(pairs) == expected + more


def test_set(machine: Machine) -> None:
    a, b = (held(machine, machine.call(S.set_new)) for _ in range(2))
    machine.call(fill_set, a, 60)
    machine.call(fill_set, b, 30)
    joined = HeapView(machine).entries(machine.call(join, a, b), 2)
    assert sorted(unboxed(machine, [e[1] for e in joined])) == list(range(60))


def test_sort(machine: Machine) -> None:
    count = 500
    source = held(machine, machine.call(scrambled, count))
    others = held(machine, machine.call(scrambled, count))
    found = held(machine, machine.call(sort_boxes_by_numbers, source))
    assert unboxed(machine, HeapView(machine).array(found)) == list(range(count))
    found = held(machine, machine.call(sort_boxes, source))
    assert unboxed(machine, HeapView(machine).array(found)) == list(range(count))
    found = held(machine, machine.call(sort_boxes_by_keys, source, others))
    assert unboxed(machine, HeapView(machine).array(found)) == list(range(count))


def test_object(machine: Machine) -> None:
    root = machine.call(make_root, 42)
    names = held(machine, machine.call(scrambled, 40))
    keys = HeapView(machine).array(names)
    o = held(machine, machine.call(D.object_new, root))
    machine.call(fill_object, o, names)

    def attributes() -> list[int]:
        return unboxed(machine, [machine.call(D.object_get, o, k) for k in keys])

    assert attributes() == list(range(40))
    machine.call(D.object_to_dictionary, o)
    assert attributes() == list(range(40))
    machine.call(D.object_from_dictionary, o)
    assert attributes() == list(range(40))
    machine.call(fill_object, o, names)
    assert attributes() == list(range(40))
    region = machine.get(Runtime, "shape_region", machine.runtime)
    class_value = machine.get(H.Shape, "class_value", region + root * H.Shape.size_bytes)
    assert unboxed(machine, [class_value]) == [42]
