"""The reference executor: memory, calls, tail calls, externs, traps, conservative roots."""

from __future__ import annotations

import math

import pytest

from corevm.errors import IrError, IrTrap
from corevm.ir import build, emit_python
from corevm.ir import type as t
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Reloc, Value
from corevm.ir.op import OPS
from corevm.ir.run import Executor

SIG_I64 = t.Signature((t.I64,), (t.I64,))


def function_of(module: Module, name: str, params: tuple[t.Type, ...], results: tuple[t.Type, ...], convention: str = "micro") -> tuple[Function, build.Builder]:
    function = build.new_function(name, t.Signature(params, results, convention))
    module.add(function)
    return function, build.Builder(function.entry)


def run_op(name: str, type_: t.Type | None, arg_types: tuple[t.Type, ...], result_types: tuple[t.Type, ...], *args: float) -> tuple[float, ...]:
    module = Module("m")
    function, b = function_of(module, "f", arg_types, result_types)
    b.ret(*b.emit_all(name, type_, *function.entry.params))
    return Executor([module]).call("f", *args)


def test_every_op_is_implemented() -> None:
    assert frozenset(OPS) == emit_python.IMPLEMENTED


def test_function_numbers_meet_no_helper() -> None:
    """Functions 32 and 64 are not the helpers `f32` and `f64...`."""
    module = Module("m")
    for i in range(70):
        function, b = function_of(module, f"f{i}", (t.F32,), (t.F32,))
        b.ret(b.emit("fadd", t.F32, function.entry.params[0], b.const(t.F32, 0.1)))
    executor = Executor([module])
    assert {executor.call(f"f{i}", 0.5)[0] for i in range(70)} == {0.6000000238418579}


@pytest.mark.parametrize(
    ("name", "args", "want"),
    [
        ("add", (2**63 - 1, 1), -(2**63)),
        ("sub", (-(2**63), 1), 2**63 - 1),
        ("mul", (2**62, 4), 0),
        ("mul_nsw", (-3, 7), -21),
        ("sdiv", (-7, 2), -3),
        ("srem", (-7, 2), -1),
        ("udiv", (-1, 2), 2**63 - 1),
        ("urem", (-1, 10), (2**64 - 1) % 10),
        ("and", (12, 10), 8),
        ("or", (12, 10), 14),
        ("xor", (12, 10), 6),
        ("shl", (1, 63), -(2**63)),
        ("lshr", (-1, 63), 1),
        ("ashr", (-8, 1), -4),
        ("rotl", (2**63 + 1, 65), 3),
    ],
)
def test_integer_op(name: str, args: tuple[int, int], want: int) -> None:
    assert run_op(name, t.I64, (t.I64, t.I64), (t.I64,), *args) == (want,)


@pytest.mark.parametrize(
    ("name", "type_", "arg", "want"),
    [
        ("ctz", t.I32, 0, 32),
        ("ctz", t.I32, 40, 3),
        ("clz", t.I8, 1, 7),
        ("popcnt", t.I16, -1, 16),
        ("bswap", t.I32, 0x01020304, 0x04030201),
        ("not", t.I8, 5, -6),
        ("not", t.BOOL, True, False),
        ("fneg", t.F64, 1.5, -1.5),
        ("ffloor", t.F64, -1.5, -2.0),
        ("fceil", t.F64, -1.5, -1.0),
        ("ftrunc", t.F64, -1.5, -1.0),
        ("frint", t.F64, 2.5, 2.0),
        ("fsqrt", t.F32, 2.0, 1.4142135381698608),
    ],
)
def test_unary_op(name: str, type_: t.Type, arg: float, want: float) -> None:
    assert run_op(name, type_, (type_,), (type_,), arg) == (want,)


def test_two_results() -> None:
    pair = (t.I64, t.I64)
    assert run_op("add_overflow", t.I64, pair, (t.I64, t.BOOL), 2**63 - 1, 1) == (-(2**63), True)
    assert run_op("sub_overflow", t.I8, (t.I8, t.I8), (t.I8, t.BOOL), -128, 1) == (127, True)
    assert run_op("mul_overflow", t.I64, pair, (t.I64, t.BOOL), 2**32, 2**31) == (-(2**63), True)
    assert run_op("mul_overflow", t.I64, pair, (t.I64, t.BOOL), 2**32, 2**30) == (2**62, False)
    assert run_op("add_carry", t.I64, (*pair, t.BOOL), (t.I64, t.BOOL), -1, 0, True) == (0, True)
    assert run_op("sub_borrow", t.I64, (*pair, t.BOOL), (t.I64, t.BOOL), 0, 0, True) == (-1, True)
    assert run_op("mul_wide", None, pair, pair, -1, -1) == (-2, 1)
    assert run_op("div_wide", None, (*pair, t.I64), pair, 1, 0, 2) == (-(2**63), 0)


def test_conversions() -> None:
    assert run_op("sext", t.I64, (t.I8,), (t.I64,), -1) == (-1,)
    assert run_op("zext", t.I64, (t.I8,), (t.I64,), -1) == (255,)
    assert run_op("zext", t.I8, (t.BOOL,), (t.I8,), True) == (1,)
    assert run_op("trunc", t.BOOL, (t.I64,), (t.BOOL,), 3) == (True,)
    assert run_op("fptosi", t.I8, (t.F64,), (t.I8,), 300.0) == (127,)
    assert run_op("fptosi", t.I64, (t.F64,), (t.I64,), math.nan) == (0,)
    assert run_op("sitofp", t.F32, (t.I64,), (t.F32,), 2**24 + 1) == (float(2**24),)
    # rounding through binary64 first would give 2**60
    assert run_op("sitofp", t.F32, (t.I64,), (t.F32,), 2**60 + 2**36 + 1) == (float(2**60 + 2**37),)
    assert run_op("bitcast", t.I64, (t.F64,), (t.I64,), 1.0) == (0x3FF0000000000000,)
    assert run_op("bitcast", t.F32, (t.I32,), (t.F32,), 0x3F800000) == (1.0,)
    assert run_op("select", t.F64, (t.BOOL, t.F64, t.F64), (t.F64,), False, 1.0, 2.0) == (2.0,)


@pytest.mark.parametrize(
    ("name", "args", "code"),
    [
        ("add_nsw", (2**63 - 1, 1), "IR901"),
        ("sub_nsw", (-(2**63), 1), "IR901"),
        ("mul_nsw", (2**62, 2), "IR901"),
        ("sdiv", (1, 0), "IR902"),
        ("srem", (-(2**63), -1), "IR902"),
        ("udiv", (1, 0), "IR902"),
        ("shl", (1, 64), "IR903"),
    ],
)
def test_undefined_arithmetic_traps(name: str, args: tuple[int, int], code: str) -> None:
    with pytest.raises(IrTrap) as caught:
        run_op(name, t.I64, (t.I64, t.I64), (t.I64,), *args)
    assert caught.value.code == code
    assert f"{name}.i64" in caught.value.seen and "function f" in caught.value.seen


@pytest.mark.parametrize("type_", t.ALL)
def test_memory_round_trip(type_: t.Type) -> None:
    module = Module("m")
    function, b = function_of(module, "f", (t.PTR, type_), (type_,))
    address, value = function.entry.params
    b.store(type_, address, value, 3)
    b.ret(b.load(type_, address, 3))
    executor = Executor([module])
    want = {t.BOOL: True, t.F32: 1.5, t.F64: math.pi}.get(type_, 77)
    area = executor.memory.allocate(3 + type_.size_bytes, name="area")
    assert executor.call("f", area, want) == (want,)
    with pytest.raises(IrTrap) as caught:
        executor.call("f", area + 1, want)
    assert caught.value.code in ("IR904", "IR905") and "region area" in str(caught.value)


def test_access_across_pages_of_a_huge_region() -> None:
    module = Module("m")
    function, b = function_of(module, "f", (t.PTR, t.I64), (t.I64,))
    address, value = function.entry.params
    b.store(t.I64, address, value)
    b.ret(b.load(t.I64, address))
    executor = Executor([module])
    area = executor.memory.allocate(64 << 30, name="huge")
    assert executor.call("f", area + (33 << 30) - 3, -5) == (-5,)
    assert executor.memory.load_u64(area + (63 << 30)) == 0


@pytest.mark.parametrize("case", ["null", "constant", "dead", "code", "bool"])
def test_bad_memory_access_traps(case: str) -> None:
    module = Module("m")
    module.data["d"] = Data("d", b"12345678")
    function, b = function_of(module, "store", (t.PTR,), ())
    b.loc = Loc("x.py", 7, 3)
    b.store(t.I64, function.entry.params[0], b.const(t.I64, 1))
    b.ret()
    function, b = function_of(module, "load", (t.PTR,), (t.BOOL,))
    b.ret(b.load(t.BOOL, function.entry.params[0]))
    executor = Executor([module])
    dead = executor.memory.allocate(100, name="gone")
    executor.memory.free(dead)
    two = executor.memory.allocate(1, name="two")
    executor.memory.store_u8(two, 2)
    name, address, code = {
        "null": ("store", 0, "IR904"),
        "constant": ("store", executor.data_address("d"), "IR907"),
        "dead": ("store", dead + 8, "IR906"),
        "code": ("store", executor.function_address("load"), "IR904"),
        "bool": ("load", two, "IR908"),
    }[case]
    with pytest.raises(IrTrap) as caught:
        executor.call(name, address)
    assert caught.value.code == code
    if name == "store":
        assert str(caught.value).startswith("x.py:7:3: ")


def test_stack_slot_dies_at_return() -> None:
    module = Module("m")
    _, b = function_of(module, "leak", (), (t.PTR,))
    b.ret(b.emit("stack_slot", None, imm=(16, 8)))
    _, b = function_of(module, "f", (), (t.I64,))
    (slot,) = b.call(module.functions["leak"])
    b.ret(b.load(t.I64, slot))
    with pytest.raises(IrTrap) as caught:
        Executor([module]).call("f")
    assert caught.value.code == "IR906"


def test_data_relocs_and_indirect_calls() -> None:
    module = Module("m")
    function, b = function_of(module, "inc", (t.I64,), (t.I64,))
    b.ret(b.emit("add", t.I64, function.entry.params[0], b.const(t.I64, 1)))
    module.data["table"] = Data("table", bytes(16), relocs=(Reloc(0, "func", "inc"), Reloc(8, "data", "table")))
    function, b = function_of(module, "f", (t.I64,), (t.I64,))
    table = b.emit("data_addr", None, imm=("table",))
    again = b.load(t.PTR, table, 8)
    b.ret(*b.call_indirect(SIG_I64, b.load(t.PTR, again), function.entry.params[0]))
    function, b = function_of(module, "wrong", (t.I64,), (t.F64,))
    address = b.emit("func_addr", None, imm=("inc",))
    b.ret(*b.call_indirect(t.Signature((t.I64,), (t.F64,)), address, function.entry.params[0]))
    executor = Executor([module])
    assert executor.call("f", 41) == (42,)
    with pytest.raises(IrTrap) as caught:
        executor.call("wrong", 1)
    assert caught.value.code == "IR913"


def test_declaration_is_linked_to_the_definition_elsewhere() -> None:
    one, two = Module("one"), Module("two")
    declared = one.add(Function("g", SIG_I64))
    function, b = function_of(one, "f", (t.I64,), (t.I64,))
    b.ret(*b.call(declared, function.entry.params[0]))
    with pytest.raises(IrTrap):
        Executor([one]).call("f", 1)
    function, b = function_of(two, "g", (t.I64,), (t.I64,))
    b.ret(function.entry.params[0])
    assert Executor([one, two]).call("f", 9) == (9,)
    with pytest.raises(IrError) as caught:
        Executor([two, two])
    assert caught.value.code == "IR011"


def tail_loop() -> Module:
    """even(n, acc) and odd(n, acc) tail call each other, one directly and one through an address."""
    module = Module("m")
    signature = t.Signature((t.I64, t.I64), (t.I64,), "handler")
    for name, other in (("even", "odd"), ("odd", "even")):
        function, b = function_of(module, name, signature.params, signature.results, "handler")
        n, acc = function.entry.params
        stop, go = Block("stop"), Block("go")
        function.blocks += [stop, go]
        b.branch(b.emit("eq", t.I64, n, b.const(t.I64, 0)), stop, go)
        b.block = stop
        b.ret(acc)
        b.block = go
        args = (b.emit("sub", t.I64, n, b.const(t.I64, 1)), b.emit("add", t.I64, acc, n))
        if name == "even":
            b.tail_call(other, *args)
        else:
            b.tail_call_indirect(signature, b.emit("func_addr", None, imm=(other,)), *args)
    return module


def test_tail_calls_use_no_stack() -> None:
    executor = Executor([tail_loop()], max_depth=500)
    assert executor.call("even", 100_000, 0) == (100_000 * 100_001 // 2,)


def test_limits() -> None:
    with pytest.raises(IrTrap) as caught:
        Executor([tail_loop()], max_steps=1000).call("even", 100_000, 0)
    assert caught.value.code == "IR915"
    module = Module("m")
    function, b = function_of(module, "f", (t.I64,), (t.I64,))
    b.ret(*b.call(function, function.entry.params[0]))
    with pytest.raises(IrTrap) as caught:
        Executor([module]).call("f", 1)
    assert caught.value.code == "IR914"
    assert Executor([tail_loop()]).call("odd", 3, 0) == (6,)


def test_deep_recursion_is_allowed() -> None:
    module = Module("m")
    function, b = function_of(module, "f", (t.I64,), (t.I64,))
    stop, go = Block("stop"), Block("go")
    function.blocks += [stop, go]
    n = function.entry.params[0]
    b.branch(b.emit("eq", t.I64, n, b.const(t.I64, 0)), stop, go)
    b.block = stop
    b.ret(n)
    b.block = go
    (rest,) = b.call(function, b.emit("sub", t.I64, n, b.const(t.I64, 1)))
    b.ret(b.emit("add", t.I64, rest, b.const(t.I64, 2)))
    assert Executor([module]).call("f", 20_000) == (40_000,)


@pytest.mark.parametrize("has_args", [False, True])
def test_wide_switch(has_args: bool) -> None:
    module = Module("m")
    function, b = function_of(module, "f", (t.I8,), (t.I64,))
    n = function.entry.params[0]
    blocks = [Block(f"c{i}") for i in range(300)]
    end = Block("end")
    result = Value(t.I64)
    end.params = [result]
    for i, block in enumerate(blocks):
        if has_args:
            block.params = [Value(t.I64)]
        inner = build.Builder(block)
        inner.jump(end, inner.const(t.I64, i * 10))
    build.Builder(end).ret(result)
    function.blocks += [*blocks, end]
    wide = b.emit("sext", t.I64, n)
    b.switch(n, [(i - 128, blocks[i]) for i in range(255)], blocks[255])
    if has_args:
        assert function.entry.terminator is not None
        for target in function.entry.terminator.targets:
            target.args = [wide]
    executor = Executor([module])
    assert executor.call("f", -128) == (0,)
    assert executor.call("f", -1) == (1270,)
    assert executor.call("f", 127) == (2550,)


def test_externs() -> None:
    module = Module("m")
    module.externs = {
        "malloc": t.Signature((t.I64,), (t.PTR,)), "free": t.Signature((t.PTR,), ()),
        "memset": t.Signature((t.PTR, t.I32, t.I64), (t.PTR,)), "write": t.Signature((t.I32, t.PTR, t.I64), (t.I64,)),
        "mine": t.Signature((t.I32, t.F64), (t.I32,)), "unknown": t.Signature((), ()), "log": t.Signature((t.F64,), (t.F64,)),
    }  # fmt: skip
    function, b = function_of(module, "f", (), (t.I64,))
    one = b.const(t.I32, 1)
    three = b.const(t.I64, 3)
    (area,) = b.call_named("malloc", module.externs["malloc"], three, op="call_c")
    b.call_named("memset", module.externs["memset"], area, b.const(t.I32, 65), three, op="call_c")
    (count,) = b.call_named("write", module.externs["write"], one, area, three, op="call_c")
    b.call_named("free", module.externs["free"], area, op="call_c")
    b.ret(count)
    function, b = function_of(module, "g", (t.I32, t.F64), (t.I32,))
    b.ret(*b.call_named("mine", module.externs["mine"], *function.entry.params, op="call_c"))
    function, b = function_of(module, "h", (t.F64,), (t.F64,))
    b.ret(*b.call_named("log", module.externs["log"], *function.entry.params, op="call_c"))
    function, b = function_of(module, "u", (), ())
    b.call_named("unknown", module.externs["unknown"], op="call_c")
    b.ret()
    seen = []

    def mine(executor: Executor, a: int, x: float) -> int:
        seen.append((a, x))
        return 2**31

    executor = Executor([module], {"mine": mine})
    assert executor.call("f") == (3,)
    assert executor.output[1] == b"AAA"
    assert executor.memory.live_regions() == []
    assert executor.call("g", -5, 2) == (-(2**31),)
    assert seen == [(-5, 2.0)]
    assert executor.call("h", 0.0) == (-math.inf,)
    with pytest.raises(IrTrap) as caught:
        executor.call("u")
    assert caught.value.code == "IR916"


def test_atomics() -> None:
    module = Module("m")
    function, b = function_of(module, "f", (t.PTR, t.I64), (t.I64, t.BOOL, t.I64, t.I64))
    area, n = function.entry.params
    old, stored = b.emit_all("atomic_cas", t.I64, area, b.const(t.I64, 0), n, imm=(0, "any"))
    before = b.emit("atomic_add", t.I64, area, b.const(t.I64, -1), imm=(0, "any"))
    b.emit_all("fence", None)
    b.ret(old, stored, before, b.emit("atomic_load", t.I64, area, imm=(0, "any")))
    executor = Executor([module])
    address = executor.memory.allocate(16, name="word")
    assert executor.call("f", address, 7) == (0, True, 7, 6)
    assert executor.call("f", address, 7) == (6, False, 6, 5)
    with pytest.raises(IrTrap) as caught:
        executor.call("f", address + 4, 7)
    assert caught.value.code == "IR909"


def test_bulk_memory() -> None:
    module = Module("m")
    for name in ("memcopy", "memmove"):
        function, b = function_of(module, name, (t.PTR, t.PTR, t.I64), ())
        b.emit_all(name, None, *function.entry.params)
        b.ret()
    function, b = function_of(module, "memequal", (t.PTR, t.PTR, t.I64), (t.BOOL,))
    b.ret(b.emit("memequal", None, *function.entry.params))
    executor = Executor([module])
    memory = executor.memory
    area = memory.allocate(10_000, name="area")
    memory.store_bytes(area, bytes(range(256)) * 20)
    executor.call("memcopy", area + 5120, area, 4880)
    assert executor.call("memequal", area, area + 5120, 4880) == (True,)
    executor.call("memmove", area + 1, area, 5000)
    assert memory.load_bytes(area + 1, 5000) == (bytes(range(256)) * 20)[:5000]
    with pytest.raises(IrTrap) as caught:
        executor.call("memcopy", area + 1, area, 5000)
    assert caught.value.code == "IR918"
    executor.call("memcopy", 0, 0, 0)


def test_munmap_of_both_ends_keeps_the_middle() -> None:
    executor = Executor([])
    memory = executor.memory
    base = memory.allocate(1 << 20, name="m", align=4096)
    memory.store_u64(base + 0x80000, 5)
    memory.unmap(base, 0x80000)
    memory.unmap(base + 0x90000, (1 << 20) - 0x90000)
    assert memory.load_u64(base + 0x80000) == 5
    assert [r.size_bytes for r in memory.live_regions()] == [0x10000]


def test_dump_registers_spills_live_words_only() -> None:
    module = Module("m")
    scan, b = function_of(module, "scan", (), (t.PTR,))
    b.ret(b.emit("dump_registers", None, b.emit("stack_slot", None, imm=(48, 8))))
    function, b = function_of(module, "f", (t.REF, t.REF), (t.PTR, t.REF))
    live, dead = function.entry.params
    slot = b.emit("stack_slot", None, imm=(8, 8))
    b.store(t.I64, slot, b.const(t.I64, 0x5555))
    b.append(Instr(OPS["eq"], t.REF, [dead, dead], (), [Value(t.BOOL)]))
    (sp,) = b.call(scan)
    b.ret(sp, live)
    executor = Executor([module])
    executor.extra_roots.append(0x7777)
    sp_result, _ = executor.call("f", 0x1111, 0x2222)
    words = [executor.memory.load_u64(a) for a in range(int(sp_result), executor.stack_high, 8)]
    assert 0x1111 in words and 0x5555 in words and 0x7777 in words
    assert 0x2222 not in words
