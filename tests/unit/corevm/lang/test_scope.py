"""Lexical variables: what is found, captured, and in which order the cells come."""

from __future__ import annotations

from corevm.lang import FunctionBuilder, Parameters, Scope, VariableCode


def names(variables: list[object]) -> list[str]:
    return [v.name for v in variables]  # type: ignore[attr-defined]


def test_blocks_hide_and_end() -> None:
    scope = Scope()
    with scope.block():
        outer = scope.add("x")
        with scope.block():
            assert scope.find("x") is outer
            assert not scope.is_here("x")
            inner = scope.add("x")
            assert scope.find("x") is inner
            assert scope.is_here("x")
        assert scope.find("x") is outer
    assert scope.find("x") is None


def test_capture_through_functions() -> None:
    a = Scope()
    with a.block():
        x, y = a.add("x"), a.add("y", is_parameter=True)
        b = Scope(a)
        c = Scope(b)
        assert c.find("y") is y
        assert c.find("x") is x
        assert b.find("x") is x
        assert c.find("z") is None
    assert x.is_captured
    assert y.is_captured
    assert names(c.free) == ["y", "x"]
    assert names(b.free) == ["y", "x"]
    assert a.free == []


def code_of(scope: Scope) -> tuple[FunctionBuilder, VariableCode]:
    builder = FunctionBuilder("f", "f", "f", 1, Parameters(positional=tuple(v.name for v in scope.parameters)))
    return builder, VariableCode(builder, scope)


def test_code_of_locals_cells_and_globals() -> None:
    outer = Scope()
    with outer.block():
        p = outer.add("p", is_parameter=True)
        x, y = outer.add("x"), outer.add("y")
        inner = Scope(outer)
        with inner.block():
            inner.find("y")
            inner.find("p")
    b, code = code_of(outer)
    code.enter()
    with code.declaring(x) as register:
        b.emit("imm", register, 1)
    with code.declaring(y) as register:
        b.emit("imm", register, 2)
    assert code.load(x) == x.register
    assert code.is_register(x)
    assert not code.is_register(y)
    loaded = code.load(y)
    code.store(y, loaded)
    code.store("g", code.load("h"))
    with code.declaring("g") as register:
        b.emit("none", register)
    inner_builder, inner_code = code_of(inner)
    inner_code.store(p, inner_code.load(y))
    code.closure(inner_builder.finish(), inner, loaded)
    assert [i.op for i in b.instructions] == [
        "new_cell", "imm", "none", "new_cell", "imm", "cell_set", "cell_get", "cell_set", "get_global", "set_global",
        "none", "define_global", "move", "move", "closure",
    ]  # fmt: skip
    assert [(i.op, i.operands[1]) for i in inner_builder.instructions] == [("load_cell", 0), ("store_cell", 1)]
    assert inner_builder.free_names == ("y", "p")
