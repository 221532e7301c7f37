"""The language kit: languages, natives, errors with tracebacks, fused comparisons."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from corevm.bytecode.encode import encode
from corevm.errors import UsageError
from corevm.lang import FunctionBuilder, Language, LanguageError, LanguageRuntime, Parameters, Position

FOLDER = os.path.dirname(os.path.abspath(__file__))
TOY = Language("toy", modules=("toy",), folders=(FOLDER,), messages={"recursion": "too deep"})


@pytest.fixture
def vm() -> Iterator[LanguageRuntime]:
    if FOLDER not in sys.path:
        sys.path.insert(0, FOLDER)
    with TOY.runtime() as machine:
        yield machine


def function(name: str, *parameters: str) -> FunctionBuilder:
    return FunctionBuilder(name, name, "toy.txt", 1, Parameters(positional=parameters))


def choice(jump: str) -> FunctionBuilder:
    """lt(x, y), then a conditional jump over `return (1, result)` to `return 2`."""
    b = function("choice", "x", "y")
    t, taken = b.temporary(), b.label()
    b.emit("lt", t, 0, 1)
    b.emit(jump, t, taken)
    b.emit("imm", t, 1)
    b.emit("ret", t)
    b.bind(taken)
    b.emit("imm", t, 2)
    b.emit("ret", t)
    return b


@pytest.mark.parametrize(("jump", "sense"), [("jump_if_true", True), ("jump_if_false", False), ("branch_if_true", True),
                                             ("branch_if_false", False), ("loop_if_true", True), ("loop_if_false", False)])  # fmt: skip
def test_fused_comparison(vm: LanguageRuntime, jump: str, sense: bool) -> None:
    unit = choice(jump).finish()
    plain, fused = encode(unit, vm.shapes).words, encode(unit, vm.shapes, vm.layout.fusions).words
    assert int.from_bytes(fused[:2], "little") == vm.layout.fusions["lt"][jump]
    assert plain[2:] == fused[2:]
    f = vm.load(unit)
    for x, y, less in ((1, 2, True), (2, 1, False), ("s", 1, True), (1, "s", False)):
        assert vm.run(f, x, y) == (2 if less is sense else 1)
    with pytest.raises(LanguageError, match="small integers are compared"):
        vm.run(f, None, 1)


def test_fusion_keeps_the_result_where_promised(vm: LanguageRuntime) -> None:
    b = function("kept", "x", "y")
    t, end = b.temporary(), b.label()
    b.emit("lt", t, 0, 1)
    b.emit("jump_if_false", t, end)
    b.bind(end)
    b.emit("ret", t)
    f = vm.load(b.finish())
    assert vm.run(f, 1, 2) is True
    assert vm.run(f, 2, 1) is False


def test_no_fusion_of_another_register(vm: LanguageRuntime) -> None:
    b = function("other", "x", "y")
    t, end = b.temporary(), b.label()
    b.emit("lt", t, 0, 1)
    b.emit("jump_if_false", 0, end)
    b.bind(end)
    b.emit("ret", t)
    unit = b.finish()
    assert encode(unit, vm.shapes, vm.layout.fusions).words == encode(unit, vm.shapes).words


def test_conditional_back_edge_spends_reductions(vm: LanguageRuntime) -> None:
    b = function("count", "n")
    i, one, t, again = b.temporary(), b.temporary(), b.temporary(), b.label()
    b.emit("imm", i, 0)
    b.emit("imm", one, 1)
    b.bind(again)
    b.emit("add", i, i, one)
    b.emit("lt", t, i, 0)
    b.emit("loop_if_true", t, again)
    b.emit("ret", i)
    f = vm.load(b.finish())
    before = vm.reductions
    assert vm.run(f, 25_000) == 25_000  # over several slices
    spent = vm.reductions - before
    assert vm.run(f, 25_100) == 25_100
    assert vm.reductions - before == 2 * spent + 100


def test_natives(vm: LanguageRuntime) -> None:
    assert vm.run(vm.native_function("double"), 21) == 42
    count = vm.native_function("count")
    assert vm.run(count, 1, "a", None) == 3
    with pytest.raises(LanguageError) as failed:
        vm.run(count)
    assert failed.value.kind == "type"
    with pytest.raises(LanguageError, match="cannot double that!") as failed:
        vm.run(vm.native_function("double"), "x")
    assert failed.value.kind == "value"
    with pytest.raises(UsageError):
        vm.native_function("none")


def test_traceback(vm: LanguageRuntime) -> None:
    inner = function("inner", "x")
    inner.position = Position(3, 5)
    inner.emit("add", 0, 0, 0)
    inner.emit("ret", 0)
    outer = function("outer", "x")
    outer.position = Position(7)
    w = outer.window(1)
    outer.emit("closure", w + 1, outer.constant(inner.finish()), 0)
    outer.emit("move", w + 5, 0)
    outer.position = Position(9)
    outer.emit("call", w, w, 1)
    outer.emit("ret", w)
    f = vm.load(outer.finish())
    assert vm.run(f, 4) == 8
    with pytest.raises(LanguageError) as failed:
        vm.run(f, None)
    assert failed.value.message == "only small integers are added"
    assert [(x.name, x.file, x.line, x.column) for x in failed.value.frames] == [
        ("inner", "toy.txt", 3, 5), ("outer", "toy.txt", 9, -1),
    ]  # fmt: skip


def test_messages_of_the_language_and_deep_tracebacks(vm: LanguageRuntime) -> None:
    b = function("deep", "self")
    w = b.window(1)
    b.emit("move", w + 1, 0)
    b.emit("move", w + 5, 0)
    b.emit("call", w, w, 1)
    b.emit("ret", w)
    f = vm.load(b.finish())
    with pytest.raises(LanguageError, match="too deep") as failed:
        vm.call_words(f, [f])
    assert failed.value.kind == "recursion"
    assert len(failed.value.frames) > 10_000


def test_memory_error_and_what_follows() -> None:
    if FOLDER not in sys.path:
        sys.path.insert(0, FOLDER)
    with TOY.runtime(heap_limit_bytes=1 << 20) as vm:
        with pytest.raises(LanguageError) as failed:
            vm.native("array_new", 1 << 30)
        assert failed.value.kind == "memory"
        assert vm.run(vm.native_function("count"), 1) == 1
