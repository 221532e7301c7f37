"""Runtimes from the host: values both ways, host functions, exact limits, no leaks. Run on Pyta's image."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from corevm.engine.runtime import GuestError, LimitError, Runtime
from corevm.errors import UsageError
from pyta.host.image import SPEC
from pyta.host.runtime import PytaRuntime


@pytest.fixture
def rt() -> Iterator[PytaRuntime]:
    with PytaRuntime([]) as runtime:
        yield runtime


def run(rt: PytaRuntime, source: str) -> int:
    """Run a source as __main__; gives the namespace's word."""
    _, space = rt.new_module("__main__")
    rt.run_source(source, "<test>", space)
    return space


VALUES = [
    None, True, False, 0, 1, -1, 2**61, 2**62 - 1, 2**62, -(2**62), -(2**62) - 1, 10**40, -(10**40), 0.0, -0.0, 1.5, 1e300,
    float("inf"), "", "x", "häé", "€uro", "\U0001f600", "\ud800", b"", b"\0\xff", (), (1, ("a", 2.5)), ...,
]  # fmt: skip


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_values_survive_both_ways(rt: PytaRuntime, value: object) -> None:
    found = rt.to_host(rt.to_guest(value))
    assert found == value and type(found) is type(value) and repr(found) == repr(value)


def test_what_has_no_guest_form_is_refused(rt: PytaRuntime) -> None:
    with pytest.raises(UsageError) as caught:
        rt.to_guest(object())
    assert caught.value.code == "US051"


def test_a_guest_function_called_from_the_host(rt: PytaRuntime) -> None:
    space = run(rt, "def add(a, b):\n    return a + b\n")
    add = rt.native("host_get_name", space, rt.name("add"))
    assert rt.to_host(rt.call(add, 2, 3)) == 5
    assert rt.to_host(rt.call(add, "a", "b")) == "ab"
    with pytest.raises(GuestError, match="unsupported operand"):
        rt.call(add, 1, "b")


def test_a_host_function_called_from_the_guest(rt: PytaRuntime) -> None:
    seen = []

    def note(*args: object) -> object:
        seen.append(args)
        return len(args)

    _, space = rt.new_module("__main__")
    rt.set_name(space, "note", rt.host_function("note", note))
    rt.run_source("n = note(1, 'two', 3.0)\nm = note()\n", "<test>", space)
    assert seen == [(1, "two", 3.0), ()]
    assert rt.to_host(rt.native("host_get_name", space, rt.name("n"))) == 3


def test_an_exception_of_the_host_reaches_the_guest(rt: PytaRuntime) -> None:
    def fail() -> None:
        raise ValueError("from the host")

    _, space = rt.new_module("__main__")
    rt.set_name(space, "fail", rt.host_function("fail", fail))
    rt.run_source("try:\n    fail()\nexcept ValueError as e:\n    text = str(e)\n", "<test>", space)
    assert rt.to_host(rt.native("host_get_name", space, rt.name("text"))) == "from the host"
    with pytest.raises(GuestError, match="from the host"):
        rt.run_source("fail()\n", "<test>", space)


@pytest.mark.parametrize("source", ["while True: pass", "def f(): f2()\ndef f2(): pass\nwhile True: f()"])
def test_fuel_is_exact_and_the_same_each_time(source: str) -> None:
    spent = set()
    for _ in range(3):
        with PytaRuntime([], fuel=100_000, seed=1) as rt:
            with pytest.raises(LimitError):
                run(rt, source)
            spent.add(rt.reductions)
    (found,) = spent  # the step beyond the fuel fails; the little after it is the report's
    assert 100_000 < found < 100_010


def test_the_guest_cannot_catch_used_up_fuel() -> None:
    with PytaRuntime([], fuel=50_000) as rt, pytest.raises(LimitError):
        run(rt, "while True:\n    try:\n        while True: pass\n    except BaseException: pass\n    finally: n = 1\n")


def test_the_heap_limit_is_a_memory_error_the_guest_can_catch() -> None:
    source = """
class Node:
    def __init__(self, next):
        self.next = next
node = None
try:
    while True:
        node = Node(node)
except MemoryError:
    node = None
    caught = True
"""
    with PytaRuntime([], heap_limit_bytes=16 << 20) as rt:
        space = run(rt, source)
        assert rt.to_host(rt.native("host_get_name", space, rt.name("caught"))) is True


def test_deep_recursion_is_a_recursion_error(rt: PytaRuntime) -> None:
    space = run(rt, "def f(n): return f(n + 1)\ntry:\n    f(0)\nexcept RecursionError:\n    caught = True\n")
    assert rt.to_host(rt.native("host_get_name", space, rt.name("caught"))) is True


def test_two_runtimes_do_not_see_each_other() -> None:
    with PytaRuntime([]) as a, PytaRuntime([]) as b:
        run(a, "import builtins\nbuiltins.mark = 1\n")
        with pytest.raises(GuestError, match="mark"):
            run(b, "mark\n")


def resident_bytes() -> int:
    with open("/proc/self/statm") as f:
        return int(f.read().split()[1]) * 4096


def test_runtimes_leak_nothing() -> None:
    for _ in range(20):
        Runtime(SPEC).close()
    before = resident_bytes()
    for _ in range(200):
        Runtime(SPEC).close()
    assert resident_bytes() - before < 2 << 20
