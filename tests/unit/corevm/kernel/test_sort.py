"""Sorting against Python's: every key kind, stability, comparisons that fail, allocate or contradict themselves."""

from __future__ import annotations

import random
import struct
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.kernel import list as L
from corevm.kernel import sort
from corevm.kernel.array import Array_, array_new
from corevm.kernel.error import VALUE, error
from corevm.kernel.string import IS_ASCII, String, new_string
from corevm.kernel.thread import Thread, thread
from corevm.kernel.value import FLOAT_BIAS, FLOAT_ZERO, box_float, untag_fixnum
from corevm.micro.surface import Value, cast, f64, fn, i64, inline, u8, u64
from corevm.testing.heap_view import HeapView, fixnum, number
from corevm.testing.machine import Machine, MachineFailure

MACHINES = {
    "native": {"executor": "native"},
    "stress": {"executor": "native", "stress_period": 1, "verify": True, "poison": True},
    "reference": {"executor": "reference"},
}
EXAMPLES = {"native": 300, "stress": 40, "reference": 10}
COUNTDOWN, STATE = 8, 9  # words of Thread.scratch


@inline
def less_number(context: Value, a: Value, b: Value) -> bool:
    return untag_fixnum(a) < untag_fixnum(b)


@fn(raises=True)
def less_by_class(context: Value, a: Value, b: Value) -> bool:
    """The order of n >> 8; allocates; fails at its countdown; the context is asked for."""
    scratch = thread().scratch
    scratch[COUNTDOWN] -= 1
    if scratch[COUNTDOWN] == 0:
        raise error(VALUE, "asked for")
    garbage = array_new(3)
    garbage.items[0] = a
    return untag_fixnum(a) >> 8 < untag_fixnum(b) >> untag_fixnum(context)


@fn(raises=True)
def less_at_random(context: Value, a: Value, b: Value) -> bool:
    scratch = thread().scratch
    scratch[STATE] = scratch[STATE] * 6364136223846793005 + 1442695040888963407
    return scratch[STATE] >> 63 != 0


@fn(raises=True)
def sort_fast(items: Array_, is_reversed: bool) -> Array_:
    return sort.sort_array(items, cast(Value, u64(1)), is_reversed, less_number, sort.FAST_ALL)


@fn(raises=True)
def sort_plain(items: Array_, is_reversed: bool) -> Array_:
    return sort.sort_array(items, cast(Value, u64(1)), is_reversed, less_number, 0)


@fn(raises=True)
def sort_guest(items: Array_, is_reversed: bool) -> Array_:
    return sort.sort_array(items, cast(Value, u64(8 * 2 + 1)), is_reversed, less_by_class, 0)


@fn(raises=True)
def sort_badly(items: Array_, is_reversed: bool) -> Array_:
    return sort.sort_array(items, cast(Value, u64(1)), is_reversed, less_at_random, 0)


@fn(raises=True)
def sort_pairs(keys: Array_, values: Array_, is_reversed: bool) -> Array_:
    return sort.sort_by_keys(keys, values, cast(Value, u64(8 * 2 + 1)), is_reversed, less_by_class, 0)


@fn(raises=True)
def sort_pairs_fast(keys: Array_, values: Array_, is_reversed: bool) -> Array_:
    return sort.sort_by_keys(keys, values, cast(Value, u64(1)), is_reversed, less_number, sort.FAST_ALL)


@fn(raises=True)
def sort_pairs_badly(keys: Array_, values: Array_, is_reversed: bool) -> Array_:
    return sort.sort_by_keys(keys, values, cast(Value, u64(1)), is_reversed, less_at_random, 0)


@fn(raises=True)
def sort_list(owner: L.List, is_reversed: bool) -> bool:
    return sort.list_sort(owner, cast(Value, u64(8 * 2 + 1)), is_reversed, less_by_class, 0)


@fn(raises=True)
def less_and_append(context: Value, a: Value, b: Value) -> bool:
    L.list_append(cast(L.List, context), a)
    return untag_fixnum(a) < untag_fixnum(b)


@fn(raises=True)
def sort_while_appending(owner: L.List) -> bool:
    return sort.list_sort(owner, owner, False, less_and_append, 0)


@fn(raises=True)
def append_float(owner: L.List, d: f64) -> None:
    L.list_append(owner, box_float(d))


@fn(raises=True)
def append_string(owner: L.List, count: i64, a: u64, b: u64, c: u64) -> None:
    s = new_string(count, u8(1), u8(IS_ASCII))
    for i in range(count):
        part = a if i < 8 else b if i < 16 else c
        s.data[i] = u8(part >> u64((i & 7) * 8))
    L.list_append(owner, s)


FUNCTIONS = (
    sort_fast, sort_plain, sort_guest, sort_badly, sort_pairs, sort_pairs_fast, sort_pairs_badly, sort_list, sort_while_appending, append_float, append_string,
    L.list_with_capacity, L.list_append, L.list_to_array,
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

    def hold(self, word: int) -> int:
        self.handles.append(self.m.hold(word))
        return word

    def release(self) -> None:
        self.scratch(COUNTDOWN, 0)
        while self.handles:
            self.m.release(self.handles.pop())

    def scratch(self, index: int, word: int) -> None:
        at = self.m.thread + Thread.fields["scratch"].offset
        self.m.write(at + 8 * index, word.to_bytes(8, "little"))

    def array(self, numbers: list[int]) -> int:
        owner = self.hold(self.m.call(L.list_with_capacity, len(numbers)))
        for n in numbers:
            self.m.call(L.list_append, owner, fixnum(n))
        return self.hold(self.m.call(L.list_to_array, owner))


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


def runs(limit: int) -> st.SearchStrategy[list[int]]:
    """Numbers with the structure that merging, reversal and galloping live on."""
    ascending = st.builds(lambda a, n, d: list(range(a, a + n * d, d)), st.integers(-500, 500), st.integers(0, limit), st.integers(1, 9))
    descending = ascending.map(lambda a: a[::-1])
    equal = st.builds(lambda a, n: [a] * n, st.integers(-500, 500), st.integers(0, limit))
    mixed = st.lists(st.integers(-500, 500), max_size=limit)
    return st.lists(st.one_of(ascending, descending, equal, mixed), max_size=8).map(lambda parts: [n for p in parts for n in p])


def test_numbers(machine: Machine, kit: Kit) -> None:
    def check(numbers: list[int], is_reversed: bool) -> None:
        source = kit.array(numbers)
        expected = sorted(numbers, reverse=is_reversed)
        assert kit.view.numbers(machine.call(sort_fast, source, is_reversed)) == expected
        assert kit.view.numbers(machine.call(sort_plain, source, is_reversed)) == expected
        assert kit.view.numbers(source) == numbers
        kit.release()

    run_examples(machine, check, runs(100 if machine.name == "native" else 30), st.booleans())  # type: ignore[attr-defined]


def test_guest_order(machine: Machine, kit: Kit) -> None:
    """Stable, also reversed; values move with their keys."""

    def check(numbers: list[int], is_reversed: bool) -> None:
        tagged = [n << 8 | i & 255 for i, n in enumerate(numbers)]
        source = kit.array(tagged)
        values = kit.array(list(range(len(tagged))))
        expected = sorted(tagged, key=lambda n: n >> 8, reverse=is_reversed)
        order = sorted(range(len(tagged)), key=lambda i: tagged[i] >> 8, reverse=is_reversed)
        assert kit.view.numbers(machine.call(sort_guest, source, is_reversed)) == expected
        assert kit.view.numbers(machine.call(sort_pairs, source, values, is_reversed)) == order
        kit.release()

    run_examples(machine, check, runs(60 if machine.name == "native" else 20), st.booleans())  # type: ignore[attr-defined]


def test_failing_order(machine: Machine, kit: Kit) -> None:
    def check(numbers: list[int], countdown: int) -> None:
        source = kit.array(numbers)
        kit.scratch(COUNTDOWN, countdown)
        try:
            found = machine.call(sort_guest, source, False)
            assert sorted(kit.view.numbers(found)) == sorted(numbers)
        except MachineFailure as e:
            assert e.kind == "value"
        kit.scratch(COUNTDOWN, 0)
        assert kit.view.numbers(source) == numbers
        kit.release()

    run_examples(machine, check, runs(40), st.integers(1, 300))


def test_contradictory_order(machine: Machine, kit: Kit) -> None:
    """Some permutation comes out, with values and without."""

    def check(count: int, seed: int) -> None:
        numbers = list(range(count))
        source = kit.array(numbers)
        kit.scratch(STATE, seed)
        assert sorted(kit.view.numbers(machine.call(sort_badly, source, False))) == numbers
        assert sorted(kit.view.numbers(machine.call(sort_pairs_badly, source, source, True))) == numbers
        kit.release()

    run_examples(machine, check, st.integers(0, 1500 if machine.name == "native" else 150), st.integers(0, 1 << 60))  # type: ignore[attr-defined]


def test_long_structures(machine: Machine, kit: Kit) -> None:
    """Long enough for many pending runs and for galloping on both sides."""
    if machine.name != "native":  # type: ignore[attr-defined]
        pytest.skip("sizes for native code")
    rng = random.Random(5)
    n = 20_000
    cases = {
        "random": [rng.randrange(n) for _ in range(n)],
        "sorted": list(range(n)),
        "reversed": list(range(n))[::-1],
        "sawtooth": [i % 300 for i in range(n)],
        "organ pipe": [*range(n // 2), *range(n // 2, 0, -1)],
        "blocks": [x for b in rng.sample(range(50), 50) for x in range(b * 400, b * 400 + 400)],
        "nearly sorted": [i if i % 100 else rng.randrange(n) for i in range(n)],
        "few": [rng.randrange(4) for _ in range(n)],
    }
    for name, numbers in cases.items():
        source = kit.array(numbers)
        assert kit.view.numbers(machine.call(sort_fast, source, False)) == sorted(numbers), name
        tagged = kit.array([v << 8 for v in numbers])
        order = sorted(range(n), key=lambda i: numbers[i], reverse=True)
        assert kit.view.numbers(machine.call(sort_pairs, tagged, kit.array(list(range(n))), True)) == order, name


def float_of(view: HeapView, word: int) -> float:
    if word & 3 == 2:
        if word == FLOAT_ZERO:
            return 0.0
        bits = (word >> 3 | word << 61) - FLOAT_BIAS & (1 << 64) - 1
        return struct.unpack("<d", bits.to_bytes(8, "little"))[0]
    return struct.unpack("<d", view.machine.read(word + 8, 8))[0]


def test_floats(machine: Machine, kit: Kit) -> None:
    def check(floats: list[float], is_reversed: bool) -> None:
        owner = kit.hold(machine.call(L.list_with_capacity, 0))
        for d in floats:
            machine.call(append_float, owner, d)
        source = kit.hold(machine.call(L.list_to_array, owner))
        found = [float_of(kit.view, w) for w in kit.view.array(machine.call(sort_fast, source, is_reversed))]
        assert [repr(d) for d in found] == [repr(d) for d in sorted(floats, reverse=is_reversed)]
        kit.release()

    run_examples(machine, check, st.lists(st.floats(allow_nan=False), max_size=100), st.booleans())


def test_strings(machine: Machine, kit: Kit) -> None:
    def check(texts: list[str], is_reversed: bool) -> None:
        owner = kit.hold(machine.call(L.list_with_capacity, 0))
        for s in texts:
            parts = [int.from_bytes(s[i : i + 8].encode(), "little") for i in (0, 8, 16)]
            machine.call(append_string, owner, len(s), *parts)
        source = kit.hold(machine.call(L.list_to_array, owner))
        found = []
        for word in kit.view.array(machine.call(sort_fast, source, is_reversed)):
            found.append(machine.read(word + String.fixed_bytes, machine.get(String, "count", word)).decode())
        assert found == sorted(texts, reverse=is_reversed)
        kit.release()

    alphabet = st.text("\0ab\x7f", max_size=3) | st.text("\0\x01xyz", max_size=20) | st.sampled_from(["abcdefgh", "abcdefghi", "abcdefgh" * 2])
    run_examples(machine, check, st.lists(alphabet, max_size=80), st.booleans())


def test_number_of_comparisons(machine: Machine, kit: Kit) -> None:
    n = 1000 if machine.name == "native" else 100  # type: ignore[attr-defined]
    ordered = [i << 8 for i in range(n)]
    for numbers in (ordered, ordered[::-1]):
        kit.scratch(COUNTDOWN, 1 << 40)
        machine.call(sort_guest, kit.array(numbers), False)
        at = machine.thread + Thread.fields["scratch"].offset + 8 * COUNTDOWN
        assert (1 << 40) - machine.word(at) == n - 1
    assert number(fixnum(-3)) == -3


def test_radix(machine: Machine, kit: Kit) -> None:
    """Unstructured numbers and floats of every size and sign, alone and with values."""

    def check(count: int, bits: int, seed: int, is_reversed: bool) -> None:
        rng = random.Random(seed)
        numbers = [rng.getrandbits(bits) - (1 << bits) // 2 for _ in range(count)]
        source = kit.array(numbers)
        assert kit.view.numbers(machine.call(sort_fast, source, is_reversed)) == sorted(numbers, reverse=is_reversed)
        order = sorted(range(count), key=lambda i: numbers[i], reverse=is_reversed)
        values = kit.array(list(range(count)))
        assert kit.view.numbers(machine.call(sort_pairs_fast, source, values, is_reversed)) == order
        owner = kit.hold(machine.call(L.list_with_capacity, 0))
        for n in numbers:
            machine.call(append_float, owner, n / 7.0)
        floats = kit.hold(machine.call(L.list_to_array, owner))
        found = [float_of(kit.view, w) for w in kit.view.array(machine.call(sort_fast, floats, is_reversed))]
        assert found == sorted((n / 7.0 for n in numbers), reverse=is_reversed)
        kit.release()

    name = machine.name  # type: ignore[attr-defined]
    EXAMPLES_HERE = {"native": 30, "stress": 6, "reference": 2}[name]
    limits = settings(max_examples=EXAMPLES_HERE, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck))
    limits(given(st.integers(380, 900), st.integers(1, 62), st.integers(0, 99), st.booleans())(check))()


def test_list_in_place(machine: Machine, kit: Kit) -> None:
    owner = kit.hold(machine.call(L.list_with_capacity, 0))
    numbers = [n * 7 % 31 << 8 for n in range(31)]
    for n in numbers:
        machine.call(L.list_append, owner, fixnum(n))
    kit.scratch(COUNTDOWN, 20)
    with pytest.raises(MachineFailure, match="value error"):
        machine.call(sort_list, owner, False)
    assert kit.view.numbers(owner) == numbers
    assert machine.call(sort_list, owner, True)
    assert kit.view.numbers(owner) == sorted(numbers, reverse=True)
    assert not machine.call(sort_while_appending, owner)
    assert kit.view.numbers(owner) == sorted(numbers)
