"""Shapes and dynamic objects against an ordered dict of attributes, on both executors and with a collection at every allocation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.kernel import dynamic as D
from corevm.kernel import shape as H
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.lock import RUNTIME_THREADED
from corevm.kernel.shape_region import Shape, trace_shapes
from corevm.kernel.thread import Runtime
from corevm.kernel.value import DELETED
from corevm.micro.surface import Ptr, Value, cast, fn, i64, u8, u32, u64
from corevm.testing.heap_view import HeapView, fixnum, number
from corevm.testing.machine import Machine, MachineFailure

MACHINES = {
    "native": {"executor": "native"},
    "stress": {"executor": "native", "stress_period": 1, "verify": True, "poison": True},
    "reference": {"executor": "reference"},
}
EXAMPLES = {"native": 200, "stress": 50, "reference": 10}
CAPACITY = 20_000


def name(n: int) -> int:
    """Names are compared by identity only: any word that is no fixnum serves. These are immediates of a language."""
    return (n + 1000) << 3 | 4


@fn
def slot_of(o: D.DynamicObject, key: Value) -> i64:
    return H.shape_lookup(D.object_shape(o), key)


@fn
def make_word(o: D.DynamicObject, slot: i64) -> u64:
    return D.cache_word_for(o, D.object_shape(o), slot, 32)


@fn
def hits(o: D.DynamicObject, word: u64) -> bool:
    return D.cache_hit(o, word)


@fn
def overflow_hits(o: D.DynamicObject, word: u64) -> bool:
    return D.overflow_hit(o, word)


@fn
def get_cached(o: D.DynamicObject, word: u64) -> Value:
    if word & D.CACHE_OVERFLOW != 0:
        return D.overflow_cached_get(o, word)
    return D.cached_get(o, word)


@fn
def set_cached(o: D.DynamicObject, word: u64, v: Value) -> bool:
    if word & D.CACHE_OVERFLOW != 0:
        return D.overflow_cached_set(o, word, v)
    D.cached_set(o, word, v)
    return True


@fn
def shape_id(o: D.DynamicObject) -> u32:
    return D.object_shape(o)


@fn(raises=True)
def add_slot(o: D.DynamicObject, shape: u32, target: u32, v: Value) -> bool:
    return D.object_add_slot(o, shape, target, v)


@fn(raises=True)
def add_key(shape: u32, key: Value) -> u32:
    return H.shape_add(shape, key)


@fn(thread=False)
def count_value(context: Ptr[u8], slot: Ptr[Value]) -> None:
    if cast(u64, slot[0]) != 0:
        cast(Ptr[u64], context)[0] += 1


@fn
def count_roots(region: Ptr[u8], result: Ptr[u8]) -> u64:
    cast(Ptr[u64], result)[0] = 0
    trace_shapes(region, result, count_value)
    return cast(Ptr[u64], result)[0]


@fn
def in_dictionary(o: D.DynamicObject) -> bool:
    return H.is_dictionary(D.object_shape(o))


FUNCTIONS = (
    slot_of, make_word, hits, get_cached, set_cached, shape_id, add_slot, add_key, in_dictionary, H.shapes_start,
    H.shapes_stop, H.shape_new, H.shape_with_flags, H.shape_rebase, D.object_new, D.object_get, D.object_set,
    D.object_delete, D.object_keys, D.object_count, D.object_to_dictionary, D.object_from_dictionary, D.object_rebase,
)  # fmt: skip


@pytest.fixture(params=MACHINES, scope="module")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with Machine(**MACHINES[request.param]) as m:
        m.name = request.param  # type: ignore[attr-defined]
        m.prepare(*FUNCTIONS)
        yield m


class Kit:
    def __init__(self, m: Machine) -> None:
        self.m, self.view = m, HeapView(m)
        self.handles: list[int] = []
        assert m.call(H.shapes_start, CAPACITY)

    def hold(self, word: int) -> int:
        self.handles.append(self.m.hold(word))
        return word

    def release(self) -> None:
        while self.handles:
            self.m.release(self.handles.pop())

    def root(self, inline_slots: int = 3, flags: int = 0) -> int:
        return self.m.call(H.shape_new, fixnum(1), KIND_NUMBER["object"], inline_slots, flags)

    def object(self, root: int) -> int:
        return self.hold(self.m.call(D.object_new, root))

    def attributes(self, o: int) -> dict[int, int]:
        keys = self.view.array(self.m.call(D.object_keys, o))
        assert len(keys) == self.m.call(D.object_count, o)
        return {k: number(self.m.call(D.object_get, o, k)) for k in keys}

    def shape_field(self, id: int, field: str) -> int:
        region = self.m.get(Runtime, "shape_region", self.m.runtime)
        return self.m.get(Shape, field, region + id * Shape.size_bytes)


@pytest.fixture
def kit(machine: Machine) -> Iterator[Kit]:
    made = Kit(machine)
    yield made
    made.release()
    machine.call(H.shapes_stop)


def test_objects_made_alike_share_shapes(kit: Kit) -> None:
    root = kit.root()
    a, b = kit.object(root), kit.object(root)
    for n in range(6):
        kit.m.call(D.object_set, a, name(n), fixnum(n))
    for n in range(6):
        kit.m.call(D.object_set, b, name(n), fixnum(-n))
    assert kit.m.call(shape_id, a) == kit.m.call(shape_id, b)
    assert kit.attributes(a) == {name(n): n for n in range(6)}
    assert kit.attributes(b) == {name(n): -n for n in range(6)}
    assert [number(w) for w in kit.view.slots(a)] == [0, 1, 2]
    assert kit.shape_field(kit.m.call(shape_id, a), "slot_count") == 6
    assert kit.m.call(D.object_get, a, name(7)) == DELETED


def test_lines_and_branches(kit: Kit) -> None:
    """A line shares one set of names; a branch copies it."""
    root = kit.root()
    ids = [root]
    for n in range(20):
        ids.append(kit.m.call(add_key, ids[-1], name(n)))
    sets = {kit.shape_field(i, "names") for i in ids[1:]}
    assert len(sets) == 1
    branch = kit.m.call(add_key, ids[5], name(15))
    assert branch not in ids
    assert kit.shape_field(branch, "names") not in sets
    assert kit.m.call(add_key, ids[5], name(15)) == branch
    assert kit.m.call(add_key, ids[5], name(5)) == ids[6]
    other = kit.m.call(add_key, ids[5], name(16))
    assert [kit.m.call(add_key, ids[5], name(k)) for k in (5, 15, 16, 15)] == [ids[6], branch, other, branch]


@pytest.mark.parametrize("inline_slots", [0, 3, 12])
def test_inline_caches(kit: Kit, inline_slots: int) -> None:
    root = kit.root(inline_slots)
    o = kit.object(root)
    for n in range(9):
        kit.m.call(D.object_set, o, name(n), fixnum(n))
    for n in range(9):
        slot = kit.m.call(slot_of, o, name(n))
        assert slot == n
        word = kit.m.call(make_word, o, slot)
        assert word & 0x7FFFFFFF == kit.m.call(shape_id, o)
        assert (word & D.CACHE_OVERFLOW == 0) == (slot < inline_slots)
        assert word >> 48 & 32
        assert kit.m.call(hits, o, word) == (slot < inline_slots)
        assert kit.m.call(overflow_hits, o, word) == (slot >= inline_slots)
        assert number(kit.m.call(get_cached, o, word)) == n
        assert kit.m.call(set_cached, o, word, fixnum(n + 50))
        assert number(kit.m.call(D.object_get, o, name(n))) == n + 50
        # a stale word, the object having become a dictionary since: no value, and no store
    stale = [kit.m.call(make_word, o, n) for n in range(9)]
    kit.m.call(D.object_to_dictionary, o)
    assert not kit.m.call(hits, o, stale[0])
    for word in stale:
        assert kit.m.call(get_cached, o, word) == 0
        if word & D.CACHE_OVERFLOW:
            assert not kit.m.call(overflow_hits, o, word)
            assert not kit.m.call(set_cached, o, word, fixnum(1))


def test_cached_addition(kit: Kit) -> None:
    root = kit.root(2)
    first = kit.m.call(add_key, root, name(1))
    o = kit.object(root)
    assert kit.m.call(add_slot, o, root, first, fixnum(7))
    assert not kit.m.call(add_slot, o, root, first, fixnum(8))
    assert kit.attributes(o) == {name(1): 7}


def test_limits(kit: Kit) -> None:
    """Too many slots, too many shapes: dictionaries, not errors; a full region: an error for new roots only."""
    if kit.m.name == "stress":  # type: ignore[attr-defined]
        pytest.skip("slow")
    count = H.SLOT_LIMIT + 5 if kit.m.name == "native" else 30  # type: ignore[attr-defined]
    o = kit.object(kit.root())
    for n in range(count):
        kit.m.call(D.object_set, o, name(n), fixnum(n))
    assert kit.attributes(o) == {name(n): n for n in range(count)}
    if kit.m.name == "reference":  # type: ignore[attr-defined]
        return
    assert kit.m.call(in_dictionary, o)
    root = kit.root()
    for n in range(H.FAMILY_LIMIT + 10):
        o = kit.object(root)
        kit.m.call(D.object_set, o, name(n), fixnum(n))
        assert kit.attributes(o) == {name(n): n}
        kit.release()
    assert kit.m.call(in_dictionary, kit.object(root)) is False
    assert kit.shape_field(root, "family_count") <= H.FAMILY_LIMIT
    with pytest.raises(MachineFailure, match="memory error"):
        for _ in range(CAPACITY):
            kit.root()
    o = kit.object(root)
    kit.m.call(D.object_set, o, name(999_999), fixnum(3))
    assert kit.attributes(o) == {name(999_999): 3}


def test_flags(kit: Kit) -> None:
    root = kit.root(flags=H.HIDDEN_PAYLOAD)
    a = kit.m.call(add_key, root, name(1))
    frozen = kit.m.call(H.shape_with_flags, a, H.HIDDEN_PAYLOAD | H.IMMUTABLE)
    assert frozen != a
    assert kit.m.call(H.shape_with_flags, a, H.HIDDEN_PAYLOAD | H.IMMUTABLE) == frozen
    assert kit.m.call(H.shape_with_flags, frozen, H.HIDDEN_PAYLOAD | H.IMMUTABLE) == frozen
    assert kit.shape_field(frozen, "slot_count") == 1
    onward = kit.m.call(add_key, frozen, name(2))
    assert kit.shape_field(onward, "flags") == H.HIDDEN_PAYLOAD | H.IMMUTABLE
    assert kit.shape_field(onward, "slot_count") == 2


def test_rebase(kit: Kit) -> None:
    one, two, other_size = kit.root(2), kit.root(2), kit.root(5)
    o = kit.object(one)
    for n in range(5):
        kit.m.call(D.object_set, o, name(n), fixnum(n))
    expected = kit.attributes(o)
    kit.m.call(D.object_rebase, o, two)
    assert kit.shape_field(kit.m.call(shape_id, o), "root") == two
    assert kit.attributes(o) == expected
    kit.m.call(D.object_rebase, o, other_size)
    assert kit.m.call(in_dictionary, o)
    assert kit.shape_field(kit.m.call(shape_id, o), "root") == other_size
    assert kit.attributes(o) == expected


def test_roots(kit: Kit) -> None:
    root = kit.root()
    kit.m.call(add_key, kit.m.call(add_key, root, name(1)), name(2))
    region = kit.m.get(Runtime, "shape_region", kit.m.runtime)
    address, _keep = kit.m.back.scratch(bytes(8))
    # two roots: class_value; two children: class_value, key, names
    assert kit.m.call(count_roots, region, address) == 2 + 2 * 3
    assert kit.m.call(count_roots, 0, address) == 0


key = st.integers(0, 25)
operation = st.one_of(
    st.tuples(st.just("set"), key, st.integers(-99, 99)),
    st.tuples(st.just("set"), key, st.integers(-99, 99)),
    st.tuples(st.just("fill"), key),
    st.tuples(st.just("delete"), key),
    st.tuples(st.just("delete_last")),
    st.tuples(st.just("to_dictionary")),
    st.tuples(st.just("from_dictionary")),
    st.tuples(st.just("threads"), st.booleans()),
)


def test_model(machine: Machine, kit: Kit) -> None:
    roots = [kit.root(n) for n in (0, 2, 6)]
    call = machine.call

    def check(steps: list[tuple], which: int) -> None:
        o = kit.object(roots[which])
        model: dict[int, int] = {}
        is_threaded = False
        for action, *args in steps:
            if action == "set":
                call(D.object_set, o, name(args[0]), fixnum(args[1]))
                model[name(args[0])] = args[1]
            elif action == "fill":
                for n in range(args[0]):
                    call(D.object_set, o, name(n), fixnum(n))
                    model[name(n)] = n
            elif action == "delete":
                assert call(D.object_delete, o, name(args[0])) == (name(args[0]) in model)
                model.pop(name(args[0]), None)
            elif action == "delete_last" and model:
                last = next(reversed(model))
                assert call(D.object_delete, o, last)
                del model[last]
            elif action == "to_dictionary":
                call(D.object_to_dictionary, o)
                assert call(in_dictionary, o)
            elif action == "from_dictionary":
                before = call(in_dictionary, o)
                assert call(D.object_from_dictionary, o) == (not before or not is_threaded)
                assert call(in_dictionary, o) == (before and is_threaded)
            elif action == "threads":
                is_threaded = args[0]
                machine.set(Runtime, "flags", RUNTIME_THREADED * args[0], machine.runtime)
            found = kit.attributes(o)
            assert found == model and list(found) == list(model)
        machine.set(Runtime, "flags", 0, machine.runtime)
        kit.release()

    limits = settings(
        max_examples=EXAMPLES[machine.name], deadline=None, database=None, derandomize=True,  # type: ignore[attr-defined]
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    limits(given(st.lists(operation, max_size=20), st.integers(0, 2))(check))()
