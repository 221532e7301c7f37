"""The op table: every IR op once, with its shape and a one-line meaning.

The text form, the binary form, the verifier, the reference executor's completeness test, the native lowering's
completeness test and the reference page are derived from `OPS`. Operand and result patterns:

    T  the op's type parameter (`add.i64`)      bool i64 ptr ...  that type
    A  an address: ptr or ref                   *  any number of operands, typed by the call's signature

Immediates (name:kind) come after the operands in the text form: int, bits (constant), func, data, extern, sig, alias,
hint, text.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from corevm.ir.type import ALL, BOOL, F32, F64, FLOATS, I8, I16, I32, I64, INTS, LOGIC, PTR, REF, VALUE, Type

PURE, READ, WRITE, CONTROL, CALL = "pure", "read", "write", "control", "call"
ALIASES = ("any", "heap", "header", "slot", "item", "frame", "thread", "code")


@dataclass(frozen=True)
class Op:
    """One op. `number` is its number in the binary form (stable within a format version)."""

    name: str
    number: int
    types: tuple[Type, ...]
    operands: tuple[str, ...]
    results: tuple[str, ...]
    immediates: tuple[tuple[str, str], ...]
    effect: str
    meaning: str
    is_terminator: bool = False
    successors: str = ""  # "", "1", "2" or "switch"

    @property
    def is_typed(self) -> bool:
        return bool(self.types)


OPS: dict[str, Op] = {}


def _op(
    names: str,
    types: Iterable[Type],
    operands: str,
    results: str,
    effect: str,
    meaning: str,
    imm: str = "",
    terminator: bool = False,
    successors: str = "",
) -> None:
    for name in names.split():
        immediates = tuple((p.split(":")[0], p.split(":")[1]) for p in imm.split())
        OPS[name] = Op(
            name, len(OPS), tuple(types), tuple(operands.split()), tuple(results.split()), immediates, effect,
            meaning, terminator, successors,
        )  # fmt: skip


# --- constants and addresses
_op("const", ALL, "", "T", PURE, "a constant; floats are written by their bits", "bits:bits")
_op("func_addr", (), "", "ptr", PURE, "the address of a function", "func:func")
_op("data_addr", (), "", "ptr", PURE, "the address of a data item of the module", "data:data")
_op("extern_addr", (), "", "ptr", PURE, "the address of a C symbol", "extern:extern")

# --- integer arithmetic
_op("add sub mul", INTS, "T T", "T", PURE, "two's complement arithmetic that wraps")
_op("add_nsw sub_nsw mul_nsw", INTS, "T T", "T", PURE, "signed arithmetic that must not overflow (a trap in the reference executor; native code wraps)")
_op("sdiv srem", INTS, "T T", "T", PURE, "signed division or remainder, truncating; divisor 0 and MIN/-1 trap")
_op("udiv urem", INTS, "T T", "T", PURE, "unsigned division or remainder; divisor 0 traps")
_op("and or xor", LOGIC, "T T", "T", PURE, "bitwise logic")
_op("not", LOGIC, "T", "T", PURE, "bitwise complement")
_op("shl lshr ashr", INTS, "T T", "T", PURE, "shift left, logical right, arithmetic right; a count of the width or more traps")
_op("rotl", INTS, "T T", "T", PURE, "rotate left; the count is taken modulo the width")
_op("ctz clz", INTS, "T", "T", PURE, "number of trailing, leading zero bits; the width for 0")
_op("popcnt", INTS, "T", "T", PURE, "number of one bits")
_op("bswap", (I16, I32, I64), "T", "T", PURE, "reverse the bytes")
_op("add_overflow sub_overflow mul_overflow", INTS, "T T", "T bool", PURE, "signed arithmetic that wraps, and whether it overflowed")
_op("add_carry", INTS, "T T bool", "T bool", PURE, "unsigned a+b+carry, and the carry out")
_op("sub_borrow", INTS, "T T bool", "T bool", PURE, "unsigned a-b-borrow, and the borrow out")
_op("mul_wide", (), "i64 i64", "i64 i64", PURE, "unsigned 64x64 product: high word, low word")
_op("div_wide", (), "i64 i64 i64", "i64 i64", PURE, "unsigned (high, low) / d: quotient, remainder; high >= d traps")

# --- comparison
_op("eq ne", (*LOGIC, PTR, REF, VALUE), "T T", "bool", PURE, "equality of the bits")
_op("slt sle sgt sge", INTS, "T T", "bool", PURE, "signed order")
_op("ult ule ugt uge", (*INTS, PTR), "T T", "bool", PURE, "unsigned order")
_op("feq flt fle fgt fge", FLOATS, "T T", "bool", PURE, "ordered float comparison; false with a NaN")
_op("fne", FLOATS, "T T", "bool", PURE, "float inequality; true with a NaN")

# --- floats
_op("fadd fsub fmul fdiv", FLOATS, "T T", "T", PURE, "IEEE arithmetic, round to nearest even")
_op("fneg fabs fsqrt", FLOATS, "T", "T", PURE, "IEEE negation, absolute value, square root")
_op("ffloor fceil ftrunc frint", FLOATS, "T", "T", PURE, "round down, up, towards zero, to nearest even")

# --- conversion; T is the result type
_op("sext zext", INTS, "?", "T", PURE, "widen an integer (zext also a bool)")
_op("trunc", (BOOL, *INTS), "?", "T", PURE, "keep the low bits of a wider integer")
_op("sitofp uitofp", FLOATS, "?", "T", PURE, "integer to float, rounding")
_op("fptosi", INTS, "?", "T", PURE, "float to signed integer, truncating; out of range saturates, NaN gives 0")
_op("fpcast", FLOATS, "?", "T", PURE, "f32 to f64 or back")
_op("bitcast", (I32, I64, F32, F64, PTR, REF, VALUE), "?", "T", PURE, "the same bits at another type of the same size")
_op("select", ALL, "bool T T", "T", PURE, "the second operand if the first is true, else the third")

# --- memory
_op("load", ALL, "A", "T", READ, "read memory at address + offset", "offset:int alias:alias")
_op("store", ALL, "A T", "", WRITE, "write memory at address + offset (no barrier)", "offset:int alias:alias")
_op("ptr_add", (), "A i64", "ptr", PURE, "address + index * scale + offset; not null if constants displace it", "scale:int offset:int")
_op("stack_slot", (), "", "ptr", WRITE, "a fresh zeroed area in this function's native frame, dead at return", "size:int align:int")
_op("atomic_load", (I8, I16, I32, I64, PTR, REF, VALUE), "A", "T", READ, "acquire load", "offset:int alias:alias")
_op("atomic_store", (I8, I16, I32, I64, PTR, REF, VALUE), "A T", "", WRITE, "release store", "offset:int alias:alias")
_op("atomic_cas", (I8, I32, I64, PTR, REF, VALUE), "A T T", "T bool", WRITE, "if memory equals the second operand, store the third; the old content, and whether it stored (seq_cst)", "offset:int alias:alias")
_op("atomic_add atomic_or atomic_and", (I8, I32, I64), "A T", "T", WRITE, "read-modify-write; gives the old content (seq_cst)", "offset:int alias:alias")
_op("fence", (), "", "", WRITE, "sequentially consistent fence")
_op("memcopy", (), "A A i64", "", WRITE, "copy bytes from the second to the first operand; areas must not overlap")
_op("memmove", (), "A A i64", "", WRITE, "copy bytes; areas may overlap")
_op("memset", (), "A i8 i64", "", WRITE, "fill bytes")
_op("memequal", (), "A A i64", "bool", READ, "whether two areas hold the same bytes")
_op("dump_registers", (), "ptr", "ptr", WRITE, "store the callee-saved registers (6 words) at the operand; gives the stack pointer")

# --- calls
_op("call", (), "*", "*", CALL, "call a function of the module", "func:func")
_op("call_indirect", (), "ptr *", "*", CALL, "call through an address of the given signature", "sig:sig")
_op("call_c", (), "*", "*", CALL, "call a declared C function", "extern:extern")
_op("assert", (), "bool", "", READ, "the operand must be true (trap in the reference executor; free natively)", "text:text")

# --- terminators
_op("jump", (), "", "", CONTROL, "go to a block", terminator=True, successors="1")
_op("branch", (), "bool", "", CONTROL, "go to the first block if true, else to the second", "hint:hint", terminator=True, successors="2")
_op("switch", INTS, "T", "", CONTROL, "go to the block of the equal case, else to the default (the last block)", terminator=True, successors="switch")
_op("return", (), "*", "", CONTROL, "leave the function with its results", terminator=True)
_op("tail_call", (), "*", "", CONTROL, "leave the function by calling another with its frame gone", "func:func", terminator=True)
_op("tail_call_indirect", (), "ptr *", "", CONTROL, "tail call through an address of the given signature", "sig:sig", terminator=True)
_op("unreachable", (), "", "", CONTROL, "never executed (a trap in the reference executor)", terminator=True)

# --- hints
_op("prefetch", (), "A", "", WRITE, "the memory at the address will be used soon; any address is allowed, nothing is accessed")

BY_NUMBER: tuple[Op, ...] = tuple(OPS.values())
HINTS = ("none", "likely", "unlikely")
__all__ = ["ALIASES", "BY_NUMBER", "HINTS", "OPS", "Op"]
