"""Each op as LLVM IR: one function an op, registered in `EMIT`. Effects: none."""

from __future__ import annotations

from collections.abc import Callable

from corevm.ir.module import Instr
from corevm.ir.op import OPS
from corevm.ir.type import BOOL, F64, Signature, Type
from corevm.native.function import FunctionText
from corevm.native.spell import TYPE, constant_text, quote, result_type
from corevm.native.symbol import function_symbol

_Emit = Callable[[FunctionText, Instr], None]
EMIT: dict[str, _Emit] = {}


def _emits(names: str) -> Callable[[_Emit], _Emit]:
    def register(emit: _Emit) -> _Emit:
        for name in names.split():
            assert name in OPS, name
            EMIT[name] = emit
        return emit

    return register


def _type(instr: Instr) -> Type:
    assert instr.type is not None
    return instr.type


@_emits("const")
def _const(f: FunctionText, instr: Instr) -> None:
    bits = instr.imm[0]
    assert isinstance(bits, int)
    f.names[instr.results[0]] = constant_text(_type(instr), bits)


@_emits("func_addr")
def _func_addr(f: FunctionText, instr: Instr) -> None:
    f.names[instr.results[0]] = quote(function_symbol(f.owner.function(instr.imm[0]).name))


@_emits("data_addr")
def _data_addr(f: FunctionText, instr: Instr) -> None:
    f.names[instr.results[0]] = f.owner.data(instr.imm[0])


@_emits("extern_addr")
def _extern_addr(f: FunctionText, instr: Instr) -> None:
    f.owner.extern(instr.imm[0])
    f.names[instr.results[0]] = quote(str(instr.imm[0]))


_BINARY = {
    "add": "add", "sub": "sub", "mul": "mul", "add_nsw": "add", "sub_nsw": "sub", "mul_nsw": "mul",
    "sdiv": "sdiv", "srem": "srem", "udiv": "udiv", "urem": "urem", "and": "and", "or": "or", "xor": "xor",
    "fadd": "fadd", "fsub": "fsub", "fmul": "fmul", "fdiv": "fdiv",
    "eq": "icmp eq", "ne": "icmp ne", "slt": "icmp slt", "sle": "icmp sle", "sgt": "icmp sgt", "sge": "icmp sge",
    "ult": "icmp ult", "ule": "icmp ule", "ugt": "icmp ugt", "uge": "icmp uge",
    "feq": "fcmp oeq", "flt": "fcmp olt", "fle": "fcmp ole", "fgt": "fcmp ogt", "fge": "fcmp oge", "fne": "fcmp une",
}  # fmt: skip


@_emits(" ".join(_BINARY))
def _binary(f: FunctionText, instr: Instr) -> None:
    a, b = instr.args
    f.result(instr, f"{_BINARY[instr.op.name]} {TYPE[_type(instr).name]} {f.operand(a)}, {f.operand(b)}")


@_emits("not")
def _not(f: FunctionText, instr: Instr) -> None:
    f.result(instr, f"xor {f.typed(instr.args[0])}, {'true' if instr.type is BOOL else '-1'}")


@_emits("shl lshr ashr")
def _shift(f: FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    value, count = map(f.operand, instr.args)
    mask = type_.bits - 1
    count = str(int(count) & mask) if count.isdigit() else f.define(f"and {type_} {count}, {mask}")
    f.result(instr, f"{instr.op.name} {type_} {value}, {count}")


@_emits("rotl")
def _rotl(f: FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    value, count = map(f.operand, instr.args)
    name = f.owner.intrinsic(f"llvm.fshl.{t}", t, f"{t}, {t}, {t}")
    f.result(instr, f"call {t} {name}({t} {value}, {t} {value}, {t} {count})")


@_emits("ctz clz")
def _count_zeros(f: FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    name = f.owner.intrinsic(f"llvm.{'cttz' if instr.op.name == 'ctz' else 'ctlz'}.{t}", t, f"{t}, i1")
    f.result(instr, f"call {t} {name}({f.typed(instr.args[0])}, i1 false)")


_UNARY_INTRINSIC = {
    "popcnt": "ctpop", "bswap": "bswap", "fabs": "fabs", "fsqrt": "sqrt", "ffloor": "floor", "fceil": "ceil",
    "ftrunc": "trunc", "frint": "roundeven",
}  # fmt: skip


@_emits(" ".join(_UNARY_INTRINSIC))
def _unary(f: FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    t = TYPE[type_.name]
    name = f.owner.intrinsic(f"llvm.{_UNARY_INTRINSIC[instr.op.name]}.{type_}", t, t)
    f.result(instr, f"call {t} {name}({f.typed(instr.args[0])})")


@_emits("fneg")
def _fneg(f: FunctionText, instr: Instr) -> None:
    f.result(instr, f"fneg {f.typed(instr.args[0])}")


@_emits("add_overflow sub_overflow mul_overflow")
def _overflow(f: FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    a, b = map(f.operand, instr.args)
    pair = f"{{ {t}, i1 }}"
    name = f.owner.intrinsic(f"llvm.s{instr.op.name[:3]}.with.overflow.{t}", pair, f"{t}, {t}")
    f.unpack(instr, pair, f.define(f"call {pair} {name}({t} {a}, {t} {b})"))


@_emits("add_carry sub_borrow")
def _carry(f: FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    a, b, carry = map(f.operand, instr.args)
    pair = f"{{ {t}, i1 }}"
    name = f.owner.intrinsic(f"llvm.u{instr.op.name[:3]}.with.overflow.{t}", pair, f"{t}, {t}")
    wide = f.define(f"zext i1 {carry} to {t}")
    first = f.define(f"call {pair} {name}({t} {a}, {t} {b})")
    partial = f.define(f"extractvalue {pair} {first}, 0")
    carry_1 = f.define(f"extractvalue {pair} {first}, 1")
    second = f.define(f"call {pair} {name}({t} {partial}, {t} {wide})")
    f.names[instr.results[0]] = f.define(f"extractvalue {pair} {second}, 0")
    carry_2 = f.define(f"extractvalue {pair} {second}, 1")
    f.names[instr.results[1]] = f.define(f"or i1 {carry_1}, {carry_2}")


@_emits("mul_wide")
def _mul_wide(f: FunctionText, instr: Instr) -> None:
    a, b = (f.define(f"zext i64 {f.operand(v)} to i128") for v in instr.args)
    product = f.define(f"mul nuw i128 {a}, {b}")
    high = f.define(f"lshr i128 {product}, 64")
    f.names[instr.results[0]] = f.define(f"trunc i128 {high} to i64")
    f.names[instr.results[1]] = f.define(f"trunc i128 {product} to i64")


@_emits("div_wide")
def _div_wide(f: FunctionText, instr: Instr) -> None:
    high, low, divisor = map(f.operand, instr.args)
    asm = 'asm "divq $4", "={ax},={dx},{dx},{ax},r,~{dirflag},~{fpsr},~{flags}"'
    pair = "{ i64, i64 }"
    f.unpack(instr, pair, f.define(f"call {pair} {asm}(i64 {high}, i64 {low}, i64 {divisor})"))


@_emits("sext zext trunc sitofp uitofp")
def _convert(f: FunctionText, instr: Instr) -> None:
    f.result(instr, f"{instr.op.name} {f.typed(instr.args[0])} to {TYPE[_type(instr).name]}")


@_emits("fptosi")
def _fptosi(f: FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    source = instr.args[0]
    name = f.owner.intrinsic(f"llvm.fptosi.sat.{t}.{source.type}", t, TYPE[source.type.name])
    f.result(instr, f"call {t} {name}({f.typed(source)})")


@_emits("fpcast")
def _fpcast(f: FunctionText, instr: Instr) -> None:
    source, type_ = instr.args[0], _type(instr)
    if source.type is type_:
        f.names[instr.results[0]] = f.operand(source)
    else:
        f.result(instr, f"{'fpext' if type_ is F64 else 'fptrunc'} {f.typed(source)} to {TYPE[type_.name]}")


@_emits("bitcast")
def _bitcast(f: FunctionText, instr: Instr) -> None:
    source, type_ = instr.args[0], _type(instr)
    if source.type.size_bytes != type_.size_bytes:
        raise f.refuse(f"bitcast from {source.type} to {type_}: the sizes differ", "NA113")
    have, want = TYPE[source.type.name], TYPE[type_.name]
    name = f.operand(source)
    if have == want:
        f.names[instr.results[0]] = name
        return
    if have == "ptr":
        name, have = f.define(f"ptrtoint ptr {name} to i64"), "i64"
    if want == "ptr":
        if have != "i64":
            name = f.define(f"bitcast {have} {name} to i64")
        f.result(instr, f"inttoptr i64 {name} to ptr")
    elif have == want:
        f.names[instr.results[0]] = name
    else:
        f.result(instr, f"bitcast {have} {name} to {want}")


@_emits("select")
def _select(f: FunctionText, instr: Instr) -> None:
    condition, a, b = instr.args
    f.result(instr, f"select {f.typed(condition)}, {f.typed(a)}, {f.typed(b)}")


# --- memory


@_emits("load")
def _load(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    type_ = _type(instr)
    suffix = f.owner.alias(alias)
    if type_ is BOOL:
        bounds = f.owner.metadata.unique("!{i8 0, i8 2}")
        byte = f.define(f"load i8, ptr {address}, align 1{suffix}, !range !{bounds}")
        f.result(instr, f"trunc i8 {byte} to i1")
    else:
        f.result(instr, f"load {TYPE[type_.name]}, ptr {address}, align 1{suffix}")


@_emits("store")
def _store(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    value = instr.args[1]
    typed = f"i8 {f.define(f'zext i1 {f.operand(value)} to i8')}" if instr.type is BOOL else f.typed(value)
    f.line(f"store {typed}, ptr {address}, align 1{f.owner.alias(alias)}")


@_emits("ptr_add")
def _ptr_add(f: FunctionText, instr: Instr) -> None:
    scale, offset = instr.imm
    assert isinstance(scale, int)
    base, index = map(f.operand, instr.args)
    if scale == 1:
        text = f"getelementptr i8, ptr {base}, i64 {index}"
    elif scale > 0:
        text = f"getelementptr [{scale} x i8], ptr {base}, i64 {index}"
    else:
        text = f"getelementptr i8, ptr {base}, i64 {f.define(f'mul i64 {index}, {scale}')}"
    if offset:
        text = f"getelementptr i8, ptr {f.define(text)}, i64 {offset}"
    f.result(instr, text)


@_emits("stack_slot")
def _stack_slot(f: FunctionText, instr: Instr) -> None:
    # One area for each place, in the entry block, cleared where the op stands: a loop must not grow the stack.
    size, align = instr.imm
    name = f.fresh()
    f.slots.append(f"  {name} = alloca [{size} x i8], align {align}")
    f.names[instr.results[0]] = name
    memset = f.owner.intrinsic("llvm.memset.p0.i64", "void", "ptr, i8, i64, i1")
    f.line(f"call void {memset}(ptr align {align} {name}, i8 0, i64 {size}, i1 false)")


@_emits("atomic_load")
def _atomic_load(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    type_ = _type(instr)
    address = f.address(instr.args[0], offset)
    f.result(
        instr, f"load atomic {TYPE[type_.name]}, ptr {address} acquire, align {type_.size_bytes}{f.owner.alias(alias)}"
    )


@_emits("atomic_store")
def _atomic_store(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    f.line(
        f"store atomic {f.typed(instr.args[1])}, ptr {address} release, align {_type(instr).size_bytes}{f.owner.alias(alias)}"
    )


@_emits("atomic_cas")
def _atomic_cas(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    old, new = map(f.typed, instr.args[1:])
    pair = f.define(
        f"cmpxchg ptr {address}, {old}, {new} seq_cst seq_cst, align {_type(instr).size_bytes}{f.owner.alias(alias)}"
    )
    f.unpack(instr, f"{{ {TYPE[_type(instr).name]}, i1 }}", pair)


@_emits("atomic_add atomic_or atomic_and")
def _atomic_rmw(f: FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    kind = instr.op.name.removeprefix("atomic_")
    f.result(
        instr,
        f"atomicrmw {kind} ptr {address}, {f.typed(instr.args[1])} seq_cst, align {_type(instr).size_bytes}{f.owner.alias(alias)}",
    )


@_emits("fence")
def _fence(f: FunctionText, instr: Instr) -> None:
    f.line("fence seq_cst")


@_emits("prefetch")
def _prefetch(f: FunctionText, instr: Instr) -> None:
    name = f.owner.intrinsic("llvm.prefetch.p0", "void", "ptr, i32, i32, i32")
    f.line(f"call void {name}({f.typed(instr.args[0])}, i32 0, i32 3, i32 1)")


@_emits("memcopy memmove")
def _memcopy(f: FunctionText, instr: Instr) -> None:
    kind = "memcpy" if instr.op.name == "memcopy" else "memmove"
    name = f.owner.intrinsic(f"llvm.{kind}.p0.p0.i64", "void", "ptr, ptr, i64, i1")
    f.line(f"call void {name}({', '.join(map(f.typed, instr.args))}, i1 false)")


@_emits("memset")
def _memset(f: FunctionText, instr: Instr) -> None:
    name = f.owner.intrinsic("llvm.memset.p0.i64", "void", "ptr, i8, i64, i1")
    f.line(f"call void {name}({', '.join(map(f.typed, instr.args))}, i1 false)")


@_emits("memequal")
def _memequal(f: FunctionText, instr: Instr) -> None:
    # memcmp, not bcmp: LLVM knows both, turns an equality test into bcmp's cheaper form and expands small sizes.
    f.owner.intrinsics["memcmp"] = "declare i32 @memcmp(ptr, ptr, i64) #3"
    order = f.define(f"call i32 @memcmp({', '.join(map(f.typed, instr.args))})")
    f.result(instr, f"icmp eq i32 {order}, 0")


@_emits("dump_registers")
def _dump_registers(f: FunctionText, instr: Instr) -> None:
    names = ("rbx", "rbp", "r12", "r13", "r14", "r15")
    moves = "".join(f"movq %{name}, {8 * i}($1)\\0A" for i, name in enumerate(names))
    f.result(instr, f'call ptr asm sideeffect "{moves}movq %rsp, $0", "=&r,r,~{{memory}}"({f.typed(instr.args[0])})')


# --- calls and terminators


@_emits("call")
def _call(f: FunctionText, instr: Instr) -> None:
    callee = f.owner.function(instr.imm[0])
    f.call(instr, quote(function_symbol(callee.name)), callee.signature, instr.args)


@_emits("call_indirect")
def _call_indirect(f: FunctionText, instr: Instr) -> None:
    signature = instr.imm[0]
    assert isinstance(signature, Signature)
    f.call(instr, f.operand(instr.args[0]), signature, instr.args[1:])


@_emits("call_c")
def _call_c(f: FunctionText, instr: Instr) -> None:
    signature = f.owner.extern(instr.imm[0])
    f.call(instr, quote(str(instr.imm[0])), signature, instr.args)


@_emits("assert")
def _assert(f: FunctionText, instr: Instr) -> None:
    """Free natively."""


@_emits("jump")
def _jump(f: FunctionText, instr: Instr) -> None:
    f.line(f"br label %{f.target(instr, 0)}")


@_emits("branch")
def _branch(f: FunctionText, instr: Instr) -> None:
    weights = f.owner.weights(instr.imm[0])
    f.line(f"br {f.typed(instr.args[0])}, label %{f.target(instr, 0)}, label %{f.target(instr, 1)}{weights}")


@_emits("switch")
def _switch(f: FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    mask = (1 << type_.bits) - 1
    cases = " ".join(f"{type_} {case & mask}, label %{f.target(instr, i)}" for i, case in enumerate(instr.cases))
    f.line(f"switch {f.typed(instr.args[0])}, label %{f.target(instr, len(instr.cases))} [ {cases} ]")


@_emits("return")
def _return(f: FunctionText, instr: Instr) -> None:
    if not instr.args:
        f.line("ret void")
    elif len(instr.args) == 1:
        f.line(f"ret {f.typed(instr.args[0])}")
    else:
        type_ = result_type(f.function.signature)
        whole = "poison"
        for i, value in enumerate(instr.args):
            whole = f.define(f"insertvalue {type_} {whole}, {f.typed(value)}, {i}")
        f.line(f"ret {type_} {whole}")


@_emits("tail_call")
def _tail_call(f: FunctionText, instr: Instr) -> None:
    callee = f.owner.function(instr.imm[0])
    f.tail_call(quote(function_symbol(callee.name)), callee.signature, instr.args)


@_emits("tail_call_indirect")
def _tail_call_indirect(f: FunctionText, instr: Instr) -> None:
    signature = instr.imm[0]
    assert isinstance(signature, Signature)
    f.tail_call(f.operand(instr.args[0]), signature, instr.args[1:])


@_emits("unreachable")
def _unreachable(f: FunctionText, instr: Instr) -> None:
    f.line("unreachable")
