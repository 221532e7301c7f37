"""Runtimes from the host: values both ways, host functions, exact limits, no leaks. Run on Pyta's image."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator

import pytest

import corevm
import pyta
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


def test_fuel_is_read_and_given_anew() -> None:
    with PytaRuntime([], fuel=100_000, seed=1) as rt:
        before, spent = rt.fuel, rt.reductions
        rt.exec("for i in range(1000): pass")
        assert before - rt.fuel == rt.reductions - spent > 1000
        with pytest.raises(LimitError):
            rt.exec("while True: pass")
        assert rt.fuel == 0
        spent = rt.reductions
        rt.fuel = 50_000
        assert (rt.fuel, rt.reductions) == (50_000, spent)
        rt.exec("x = 5")
        assert rt.fuel == 50_000 - (rt.reductions - spent)
        rt.fuel = -1
        rt.exec("for i in range(200_000): x += 1")
        assert (rt.fuel, rt.eval("x")) == (-1, 200_005)
        with pytest.raises(UsageError):
            rt.fuel = -2


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
    """The long run: 10,000 runtimes grew the process by 32 KiB in all (2-core x86-64)."""
    for _ in range(20):
        Runtime(SPEC).close()
    before = resident_bytes()
    for _ in range(200):
        Runtime(SPEC).close()
    assert resident_bytes() - before < 2 << 20


# --- the embedder's calls
@pytest.fixture
def vm() -> Iterator[PytaRuntime]:
    with corevm.Runtime(pyta.LANGUAGE, heap_limit_bytes=64 << 20, fuel=10**9, seed=1) as runtime:
        yield runtime


def test_eval_exec_and_globals(vm: PytaRuntime) -> None:
    assert vm.eval("[6 * 7, 'a', (2.5, None)]") == [42, "a", (2.5, None)]
    vm.exec("import json\ndef f(x, y=2):\n    return x * y\n")
    assert vm.get_global("f")(21) == 42
    assert vm.eval("json.dumps({'a': [f(1)]})") == '{"a": [2]}'
    vm.set_global("data", [1, (2, "x")])
    assert vm.eval("data[1][1]") == "x"
    with pytest.raises(NameError, match="nothing"):
        vm.get_global("nothing")
    with pytest.raises(SyntaxError):
        vm.eval("1 +")


def test_objects_without_a_host_form_are_handles(vm: PytaRuntime) -> None:
    vm.exec("class C:\n    def __repr__(self): return 'C!'\n    def __call__(self, x): return [x, self]\n")
    inner, again = vm.eval("[C(), (C(),)]")[0], vm.eval("C")()
    assert isinstance(inner, corevm.Handle) and repr(again) == "<guest object C!>"
    seven, itself = inner(7)
    assert seven == 7 and itself.word == inner.word
    vm.set_global("c", inner)
    assert vm.eval("type(c) is C") is True
    with corevm.Runtime(pyta.LANGUAGE) as other, pytest.raises(corevm.UsageError) as caught:
        other.set_global("c", inner)
    assert caught.value.code == "US052"


def test_handles_keep_their_objects_and_no_longer(vm: PytaRuntime) -> None:
    vm.exec("import weakref, gc\nclass C: pass\nmade = weakref.WeakSet()\ndef make():\n    c = C()\n    made.add(c)\n    return c\n")
    make = vm.get_global("make")
    handles = [make() for _ in range(100)]
    vm.exec("gc.collect()\n")
    assert vm.eval("len(made)") == 100
    handles.clear()
    vm.exec("gc.collect()\n")
    assert vm.eval("len(made)") < 10, "a few may be kept by old words on the stack"


def test_host_functions_take_and_give_values(vm: PytaRuntime) -> None:
    vm.set_global("twice", lambda f, x: f(f(x)))
    assert vm.eval("twice(lambda x: x * 3, 5)") == 45
    vm.set_global("fail", lambda: {}["key"])
    assert vm.eval("[0 for _ in [0] if not isinstance(fail, int)]") == [0]
    vm.exec("try:\n    fail()\nexcept KeyError as e:\n    text = repr(e)\n")
    assert vm.get_global("text") == "KeyError('key')"
    vm.set_global("back", lambda: object())
    with pytest.raises(corevm.GuestError, match="cannot be passed"):
        vm.eval("back()")


def test_errors_carry_the_guest_traceback() -> None:
    with pytest.raises(corevm.GuestError) as caught, corevm.Runtime(pyta.LANGUAGE) as vm:
        vm.exec("def g(n):\n    return 1 / n\ng(0)\n", "<boom>")
    wanted = (
        'Traceback (most recent call last):\n  File "<boom>", line 3, in <module>\n    g(0)\n'
        '  File "<boom>", line 2, in g\n    return 1 / n\n           ~~^~~\nZeroDivisionError: division by zero\n'
    )
    assert caught.value.traceback.replace("^^^^^", "~~^~~") == wanted
    assert caught.value.__notes__ == [caught.value.traceback.rstrip()]


def test_wrong_use_is_told() -> None:
    with pytest.raises(corevm.UsageError) as caught:
        corevm.Runtime("pyta")
    assert caught.value.code == "US054"
    vm = corevm.Runtime(pyta.LANGUAGE)
    f = vm.eval("lambda: 1")
    codes = []

    def elsewhere() -> None:
        try:
            f()
        except corevm.UsageError as e:
            codes.append(e.code)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    vm.set_global("close", vm.close)
    with pytest.raises(corevm.GuestError, match="cannot be closed"):
        vm.eval("close()")
    vm.close()
    vm.close()
    elsewhere()
    assert codes == ["US056", "US055"] and "closed" in repr(f)


@pytest.mark.parametrize("options", [{"heap_limit_bytes": 1}, {"heap_limit_bytes": -5}, {"stack_words": 0}, {"stack_words": -1}])
def test_impossible_options_are_refused(options: dict[str, int]) -> None:
    with pytest.raises(corevm.CorevmError):
        corevm.Runtime(pyta.LANGUAGE, **options).eval("1")


LONG = [
    "7 ** 10**7 * 7 ** 10**7", "pow(3, 10**2000000, 10**2000 + 7)", "list(range(10**8))", "list(iter(int, 1))", "set(range(10**9))", "sum(range(10**12))",
    "[0] * 10**9", "sorted(list(range(10**7, 0, -1)) * 3)", "'ab' * 10**9", "('a' * 10**8).upper()", "','.join(['a'] * 10**8)",
    "-1 in [0] * 10**8", "[0] * 10**8 == [0] * 10**8", "repr([0] * 10**8)", "dict.fromkeys(range(10**9))", "hash('a' * 10**9)",
    "__import__('math').factorial(10**7)", "list(__import__('itertools').permutations(range(12)))", "any(__import__('itertools').repeat(0))",
    "__import__('re').match('(a*)*b', 'a' * 40)", "[i for i in range(10**12) if i < 0]", "list(zip(range(10**9), range(10**9)))",
]  # fmt: skip


@pytest.mark.parametrize("source", LONG)
def test_fuel_ends_long_operations(source: str) -> None:
    with corevm.Runtime(pyta.LANGUAGE, fuel=600_000, heap_limit_bytes=2 << 30) as vm, pytest.raises(corevm.LimitError):
        vm.eval(source)


@pytest.mark.parametrize("source", ["while True: pass", "7 ** 10**9", "sorted(range(10**8), key=lambda x: -x)", "sum(range(10**13))", "list(iter(int, 1))"])
def test_an_interrupt_ends_long_operations(source: str) -> None:
    command = [sys.executable, "-m", "pyta", "-c", f"print('started', flush=True)\n{source}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None and process.stdout.readline() == "started\n"
        time.sleep(0.2)
        os.kill(process.pid, signal.SIGINT)
        try:
            errors = process.communicate(timeout=30)[1]
        finally:
            process.kill()
    assert process.returncode == -signal.SIGINT
    assert errors.endswith("KeyboardInterrupt\n")


FORGETFUL = """
class Forgotten:
    def __init__(self): self.me = self
    def __del__(self): done.append([self.me] * 3)
def cleaned():
    try: yield 1
    finally: done.append(0)
def forget(n):
    for i in range(n):
        Forgotten()
        next(cleaned())
done = []
"""


def test_finalizers_wait_while_only_the_host_runs(rt: PytaRuntime) -> None:
    rt.exec(FORGETFUL)
    rt.exec("forget(1000)")
    for number in range(300):  # collections with no frame on the stack
        rt.fuel = 1 << 40  # the next step looks at what waits
        rt.set_global(f"kept{number}", ["x" * 5000] * 40)
    rt.exec("import gc; gc.collect(); gc.collect()")
    assert rt.eval("len(done)") == 2000


def test_finalizers_after_programs_that_a_limit_ended() -> None:
    with corevm.Runtime(pyta.LANGUAGE, heap_limit_bytes=64 << 20) as rt:
        rt.exec(FORGETFUL)
        for fuel in range(1000, 40_000, 1777):
            rt.fuel = fuel
            with pytest.raises(LimitError):
                rt.exec("while True: forget(10)")
            for number in range(40):
                rt.fuel = 1 << 40
                rt.set_global(f"kept{number}", ["x" * 5000] * 40)
        assert rt.eval("len(done)") > 0
