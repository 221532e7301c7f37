"""Scalar rules against definitions written another way."""

from __future__ import annotations

import ctypes
import math
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from corevm.ir import arith
from corevm.ir.op import OPS
from corevm.ir.type import BOOL, F32, F64, FLOATS, I8, I16, I32, I64, INTS, Type

WORD = st.integers(0, 2**64 - 1) | st.integers(0, 20) | st.integers(2**64 - 20, 2**64 - 1) | st.sampled_from([2**63, 2**63 - 1])
FLOAT = st.floats()


def signed(bits: int, width: int) -> int:
    return bits - (1 << width) if bits >> (width - 1) else bits


def run(name: str, type_: Type, *args: float, operand: Type | None = None) -> float:
    return arith.function_of(name, type_, operand or type_)(*args)[0]


@pytest.mark.parametrize("type_", INTS)
@given(a=WORD, b=WORD)
def test_wrapping_and_overflow(type_: Type, a: int, b: int) -> None:
    n = type_.bits
    a, b = a % (1 << n), b % (1 << n)
    for name, exact in (
        ("add", signed(a, n) + signed(b, n)), ("sub", signed(a, n) - signed(b, n)), ("mul", signed(a, n) * signed(b, n))
    ):  # fmt: skip
        fits = -(1 << (n - 1)) <= exact < 1 << (n - 1)
        assert run(name, type_, a, b) == exact % (1 << n)
        assert arith.function_of(name + "_overflow", type_, type_)(a, b) == (exact % (1 << n), not fits)
        if fits:
            assert run(name + "_nsw", type_, a, b) == exact % (1 << n)
        else:
            with pytest.raises(arith.Undefined):
                run(name + "_nsw", type_, a, b)


@pytest.mark.parametrize("type_", INTS)
@given(a=WORD, b=WORD)
def test_division(type_: Type, a: int, b: int) -> None:
    n = type_.bits
    a, b = a % (1 << n), b % (1 << n)
    assume(b != 0)
    assert run("udiv", type_, a, b) * b + run("urem", type_, a, b) == a
    x, y = signed(a, n), signed(b, n)
    assume((x, y) != (-(1 << (n - 1)), -1))
    assert run("sdiv", type_, a, b) == math.trunc(Fraction(x, y)) % (1 << n)
    assert run("srem", type_, a, b) == (x - y * math.trunc(Fraction(x, y))) % (1 << n)


@pytest.mark.parametrize("type_", INTS)
@given(a=WORD, b=WORD)
def test_bits_and_order(type_: Type, a: int, b: int) -> None:
    n = type_.bits
    a, b = a % (1 << n), b % (1 << n)
    digits = f"{a:0{n}b}"
    assert run("popcnt", type_, a) == digits.count("1")
    assert run("clz", type_, a) == len(digits) - len(digits.lstrip("0"))
    assert run("ctz", type_, a) == len(digits) - len(digits.rstrip("0"))
    turn = b % n
    assert run("rotl", type_, a, b) == int(digits[turn:] + digits[:turn], 2)
    count = b % n
    assert run("shl", type_, a, count) == int((digits + "0" * count)[-n:], 2)
    assert run("lshr", type_, a, count) == int(("0" * count + digits)[:n], 2)
    assert run("ashr", type_, a, count) == int((digits[0] * count + digits)[:n], 2)
    assert run("slt", type_, a, b) == (signed(a, n) < signed(b, n))
    assert run("sge", type_, a, b) == (signed(a, n) >= signed(b, n))


@given(WORD, WORD, st.booleans())
def test_carry(a: int, b: int, carry: bool) -> None:
    assert arith.function_of("add_carry", I64, I64)(a, b, carry) == ((a + b + carry) % 2**64, a + b + carry >= 2**64)
    assert arith.function_of("sub_borrow", I64, I64)(a, b, carry) == ((a - b - carry) % 2**64, a - b - carry < 0)


@given(FLOAT, FLOAT)
def test_float_division_and_root(a: float, b: float) -> None:
    want = ctypes.c_double
    result = run("fdiv", F64, a, b)
    if b == 0:
        assert math.isnan(result) if a == 0 or math.isnan(a) else math.isinf(result)
        if math.isinf(result):
            assert math.copysign(1, result) == math.copysign(1, a) * math.copysign(1, b)
    else:
        assert want(result).value == want(a / b).value or math.isnan(result)
    root = run("fsqrt", F64, a)
    assert math.isnan(root) if a < 0 or math.isnan(a) else root == math.sqrt(a)


@given(FLOAT)
def test_rounding(a: float) -> None:
    for name, function in (("ffloor", math.floor), ("fceil", math.ceil), ("ftrunc", math.trunc), ("frint", round)):
        result = run(name, F64, a)
        if math.isfinite(a):
            assert result == function(a) and math.copysign(1, result) == math.copysign(1, a)
        else:
            assert arith.f64_bits(result) == arith.f64_bits(a)


@given(st.integers(-(2**63), 2**64 - 1))
def test_int_to_f32_rounds_once(a: int) -> None:
    result = arith.int_to_f32(a)
    assert arith.f32(result) == result
    near = [arith.bits_f32(arith.f32_bits(result) + d) for d in (-1, 1)] if result else []
    for other in near:
        assert abs(Fraction(a) - Fraction(result)) <= abs(Fraction(a) - Fraction(other))


@given(FLOAT)
def test_float_to_int_saturates(a: float) -> None:
    for type_ in (I8, I16, I32, I64):
        low, high = -(1 << (type_.bits - 1)), (1 << (type_.bits - 1)) - 1
        want = 0 if math.isnan(a) else min(max(math.trunc(a), low), high) if math.isfinite(a) else low if a < 0 else high
        assert signed(int(run("fptosi", type_, a, operand=F64)), type_.bits) == want


@given(st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1))
def test_bits_round_trip(a: int, b: int) -> None:
    assert arith.to_bits(F64, arith.from_bits(F64, a)) == a
    value = arith.from_bits(F32, b)
    assert value != value or arith.to_bits(F32, value) == b


def test_foldable_ops_are_pure_and_have_rules() -> None:
    for name in arith.FOLDABLE:
        op = OPS[name]
        assert op.effect == "pure"
        types = op.types or (None,)
        for type_ in types:
            operand = {"?": F64 if name == "fptosi" else I8, "T": type_, "i64": I64, "bool": BOOL}[op.operands[0]]
            if name == "fpcast":
                operand = F32 if type_ is F64 else F64
            if name == "bitcast" and type_ in FLOATS:
                operand = I32 if type_ is F32 else I64
            assert len(arith.rule_of(name, type_, operand).results) == len(op.results)
