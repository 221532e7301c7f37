"""Random control flow: `try`, `finally`, `with`, loops, `return`, `break`, `yield` in each other, on the host and on the model.

The programs log what they do, what is bound, which exception is being handled, and what each exception's context is.
"""

from __future__ import annotations

import builtins
import random
import sys
import types
from typing import Any

import flow_check
import pytest
import vm_model

from pyta.compiler.compile import compile_source

PROGRAMS = 150
RUNS = 4
KEPT: list[object] = []  # generators that are left suspended: when they go is not the compiler's matter

PRELUDE = """
import sys
class A(Exception): pass
class B(A): pass
class C(Exception): pass
class Enough(BaseException): pass
log = []
def chain(e):
    names = []
    while e is not None and len(names) < 6:
        names.append(type(e).__name__)
        e = e.__context__
    return names
def show(v):
    if isinstance(v, tuple):
        return tuple(show(x) for x in v)
    return type(v).__name__ if isinstance(v, BaseException) else v
def note(*values):
    values = tuple(show(v) for v in values)
    log.append(values + (chain(sys.exc_info()[1]),))
    if len(log) > 150:
        raise Enough
bits = []
def cond():
    note('cond')
    return bits.pop() if bits else False
class Manager:
    def __init__(self, name, swallow):
        self.name, self.swallow = name, swallow
    def __enter__(self):
        note('enter', self.name)
        return self.name
    def __exit__(self, kind, exc, tb):
        note('exit', self.name, kind and kind.__name__, chain(exc))
        if self.swallow == 2:
            raise C
        return self.swallow
def sub(n):
    try:
        got = yield n
        note('sub got', got)
    finally:
        log.append('sub end')  # no chain: what is thrown through yield from has its context before the inner generator sees it
    return n + 100
"""


class Generator:
    """Writes one random function."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.count = 0
        self.is_generator = self.random.random() < 0.4
        self.captures = self.random.random() < 0.3

    def function(self) -> str:
        body = self.block(3, False, "    ")
        inner = "    def look():\n        return x0, x1\n" if self.captures else ""
        start = "    yield 0\n" if self.is_generator else ""
        return f"def program(x2):\n{inner}{start}{body}    note('end')\n"

    def number(self) -> int:
        self.count += 1
        return self.count

    def block(self, depth: int, in_loop: bool, indent: str) -> str:
        return "".join(self.statement(depth, in_loop, indent) for _ in range(self.random.randint(1, 3)))

    def statement(self, depth: int, in_loop: bool, indent: str) -> str:
        r = self.random
        inner = indent + "    "
        simple = ["note", "assign", "read", "delete", "raise", "return", "reraise", "walrus", "unpack"]
        simple += ["break", "continue"] * 2 if in_loop else []
        simple += ["yield", "yield from"] * 2 if self.is_generator else []
        simple += ["look"] if self.captures else []
        compound = ["if", "for", "while", "try", "try", "finally", "finally", "with", "with", "endless"]
        kind = r.choice(compound if depth and r.random() < 0.65 else simple)
        n = self.number()
        x = f"x{r.randint(0, 2)}"

        def block(loop: bool = in_loop) -> str:
            return self.block(depth - 1, loop, inner)

        match kind:
            case "note":
                text = f"note({n})"
            case "assign":
                text = f"{x} = {n}"
            case "read":
                text = f"note('read', {x})"
            case "delete":
                text = f"del {x}"
            case "raise":
                text = r.choice(["raise A", "raise B()", "raise C from A()", "raise C() from None"])
                text = f"if cond(): {text}"
            case "return":
                text = f"if cond(): return {r.choice([str(n), x, f'note({n})'])}"
            case "reraise":
                text = "if cond(): raise"
            case "walrus":
                text = f"note(x0 if cond() else 1, (x0 := {n}), x0)"
            case "unpack":
                text = f"x0, x1 = {n}, cond()"
            case "break" | "continue":
                text = f"if cond(): {kind}"
            case "yield":
                text = f"{x} = yield {n}"
            case "yield from":
                text = f"note('result', (yield from sub({n})))"
            case "look":
                text = "note('look', look())"
            case "if":
                text = f"if cond() {r.choice(['and', 'or'])} not cond():\n{block()}{indent}else:\n{block()}"
            case "for":
                text = f"for {x} in range({r.randint(0, 3)}):\n{block(True)}{indent}else:\n{block()}"
            case "while":
                text = f"while cond():\n{block(True)}"
                text += f"{indent}else:\n{block()}" if r.random() < 0.5 else ""
            case "endless":
                text = f"while True:\n{block(True)}{inner}if not cond(): break\n"
            case "try":
                text = f"try:\n{block()}"
                for clause in r.sample(
                    ["except B", "except (A, C)", "except C as x1", "except A as x0"], r.randint(1, 2)
                ):
                    text += f"{indent}{clause}:\n{block()}"
                text += f"{indent}else:\n{block()}" if r.random() < 0.4 else ""
                text += f"{indent}finally:\n{block()}" if r.random() < 0.3 else ""
            case "finally":
                text = f"try:\n{block()}{indent}finally:\n{block()}"
            case _:
                swallow = r.choice([0, 0, 1, 2])
                target = r.choice([f" as {x}", ""])
                text = f"with Manager({n}, {swallow}){target}:\n{block()}"
        return f"{indent}{text.rstrip()}\n"


def run(namespace: dict[str, Any], seed: int) -> list[object]:
    """The log of one run, and how it ended."""
    r = random.Random(seed)
    log = namespace["log"]
    log.clear()
    namespace["bits"][:] = [r.random() < 0.5 for _ in range(60)]
    try:
        result = namespace["program"](5)
        if isinstance(result, types.GeneratorType):
            KEPT.append(result)
            for step in range(12):
                action = r.randint(0, 6)
                if action == 0 and step:
                    value = result.throw(namespace[r.choice("ABC")]())
                elif action == 1 and step:
                    result.close()
                    break
                else:
                    value = result.send(None if not step else step)
                log.append(("yielded", namespace["show"](value)))
        else:
            log.append(("returned", namespace["show"](result)))
    except BaseException as e:
        log.append((type(e).__name__, str(e), namespace["chain"](e)))
    return list(log)


def finish_kept() -> None:
    """Bring the suspended generators to an end, whatever they say."""
    while KEPT:
        generator: Any = KEPT.pop()
        for _ in range(100):
            try:
                generator.close()
            except RuntimeError:  # it ignored GeneratorExit
                continue
            except BaseException:
                pass
            break


@pytest.fixture
def patched() -> Any:
    saved = {name: getattr(builtins, name) for name in vm_model.PATCHES}
    yield
    finish_kept()
    vars(builtins).update(saved)


@pytest.mark.parametrize("seed", range(PROGRAMS))
def test_control_flow_goes_as_on_the_host(seed: int, patched: None, monkeypatch: pytest.MonkeyPatch) -> None:
    source = PRELUDE + Generator(seed).function()
    host: dict[str, Any] = {"__name__": "x"}
    exec(compile(source, "<fuzz>", "exec", dont_inherit=True), host)
    wanted = [run(host, i) for i in range(RUNS)]
    flow_check.check(compile_source(source, "<fuzz>"))
    module = types.ModuleType("x")
    vm_model.run_program(source, "<fuzz>", module)
    monkeypatch.setattr(vm_model, "kept", KEPT)
    monkeypatch.setattr(sys, "exc_info", vm_model._exc_info)
    seen = [run(vars(module), i) for i in range(RUNS)]
    assert seen == wanted, source
