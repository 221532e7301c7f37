"""The JIT under Pyta: the same results, errors and reductions as without, wherever a loop is left."""

from __future__ import annotations

import traceback
from typing import Any

import pytest

import corevm
import pyta
from corevm.errors import NativeError
from corevm.extend import extend_runtime
from corevm.isa.define import Base, OutIndex, Pc, Reg, ValueOrFrame, instruction
from corevm.kernel.public import TYPE, error, fixnum_add, is_fixnum

LOOPS = {
    "integers": "def f(n):\n    s = i = 0\n    while i < n:\n        s = s + i * 2 ^ (i >> 1)\n        i += 1\n    return s",
    "overflow": "def f(n):\n    x = 1\n    i = 0\n    while i < n:\n        x = x * 3 + 1\n        i += 1\n    return x",
    "floats": "def f(n):\n    x, y, i = 0.5, 1.5, 0\n    while i < n:\n        x = x * 1.25 - y\n        y = y / 1.5 + x * 0.0\n        i += 1\n    return x, y",
    "float_limits": "def f(n):\n    x, i = 1.0, 0\n    while i < n:\n        x = x * 1e30 if i % 7 else x * 0.0 + 1.0\n        i += 1\n    return x",
    "nested": "def f(n):\n    t = 0\n    for i in range(n):\n        for j in range(i % 7):\n            t += i * j\n    return t",
    "lists": "def f(n):\n    l = [0] * 10\n    for i in range(n):\n        l[i % 10] = l[i % 9] + i\n    return l",
    "growing": "def f(n):\n    l = []\n    for i in range(n):\n        l.append(i if i % 3 else str(i))\n    return l",
    "attributes": "class P: pass\ndef f(n):\n    p = P()\n    p.x = 0\n    p.y = 1\n    for i in range(n):\n        p.x = p.x + p.y\n        if i == n // 2: p.y = 0.5\n    return p.x",
    "types_change": "def f(n):\n    x = 0\n    for i in range(n):\n        x = x + (1 if i < n // 3 else 0.25 if i < n // 2 else True)\n    return x",
    "strings": "def f(n):\n    s = ''\n    for i in range(n):\n        s += chr(97 + i % 26)\n    return s",
    "dictionaries": "def f(n):\n    d = {}\n    for i in range(n):\n        k = i % 13 if i % 2 else str(i % 5)\n        d[k] = d.get(k, 0) + i\n    return d",
    "calls": "def g(x): return x * 2 if x % 5 else -x\ndef f(n):\n    t = 0\n    for i in range(n):\n        t += g(i)\n    return t",
    "generators": "def g(n):\n    i = 0\n    while i < n:\n        yield i * i\n        i += 1\ndef f(n):\n    return sum(g(n)), list(g(n // 3))[-3:]",
    "caught": "def f(n):\n    t = 0\n    for i in range(n):\n        try:\n            t += 100 // (i % 4)\n        except ZeroDivisionError:\n            t -= 1\n    return t",
    "break_continue": "def f(n):\n    t = 0\n    for i in range(n):\n        if i % 3 == 0: continue\n        if t > n * 40: break\n        t += i\n    else:\n        t = -t\n    return t",
    "unpacking": "def f(n):\n    a, b = 0, 1\n    for i, (x, y) in enumerate([(1, 2)] * n):\n        a, b = b, (a + x * y) % 1000003\n    return a, b",
    "closures": "def f(n):\n    total = 0\n    def add(k):\n        nonlocal total\n        total += k\n    for i in range(n):\n        add(i)\n        total += 1\n    return total",
    "slots": "class S:\n    __slots__ = ('a', 'b')\n    def __init__(self): self.a = 1; self.b = 2.5\ndef f(n):\n    s = S()\n    for i in range(n):\n        s.a, s.b = s.a + 1, s.b + s.a\n    return s.a, s.b",
    "inlined": "def g(x, y=2): return x * y + 1\nclass A:\n    def __init__(self): self.v = 0\n    def add(self, k): self.v += g(k); return self.v\ndef f(n):\n    a = A()\n    for i in range(n):\n        if a.add(i if i != n - 5 else 0.5) < 0: return None\n    return a.v",
    "raising_inside": "def g(x):\n    if x % 7 == 0: raise ValueError(x)\n    return x\ndef f(n):\n    t = 0\n    for i in range(n):\n        try: t += g(i)\n        except ValueError as e: t -= e.args[0] // 7\n    return t",
    "recursion": "def fib(n): return n if n < 2 else fib(n - 1) + fib(n - 2)\ndef f(n): return fib(n // 8)",
    "bound": "class A:\n    def __init__(self): self.k = 0\n    def match(self, c):\n        self.k += 1\n        return self.k % 5 == c\ndef f(n):\n    a, t = A(), 0\n    match = a.match\n    for i in range(n):\n        if match(3): t += 1\n        x, y = match(2), [match(1), t]\n        if x is not y[0]: t += 100\n    return t",
    "callers": "def g(l, k):\n    t = 0\n    for x in l:\n        if x == k: return t\n        t += x\n    return t\ndef one(l): return g(l, 3) + 1\ndef two(l): return [g(l, 5.0), 2]\ndef f(n):\n    l, t = list(range(9)), 0\n    for i in range(n):\n        t += one(l) if i % 3 else two(l)[0]\n        if i == n // 2: l[4] = 0.5\n    return t",
    "iterated_again": "def f(n):\n    t, l, d = 0, [1, 2, 3], {'a': 1, 'b': 2}\n    for i in range(n // 4):\n        for x in l: t += x\n        for k in d: t += d[k]\n        for x, y in ((1, 2), (3, i)): t += x * y\n        for c in 'ab': t += ord(c)\n    return t",
    "mutual": "def even(n): return True if n == 0 else odd(n - 1)\ndef odd(n): return False if n == 0 else even(n - 1)\ndef f(n): return [even(k) for k in range(n)].count(True)",
    "rebound": "def g(x): return x + 1\ndef f(n):\n    global g\n    t = 0\n    for i in range(n):\n        t = g(t)\n        if i == n // 2:\n            def g(x): return x + 2.5\n    return t",
    "deep": "def down(n): return 0 if n == 0 else 1 + down(n - 1)\ndef f(n):\n    try: return down(10 ** 6)\n    except RecursionError: return down(n)",
    "comparisons": "def f(n):\n    t = 0\n    for i in range(n):\n        t += (i < 50) + (i == 7.0) + (3 <= i != 9) + (i > 2.5) + (not i) + (i is None)\n    return t",
    "polymorphic": """\
class A:
    k = 1
    def __init__(self, v): self.v = v
    def step(self, x): return self.twist(x) + self.v
    def twist(self, x): return x + self.k
class B(A):
    k = 2
    def twist(self, x): self.w = x; return x * 2
class C(A):
    def __init__(self, v): self.z = 0; self.v = v
    def twist(self, x): self.z += 1; return self.z
class D(C):
    def step(self, x): return super().step(x) - 1
class E:
    step = staticmethod(lambda x: x & 7)
def f(n):
    them, t = [A(1), B(2), C(3), D(4), E()], 0
    for i in range(n):
        t = (t + them[i * i % 5].step(i)) % 100003
    return t, them[2].z, them[1].w""",
    "outer_loops": """\
def g(x): return x + 1
def f(n):
    a, b, c, rows = 0, 1.5, 'x', []
    i = 0
    while i < n // 8:
        b = g(b)
        j = 0
        while j < 7:
            a = a + g(j) * i
            if a > 500: a, c = a % 97, c + 'y'
            j += 1
            for k in range(j % 3): b = b + g(k)
        rows.append((a, b, c[-3:]))
        i = g(i)
    return rows[-5:], a, b, len(c)""",
    "tasks": """\
class Task:
    def __init__(self, link, held): self.link, self.held, self.runs = link, held, 0
    def is_held(self): return self.held or (self.runs % 5 == 4 and not self.ready())
    def ready(self): return self.runs % 2 == 1
    def run(self, x):
        self.runs += 1
        return self.work(x)
class Idle(Task):
    def work(self, x):
        if x & 1 == 0: return self.link
        return self.link.link
class Busy(Task):
    def work(self, x):
        self.total = getattr(self, 'total', 0) + x
        if self.total % 3: self.held = not self.held
        return self.link
def f(n):
    last = task = None
    for i in range(6):
        task = (Idle if i % 2 else Busy)(task, i == 3)
        last = last or task
    last.link = first = task
    x = 0
    while x < n:
        if task.is_held():
            task.runs += 1
            task = task.link
        else: task = task.run(x)
        x += 1
    found = []
    for i in range(6):
        found.append((task.runs, task.held, getattr(task, 'total', None)))
        task = task.link
    return found""",
    "classes_change": """\
class P:
    def __init__(self): self.x = 1
    def m(self): return self.x
class Q(P): pass
def f(n):
    p, q, t = P(), Q(), []
    for i in range(n):
        if i == n // 6: P.m = lambda self: self.x * 10
        if i == n // 5: Q.m = lambda self: -self.x
        if i == n // 4: p.y = 3; q.x = 2.5
        if i == n // 3: P.x = property(lambda self: 77)
        if i == n // 2: del P.x, Q.m
        if i == n - 20: q.__class__ = P
        if i == n - 10: del p.y
        t.append(p.m() + q.m() + p.x + q.x)
    return t""",
    "globals_change": """\
def size(x): return len(x)
def f(n):
    global len, limit
    limit, t = 3, 0
    for i in range(n):
        t += size('abc') + limit
        if i == n // 3: limit = 4.5
        if i == n // 2: len = lambda x: 100
        if i == n - 30: del len
        if i == n - 20: limit = 'x'; break
    return t, limit""",
    "shapes_change": """\
class O: pass
def f(n):
    them, t = [], 0
    for i in range(n):
        o = O()
        for name in ('abcd'[i % 4:] + 'abcd'[:i % 4])[:1 + i % 4]: setattr(o, name, i)
        o.a = i
        if i % 7 == 0: del o.a
        if i % 11 == 0: o.__dict__['e'] = 1
        t += getattr(o, 'a', 1000) + len(o.__dict__)
        them.append(o)
    return t, sorted(them[-1].__dict__)""",
}  # fmt: skip
COUNT = 200


def runtime(jit: bool, leave_at: int = -1, **options: Any) -> Any:
    made = corevm.Runtime(pyta.LANGUAGE, jit="wait" if jit else False, seed=1, **options)
    if jit:
        made.hot_code.leave_at = leave_at
        heat(made)
    return made


def heat(rt: Any) -> None:
    """From now on everything that runs for more than a few turns is hot."""
    if rt.hot_code is not None:
        rt.hot_code.patience = 1000
    rt.set_runtime("slice_reductions", 3)
    rt.end_slice()


def outcome(rt: Any, program: str, call: str) -> tuple[str, int]:
    rt.exec(program)
    before = rt.reductions
    try:
        found = repr(rt.eval(f"repr({call})"))
    except corevm.GuestError:
        found = traceback.format_exc().split("GuestError")[-1]
    return found, rt.reductions - before


@pytest.mark.parametrize("name", LOOPS)
def test_loops(name: str) -> None:
    with runtime(False) as plain, runtime(True) as hot:
        want = outcome(plain, LOOPS[name], f"f({COUNT})")
        assert outcome(hot, LOOPS[name], f"f({COUNT})") == want
        assert outcome(hot, LOOPS[name], f"f({COUNT})")[0] == want[0]
        assert hot.hot_code.units, hot.hot_code.refused
        assert not hot.hot_code.refused


@pytest.mark.parametrize("name", LOOPS)
def test_loops_left_at_each_instruction(name: str) -> None:
    with runtime(False) as plain:
        want = outcome(plain, LOOPS[name], f"f({COUNT})")
    compiled = 0
    for leave_at in range([*LOOPS].index(name) % 5, 30, 5):
        with runtime(True, leave_at) as hot:
            assert outcome(hot, LOOPS[name], f"f({COUNT})") == want, leave_at
            compiled += len(hot.hot_code.units) > 0
    assert compiled >= 4  # of six; a unit that leaves at its first instruction is none


def test_limits_are_exact() -> None:
    program = "seen = [0]\ndef f():\n    i = 0\n    while True:\n        i += 1\n        seen[0] = i"
    counts = []
    for jit in (False, True):
        with runtime(jit, fuel=3000) as rt:
            rt.exec(program)
            with pytest.raises(corevm.LimitError):
                rt.exec("f()")
            rt.fuel = 1 << 30
            counts.append(rt.eval("seen[0]"))
            assert not jit or rt.hot_code.units
    assert counts[0] == counts[1]


def test_tracebacks_are_exact() -> None:
    program = "def f(l):\n    t = 0\n    for x in l:\n        t = t + 1 // x\n    return t\nl = [1] * 100 + [0]\n"
    program += "import traceback\ndef tell():\n    try: f(l)\n    except ZeroDivisionError: return traceback.format_exc()\n"
    texts = []
    for jit in (False, True):
        with corevm.Runtime(pyta.LANGUAGE, jit="wait" if jit else False, seed=1) as rt:
            rt.exec(program)
            heat(rt)
            texts.append(rt.eval("tell()"))
            assert "line 4, in f" in texts[-1]
            assert not jit or rt.hot_code.units
    assert texts[0] == texts[1]


@pytest.mark.parametrize("period", [1, 7])
def test_collecting_meanwhile(period: int) -> None:
    for name in ("lists", "growing", "floats", "overflow", "dictionaries", "attributes"):
        with runtime(False) as plain, runtime(True, stress_period=period) as hot:
            assert outcome(hot, LOOPS[name], "f(60)")[0] == outcome(plain, LOOPS[name], "f(60)")[0]


@instruction(raises=True)
def mul(destination: OutIndex, x: Reg, y: Reg, pc: Pc, base: Base) -> ValueOrFrame:
    """a = b + c, of small integers: not what the image's does."""
    if is_fixnum(x) and is_fixnum(y):
        total, is_large = fixnum_add(x, y)
        if not is_large:
            return total, None, None
    raise error(TYPE, "small integers")


@pytest.mark.parametrize("is_hot_before", [False, True])
def test_an_instruction_that_is_replaced(is_hot_before: bool) -> None:
    program = "def f(n):\n    t = 0\n    for i in range(n):\n        t += i * n & 255\n    return t"
    found = []
    for jit in (False, True):
        with runtime(jit) as rt:
            rt.exec(program)
            if is_hot_before:
                rt.eval(f"f({COUNT})")
                assert not jit or rt.hot_code.units
            extend_runtime(rt, mul)
            found.append([rt.eval(f"f({COUNT})") for _ in range(3)])
            assert not jit or (rt.hot_code.units and not rt.hot_code.refused)
    assert found[0] == found[1]


def test_an_instruction_that_is_replaced_is_recorded_as_it_is() -> None:
    """What is recorded after the replacement is executed by the new handler: nothing of a recording is from before."""
    loop = "(n):\n    t = 0\n    for i in range(n):\n        t += i * n & 255\n    return t\n"
    found = []
    for jit in (False, True):
        with runtime(jit) as rt:
            rt.exec("".join(f"def {name}{loop}" for name in ("f", "g", "h")))
            rt.eval(f"f({COUNT})")
            extend_runtime(rt, mul)
            found.append([rt.eval(f"{name}({count})") for name in "fgh" for count in (COUNT, 5 * COUNT)])
            assert not jit or (rt.hot_code.units and not rt.hot_code.refused)
    assert found[0] == found[1]


def test_code_ends_with_its_runtime() -> None:
    with runtime(True) as rt:
        outcome(rt, LOOPS["integers"], "f(50)")
        (unit, *_) = rt.hot_code.units
        assert unit.image.address(unit.name)
    with pytest.raises(NativeError, match="NA305"):
        unit.image.address(unit.name)
    rt.close()


def test_it_is_off_unless_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COREVM_JIT", raising=False)
    with corevm.Runtime(pyta.LANGUAGE) as rt:
        assert rt.hot_code is None
    monkeypatch.setenv("COREVM_JIT", "1")
    with corevm.Runtime(pyta.LANGUAGE) as rt:
        assert rt.hot_code is not None
