"""Arrays and lists against Python's, on both executors, and with a collection at every allocation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.kernel import array as A
from corevm.kernel import list as L
from corevm.kernel.table import never_same
from corevm.kernel.value import untag_fixnum
from corevm.micro.surface import Value, fn, i64, inline
from corevm.testing.heap_view import HeapView, fixnum, number
from corevm.testing.machine import Machine, MachineFailure

MACHINES = {
    "native": {"executor": "native"},
    "stress": {"executor": "native", "stress_period": 1, "verify": True, "poison": True},
    "reference": {"executor": "reference"},
}
EXAMPLES = {"native": 300, "stress": 60, "reference": 15}


@inline
def same_parity(a: Value, b: Value) -> bool:
    return (untag_fixnum(a) - untag_fixnum(b)) & 1 == 0


@fn(raises=True)
def index_by_parity(owner: L.List, v: Value, start: i64, stop: i64) -> i64:
    return L.list_index(owner, v, start, stop, same_parity)


@fn(raises=True)
def count_identical(owner: L.List, v: Value) -> i64:
    return L.list_occurrences(owner, v, never_same)


@pytest.fixture(params=MACHINES, scope="module")
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    with Machine(**MACHINES[request.param]) as m:
        m.name = request.param  # type: ignore[attr-defined]
        yield m


class Kit:
    """Lists of small integers on a machine."""

    def __init__(self, m: Machine) -> None:
        self.m, self.view = m, HeapView(m)
        self.handles: list[int] = []

    def hold(self, word: int) -> int:
        self.handles.append(self.m.hold(word))
        return word

    def release(self) -> None:
        while self.handles:
            self.m.release(self.handles.pop())

    def list(self, items: list[int]) -> int:
        owner = self.hold(self.m.call(L.list_with_capacity, 0))
        for n in items:
            self.m.call(L.list_append, owner, fixnum(n))
        return owner

    def array(self, items: list[int]) -> int:
        return self.hold(self.m.call(L.list_to_array, self.list(items)))


@pytest.fixture
def kit(machine: Machine) -> Iterator[Kit]:
    made = Kit(machine)
    yield made
    made.release()


def run_examples(machine: Machine, test: object, strategy: object) -> None:
    name = machine.name  # type: ignore[attr-defined]
    limits = settings(
        max_examples=EXAMPLES[name], deadline=None, database=None, derandomize=True,
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    limits(given(strategy)(test))()  # type: ignore[arg-type]


small = st.lists(st.integers(-9, 9), max_size=12)
index = st.integers(-3, 15)
operation = st.one_of(
    st.tuples(st.just("append"), st.integers(-9, 9)),
    st.tuples(st.just("insert"), index, st.integers(-9, 9)),
    st.tuples(st.just("pop"), index),
    st.tuples(st.just("delete"), index, index),
    st.tuples(st.just("splice"), index, index, small),
    st.tuples(st.just("splice_self"), index, index),
    st.tuples(st.just("extend"), small),
    st.tuples(st.just("extend_self")),
    st.tuples(st.just("set"), index, st.integers(-9, 9)),
    st.tuples(st.just("reverse")),
    st.tuples(st.just("clear")),
    st.tuples(st.just("repeat"), st.integers(-1, 3)),
    st.tuples(st.just("step"), index, st.integers(-4, 4).filter(bool)),
    st.tuples(st.just("delete_step"), index, st.integers(-4, 4).filter(bool)),
    st.tuples(st.just("take_put")),
)


def clamp(n: int, low: int, high: int) -> int:
    return max(low, min(n, high))


def apply(kit: Kit, owner: int, model: list[int], step: tuple) -> None:
    m, view = kit.m, kit.view
    name, *args = step
    if name == "append":
        m.call(L.list_append, owner, fixnum(args[0]))
        model.append(args[0])
    elif name == "insert":
        m.call(L.list_insert, owner, args[0], fixnum(args[1]))
        model.insert(max(args[0], 0), args[1])
    elif name == "pop":
        if 0 <= args[0] < len(model):
            assert number(m.call(L.list_pop, owner, args[0])) == model.pop(args[0])
        else:
            with pytest.raises(MachineFailure, match="index error"):
                m.call(L.list_pop, owner, args[0])
    elif name == "delete":
        low = clamp(args[0], 0, len(model))
        high = clamp(args[1], low, len(model))
        m.call(L.list_delete, owner, *args)
        del model[low:high]
    elif name in ("splice", "splice_self"):
        low = clamp(args[0], 0, len(model))
        gone = clamp(args[1], 0, len(model) - low)
        items = args[2] if name == "splice" else list(model)
        backing = m.get(L.List, "items", owner)
        source = kit.array(items) if name == "splice" or backing == 0 else backing
        m.call(L.list_splice, owner, args[0], args[1], source, 0, len(items), False)
        model[low : low + gone] = items
    elif name == "extend":
        m.call(L.list_extend, owner, kit.array(args[0]), 0, len(args[0]))
        model.extend(args[0])
    elif name == "extend_self":
        if len(model) < 1000:
            m.call(L.list_extend_list, owner, owner)
            model.extend(list(model))
    elif name == "set":
        done = m.call(L.list_set, owner, args[0], fixnum(args[1]))
        assert done == (0 <= args[0] < len(model))
        if done:
            model[args[0]] = args[1]
    elif name == "reverse":
        m.call(L.list_reverse, owner)
        model.reverse()
    elif name == "clear":
        m.call(L.list_clear, owner)
        model.clear()
    elif name == "repeat":
        if len(model) < 1000:
            m.call(L.list_repeat_in_place, owner, args[0])
            model *= args[0]
    elif name == "step":
        start, stride = args
        picked = range(start, len(model) if stride > 0 else -1, stride) if 0 <= start < len(model) else range(0)
        if picked:
            found = m.call(L.list_slice, owner, start, stride, len(picked))
            assert view.numbers(found) == [model[i] for i in picked]
            values = [i * 2 for i in picked]
            m.call(L.list_assign_step, owner, start, stride, len(picked), kit.array(values))
            for i, v in zip(picked, values, strict=True):
                model[i] = v
    elif name == "delete_step":
        start, stride = args
        picked = range(start, len(model) if stride > 0 else -1, stride) if 0 <= start < len(model) else range(0)
        m.call(L.list_delete_step, owner, start, stride, len(picked)) if picked else None
        for i in sorted(picked, reverse=True):
            del model[i]
    elif name == "take_put":
        taken = kit.hold(m.call(L.list_take_items, owner))
        assert view.list(owner) == [] and view.numbers(taken) == model
        assert m.call(L.list_put_items, owner, taken, len(model))


def test_model(machine: Machine, kit: Kit) -> None:
    machine.prepare(*FUNCTIONS)

    def check(steps: list[tuple]) -> None:
        owner = kit.list([])
        model: list[int] = []
        for step in steps:
            apply(kit, owner, model, step)
            assert kit.view.numbers(owner) == model, step
        copied = kit.hold(machine.call(L.list_copy, owner))
        assert kit.view.numbers(copied) == model
        if model:
            assert number(machine.call(L.list_get, owner, len(model) - 1)) == model[-1]
        assert machine.call(L.list_get, owner, len(model)) == 0
        assert machine.call(L.list_get, owner, -1) == 0
        assert kit.view.numbers(machine.call(L.list_concat, owner, copied)) == model + model
        kit.release()

    run_examples(machine, check, st.lists(operation, max_size=25))


FUNCTIONS = (
    L.list_append, L.list_with_capacity, L.list_to_array, L.list_insert, L.list_pop, L.list_delete, L.list_splice,
    L.list_extend, L.list_extend_list, L.list_set, L.list_reverse, L.list_clear, L.list_repeat_in_place, L.list_slice,
    L.list_assign_step, L.list_delete_step, L.list_take_items, L.list_put_items, L.list_copy, L.list_get,
    L.list_concat, L.list_repeat, index_by_parity, count_identical,
)  # fmt: skip


def test_search(kit: Kit) -> None:
    owner = kit.list([1, 3, 4, 6, 3])
    call = kit.m.call
    assert call(index_by_parity, owner, fixnum(8), 0, 100) == 2
    assert call(index_by_parity, owner, fixnum(8), 3, 100) == 3
    assert call(index_by_parity, owner, fixnum(8), 4, 100) == -1
    assert call(index_by_parity, owner, fixnum(8), -5, 2) == -1
    assert call(count_identical, owner, fixnum(3)) == 2


@pytest.mark.parametrize("start, step, count", [(-1, 1, 1), (0, 1, 4), (2, -1, 4), (0, 1 << 62, 3), (3, 1, 1), (0, 1, -1)])
def test_impossible_slices(kit: Kit, start: int, step: int, count: int) -> None:
    owner = kit.list([1, 2, 3])
    with pytest.raises(MachineFailure, match="index error"):
        kit.m.call(L.list_slice, owner, start, step, count)
    with pytest.raises(MachineFailure, match="index error"):
        kit.m.call(L.list_delete_step, owner, start, step, count)
    with pytest.raises(MachineFailure, match="index error"):
        kit.m.call(A.array_slice_step, kit.array([1, 2, 3]), start, step, count)
    assert kit.view.numbers(owner) == [1, 2, 3]


def test_impossible_sizes(kit: Kit) -> None:
    owner = kit.list([1, 2, 3])
    for times in (1 << 62, 1 << 40, (1 << 63) - 1):
        with pytest.raises(MachineFailure, match="memory error"):
            kit.m.call(L.list_repeat, owner, times)
    for length in (-1, -(1 << 63), (1 << 40) + 1, (1 << 63) - 1):
        with pytest.raises(MachineFailure, match="memory error"):
            kit.m.call(A.array_filled, length, fixnum(0))
        if length > 0:
            with pytest.raises(MachineFailure, match="memory error"):
                kit.m.call(L.list_reserve, owner, length)
    with pytest.raises(MachineFailure, match="index error"):
        kit.m.call(L.list_extend, owner, kit.array([1]), 0, 2)
    with pytest.raises(MachineFailure, match="index error"):
        kit.m.call(L.list_extend, owner, kit.array([1]), 1 << 62, 1 << 62)
    assert kit.view.numbers(owner) == [1, 2, 3]


def test_arrays(kit: Kit) -> None:
    a, b = kit.array([1, 2, 3]), kit.array([4, 5])
    call, view = kit.m.call, kit.view
    assert view.numbers(call(A.array_concat, a, b)) == [1, 2, 3, 4, 5]
    assert view.numbers(call(A.array_repeat, b, 3)) == [4, 5] * 3
    assert view.numbers(call(A.array_repeat, b, -3)) == []
    assert view.numbers(call(A.array_slice, a, 1, 3)) == [2, 3]
    assert view.numbers(call(A.array_slice, a, 3, 1)) == []
    assert view.numbers(call(A.array_slice_step, a, 2, -2, 2)) == [3, 1]
    assert view.numbers(call(A.array_filled, 5, fixnum(7))) == [7] * 5
    assert call(A.array_find, a, fixnum(3)) == 2
    assert call(A.array_find, a, fixnum(9)) == -1
    with pytest.raises(MachineFailure, match="index error"):
        call(A.array_slice, a, 1, 4)


def test_growth_is_amortised(machine: Machine, kit: Kit) -> None:
    """The number of backing arrays that n appends use grows with log n."""
    owner = kit.list([])
    backing = set()
    count = 200 if machine.name == "reference" else 3000  # type: ignore[attr-defined]
    for n in range(count):
        machine.call(L.list_append, owner, fixnum(n))
        backing.add((machine.get(L.List, "items", owner), machine.get(A.Array_, "length", machine.get(L.List, "items", owner))))
    assert kit.view.numbers(owner) == list(range(count))
    assert len({length for _, length in backing}) < 70
    machine.call(L.list_delete, owner, 3, count)
    assert machine.get(A.Array_, "length", machine.get(L.List, "items", owner)) < 64
