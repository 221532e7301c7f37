"""Control flow, memory, calls and data natively; what the generated code looks like where that is promised."""

from __future__ import annotations

import ctypes
import math
from typing import Any

import pytest

from corevm.errors import NativeError, UsageError
from corevm.ir import build
from corevm.ir import type as t
from corevm.ir.module import Block, Data, Instr, Loc, Module, Reloc, Target, Value
from corevm.ir.op import OPS
from corevm.ir.run import Executor
from corevm.native import call, lower
from corevm.native.text import module_text

I64_1 = ((t.I64,), (t.I64,))
LEVELS = ("none", "fast", "full")


def countdown(kit: Any, convention: str, params: int = 2) -> Module:
    """`down(n, total)`: tail-calls itself until n is 0, adding n to total; `start` calls it."""
    module = Module("countdown")
    types = (t.I64,) * params
    f, b = kit.function(module, "down", types, (t.I64,), convention=convention)
    n, total, *rest = f.entry.params
    done, d, _ = kit.block(f)
    again, a, _ = kit.block(f)
    b.branch(b.emit("eq", t.I64, n, b.const(t.I64, 0)), done, again)
    d.ret(total)
    a.tail_call("down", a.emit("sub", t.I64, n, a.const(t.I64, 1)), a.emit("add", t.I64, total, n), *rest)
    s, b = kit.function(module, "start", (t.I64,), (t.I64,))
    zero = b.const(t.I64, 0)
    b.ret(*b.call(f, s.entry.params[0], zero, *([zero] * (params - 2))))
    return module


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("convention", ["micro", "handler"])
def test_tail_calls_use_no_stack(kit: Any, convention: str, level: str) -> None:
    loaded = kit.load(countdown(kit, convention), level=level)
    n = 10**7
    assert loaded("start", n) == n * (n + 1) // 2
    assert loaded("down", 4, 0) == 10  # a handler too, through its entry for the host


@pytest.mark.parametrize("params", [6, 9, 12])
def test_handler_with_many_arguments_keeps_them_in_registers(kit: Any, params: int) -> None:
    module = countdown(kit, "handler", params)
    assert "rsp" not in lower.assembly(module, "down").replace("%rsp, %rbp", "")
    assert kit.load(module)("start", 10) == 55


@pytest.mark.parametrize("level", LEVELS)
def test_indirect_handler_dispatch(kit: Any, level: str) -> None:
    """A table of handlers: add 1, double, stop; the program is a string of bytes."""
    module = Module("dispatch")
    types = (t.PTR, t.PTR, t.I64)
    signature = t.Signature(types, (t.I64,), "handler")

    def end(b: build.Builder, pc: Value, table: Value, acc: Value) -> None:
        code = b.emit("zext", t.I64, b.load(t.I8, pc, alias="code"))
        target = b.load(t.PTR, b.ptr_add(table, code, 8), alias="code")
        b.tail_call_indirect(signature, target, b.ptr_add(pc, b.const(t.I64, 1)), table, acc)

    for name in ("add_1", "double", "stop"):
        f, b = kit.function(module, name, types, (t.I64,), convention="handler", exported=False)
        pc, table, acc = f.entry.params
        if name == "stop":
            b.ret(acc)
        else:
            end(b, pc, table, b.emit("add", t.I64, acc, b.const(t.I64, 1) if name == "add_1" else acc))
    module.data["table"] = Data(
        "table", bytes(24), relocs=tuple(Reloc(8 * i, "func", n) for i, n in enumerate(("add_1", "double", "stop")))
    )
    module.data["program"] = Data("program", bytes([0, 1, 1, 0, 1, 2]), align=1)
    _, b = kit.function(module, "main", (), (t.I64,))
    table = b.emit("data_addr", None, imm=("table",))
    pc = b.emit("data_addr", None, imm=("program",))
    b.ret(*b.call(module.functions["stop"], pc, table, b.const(t.I64, 5)))
    _, b = kit.function(module, "run", (t.I64,), (t.I64,))
    table, pc = b.emit("data_addr", None, imm=("table",)), b.emit("data_addr", None, imm=("program",))
    first = b.load(t.PTR, table)
    b.ret(
        *b.call_indirect(
            signature, first, b.ptr_add(pc, b.const(t.I64, 1)), table, module.functions["run"].entry.params[0]
        )
    )
    loaded = kit.load(module, level=level)
    assert loaded("main") == 5
    assert loaded("run", 3) == (((3 + 1) * 2 * 2) + 1) * 2
    assert Executor([module]).call("run", 3) == (34,)
    if level == "full":
        code = lower.assembly(module, "add_1")
        assert "jmpq" in code and "push" not in code and "call" not in code


def test_deep_recursion(kit: Any) -> None:
    module = Module("deep")
    f, b = kit.function(module, "sum", *I64_1)
    (n,) = f.entry.params
    stop, s, _ = kit.block(f)
    more, m, _ = kit.block(f)
    b.branch(b.emit("eq", t.I64, n, b.const(t.I64, 0)), stop, more, hint="unlikely")
    s.ret(n)
    (rest,) = m.call(f, m.emit("sub", t.I64, n, m.const(t.I64, 1)))
    m.ret(m.emit("xor", t.I64, m.emit("mul", t.I64, rest, m.const(t.I64, 3)), n))
    want = 0
    for i in range(1, 5001):
        want = (want * 3 ^ i) & (1 << 64) - 1
    for level in LEVELS:
        assert kit.load(module, level=level)("sum", 5000) & (1 << 64) - 1 == want


def test_several_edges_between_two_blocks(kit: Any) -> None:
    module = Module("edges")
    f, b = kit.function(module, "pick", (t.BOOL, t.I64, t.I64), (t.I64,))
    condition, x, y = f.entry.params
    join, j, (value,) = kit.block(f, t.I64)
    b.branch(condition, join, join, [x], [y])
    j.ret(value)
    g, b = kit.function(module, "table", *I64_1)
    join, j, (value,) = kit.block(g, t.I64)
    numbers = [b.const(t.I64, n) for n in (10, 20, 30)]
    instr = Instr(
        OPS["switch"], t.I64, [g.entry.params[0]], targets=[Target(join, [n]) for n in numbers], cases=[-1, 1 << 63]
    )
    b.append(instr)
    j.ret(value)
    loaded = kit.load(module)
    assert [loaded("pick", c, 1, 2) for c in (True, False)] == [1, 2]
    assert [loaded("table", n) for n in (-1, -(1 << 63), 5)] == [10, 20, 30]


def test_unreachable_blocks_are_dropped(kit: Any) -> None:
    module = Module("dead")
    f, b = kit.function(module, "f", *I64_1)
    _, d, (p,) = kit.block(f, t.I64)
    d.jump(f.blocks[1], p)
    b.ret(f.entry.params[0])
    assert kit.load(module)("f", 7) == 7


def test_blocks_in_any_written_order(kit: Any) -> None:
    module = Module("order")
    f, b = kit.function(module, "f", *I64_1)
    last, second = Block("last"), Block("second")
    f.blocks += [last, second]
    b.jump(second)
    s = build.Builder(second)
    doubled = s.emit("add", t.I64, f.entry.params[0], f.entry.params[0])
    s.jump(last)
    build.Builder(last).ret(doubled)
    assert kit.load(module)("f", 21) == 42


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("type_", t.ALL, ids=str)
def test_load_and_store(kit: Any, type_: t.Type, level: str) -> None:
    module = Module("memory")
    f, b = kit.function(module, "get", (t.PTR,), (type_,))
    b.ret(b.load(type_, f.entry.params[0], 3, "heap"))  # unaligned
    g, b = kit.function(module, "put", (t.PTR, type_), ())
    b.store(type_, *g.entry.params, 3, "item")
    b.ret()
    loaded = kit.load(module, level=level)
    area = (ctypes.c_uint8 * 24)(*([0xEE] * 24))
    values = {t.BOOL: [True, False], t.F32: [1.5, -0.0], t.F64: [1.1, math.inf]}.get(type_, [1, 2**type_.bits - 1])
    for value in values:
        loaded("put", ctypes.addressof(area), value)
        assert bytes(area[:3]) == b"\xee" * 3 and bytes(area[3 + type_.size_bytes :]) == b"\xee" * (
            21 - type_.size_bytes
        )
        got = loaded("get", ctypes.addressof(area))
        assert got == value or (type_ in t.INTS and got % (1 << type_.bits) == value)


def test_alias_classes_let_loads_move(kit: Any) -> None:
    """A store to a slot keeps a frame load live across it, and may change what "any", "heap" or "slot" loads."""

    def loads(first: str, stored: str) -> int:
        module = Module("alias")
        f, b = kit.function(module, "f", (t.PTR, t.PTR), (t.I64,))
        p, q = f.entry.params
        before = b.load(t.I64, p, alias=first)
        b.store(t.I64, q, b.const(t.I64, 7), alias=stored)
        b.ret(b.emit("add", t.I64, before, b.load(t.I64, p, alias=first)))
        return lower.optimized_text(module).count("load i64")

    assert loads("frame", "slot") == 1
    assert loads("slot", "item") == 1
    assert loads("code", "thread") == 1
    assert loads("slot", "slot") == 2
    assert loads("slot", "heap") == 2
    assert loads("heap", "item") == 2
    assert loads("any", "slot") == 2
    assert loads("slot", "any") == 2


def test_ptr_add(kit: Any) -> None:
    module = Module("address")
    cases = [(1, 0), (8, 16), (24, -8), (0, 5), (-8, 0), (3, 1 << 40)]
    for i, (scale, offset) in enumerate(cases):
        f, b = kit.function(module, f"f{i}", (t.PTR, t.I64), (t.PTR,))
        b.ret(b.ptr_add(*f.entry.params, scale, offset))
    loaded = kit.load(module)
    for i, (scale, offset) in enumerate(cases):
        for index in (0, 3, -2, 1 << 61):
            assert loaded(f"f{i}", 1 << 20, index) == ((1 << 20) + index * scale + offset) % (1 << 64)


def test_stack_slots_are_fresh_and_zeroed(kit: Any) -> None:
    """A slot in a loop is cleared each time and the loop uses constant stack, though 10**6 kilobytes are asked for."""
    module = Module("slots")
    f, b = kit.function(module, "f", *I64_1)
    loop, lb, (n, total) = kit.block(f, t.I64, t.I64)
    done, d, _ = kit.block(f)
    b.jump(loop, f.entry.params[0], b.const(t.I64, 0))
    slot = lb.emit("stack_slot", None, imm=(1000, 16))
    old = lb.load(t.I64, slot, 8)
    lb.store(t.I64, slot, lb.const(t.I64, 1), 8)
    lb.call_named("touch", t.Signature((t.PTR,), (t.I64,)), slot, op="call")
    total_2 = lb.emit("add", t.I64, total, old)
    n_2 = lb.emit("sub", t.I64, n, lb.const(t.I64, 1))
    lb.branch(lb.emit("eq", t.I64, n_2, lb.const(t.I64, 0)), done, loop, other_args=[n_2, total_2])
    d.ret(total_2)
    g, b = kit.function(module, "touch", (t.PTR,), (t.I64,))
    g.is_cold = True
    b.store(t.I64, g.entry.params[0], b.const(t.I64, -1), 8)
    b.ret(b.emit("bitcast", t.I64, g.entry.params[0]))
    for level in LEVELS:
        loaded = kit.load(module, level=level)
        assert loaded("f", 10**6 if level != "none" else 10**4) == 0
    _, b = kit.function(module, "aligned", (), (t.PTR,))
    b.ret(b.emit("stack_slot", None, imm=(64, 64)))
    assert kit.load(module, level="none")("aligned") % 64 == 0


def test_big_frames_probe_every_page(kit: Any) -> None:
    module = Module("frame")
    _, b = kit.function(module, "f", (), (t.PTR,))
    slot = b.emit("stack_slot", None, imm=(3 * 4096, 8))
    b.ret(*b.call_named("use", t.Signature((t.PTR,), (t.PTR,)), slot, op="call_c"))
    module.externs["use"] = t.Signature((t.PTR,), (t.PTR,))
    assert lower.assembly(module, "f").count("movq\t$0, (%rsp)") >= 2


def test_bulk_memory(kit: Any) -> None:
    module = Module("bulk")
    for name, types in (
        ("memcopy", (t.PTR, t.PTR, t.I64)),
        ("memmove", (t.PTR, t.PTR, t.I64)),
        ("memset", (t.PTR, t.I8, t.I64)),
    ):
        f, b = kit.function(module, name, types, ())
        b.emit_all(name, None, *f.entry.params)
        b.ret()
    f, b = kit.function(module, "memequal", (t.PTR, t.PTR, t.I64), (t.BOOL,))
    b.ret(b.emit("memequal", None, *f.entry.params))
    f, b = kit.function(module, "equal_8", (t.PTR, t.PTR), (t.BOOL,))
    b.ret(b.emit("memequal", None, *f.entry.params, b.const(t.I64, 8)))
    loaded = kit.load(module)
    area = ctypes.create_string_buffer(b"0123456789abcdef", 32)
    p = ctypes.addressof(area)
    loaded("memcopy", p + 16, p, 8)
    assert area.raw[16:24] == b"01234567"
    assert loaded("memequal", p, p + 16, 8) is True and loaded("memequal", p, p + 16, 9) is False
    assert loaded("equal_8", p, p + 16) is True and loaded("memequal", p, p + 1, 0) is True
    loaded("memmove", p + 1, p, 8)
    assert area.raw[:9] == b"001234567"
    loaded("memset", p, -1, 3)
    assert area.raw[:4] == b"\xff\xff\xff2"
    assert "call" not in lower.assembly(module, "equal_8")


def test_prefetch(kit: Any) -> None:
    module = Module("prefetch")
    f, b = kit.function(module, "touch", (t.PTR,), ())
    b.emit_all("prefetch", None, *f.entry.params)
    b.ret()
    loaded = kit.load(module)
    loaded("touch", 0)  # any address is allowed
    loaded("touch", 1 << 46)
    assert "prefetch" in lower.assembly(module, "touch")
    Executor([module]).call("touch", 0)


@pytest.mark.parametrize("type_", OPS["atomic_load"].types, ids=str)
def test_atomics(kit: Any, type_: t.Type) -> None:
    module = Module("atomic")
    f, b = kit.function(module, "load", (t.PTR,), (type_,))
    b.ret(b.emit("atomic_load", type_, *f.entry.params, imm=(8, "any")))
    f, b = kit.function(module, "store", (t.PTR, type_), ())
    b.emit_all("fence", None)
    b.emit_all("atomic_store", type_, *f.entry.params, imm=(8, "slot"))
    b.ret()
    if type_ in OPS["atomic_cas"].types:
        f, b = kit.function(module, "cas", (t.PTR, type_, type_), (type_, t.BOOL))
        b.ret(*b.emit_all("atomic_cas", type_, *f.entry.params, imm=(8, "any")))
    for op in ("atomic_add", "atomic_or", "atomic_and"):
        if type_ in OPS[op].types:
            f, b = kit.function(module, op, (t.PTR, type_), (type_,))
            b.ret(b.emit(op, type_, *f.entry.params, imm=(8, "any")))
    loaded = kit.load(module)
    area = (ctypes.c_uint64 * 2)()
    p = ctypes.addressof(area)
    loaded("store", p, 5)
    assert loaded("load", p) == 5 and area[1] == 5
    if type_ in OPS["atomic_cas"].types:
        assert loaded("cas", p, 4, 9) == (5, False)
        assert loaded("cas", p, 5, 9) == (5, True)
        assert area[1] == 9
    if type_ in OPS["atomic_add"].types:
        assert loaded("atomic_add", p, 3) == 9
        assert loaded("atomic_or", p, 1) == 12
        assert loaded("atomic_and", p, 4) == 13
        assert area[1] == 4


def test_dump_registers(kit: Any) -> None:
    module = Module("dump")
    f, b = kit.function(module, "f", (t.PTR,), (t.PTR,))
    b.ret(b.emit("dump_registers", None, *f.entry.params))
    area = (ctypes.c_uint64 * 8)(*([99] * 8))
    stack = kit.load(module)("f", ctypes.addressof(area))
    assert list(area)[6:] == [99, 99]
    assert any(word != 99 for word in area[:6])
    assert stack % 8 == 0 and stack > 1 << 40
    code = lower.assembly(module, "f")
    assert [r for r in ("%rbx", "%rbp", "%r12", "%r13", "%r14", "%r15") if f"movq\t{r}, " not in code] == []


@pytest.mark.parametrize("level", LEVELS)
def test_results_of_every_number_and_class(kit: Any, level: str) -> None:
    module = Module("results")
    rows: list[tuple[tuple[t.Type, Any], ...]] = [
        (),
        ((t.BOOL, True),),
        ((t.I8, -3),),
        ((t.I64, -1), (t.BOOL, True)),
        ((t.BOOL, True), (t.I64, -1)),
        ((t.I8, -1), (t.I8, 2)),
        ((t.I32, -5), (t.I16, 7)),
        ((t.F64, 1.5), (t.I64, 3)),
        ((t.I64, 3), (t.F64, 1.5)),
        ((t.F64, 1.5), (t.F64, 2.5)),
        ((t.F32, 1.5), (t.F32, 2.5)),
        ((t.BOOL, True), (t.F32, -0.5)),
        ((t.VALUE, 2**64 - 1), (t.PTR, 2**63)),
        ((t.I64, 1), (t.I64, 2), (t.BOOL, True)),
        ((t.I64, 1), (t.F64, 2.0), (t.I8, -3), (t.BOOL, True), (t.F32, 5.0)),
        tuple((t.I64, n) for n in range(9)),
    ]
    for i, row in enumerate(rows):
        inner, b = kit.function(module, f"inner{i}", (), tuple(r[0] for r in row), exported=False)
        inner.is_cold = True
        b.ret(*[b.const(*r) for r in row])
        _, b = kit.function(module, f"f{i}", (), tuple(r[0] for r in row))
        b.ret(*b.call(inner))
    loaded = kit.load(module, level=level)
    for i, row in enumerate(rows):
        want = tuple(r[1] for r in row)
        assert loaded(f"f{i}") == (want if len(want) > 1 else want[0] if want else None)


def test_parameters_of_every_type(kit: Any) -> None:
    module = Module("params")
    f, b = kit.function(module, "f", t.ALL * 2, t.ALL)
    b.ret(*f.entry.params[len(t.ALL) :])
    low = [0.5 if p in t.FLOATS else p is t.BOOL for p in t.ALL]
    high: list[Any] = [True, -1, -2, -3, -4, 1.5, -2.5, 2**64 - 1, 2**63, 5]
    assert kit.load(module)("f", *low, *high) == tuple(high)


def test_c_functions(kit: Any) -> None:
    module = Module("c")
    module.externs |= {
        "strlen": t.Signature((t.PTR,), (t.I64,)),
        "cos": t.Signature((t.F64,), (t.F64,)),
        "snprintf": t.Signature((t.PTR, t.I64, t.PTR), (t.I32,), varargs=True),
        "PyLong_FromLong": t.Signature((t.I64,), (t.PTR,)),
        "getpid": t.Signature((), (t.I32,)),
    }
    module.data["format"] = Data("format", b"%d %.2f %s %ld %c %g\0", 1)
    module.data["word"] = Data("word", b"word\0", 1)
    f, b = kit.function(module, "length", (t.PTR,), (t.I64,))
    b.ret(*b.call_named("strlen", module.externs["strlen"], *f.entry.params, op="call_c"))
    f, b = kit.function(module, "cosine", (t.F64,), (t.F64,))
    b.ret(*b.call_named("cos", module.externs["cos"], *f.entry.params, op="call_c"))
    f, b = kit.function(module, "format", (t.PTR, t.I64), (t.I32,))
    arguments = [
        b.const(t.I32, -7), b.const(t.F64, 1.125), b.emit("data_addr", None, imm=("word",)), b.const(t.I64, 1 << 40),
        b.const(t.I8, 65), b.const(t.F32, 2.5),
    ]  # fmt: skip
    text = b.emit("data_addr", None, imm=("format",))
    b.ret(*b.call_named("snprintf", module.externs["snprintf"], *f.entry.params, text, *arguments, op="call_c"))
    f, b = kit.function(module, "number", (t.I64,), (t.PTR,))
    b.ret(*b.call_named("PyLong_FromLong", module.externs["PyLong_FromLong"], *f.entry.params, op="call_c"))
    f, b = kit.function(module, "by_address", (t.PTR,), (t.I64,))
    b.ret(*b.call_indirect(module.externs["strlen"], b.emit("extern_addr", None, imm=("strlen",)), *f.entry.params))
    _, b = kit.function(module, "process", (), (t.I32,))
    b.ret(*b.call_named("getpid", module.externs["getpid"], op="call_c"))
    for level in LEVELS:
        loaded = kit.load(module, level=level)
        area = ctypes.create_string_buffer(b"hello", 64)
        assert loaded("length", ctypes.addressof(area)) == 5
        assert loaded("by_address", ctypes.addressof(area)) == 5
        assert loaded("cosine", 0.5) == math.cos(0.5)
        assert loaded("format", ctypes.addressof(area), 64) == len(area.value)
        assert area.value == b"-7 1.12 word 1099511627776 A 2.5"
        assert ctypes.PYFUNCTYPE(ctypes.py_object, ctypes.c_int64)(loaded.image.address("number"))(10**15) == 10**15


def test_a_function_may_have_the_name_of_a_c_function(kit: Any) -> None:
    """`memset` and `floor` of the IR must not catch the calls that LLVM makes for its own intrinsics."""
    module = Module("names")
    for name in ("memset", "floor", "strlen", 'a b"c\\ü'):
        f, b = kit.function(module, name, *I64_1)
        b.ret(b.emit("add", t.I64, f.entry.params[0], b.const(t.I64, 1)))
    module.externs["strlen"] = t.Signature((t.PTR,), (t.I64,))
    f, b = kit.function(module, "clear", (t.PTR, t.I64), (t.I64,))
    b.emit_all("memset", None, f.entry.params[0], b.const(t.I8, 0x41), f.entry.params[1])
    b.ret(*b.call_named("strlen", module.externs["strlen"], f.entry.params[0], op="call_c"))
    f, b = kit.function(module, "down", (t.F64,), (t.F64,))
    b.ret(b.emit("ffloor", t.F64, *f.entry.params))
    module.data["memset"] = Data("memset", b"data")
    loaded = kit.load(module, target=lower.Target("x86-64"))
    area = ctypes.create_string_buffer(32)
    assert loaded("clear", ctypes.addressof(area), 20) == 20
    assert loaded("down", -1.5) == -2.0
    assert loaded("memset", 1) == 2 and loaded('a b"c\\ü', 1) == 2


def test_data(kit: Any) -> None:
    module = Module("data")
    module.externs["strlen"] = t.Signature((t.PTR,), (t.I64,))
    _, b = kit.function(module, "answer", (), (t.I64,), exported=False)
    b.ret(b.const(t.I64, 42))
    relocs = (Reloc(0, "func", "answer"), Reloc(16, "data", "bytes"), Reloc(24, "extern", "strlen"))
    module.data["mixed"] = Data(
        "mixed", b"\0" * 8 + b"12345678" + b"\0" * 16 + b"xyz", 16, relocs=relocs, is_exported=True
    )
    module.data["bytes"] = Data("bytes", bytes(range(256)) + b"\0", is_exported=True)
    module.data["counter"] = Data("counter", (7).to_bytes(8, "little"), is_constant=False, is_exported=True)
    module.data["zeros"] = Data("zeros", bytes(1 << 20), 4096, is_constant=False, is_exported=True)
    module.data["empty"] = Data("empty", b"", is_exported=True)
    _, b = kit.function(module, "count", (), (t.I64,))
    p = b.emit("data_addr", None, imm=("counter",))
    b.store(t.I64, p, b.emit("add", t.I64, b.load(t.I64, p), b.const(t.I64, 1)))
    b.ret(b.load(t.I64, p))
    loaded = kit.load(module)
    address = loaded.image.address
    mixed = ctypes.string_at(address("mixed"), 35)
    assert mixed[8:16] == b"12345678" and mixed[32:] == b"xyz" and address("mixed") % 16 == 0
    words = [int.from_bytes(mixed[i : i + 8], "little") for i in (0, 16, 24)]
    assert call.bind(words[0], t.Signature((), (t.I64,)))() == 42
    assert words[1] == address("bytes")
    assert call.bind(words[2], t.Signature((t.PTR,), (t.I64,)))(address("bytes") + 1) == 255
    assert ctypes.string_at(address("bytes"), 256) == bytes(range(256))
    assert [loaded("count") for _ in range(3)] == [8, 9, 10]
    assert address("zeros") % 4096 == 0 and not any(ctypes.string_at(address("zeros"), 1 << 20))


def test_inline_and_cold_functions(kit: Any) -> None:
    module = Module("inline")
    f, b = kit.function(module, "inlined", *I64_1, exported=False)
    f.is_inline = True
    b.ret(b.emit("mul", t.I64, f.entry.params[0], f.entry.params[0]))
    c, b = kit.function(module, "rare", *I64_1, exported=False)
    c.is_cold = True
    b.ret(b.emit("add", t.I64, c.entry.params[0], b.const(t.I64, 1)))
    g, b = kit.function(module, "main", *I64_1)
    (square,) = b.call(f, *g.entry.params)
    b.ret(*b.call(c, square))
    for level in LEVELS:
        assert kit.load(module, level=level)("main", 6) == 37
        code = lower.assembly(module, "main", level)
        assert "inlined" not in code and "rare" in code
        with pytest.raises(NativeError, match="NA124"):
            lower.assembly(module, "inlined", level)


def test_branch_hints_order_the_code(kit: Any) -> None:
    codes = []
    for hint in ("likely", "unlikely"):
        module = Module("hint")
        module.externs |= {n: t.Signature((), ()) for n in ("getpid", "getuid")}
        f, b = kit.function(module, "f", (t.BOOL,), ())
        yes, y, _ = kit.block(f)
        no, n, _ = kit.block(f)
        b.branch(f.entry.params[0], yes, no, hint=hint)
        for builder, name in ((y, "getpid"), (n, "getuid")):
            builder.call_named(name, module.externs[name], op="call_c")
            builder.ret()
        codes.append(lower.assembly(module, "f"))
    assert codes[0].index("getpid") < codes[0].index("getuid")
    assert codes[1].index("getuid") < codes[1].index("getpid")


def test_tail_calls_that_cannot_be_made(kit: Any) -> None:
    def module_with(convention: str, params: tuple[t.Type, ...], results: tuple[t.Type, ...]) -> Module:
        module = Module("tail")
        _, b = kit.function(module, "g", params, results, convention=convention)
        zero = {p: b.const(p, 0) for p in t.ALL}
        b.ret(*[zero[r] for r in results])
        _, b = kit.function(module, "f", (t.I64,), (t.I64,), convention=convention)
        b.tail_call("g", *[b.const(p, 0) for p in params])
        return module

    with pytest.raises(NativeError, match="NA110"):
        kit.load(module_with("micro", (t.I64,), (t.F64,)))
    with pytest.raises(NativeError, match="NA111"):
        kit.load(module_with("handler", (t.I64, t.I64), (t.I64,)))
    assert kit.load(module_with("micro", (t.I64, t.I64), (t.I64,)))("f", 1) == 0


def test_tail_calls_with_results_in_memory(kit: Any) -> None:
    module = Module("wide")
    five = (t.I64,) * 5
    f, b = kit.function(module, "f", (t.I64,), five)
    b.ret(*[f.entry.params[0]] * 5)
    g, b = kit.function(module, "g", (t.I64,), five)
    b.tail_call("f", *g.entry.params)
    for level in LEVELS:
        assert kit.load(module, level=level)("g", 3) == (3,) * 5


def test_refusals_name_what_is_wrong(kit: Any) -> None:
    def one(make: Any) -> Module:
        module = Module("bad")
        _, b = kit.function(module, "f", (), ())
        make(module, b)
        if b.block.terminator is None:
            b.ret()
        return module

    cases = {
        "NA101": lambda m, b: b.call_named("nothing", t.Signature((), ())),
        "NA102": lambda m, b: b.call_named("nothing", t.Signature((), ()), op="call_c"),
        "NA103": lambda m, b: (
            m.externs.update({"llvm.x": t.Signature((), ())}),
            b.call_named("llvm.x", t.Signature((), ()), op="call_c"),
        ),
        "NA104": lambda m, b: b.emit("data_addr", None, imm=("nothing",)),
        "NA105": lambda m, b: b.load(t.I64, b.const(t.PTR, 8), alias="nothing"),
        "NA106": lambda m, b: m.data.update({"d": Data("d", bytes(8), relocs=(Reloc(4, "func", "f"),))}),
        "NA107": lambda m, b: b.emit("add", t.I64, Value(t.I64), Value(t.I64)),
        "NA108": lambda m, b: b.jump(b.block),
        "NA109": lambda m, b: b.append(Instr(OPS["call"], None, [b.const(t.I64, 1)], ("f",))),
        "NA113": lambda m, b: b.emit("bitcast", t.I64, b.const(t.I32, 1)),
        "NA122": lambda m, b: b.emit("add", t.I64, b.const(t.I64, 1), b.emit("fneg", t.F64, b.const(t.F64, 1.0))),
    }
    for code, make in cases.items():
        with pytest.raises(NativeError) as caught:
            lower.compile_module(one(make))
        assert caught.value.code == code, caught.value
    with pytest.raises(NativeError, match="NA112"):
        module = Module("open")
        kit.function(module, "f", (), ())
        lower.compile_module(module)
    with pytest.raises(NativeError, match="NA121"):
        lower.compile_module(Module("empty"), "fastest")


def test_the_host_cannot_call_what_has_no_entry() -> None:
    with pytest.raises(UsageError, match="US101"):
        call.bind(1, t.Signature((), (), "handler"))
    with pytest.raises(UsageError, match="US101"):
        call.bind(1, t.Signature((), (t.I64,) * 3))
    with pytest.raises(UsageError, match="US101"):
        call.bind(0, t.Signature((), ()))


def test_an_empty_module_is_an_image(kit: Any) -> None:
    assert kit.load(Module("empty")).image.find("f") is None


def test_debug_locations_are_optional(kit: Any) -> None:
    module = Module("debug")
    f, b = kit.function(module, "f", *I64_1)
    f.loc = b.loc = Loc('odd "file" \\ name.py', 1, 1)
    b.ret(*f.entry.params)
    assert "!dbg" in module_text(module) and "!dbg" not in module_text(module, debug=False)
    assert kit.load(module)("f", 1) == 1 and kit.load(module, debug=False)("f", 1) == 1
