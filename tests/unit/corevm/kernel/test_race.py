"""Containers under several OS threads: nothing is lost that should not be, and no reader ever sees a torn object."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from corevm.kernel import dynamic as D
from corevm.kernel import list as L
from corevm.kernel import map as M
from corevm.kernel import shape as H
from corevm.kernel.array import array_new
from corevm.kernel.error import RUNTIME, error
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.lock import RUNTIME_THREADED
from corevm.kernel.safepoint import spend
from corevm.kernel.thread import Runtime
from corevm.kernel.value import DELETED, is_fixnum, is_word, tag_fixnum, untag_fixnum
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Value, cast, fn, i64, u64
from corevm.testing.heap_view import HeapView, fixnum, number
from corevm.testing.machine import Machine

ROUNDS = 300_000


@fn(raises=True)
def equal(a: Value, b: Value) -> bool:
    spend(1)
    return untag_fixnum(a) == untag_fixnum(b)


@fn(raises=True)
def wrong() -> None:
    raise error(RUNTIME, "a reader saw what was never there")


@fn(raises=True)
def append_many(owner: L.List, first: i64, count: i64) -> None:
    for i in range(count):
        L.list_append(owner, tag_fixnum(first + i))
        array_new(2)  # so that there are collections
        spend(1)


@fn(raises=True)
def shrink_and_grow(owner: L.List, first: i64, count: i64) -> None:
    for i in range(count):
        if i % 3 == 0:
            L.list_delete(owner, 0, i % 7)
        elif i % 1000 == 1:
            L.list_clear(owner)
        else:
            L.list_insert(owner, i % 5, tag_fixnum(first))
            L.list_append(owner, tag_fixnum(first))
        spend(1)


@fn(raises=True)
def read_list(owner: L.List, first: i64, count: i64) -> None:
    for i in range(count):
        v = L.list_get(owner, i % 50)
        if cast(u64, v) != 0 and (not is_fixnum(v) or untag_fixnum(v) < 0 or untag_fixnum(v) > 6):
            wrong()
        copied = L.list_to_array(owner)
        for j in range(copied.length):
            if not is_fixnum(copied.items[j]):
                wrong()
        spend(1)


@fn
def hash_of(n: i64) -> i64:
    return n % 97


@fn(raises=True)
def put_many(m: M.Map, first: i64, count: i64) -> None:
    for i in range(count):
        n = (first + i * 7) % 3000
        M.map_set(m, tag_fixnum(n), hash_of(n), tag_fixnum(n * 2), equal)


@fn(raises=True)
def put_and_remove(m: M.Map, first: i64, count: i64) -> None:
    for i in range(count):
        n = (first + i * 7) % 300
        M.map_set(m, tag_fixnum(n), hash_of(n), tag_fixnum(n * 2), equal)
        n = (first + i * 11) % 300
        M.map_delete(m, tag_fixnum(n), hash_of(n), equal)
        if i % 5 == 0:
            M.map_pop_last(m)
        if i % 50 == 0:
            M.map_pop_first(m)
        if i % 5000 == 4999:
            M.map_clear(m)


@fn(raises=True)
def read_map(m: M.Map, first: i64, count: i64) -> None:
    for i in range(count):
        n = (first + i) % 300
        v = M.map_get(m, tag_fixnum(n), hash_of(n), equal)
        if not is_word(v, DELETED) and (not is_fixnum(v) or untag_fixnum(v) != n * 2):
            wrong()
        if i % 100 == 0:
            pairs = M.map_items(m)
            for j in range(pairs.length // 2):
                if untag_fixnum(pairs.items[2 * j]) * 2 != untag_fixnum(pairs.items[2 * j + 1]):
                    wrong()


@fn
def name(n: i64) -> Value:
    return cast(Value, u64(n + 1000) << 3 | 4)


@fn(raises=True)
def set_attributes(o: D.DynamicObject, first: i64, count: i64) -> None:
    for i in range(count):
        n = (first + i) % 40
        D.object_set(o, name(n), tag_fixnum(n))


@fn(raises=True)
def change_attributes(o: D.DynamicObject, first: i64, count: i64) -> None:
    for i in range(count):
        n = (first + i * 3) % 40
        D.object_set(o, name(n), tag_fixnum(n))
        if i % 16 == 0:
            D.object_delete(o, name((first + i) % 40))
        if i % 64 == 0:
            D.object_from_dictionary(o)


@fn(raises=True)
def read_attributes(o: D.DynamicObject, first: i64, count: i64) -> None:
    for i in range(count):
        n = i % 40
        v = D.object_get(o, name(n))
        if not is_word(v, DELETED) and (not is_fixnum(v) or untag_fixnum(v) != n):
            wrong()


@fn(raises=True)
def make_objects(o: D.DynamicObject, first: i64, count: i64) -> None:
    """Many threads making the same shapes."""
    for i in range(count // 20):
        made = D.object_new(H.shape_of(D.object_shape(o)).root)
        for j in range(10):
            D.object_set(made, name((i % 13) * (j + 1)), tag_fixnum((i % 13) * (j + 1)))
        for j in range(10):
            if untag_fixnum(D.object_get(made, name((i % 13) * (j + 1)))) != (i % 13) * (j + 1):
                wrong()


FUNCTIONS = (
    append_many, shrink_and_grow, read_list, put_many, put_and_remove, read_map, set_attributes, change_attributes,
    read_attributes, make_objects, L.list_with_capacity, L.list_append, M.map_new, D.object_new, D.object_get, D.object_keys,
    H.shapes_start, H.shape_new,
)  # fmt: skip


@pytest.fixture
def machine() -> Iterator[Machine]:
    with Machine("native", heap_limit_bytes=256 << 20, nursery_bytes=1 << 20, verify=True) as m:
        m.prepare(*FUNCTIONS)
        assert m.call(H.shapes_start, 20_000)
        m.set(Runtime, "flags", RUNTIME_THREADED, m.runtime)
        yield m


def run_together(m: Machine, *jobs: tuple[MicroFunction, int, int, int]) -> None:
    """Each job on a thread of its own."""
    failures: list[BaseException] = []
    start = threading.Barrier(len(jobs))

    def run(thread: int, function: MicroFunction, args: tuple[int, ...]) -> None:
        try:
            start.wait()
            m.call(function, *args, thread=thread)
        except BaseException as e:
            failures.append(e)

    threads = [m.new_thread() for _ in jobs]
    hosts = [threading.Thread(target=run, args=(t, f, args)) for t, (f, *args) in zip(threads, jobs, strict=True)]  # type: ignore[misc]
    for h in hosts:
        h.start()
    for h in hosts:
        h.join(120)
        assert not h.is_alive(), "a thread hangs"
    for t in threads:
        m.end_thread(t)
    if failures:
        raise failures[0]
    m.check()


def held(m: Machine, make: Callable[[], int]) -> int:
    word = make()
    m.hold(word)
    return word


def test_appends_are_not_lost(machine: Machine) -> None:
    owner = held(machine, lambda: machine.call(L.list_with_capacity, 0))
    run_together(machine, *((append_many, owner, k * 1_000_000, ROUNDS) for k in range(3)))
    found = HeapView(machine).numbers(owner)
    assert sorted(found) == [k * 1_000_000 + i for k in range(3) for i in range(ROUNDS)]
    for k in range(3):
        mine = [n for n in found if n // 1_000_000 == k]
        assert mine == sorted(mine)


def test_lists_stay_whole(machine: Machine) -> None:
    owner = held(machine, lambda: machine.call(L.list_with_capacity, 0))
    run_together(
        machine, (shrink_and_grow, owner, 5, ROUNDS), (shrink_and_grow, owner, 6, ROUNDS), (read_list, owner, 0, ROUNDS // 30)
    )
    assert set(HeapView(machine).numbers(owner)) <= {5, 6}


def test_keys_are_not_doubled(machine: Machine) -> None:
    m = held(machine, lambda: machine.call(M.map_new))
    run_together(machine, *((put_many, m, k, ROUNDS) for k in range(3)))
    entries = HeapView(machine).entries(m, 3)
    assert sorted(number(k) for _, k, _ in entries) == list(range(3000))
    assert all(number(v) == 2 * number(k) for _, k, v in entries)


def test_maps_stay_whole(machine: Machine) -> None:
    m = held(machine, lambda: machine.call(M.map_new))
    run_together(machine, *((put_and_remove, m, k, ROUNDS) for k in range(2)), (read_map, m, 0, ROUNDS), (read_map, m, 7, ROUNDS))
    entries = HeapView(machine).entries(m, 3)
    keys = [number(k) for _, k, _ in entries]
    assert len(keys) == len(set(keys))


def test_objects_stay_whole(machine: Machine) -> None:
    root = machine.call(H.shape_new, fixnum(1), KIND_NUMBER["object"], 4, 0)
    o = held(machine, lambda: machine.call(D.object_new, root))
    run_together(machine, (set_attributes, o, 0, ROUNDS), (set_attributes, o, 20, ROUNDS), (read_attributes, o, 0, ROUNDS))
    keys = HeapView(machine).array(machine.call(D.object_keys, o))
    assert len(keys) == len(set(keys)) == 40
    run_together(machine, (change_attributes, o, 0, ROUNDS), (change_attributes, o, 9, ROUNDS), (read_attributes, o, 0, ROUNDS))
    for k in HeapView(machine).array(machine.call(D.object_keys, o)):
        assert number(machine.call(D.object_get, o, k)) == (k >> 3) - 1000


def test_shapes_are_made_once(machine: Machine) -> None:
    root = machine.call(H.shape_new, fixnum(1), KIND_NUMBER["object"], 4, 0)
    o = held(machine, lambda: machine.call(D.object_new, root))
    run_together(machine, *((make_objects, o, 0, ROUNDS) for _ in range(3)))
    region = machine.get(Runtime, "shape_region", machine.runtime)
    made = [
        tuple(machine.get(H.Shape, f, region + i * H.Shape.size_bytes) for f in ("parent", "key"))
        for i in range(1, machine.word(region))
    ]
    children = [pair for pair in made if pair[0]]
    assert len(children) == len(set(children)) <= 13 * 10
