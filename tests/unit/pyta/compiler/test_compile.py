"""Compilation at large: what is refused, what nests deeply, what the flow checker says of real code."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import flow_check
import pytest

from corevm.bytecode.model import CodeUnit, Instruction
from pyta.compiler.compile import compile_source
from pyta.object.code_flag import FLAG_MODULE, FLAG_NAMESPACE


def function(source: str) -> CodeUnit:
    unit = compile_source(source, "x.py")
    return next(c for c in unit.constants if isinstance(c, CodeUnit))


@pytest.mark.parametrize(
    "source",
    [
        "x = (",
        "return 1",
        "break",
        "def f():\n  nonlocal x",
        "nonlocal x",
        "def f(x):\n  global x",
        "def f(a, a): pass",
        "f(x=1, x=2)",
        "[(x := 1) for x in y]",
        "class A:\n  [(x := y) for y in z]",
        "from __future__ import nothing",
        "def f():\n  from a import *",
        "del f()",
        "print(*a, b for b in c)",
        "a, *b, *c = d",
        "yield",
        "'\\N{no such name}'",
        "\x00",
    ],
)
def test_what_the_host_refuses_is_refused_in_its_words(source: str) -> None:
    with pytest.raises((SyntaxError, ValueError)) as wanted:
        compile(source, "x.py", "exec", dont_inherit=True)
    with pytest.raises((SyntaxError, ValueError)) as seen:
        compile_source(source, "x.py")
    assert type(seen.value) is type(wanted.value)
    assert seen.value.args == wanted.value.args


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("async def f(): pass", "_pyta_coroutine"),
        ("async def f(): yield", "_pyta_async_generator"),
        ("async def f():\n  def g(): yield", "_pyta_coroutine"),
        ("class C:\n  async def f(self): await x", "_pyta_coroutine"),
    ],
)
def test_coroutines_are_made_of_generators(source: str, name: str) -> None:
    units, names = [compile_source(source, "x.py")], set()
    while units:
        unit = units.pop()
        units += [c for c in unit.constants if isinstance(c, CodeUnit)]
        names |= {c for c in unit.constants if isinstance(c, str)}
    assert name in names


def test_long_chains_need_no_deep_recursion() -> None:
    unit = compile_source("x = " + " + ".join(["a"] * 2000), "x.py")
    assert sum(i.op == "add" for i in unit.instructions) == 1999
    compile_source("if a: pass\n" + "elif b: pass\n" * 600, "x.py")
    compile_source("x = [" + "1, 2, a, " * 20000 + "]", "x.py")


def test_what_nests_too_deeply_is_a_recursion_error() -> None:
    limit = sys.getrecursionlimit()
    for depth in (3500, 4000):
        with pytest.raises(RecursionError, match="during compilation"):
            compile_source("x = " + "-" * depth + "a", "x.py")
    assert sys.getrecursionlimit() == limit
    compile_source("x = " + "-" * 2000 + "a", "x.py")


def test_names_at_module_level_are_globals_or_items_of_the_namespace() -> None:
    unit = compile_source("x = y", "x.py")
    assert [i.op for i in unit.instructions] == ["load_global", "store_global", "ret_none"]
    assert unit.flags & FLAG_MODULE
    unit = compile_source("x = y", "x.py", namespace=True)
    assert [i.op for i in unit.instructions] == ["load_name", "store_name", "ret_none"]
    assert unit.flags & FLAG_NAMESPACE and unit.parameters.names == (".namespace",)


def test_modes() -> None:
    assert [i.op for i in compile_source("a", "x", "eval").instructions] == ["load_global", "ret"]
    assert [i.op for i in compile_source("a", "x", "single").instructions] == ["load_global", "display", "ret_none"]


def test_optimisation_drops_assertions_and_docstrings() -> None:
    source = '"""Doc."""\nassert x\ny = __debug__'
    plain = compile_source(source, "x")
    assert plain.doc == "Doc." and any(i.op == "raise_assertion" for i in plain.instructions)
    once = compile_source(source, "x", optimize=1)
    assert once.doc == "Doc." and "false" in [i.op for i in once.instructions]
    assert not any(i.op == "raise_assertion" for i in once.instructions)
    assert compile_source(source, "x", optimize=2).doc is None


def test_a_local_stands_for_itself() -> None:
    assert [(i.op, i.operands) for i in function("def f(a, b):\n  c = a + b\n  return c").instructions] == [
        ("add", (2, 0, 1)),
        ("ret", (2,)),
    ]


def test_a_loop_turns_with_one_back_edge() -> None:
    ops = [i.op for i in function("def f(n):\n  while n > 0:\n    n -= 1").instructions]
    assert ops == ["jump", "isub_imm", "gt_imm", "loop_if", "ret_none"]
    ops = [i.op for i in function("def f(a):\n  for x in a:\n    if x: g(x)").instructions]
    assert ops == ["get_iter", "for_iter", "ret_none", "loop_if_not", "move", "call_global", "loop", "ret_none"]


def test_a_comparison_s_wanted_value_is_kept_from_fusion() -> None:
    ops = [i.op for i in function("def f(a):\n  b = a < 1\n  if b: return b").instructions]
    assert ops == ["lt_imm", "move", "jump_if_not", "ret", "ret_none"]


def test_checks_stand_only_where_a_local_may_be_unbound() -> None:
    def checks(body: str) -> int:
        lines = "".join(f"  {line}\n" for line in body.split("\n"))
        return sum(i.op == "check_bound" for i in function(f"def f(a):\n{lines}").instructions)

    assert checks("x = 1\nreturn x") == 0
    assert checks("if a: x = 1\nelse: x = 2\nreturn x") == 0
    assert checks("if a: x = 1\nelse: raise a\nreturn x") == 0
    assert checks("if a: x = 1\nreturn x") == 1
    assert checks("if a: x = 1\nx\nx\nreturn x") == 1
    assert checks("for x in a: pass\nreturn x") == 1
    assert checks("for x in a: x") == 0
    assert checks("while True:\n  x = 1\n  if a: break\nreturn x") == 0
    assert checks("try: x = 1\nexcept E: pass\nreturn x") == 1
    assert checks("try: x = 1\nexcept E: return\nreturn x") == 0
    assert checks("try: x = 1\nfinally: a()\nreturn x") == 0
    assert checks("while a:\n  a.x\n  del a") == 2  # at the test and in the body: it may have been deleted
    assert checks("with a as x: pass\nreturn x") == 0
    assert checks("if (x := a): return x\nreturn x") == 0


def test_the_code_of_modules_of_the_standard_library_is_sound() -> None:
    library = Path(json.__file__).parent.parent
    for name in ("argparse", "collections/__init__", "_pydecimal", "inspect", "tarfile", "typing", "json/decoder"):
        path = library / f"{name}.py"
        flow_check.check(compile_source(path.read_bytes(), str(path)))


def test_the_flow_checker_finds_what_is_wrong() -> None:
    unit = function("def f(a):\n  if a: x = 1\n  return x")
    flow_check.check(unit)
    for i, instruction in enumerate(unit.instructions):
        if instruction.op == "undefined":
            unit.instructions[i] = Instruction("none", (0,))
    with pytest.raises(flow_check.FlowFault, match="before it is written"):
        flow_check.check(unit)
