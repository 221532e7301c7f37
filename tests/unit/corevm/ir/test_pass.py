"""The passes: golden before and after, limits, and what crosses modules."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from corevm.errors import IrError
from corevm.ir.module import Data, Module
from corevm.ir.pass_.inline import Inliner, inline_calls, inline_modules
from corevm.ir.pass_.simplify import simplify
from corevm.ir.run import Executor
from corevm.ir.text import format_module, parse_module
from corevm.ir.verify import verify_linked, verify_module

GOLDEN = Path(__file__).parents[3] / "golden" / "ir"
MARK = "; ==== after ====\n"
CASES = sorted(str(p.relative_to(GOLDEN)) for kind in ("simplify", "inline") for p in (GOLDEN / kind).glob("*.ir"))


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, is_blessing: bool) -> None:
    path = GOLDEN / case
    before, _, after = path.read_text().partition(MARK)
    module = parse_module(before, case)
    verify_module(module)
    if case.startswith("inline"):
        inline_modules([module])
    else:
        for function in module.functions.values():
            assert simplify(function)
    verify_module(module)
    if is_blessing:
        path.write_text(before + MARK + format_module(module))
    else:
        assert format_module(module) == after


def test_there_are_golden_cases() -> None:
    assert len(CASES) >= 8


def parsed(*bodies: str) -> list[Module]:
    return [parse_module(f'module "m{i}"\n{body}') for i, body in enumerate(bodies)]


def test_recursion_of_inline_functions_is_refused() -> None:
    (module,) = parsed(
        "func @a() -> () inline {\ne:\n  call @b()\n  return\n}\n"
        "func @b() -> () inline {\ne:\n  call @a()\n  return\n}\n"
        "func @f() -> () {\ne:\n  call @a()\n  return\n}\n"
    )
    with pytest.raises(IrError) as caught:
        inline_calls(module.functions["f"], module.functions.get)
    assert caught.value.code == "IR401" and "a -> b -> a" in str(caught.value)


def test_growth_is_limited() -> None:
    body = "func @f0() -> () inline {\ne:\n  fence\n  return\n}\n"
    for i in range(1, 40):
        body += f"func @f{i}() -> () inline {{\ne:\n  call @f{i - 1}()\n  call @f{i - 1}()\n  return\n}}\n"
    (module,) = parsed(body)
    with pytest.raises(IrError) as caught:
        Inliner(module.functions.get, max_instrs=10_000).run(module.functions["f39"])
    assert caught.value.code == "IR402"


def test_a_long_chain_of_inline_functions() -> None:
    body = "func @f0(i64) -> (i64) inline {\ne(%0: i64):\n  %1 = add.i64 %0, %0\n  return %1\n}\n"
    for i in range(1, 3000):
        body += f"func @f{i}(i64) -> (i64) inline {{\ne(%0: i64):\n  %1: i64 = call @f{i - 1}(%0)\n  return %1\n}}\n"
    (module,) = parsed(body)
    assert inline_calls(module.functions["f2999"], module.functions.get)
    assert not inline_calls(module.functions["f2999"], module.functions.get)
    assert Executor([module]).call("f2999", 21) == (42,)


USER = "func @get() -> (ptr)\nfunc @f() -> (ptr) {\ne:\n  %0: ptr = call @get()\n  return %0\n}\n"
OWNER = (
    "extern abort() -> ()\nfunc @other() -> () {\ne:\n  return\n}\n"
    'data @d align=8 const {\n  "12345678"\n  data @d2 at 0\n}\ndata @d2 align=1 const {\n  "x"\n}\n'
    "func @get() -> (ptr) inline {\ne:\n  %0 = data_addr @d\n  call @other()\n  call_c @abort()\n  return %0\n}\n"
)


def test_names_follow_code_into_another_module() -> None:
    modules = parsed(USER, OWNER)
    verify_linked(modules)
    inline_modules(modules)
    verify_linked(modules)
    assert set(modules[0].data) == {"d", "d2"}
    assert modules[0].functions["other"].is_declaration
    assert not re.search("call @get", format_module(modules[0]))


@pytest.mark.parametrize("fault", ["writable", "exported", "ambiguous"])
def test_data_that_cannot_follow(fault: str) -> None:
    modules = parsed(USER, OWNER)
    content = modules[1].data["d2"].content
    if fault == "ambiguous":
        modules[0].data["d2"] = Data("d2", b"y", 1)
    else:
        modules[1].data["d2"] = Data("d2", content, 1, fault != "writable", (), fault == "exported")
    with pytest.raises(IrError) as caught:
        inline_modules(modules)
    assert caught.value.code == "IR403"
