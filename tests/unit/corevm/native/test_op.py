"""Every op natively: against the reference executor on edge and random operands, and against values worked out by hand."""

from __future__ import annotations

import ctypes
import math
import struct
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.errors import IrTrap
from corevm.ir import build
from corevm.ir import type as t
from corevm.ir.module import Instr, Module, Value
from corevm.ir.op import OPS, Op
from corevm.ir.run import Executor
from corevm.native import call, link, load, lower
from corevm.native.emit import EMIT

LEVELS = ("none", "full")
# Ops that need more than operands and a type; each has its own test in this folder.
_OWN_TEST = {
    "const", "func_addr", "data_addr", "extern_addr", "load", "store", "ptr_add", "stack_slot", "atomic_load", "atomic_store",
    "atomic_cas", "atomic_add", "atomic_or", "atomic_and", "fence", "memcopy", "memmove", "memset", "memequal",
    "dump_registers", "call", "call_indirect", "call_c", "assert", "jump", "branch", "switch", "return", "tail_call",
    "tail_call_indirect", "unreachable", "prefetch",
}  # fmt: skip
_CONVERSIONS: dict[str, list[tuple[t.Type, t.Type]]] = {
    "sext": [(a, b) for b in t.INTS for a in t.INTS if a.bits < b.bits],
    "zext": [(a, b) for b in t.INTS for a in (t.BOOL, *t.INTS) if a.bits < b.bits],
    "trunc": [(a, b) for b in (t.BOOL, *t.INTS) for a in t.INTS if a.bits > b.bits],
    "sitofp": [(a, b) for b in t.FLOATS for a in t.INTS],
    "uitofp": [(a, b) for b in t.FLOATS for a in t.INTS],
    "fptosi": [(a, b) for b in t.INTS for a in t.FLOATS],
    "fpcast": [(t.F32, t.F64), (t.F64, t.F32)],
    "bitcast": [(t.I32, t.F32), (t.F32, t.I32)]
    + [(a, b) for a in (t.I64, t.F64, t.PTR, t.REF, t.VALUE) for b in (t.I64, t.F64, t.PTR, t.REF, t.VALUE) if a is not b],
}  # fmt: skip


def _forms() -> list[tuple[Op, t.Type | None, tuple[t.Type, ...], tuple[t.Type, ...]]]:
    """Every scalar op at every type: op, type parameter, operand types, result types."""
    forms: list[tuple[Op, t.Type | None, tuple[t.Type, ...], tuple[t.Type, ...]]] = []
    for op in OPS.values():
        if op.name in _OWN_TEST:
            continue
        if op.name in _CONVERSIONS:
            forms += [(op, b, (a,), (b,)) for a, b in _CONVERSIONS[op.name]]
            continue
        for type_ in op.types or (None,):

            def concrete(pattern: str, type_: t.Type | None = type_) -> t.Type:
                if pattern == "T":
                    assert type_ is not None
                    return type_
                return t.TYPES[pattern]

            forms.append((op, type_, tuple(map(concrete, op.operands)), tuple(map(concrete, op.results))))
    return forms


FORMS = _forms()


def _name(op: Op, type_: t.Type | None, args: tuple[t.Type, ...]) -> str:
    return f"{op.name}.{type_}({', '.join(map(str, args))})"


def _module(forms: list[tuple[Op, t.Type | None, tuple[t.Type, ...], tuple[t.Type, ...]]]) -> Module:
    module = Module("ops")
    for op, type_, args, results in forms:
        function = build.new_function(_name(op, type_, args), t.Signature(args, results))
        function.is_exported = True
        values = [Value(r) for r in results]
        builder = build.Builder(function.entry)
        builder.append(Instr(op, type_, list(function.entry.params), results=values))
        builder.ret(*values)
        module.add(function)
    return module


@pytest.fixture(scope="module")
def executors() -> Any:
    """The reference executors and the native functions, by name."""
    module = _module(FORMS)
    images = {
        level: load.LoadedImage.from_bytes(link.link([lower.compile_module(module, level)], "ops").content)
        for level in LEVELS
    }
    natives = {
        (level, name): call.function(image, name, function.signature)
        for level, image in images.items()
        for name, function in module.functions.items()
    }
    yield {_name(*form[:3]): Executor([_module([form])]) for form in FORMS}, natives
    for image in images.values():
        image.close()


def _bits(value: object) -> object:
    """Floats by their bits, so that signed zeros differ; NaNs are all alike."""
    if isinstance(value, float):
        return "nan" if math.isnan(value) else struct.pack("<d", value)
    return value


def _compare(executors: Any, name: str, args: tuple[Any, ...]) -> None:
    reference, natives = executors
    try:
        want = reference[name].call(name, *args)
    except IrTrap:
        return  # undefined; and natively it may raise SIGFPE
    for level in LEVELS:
        got = natives[level, name](*args)
        got = got if isinstance(got, tuple) else (got,)
        assert list(map(_bits, got)) == list(map(_bits, want)), (name, level, args, got, want)


def _edges(type_: t.Type) -> list[Any]:
    if type_ is t.BOOL:
        return [False, True]
    if type_ in t.FLOATS:
        common = [
            0.0,
            -0.0,
            1.0,
            -1.0,
            0.5,
            1.5,
            2.5,
            -2.5,
            math.inf,
            -math.inf,
            math.nan,
            127.5,
            -129.0,
            2.0**31,
            -(2.0**31),
            2.0**63,
            1e-40,
        ]
        if type_ is t.F64:
            return [*common, 5e-324, 1e308, 2.0**64, 2.0**53 + 2, 1e16]
        return [ctypes.c_float(x).value for x in (*common, 3.4028234663852886e38)]
    bits = type_.bits
    low = -(1 << bits - 1)
    return sorted({0, 1, -1, 2, 3, 7, bits - 1, low, low + 1, -low - 1, 1 << bits // 2, (1 << bits // 2) - 1, -low - 2})


def _operand(type_: t.Type) -> st.SearchStrategy[Any]:
    if type_ is t.BOOL:
        return st.booleans()
    if type_ in t.FLOATS:
        return st.one_of(st.sampled_from(_edges(type_)), st.floats(width=32 if type_ is t.F32 else 64))
    low = 1 << type_.bits - 1
    if type_ in t.WORDS:
        return st.integers(0, 2 * low - 1)
    return st.one_of(
        st.sampled_from(_edges(type_)), st.integers(-low, low - 1), st.integers(-9, 9), st.integers(0, type_.bits - 1)
    )


@pytest.mark.parametrize("form", FORMS, ids=lambda f: _name(*f[:3]))
def test_scalar_op_equals_reference(
    executors: Any, form: tuple[Op, t.Type | None, tuple[t.Type, ...], tuple[t.Type, ...]]
) -> None:
    op, type_, arg_types, _ = form
    name = _name(op, type_, arg_types)
    edges = [_edges(a) for a in arg_types]
    if len(edges) == 1:
        cases = [(a,) for a in edges[0]]
    elif len(edges) == 2:
        cases = [(a, b) for a in edges[0] for b in edges[1]]
    else:
        cases = [(a, b, c) for a in edges[0][::2] for b in edges[1] for c in edges[2][::2]]
    for case in cases:
        _compare(executors, name, case)

    @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(*map(_operand, arg_types)))
    def on_random(args: tuple[Any, ...]) -> None:
        _compare(executors, name, args)

    on_random()


def test_every_op_is_lowered_and_tested() -> None:
    assert EMIT.keys() == OPS.keys()
    assert OPS.keys() == {form[0].name for form in FORMS} | _OWN_TEST


@pytest.mark.parametrize(
    ("name", "args", "want"),
    [
        ("add.i8(i8, i8)", (127, 1), -128),
        ("mul.i64(i64, i64)", (2**62, 4), 0),
        ("sdiv.i32(i32, i32)", (-7, 2), -3),
        ("srem.i32(i32, i32)", (-7, 2), -1),
        ("udiv.i64(i64, i64)", (-1, 2), 2**63 - 1),
        ("rotl.i16(i16, i16)", (-0x8000, 1), 1),
        ("rotl.i64(i64, i64)", (2**62, 65), -(2**63)),
        ("ctz.i8(i8)", (0,), 8),
        ("clz.i32(i32)", (0,), 32),
        ("popcnt.i64(i64)", (-1,), 64),
        ("bswap.i32(i32)", (0x01020304,), 0x04030201),
        ("add_overflow.i64(i64, i64)", (2**63 - 1, 1), (-(2**63), True)),
        ("mul_overflow.i8(i8, i8)", (16, 8), (-128, True)),
        ("add_carry.i64(i64, i64, bool)", (-1, 0, True), (0, True)),
        ("add_carry.i64(i64, i64, bool)", (-1, -1, True), (-1, True)),
        ("sub_borrow.i64(i64, i64, bool)", (0, 0, True), (-1, True)),
        ("sub_borrow.i8(i8, i8, bool)", (5, 4, True), (0, False)),
        ("mul_wide.None(i64, i64)", (-1, -1), (-2, 1)),
        ("div_wide.None(i64, i64, i64)", (1, 0, 2), (-(2**63), 0)),
        ("feq.f64(f64, f64)", (math.nan, math.nan), False),
        ("fne.f64(f64, f64)", (math.nan, 1.0), True),
        ("feq.f64(f64, f64)", (0.0, -0.0), True),
        ("frint.f64(f64)", (2.5,), 2.0),
        ("frint.f32(f32)", (3.5,), 4.0),
        ("fptosi.i8(f64)", (300.0,), 127),
        ("fptosi.i64(f64)", (-1e30,), -(2**63)),
        ("fptosi.i32(f32)", (math.nan,), 0),
        ("uitofp.f64(i64)", (-1,), 2.0**64),
        ("sext.i64(i8)", (-1,), -1),
        ("zext.i64(i8)", (-1,), 255),
        ("bitcast.i64(f64)", (-0.0,), -(2**63)),
        ("not.bool(bool)", (True,), False),
        ("ult.ptr(ptr, ptr)", (1, 2**64 - 1), True),
        ("select.f32(bool, f32, f32)", (False, 1.0, 2.0), 2.0),
    ],
)
@pytest.mark.parametrize("level", LEVELS)
def test_by_hand(executors: Any, name: str, args: tuple[Any, ...], want: object, level: str) -> None:
    assert executors[1][level, name](*args) == want


@pytest.mark.parametrize("level", LEVELS)
def test_shift_counts_beyond_the_width_are_masked(executors: Any, level: str) -> None:
    for type_ in t.INTS:
        native = executors[1][level, f"shl.{type_}({type_}, {type_})"]
        assert native(1, type_.bits) == 1
        assert native(1, type_.bits + 1) == 2


def _constants() -> list[tuple[t.Type, Any]]:
    rows = [(type_, value) for type_ in (t.BOOL, *t.INTS, *t.FLOATS) for value in _edges(type_)]
    return rows + [(type_, value) for type_ in t.WORDS for value in (0, 1, 2**63, 2**64 - 1)]


def test_constants(kit: Any) -> None:
    module = Module("constants")
    rows = _constants()
    for i, (type_, value) in enumerate(rows):
        _, b = kit.function(module, f"c{i}", (), (type_,))
        b.ret(b.const(type_, value))
    loaded = kit.load(module)
    for i, (_, value) in enumerate(rows):
        assert _bits(loaded(f"c{i}")) == _bits(value), rows[i]


def test_nan_payloads_of_constants_are_kept(kit: Any) -> None:
    module = Module("nan")
    for name, type_, word, bits in (("d", t.F64, t.I64, 0x7FF0_0000_DEAD_BEEF), ("f", t.F32, t.I32, 0x7F80_1234)):
        _, b = kit.function(module, name, (), (word,))
        b.ret(b.emit("bitcast", word, b.emit("const", type_, imm=(bits,))))
    loaded = kit.load(module)
    assert loaded("d") == 0x7FF0_0000_DEAD_BEEF
    assert loaded("f") == 0x7F80_1234


def test_carry_chains_use_the_carry_flag(kit: Any) -> None:
    module = Module("chain")
    words = 4
    params = (t.PTR, t.PTR, t.PTR)
    for op, name in (("add_carry", "add"), ("sub_borrow", "sub")):
        function, b = kit.function(module, name, params, (t.BOOL,))
        out, x, y = function.entry.params
        carry = b.const(t.BOOL, False)
        for i in range(words):
            total, carry = b.emit_all(op, t.I64, b.load(t.I64, x, 8 * i), b.load(t.I64, y, 8 * i), carry)
            b.store(t.I64, out, total, 8 * i)
        b.ret(carry)
    assert lower.assembly(module, "add").count("adc") == words - 1
    assert lower.assembly(module, "sub").count("sbb") >= words - 1


@pytest.mark.parametrize("level", LEVELS)
def test_signed_overflow_wraps(kit: Any, level: str) -> None:
    """What traps on the reference executor is no undefined behaviour natively: nothing is concluded from `x + 1`."""
    module = Module("m")
    for name, operand in (("add_nsw", 1), ("sub_nsw", -1), ("mul_nsw", 2)):
        f, b = kit.function(module, name, (t.I64,), (t.I64, t.BOOL))
        result = b.emit(name, t.I64, f.entry.params[0], b.const(t.I64, operand))
        b.ret(result, b.emit("sgt", t.I64, result, f.entry.params[0]))
    loaded = kit.load(module, level=level)
    top = 2**63 - 1
    assert loaded("add_nsw", top) == (-(2**63), False)
    assert loaded("sub_nsw", top) == (-(2**63), False)
    assert loaded("mul_nsw", top) == (-2, False)
    assert loaded("add_nsw", 1) == (2, True)
