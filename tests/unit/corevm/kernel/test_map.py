"""Maps and sets against Python's, with colliding hashes, equalities that change the map, and collections at every allocation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.kernel import map as M
from corevm.kernel import set as S
from corevm.kernel import table as T
from corevm.kernel.error import VALUE, error
from corevm.kernel.map_string import map_delete_string, map_get_string, map_set_string
from corevm.kernel.string import IS_ASCII, String, new_string
from corevm.kernel.text_unit import set_unit
from corevm.kernel.thread import Thread, thread
from corevm.kernel.value import DELETED, tag_fixnum, untag_fixnum
from corevm.micro.surface import Value, cast, fn, i64, u8, u32, u64
from corevm.testing.heap_view import HeapView, fixnum, number
from corevm.testing.machine import Machine, MachineFailure

MACHINES = {
    "native": {"executor": "native"},
    "stress": {"executor": "native", "stress_period": 1, "verify": True, "poison": True},
    "reference": {"executor": "reference"},
}
EXAMPLES = {"native": 400, "stress": 80, "reference": 15}

# A key is `identity << 8 | class`: keys of one class are equal. Its hash is class % HASHES, spread over all bits.
HASHES = 11
COUNTDOWN, ACTION, TARGET, OTHER_KEY = 8, 9, 10, 11  # words of Thread.scratch: what an equality is to do, and when
NOTHING, FILL, CLEAR, DELETE, RAISE, REPLACE, POP_ALL, DELETE_AND_FILL = range(8)


def class_of(key: int) -> int:
    return key & 255


def hash_of(key: int) -> int:
    spread = (class_of(key) % HASHES) * 0x1234567890ABCDEF0 & (1 << 64) - 1
    return spread - (1 << 64) if spread >> 63 else spread


@fn
def hash_in_kernel(key: i64) -> i64:
    return cast(i64, u64((key & 255) % HASHES) * 0x234567890ABCDEF0)


@fn(raises=True)
def plain_equal(a: Value, b: Value) -> bool:
    return untag_fixnum(a) & 255 == untag_fixnum(b) & 255


@fn(raises=True)
def equal(a: Value, b: Value) -> bool:
    """Equality of classes; at its countdown it does what the test has asked for."""
    scratch = thread().scratch
    scratch[COUNTDOWN] -= 1
    if scratch[COUNTDOWN] == 0:
        act(scratch[ACTION], cast(M.Map, scratch[TARGET]), cast(i64, scratch[OTHER_KEY]))
    return untag_fixnum(a) & 255 == untag_fixnum(b) & 255


@fn(raises=True)
def act(action: u64, m: M.Map, key: i64) -> None:
    if action == CLEAR:
        M.map_clear(m)
    elif action == DELETE or action == DELETE_AND_FILL:
        M.map_delete(m, tag_fixnum(key), hash_in_kernel(key), plain_equal)
    elif action == RAISE:
        raise error(VALUE, "asked for")
    elif action == REPLACE:
        M.map_delete(m, tag_fixnum(key), hash_in_kernel(key), plain_equal)
        M.map_set(m, tag_fixnum(key | 1 << 20), hash_in_kernel(key), tag_fixnum(77), plain_equal)
    elif action == POP_ALL:
        while m.count > 0:
            M.map_pop_last(m)
    if action == FILL or action == DELETE_AND_FILL:
        for i in range(20):
            M.map_set(m, tag_fixnum(i + 100), hash_in_kernel(i + 100), tag_fixnum(i), plain_equal)


@fn(raises=True)
def get(m: M.Map, key: Value, hash: i64) -> Value:
    return M.map_get(m, key, hash, equal)


@fn(raises=True)
def put(m: M.Map, key: Value, hash: i64, value: Value) -> None:
    M.map_set(m, key, hash, value, equal)


@fn(raises=True)
def set_default(m: M.Map, key: Value, hash: i64, value: Value) -> Value:
    return M.map_set_default(m, key, hash, value, equal)


@fn(raises=True)
def delete(m: M.Map, key: Value, hash: i64) -> Value:
    return M.map_delete(m, key, hash, equal)


@fn(raises=True)
def find(m: M.Map, key: Value, hash: i64) -> i64:
    return M.map_find(m, key, hash, equal)


@fn(raises=True)
def merge(m: M.Map, other: M.Map, may_replace: bool) -> None:
    M.map_merge(m, other, may_replace, equal)


@fn(raises=True)
def same_value(a: Value, b: Value) -> bool:
    return a == b


@fn(raises=True)
def maps_equal(a: M.Map, b: M.Map) -> bool:
    return M.map_equal(a, b, equal, same_value)


@fn(raises=True)
def walk_on(table: T.Table, position: i64) -> tuple[T.Table, i64]:
    return T.table_follow(table, position, T.MAP_STRIDE)


@fn
def next_entry(table: T.Table, position: i64) -> i64:
    return T.table_next(table, position, T.MAP_STRIDE)


MAP_FUNCTIONS = (
    get, put, set_default, delete, find, merge, maps_equal, walk_on, next_entry, M.map_new, M.map_with_capacity,
    M.map_clear, M.map_copy, M.map_pop_last, M.map_pop_first, M.map_reserve, M.map_keys, M.map_values, M.map_items,
)  # fmt: skip


class Key:
    """The same in Python."""

    def __init__(self, key: int) -> None:
        self.key = key

    def __hash__(self) -> int:
        return class_of(self.key) % HASHES

    def __eq__(self, other: object) -> bool:
        assert isinstance(other, Key)
        return class_of(self.key) == class_of(other.key)


@pytest.fixture(params=MACHINES, scope="module")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with Machine(**MACHINES[request.param]) as m:
        m.name = request.param  # type: ignore[attr-defined]
        yield m


class Kit:
    def __init__(self, m: Machine) -> None:
        self.m, self.view = m, HeapView(m)
        self.handles: list[int] = []

    def hold(self, word: int) -> int:
        self.handles.append(self.m.hold(word))
        return word

    def release(self) -> None:
        self.script(0, NOTHING)
        while self.handles:
            self.m.release(self.handles.pop())

    def script(self, countdown: int, action: int, target: int = 0, key: int = 0) -> None:
        at = self.m.thread + Thread.fields["scratch"].offset
        for index, word in ((COUNTDOWN, countdown), (ACTION, action), (TARGET, target), (OTHER_KEY, key)):
            self.m.write(at + 8 * index, word.to_bytes(8, "little"))

    def map(self, model: dict[Key, int]) -> int:
        made = self.hold(self.m.call(M.map_new))
        for k, v in model.items():
            self.m.call(put, made, fixnum(k.key), hash_of(k.key), fixnum(v))
        return made

    def set(self, keys: list[int]) -> int:
        made = self.hold(self.m.call(S.set_new))
        for k in keys:
            self.m.call(set_add, made, fixnum(k), hash_of(k))
        return made

    def check_map(self, word: int, model: dict[Key, int]) -> None:
        found = [(number(k), number(v)) for _, k, v in self.view.entries(word, 3)]
        assert found == [(k.key, v) for k, v in model.items()]


@pytest.fixture
def kit(machine: Machine) -> Iterator[Kit]:
    made = Kit(machine)
    yield made
    made.release()


def run_examples(machine: Machine, test: object, *strategies: object) -> None:
    limits = settings(
        max_examples=EXAMPLES[machine.name], deadline=None, database=None, derandomize=True,  # type: ignore[attr-defined]
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    limits(given(*strategies)(test))()  # type: ignore[arg-type]


key_strategy = st.builds(lambda a, b: a << 8 | b, st.integers(0, 2), st.integers(0, 30))
operation = st.one_of(
    st.tuples(st.just("put"), key_strategy, st.integers(-99, 99)),
    st.tuples(st.just("put"), key_strategy, st.integers(-99, 99)),
    st.tuples(st.just("put_range"), st.integers(0, 200), st.integers(0, 40)),
    st.tuples(st.just("delete"), key_strategy),
    st.tuples(st.just("get"), key_strategy),
    st.tuples(st.just("default"), key_strategy, st.integers(-99, 99)),
    st.tuples(st.just("pop_last"), st.integers(1, 5)),
    st.tuples(st.just("pop_first"), st.integers(1, 5)),
    st.tuples(st.just("clear")),
    st.tuples(st.just("copy")),
    st.tuples(st.just("reserve"), st.integers(-1, 60)),
    st.tuples(st.just("merge"), st.lists(key_strategy, max_size=12), st.booleans()),
)


def step(kit: Kit, word: int, model: dict[Key, int], action: tuple) -> int:
    call = kit.m.call
    name, *args = action
    if name == "put":
        call(put, word, fixnum(args[0]), hash_of(args[0]), fixnum(args[1]))
        model[Key(args[0])] = args[1]
    elif name == "put_range":
        for k in range(args[0], min(args[0] + args[1], 256)):
            call(put, word, fixnum(k), hash_of(k), fixnum(k))
            model[Key(k)] = k
    elif name == "delete":
        found = call(delete, word, fixnum(args[0]), hash_of(args[0]))
        expected = model.pop(Key(args[0]), None)
        assert found == (DELETED if expected is None else fixnum(expected))
    elif name == "get":
        found = call(get, word, fixnum(args[0]), hash_of(args[0]))
        expected = model.get(Key(args[0]))
        assert found == (DELETED if expected is None else fixnum(expected))
        assert (call(find, word, fixnum(args[0]), hash_of(args[0])) >= 0) == (expected is not None)
    elif name == "default":
        found = call(set_default, word, fixnum(args[0]), hash_of(args[0]), fixnum(args[1]))
        assert number(found) == model.setdefault(Key(args[0]), args[1])
    elif name in ("pop_last", "pop_first"):
        for _ in range(args[0]):
            key, value = call(M.map_pop_last if name == "pop_last" else M.map_pop_first, word)
            if not model:
                assert (key, value) == (DELETED, DELETED)
            else:
                k = next(reversed(model)) if name == "pop_last" else next(iter(model))
                assert (number(key), number(value)) == (k.key, model.pop(k))
    elif name == "clear":
        call(M.map_clear, word)
        model.clear()
    elif name == "copy":
        word = kit.hold(call(M.map_copy, word))
    elif name == "reserve":
        call(M.map_reserve, word, args[0])
    elif name == "merge":
        other = {Key(k): k for k in args[0]}
        call(merge, word, kit.map(other), args[1])
        for k, v in other.items():
            if args[1] or k not in model:
                model[k] = v
    return word


def test_map_model(machine: Machine, kit: Kit) -> None:
    machine.prepare(*MAP_FUNCTIONS)

    def check(steps: list[tuple]) -> None:
        word = kit.map({})
        model: dict[Key, int] = {}
        for action in steps:
            word = step(kit, word, model, action)
            kit.check_map(word, model)
        for k, v in model.items():
            assert machine.call(get, word, fixnum(k.key), hash_of(k.key)) == fixnum(v)
        assert kit.view.numbers(machine.call(M.map_keys, word)) == [k.key for k in model]
        assert kit.view.numbers(machine.call(M.map_values, word)) == list(model.values())
        assert kit.view.numbers(machine.call(M.map_items, word)) == [n for k, v in model.items() for n in (k.key, v)]
        backwards = kit.map(dict(reversed(model.items())))
        assert machine.call(maps_equal, word, backwards)
        if model:
            some = next(iter(model))
            machine.call(put, backwards, fixnum(some.key), hash_of(some.key), fixnum(1000))
            assert not machine.call(maps_equal, word, backwards)
        kit.release()

    run_examples(machine, check, st.lists(operation, max_size=25))


def test_large_map(machine: Machine, kit: Kit) -> None:
    """Through indices of one and two bytes."""
    count = 400 if machine.name != "native" else 100_000  # type: ignore[attr-defined]
    word = kit.hold(machine.call(M.map_new))
    for n in range(count):
        machine.call(put, word, fixnum(n << 8), n * 3, fixnum(n))
        if n % 3 == 0:
            machine.call(delete, word, fixnum(n << 8), n * 3)
    for n in range(0, count, 7):
        expected = DELETED if n % 3 == 0 else fixnum(n)
        assert machine.call(get, word, fixnum(n << 8), n * 3) == expected
    assert [number(v) for _, _, v in kit.view.entries(word, 3)] == [n for n in range(count) if n % 3]


def test_equality_that_changes_the_map(machine: Machine, kit: Kit) -> None:
    """Whatever an equality does to the map: the operation ends, the map stays whole, and each key in it is found."""
    machine.prepare(*MAP_FUNCTIONS)

    def check(keys: list[int], operation: str, key: int, countdown: int, action: int, victim: int) -> None:
        word = kit.map({Key(k): k for k in keys})
        kit.script(countdown, action, word, victim)
        failed = False
        try:
            if operation == "put":
                machine.call(put, word, fixnum(key), hash_of(key), fixnum(5))
            elif operation == "get":
                machine.call(get, word, fixnum(key), hash_of(key))
            elif operation == "delete":
                machine.call(delete, word, fixnum(key), hash_of(key))
            elif operation == "default":
                machine.call(set_default, word, fixnum(key), hash_of(key), fixnum(5))
            elif operation == "merge":
                machine.call(merge, word, kit.map({Key(k + 1): k for k in keys}), True)
            elif operation == "merge_self":
                machine.call(merge, word, word, True)
            else:
                machine.call(maps_equal, word, kit.map({Key(k): k for k in keys}))
        except MachineFailure as e:
            assert e.kind == "value" and action == RAISE
            failed = True
        kit.script(0, NOTHING)
        if operation == "put" and not failed:
            assert machine.call(get, word, fixnum(key), hash_of(key)) == fixnum(5)
        for _, k, v in kit.view.entries(word, 3):
            assert machine.call(get, word, k, hash_of(number(k))) != DELETED
            assert number(v) is not None
        kit.release()

    run_examples(
        machine, check, st.lists(key_strategy, max_size=30),
        st.sampled_from(["put", "get", "delete", "default", "merge", "merge_self", "equal"]), key_strategy,
        st.integers(1, 4), st.integers(0, DELETE_AND_FILL), key_strategy,
    )  # fmt: skip


def test_walk_over_changes(machine: Machine, kit: Kit) -> None:
    """A walk that follows its table sees each key that was there all along exactly once, in order."""
    machine.prepare(*MAP_FUNCTIONS)

    def check(keys: list[int], changes: list[tuple]) -> None:
        model = {Key(k): 1 for k in keys}
        word = kit.map(model)
        kept = set(model)
        table = kit.hold(machine.get(T.Hashed, "table", word)) if keys else 0
        position, seen = 0, []
        pending = list(changes)
        while table:
            if machine.get(T.Hashed, "table", word) != table:
                table, position = machine.call(walk_on, table, position)
                kit.hold(table)
                if machine.get(T.Table, "is_cleared", table):
                    break
            entry = machine.call(next_entry, table, position)
            if entry < 0:
                break
            seen.append(number(kit.view.words(table + T.Table.fixed_bytes + 24 * entry, 3)[1]))
            position = entry + 1
            if pending:
                change = pending.pop(0)
                word2 = step(kit, word, model, change)
                assert word2 == word
                kept &= set(model)
        assert [k for k in seen if Key(k) in kept] == [k.key for k in model if k in kept]
        kit.release()

    harmless = st.one_of(
        st.tuples(st.just("put"), key_strategy, st.integers(0, 9)),
        st.tuples(st.just("put_range"), st.integers(0, 200), st.integers(0, 30)),
        st.tuples(st.just("delete"), key_strategy),
        st.tuples(st.just("pop_first"), st.integers(1, 3)),
        st.tuples(st.just("pop_last"), st.integers(1, 3)),
    )
    run_examples(machine, check, st.lists(key_strategy, max_size=20), st.lists(harmless, max_size=20))


def test_walk_ends_at_clear(kit: Kit) -> None:
    word = kit.map({Key(k): k for k in range(5)})
    table = kit.hold(kit.m.get(T.Hashed, "table", word))
    kit.m.call(M.map_clear, word)
    followed, _ = kit.m.call(walk_on, table, 2)
    assert kit.m.get(T.Table, "is_cleared", followed) == 1


def test_queue_and_stack_are_not_quadratic(machine: Machine, kit: Kit) -> None:
    """Alternating additions with removals at either end costs the same however many entries there were before."""
    if machine.name != "native":  # type: ignore[attr-defined]
        pytest.skip("sizes for native code")
    word = kit.hold(machine.call(M.map_new))
    spent = Thread.fields["reductions_spent"].offset
    before = machine.word(machine.thread + spent)
    machine.call(churn, word, 50_000)
    assert machine.word(machine.thread + spent) - before < 3_000_000
    assert kit.view.entries(word, 3) == []


@fn(raises=True)
def churn(m: M.Map, count: i64) -> None:
    key = i64(0)
    for i in range(count):
        M.map_set(m, tag_fixnum(i), i, tag_fixnum(1), plain_equal_words)
    key = count
    for _i in range(count // 2):
        M.map_pop_last(m)
    while m.count > 0:  # one in, two out at the end of a row of tombstones; then at the front
        M.map_set(m, tag_fixnum(key), key, tag_fixnum(1), plain_equal_words)
        key += 1
        M.map_pop_last(m)
        M.map_pop_last(m)
        M.map_pop_first(m)


@fn(raises=True)
def plain_equal_words(a: Value, b: Value) -> bool:
    return a == b


def test_impossible_capacity(kit: Kit) -> None:
    for wanted in (1 << 62, (1 << 63) - 1, 1 << 37):
        with pytest.raises(MachineFailure, match="memory error"):
            kit.m.call(M.map_with_capacity, wanted)
    assert kit.view.map(kit.m.call(M.map_with_capacity, -5)) == {}


def test_extreme_hashes(kit: Kit) -> None:
    word = kit.hold(kit.m.call(M.map_new))
    hashes = [0, -1, (1 << 63) - 1, -(1 << 63), 1 << 62, -(1 << 62), 1 << 32, 1 << 45]
    for n in range(40):
        kit.m.call(put, word, fixnum(n), hashes[n % len(hashes)], fixnum(n))
    for n in range(40):
        assert kit.m.call(get, word, fixnum(n), hashes[n % len(hashes)]) == fixnum(n)


@fn(raises=True)
def digits(n: i64) -> String:
    """Another string of the same text each time; two-byte for odd numbers."""
    width = u8(2) if n & 1 == 1 else u8(1)
    s = new_string(3, width, u8(IS_ASCII) if n & 1 == 0 else u8(0))
    for i in range(3):
        code = u32(n >> (4 * i) & 15) + (u32(0x400) if n & 1 == 1 else u32(48))
        set_unit(s.data, width, i, code)
    return s


@fn(raises=True)
def put_text(m: M.Map, n: i64, value: Value) -> None:
    map_set_string(m, digits(n), value)


@fn(raises=True)
def get_text(m: M.Map, n: i64) -> Value:
    return map_get_string(m, digits(n))


@fn(raises=True)
def delete_text(m: M.Map, n: i64) -> Value:
    return map_delete_string(m, digits(n))


def test_string_keys(kit: Kit) -> None:
    word = kit.hold(kit.m.call(M.map_new))
    call = kit.m.call
    for n in range(60):
        call(put_text, word, n, fixnum(n))
        call(put_text, word, n // 2, fixnum(n // 2))
    assert kit.m.get(T.Hashed, "count", word) == 60
    for n in range(60):
        assert call(get_text, word, n) == fixnum(n)
        assert call(get_text, word, n + 60) == DELETED
    assert call(delete_text, word, 7) == fixnum(7)
    assert call(delete_text, word, 7) == DELETED
    assert call(get_text, word, 7) == DELETED


# --- sets


@fn(raises=True)
def set_add(s: S.Set, key: Value, hash: i64) -> bool:
    return S.set_add(s, key, hash, equal)


@fn(raises=True)
def set_has(s: S.Set, key: Value, hash: i64) -> bool:
    return S.set_has(s, key, hash, equal)


@fn(raises=True)
def set_discard(s: S.Set, key: Value, hash: i64) -> bool:
    return S.set_discard(s, key, hash, equal)


@fn(raises=True)
def union(a: S.Set, b: S.Set) -> S.Set:
    return S.set_union(a, b, equal)


@fn(raises=True)
def intersection(a: S.Set, b: S.Set) -> S.Set:
    return S.set_intersection(a, b, equal)


@fn(raises=True)
def difference(a: S.Set, b: S.Set) -> S.Set:
    return S.set_difference(a, b, equal)


@fn(raises=True)
def symmetric_difference(a: S.Set, b: S.Set) -> S.Set:
    return S.set_symmetric_difference(a, b, equal)


@fn(raises=True)
def update(a: S.Set, b: S.Set) -> None:
    S.set_update(a, b, equal)


@fn(raises=True)
def remove_all(a: S.Set, b: S.Set) -> None:
    S.set_remove_all(a, b, equal)


@fn(raises=True)
def is_subset(a: S.Set, b: S.Set) -> bool:
    return S.set_is_subset(a, b, equal)


@fn(raises=True)
def is_disjoint(a: S.Set, b: S.Set) -> bool:
    return S.set_is_disjoint(a, b, equal)


@fn(raises=True)
def sets_equal(a: S.Set, b: S.Set) -> bool:
    return S.set_equal(a, b, equal)


SET_FUNCTIONS = (
    set_add, set_has, set_discard, union, intersection, difference, symmetric_difference, update, remove_all,
    is_subset, is_disjoint, sets_equal, S.set_new, S.set_copy, S.set_keys, S.set_pop_last, S.set_pop_first, S.set_clear,
)  # fmt: skip


def test_set_model(machine: Machine, kit: Kit) -> None:
    machine.prepare(*SET_FUNCTIONS)
    call, view = machine.call, kit.view

    def check(left: list[int], right: list[int], removed: list[int]) -> None:
        a, b = kit.set(left), kit.set(right)
        model_a = {Key(k): None for k in left}
        model_b = {Key(k): None for k in right}
        for k in removed:
            assert call(set_discard, a, fixnum(k), hash_of(k)) == (Key(k) in model_a)
            model_a.pop(Key(k), None)
        in_a, in_b = [k.key for k in model_a], [k.key for k in model_b]
        assert view.set(a) == in_a
        assert view.set(b) == in_b
        assert view.numbers(call(S.set_keys, a)) == in_a
        only_a = [k.key for k in model_a if k not in model_b]
        only_b = [k.key for k in model_b if k not in model_a]
        both = [k.key for k in model_a if k in model_b]
        assert view.set(call(union, a, b)) == in_a + only_b
        smaller = [k.key for k in model_b if k in model_a] if len(in_b) <= len(in_a) else both
        assert view.set(call(intersection, a, b)) == smaller
        assert view.set(call(difference, a, b)) == only_a
        assert view.set(call(symmetric_difference, a, b)) == only_a + only_b
        assert call(is_subset, a, b) == (not only_a)
        assert call(is_disjoint, a, b) == (not both)
        assert call(sets_equal, a, b) == (not only_a and not only_b)
        copied = kit.hold(call(S.set_copy, a))
        call(update, copied, b)
        assert view.set(copied) == in_a + only_b
        call(remove_all, copied, b)
        assert view.set(copied) == only_a
        call(update, copied, copied)
        assert view.set(copied) == only_a
        call(remove_all, copied, copied)
        assert view.set(copied) == []
        if in_b:
            assert number(call(S.set_pop_last, b)) == in_b.pop()
        if in_b:
            assert number(call(S.set_pop_first, b)) == in_b.pop(0)
        assert view.set(b) == in_b
        call(S.set_clear, b)
        assert call(S.set_pop_last, b) == DELETED
        kit.release()

    keys = st.lists(key_strategy, max_size=25)
    run_examples(machine, check, keys, keys | st.lists(key_strategy, max_size=2), keys)
