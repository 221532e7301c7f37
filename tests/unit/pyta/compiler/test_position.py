"""The source range of a failing instruction is the one that the host's traceback underlines."""

from __future__ import annotations

import builtins
import sys
import types

import pytest
import vm_model

FAILING = {
    "name": "missing_name",
    "local": "x = unbound_later\nunbound_later = 1",
    "attribute": "a = 1\na.nope",
    "attribute_of_call": "str(\n  1\n).nope",
    "method": "a = 1\na.nope(1, 2)",
    "method_lookup": "a = 1\na.nope(str(3))",
    "method_on_lines": "(''\n  .join([])\n  .nope())",
    "method_fails": "[].index(3)",
    "call": "int('x' + 'y')",
    "call_keywords": "int(base=3,\n x=4)",
    "call_spread": "int(*['x'], **{})",
    "binary_left": "1 + 2 * '' + 3 + ('a' - 1)",
    "binary_nested": "a = 1\na + (a + (a / 0)) + a",
    "unary": "a = ''\n-a",
    "compare": "a = ''\na < 1",
    "compare_chain": "a = 1\n0 < a < ''",
    "condition": "a = ''\nif a < 1:\n  pass",
    "while": "a = ''\nwhile a < 1:\n  pass",
    "subscript": "a = [1]\na[a[0] + 5]",
    "subscript_imm": "a = [1]\na[3]",
    "slice": "a = 1\na[1:2]",
    "store_item": "a = (1,)\na[0] = 3",
    "store_attribute": "a = 1\na.b = 3",
    "delete_item": "a = [1]\ndel a[5]",
    "augmented": "a = ''\na += 1",
    "augmented_item": "a = [1]\na[0] += ''",
    "iterate": "for i in 5:\n  pass",
    "iterator": "def g():\n  yield 1\n  raise KeyError\nfor i in (\n   g()):\n  pass",
    "unpack": "a, b = 1, 2, 3",
    "unpack_name": "a = [1]\nb, c = a",
    "comprehension": "[1 / i for i in [0]]",
    "comprehension_iterable": "[i for i in 5]",
    "fstring": "a = 1\nf'{a:z!}'",
    "raise": "raise ValueError('x')",
    "raise_line": "if 1:\n  raise \\\n    ValueError",
    "import": "import no_such_module_at_all",
    "import_from": "from sys import nope",
    "return": "return 1 / 0",
    "conditional": "return (1 / 0 if 1 else 2)",
    "boolean": "return 0 or 1 / 0",
    "lambda": "(lambda: 1 / 0)()",
    "class_body": "class A:\n  x = 1 / 0",
    "decorator": "@int\ndef f(): pass",
    "set": "{[]}",
    "dict": "{[]: 1}",
    "with": "with 5 as x:\n  pass",
    "yield_from": "def g():\n  yield from 5\nlist(g())",
    "starred": "print(*5)",
}
# An instruction that does two things has one range.
UNLIKE = {
    "method": "the look-up and the call are one instruction: it has the call's range",
    "method_on_lines": "likewise",
}
if sys.version_info < (3, 12):
    UNLIKE["comprehension"] = "this host's comprehensions are functions of their own"


@pytest.mark.parametrize("name", FAILING)
def test_a_failure_is_where_the_host_says(name: str) -> None:
    body = "\n".join("    " + line for line in FAILING[name].split("\n"))
    source = f"def program():\n{body}\nprogram()\n"
    wanted = _on_host(source)
    seen = _on_model(source)
    assert seen[0] == wanted[0], "line"
    assert (seen == wanted) is (name not in UNLIKE)


def _on_host(source: str) -> tuple[int | None, ...]:
    try:
        exec(compile(source, "<test>", "exec", dont_inherit=True), {"__name__": "x", "__builtins__": builtins})
    except BaseException as e:
        tb = e.__traceback__
        while tb is not None:
            if tb.tb_frame.f_code.co_name == "program":
                return tuple(_order(list(tb.tb_frame.f_code.co_positions())[tb.tb_lasti // 2]))
            tb = tb.tb_next
    raise AssertionError("nothing failed")


def _order(position: tuple[int | None, ...]) -> tuple[int | None, ...]:
    line, end_line, column, end_column = position
    return line, column, end_line, end_column


def _on_model(source: str) -> tuple[int | None, ...]:
    patched = {name: getattr(builtins, name) for name in vm_model.PATCHES}
    vm_model.thread.places.clear()
    try:
        vm_model.run_program(source, "<test>", types.ModuleType("x"))
    except BaseException:
        place = next(p for q, p in vm_model.thread.places if q == "program")
        assert place is not None
        return place.line, place.column, place.end_line, place.end_column
    finally:
        vars(builtins).update(patched)
    raise AssertionError("nothing failed")
