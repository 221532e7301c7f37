"""The builder: appends instructions to a block, computing result types and folding nothing.

Example:
    >>> from corevm.ir import build, module, type as t
    >>> f = build.new_function("double", t.Signature((t.I64,), (t.I64,)))
    >>> b = build.Builder(f.entry)
    >>> b.ret(b.emit("add", t.I64, f.entry.params[0], f.entry.params[0]))
"""

from __future__ import annotations

import struct

from corevm.errors import IrError
from corevm.ir.module import Block, Function, Instr, Loc, Target, Value
from corevm.ir.op import OPS
from corevm.ir.type import BOOL, F32, F64, I64, PTR, TYPES, Signature, Type


def new_function(name: str, signature: Signature, param_names: tuple[str, ...] = ()) -> Function:
    """A function with an entry block whose parameters are the signature's."""
    function = Function(name, signature, param_names=param_names)
    entry = Block("entry")
    entry.params = [
        Value(t, param_names[i] if i < len(param_names) else f"p{i}") for i, t in enumerate(signature.params)
    ]
    function.blocks.append(entry)
    return function


def constant_bits(type_: Type, value: int | float | bool) -> int:
    """The unsigned bits of a constant of a type; integers are taken modulo the width."""
    if type_ is F64:
        return int(struct.unpack("<Q", struct.pack("<d", value))[0])
    if type_ is F32:
        return int(struct.unpack("<I", struct.pack("<f", value))[0])
    return int(value) & ((1 << type_.bits) - 1)


class Builder:
    """Appends to `block`, giving each instruction the current `loc`."""

    def __init__(self, block: Block) -> None:
        self.block = block
        self.loc: Loc | None = None

    # --- general
    def append(self, instr: Instr) -> Instr:
        instrs = self.block.instrs
        if instrs and instrs[-1].op.is_terminator:
            raise IrError(f"block {self.block.name} already has its terminator", code="IR010")
        if instr.loc is None:
            instr.loc = self.loc
        instrs.append(instr)
        return instr

    def emit_all(self, name: str, type_: Type | None, *args: Value, imm: tuple[object, ...] = ()) -> list[Value]:
        """Append an op whose results follow from its table row; gives all its results."""
        op = OPS[name]
        results = [Value(type_ if pattern == "T" else TYPES[pattern]) for pattern in op.results]  # type: ignore[arg-type]
        self.append(Instr(op, type_, list(args), imm, results))
        return results

    def emit(self, name: str, type_: Type | None, *args: Value, imm: tuple[object, ...] = ()) -> Value:
        """Like `emit_all` for an op with one result (or the first of several)."""
        results = self.emit_all(name, type_, *args, imm=imm)
        return results[0]

    # --- the common ones
    def const(self, type_: Type, value: int | float | bool) -> Value:
        return self.emit("const", type_, imm=(constant_bits(type_, value),))

    def load(self, type_: Type, address: Value, offset: int = 0, alias: str = "any") -> Value:
        return self.emit("load", type_, address, imm=(offset, alias))

    def store(self, type_: Type, address: Value, value: Value, offset: int = 0, alias: str = "any") -> None:
        self.emit_all("store", type_, address, value, imm=(offset, alias))

    def ptr_add(self, address: Value, index: Value, scale: int = 1, offset: int = 0) -> Value:
        return self.emit("ptr_add", None, address, index, imm=(scale, offset))

    def call(self, callee: Function, *args: Value) -> list[Value]:
        results = [Value(t) for t in callee.signature.results]
        self.append(Instr(OPS["call"], None, list(args), (callee.name,), results))
        return results

    def call_named(self, name: str, signature: Signature, *args: Value, op: str = "call") -> list[Value]:
        """`op` is call or call_c."""
        results = [Value(t) for t in signature.results]
        self.append(Instr(OPS[op], None, list(args), (name,), results))
        return results

    def call_indirect(self, signature: Signature, address: Value, *args: Value) -> list[Value]:
        results = [Value(t) for t in signature.results]
        self.append(Instr(OPS["call_indirect"], None, [address, *args], (signature,), results))
        return results

    # --- terminators
    def jump(self, block: Block, *args: Value) -> None:
        self.append(Instr(OPS["jump"], None, [], targets=[Target(block, list(args))]))

    def branch(
        self,
        condition: Value,
        then: Block,
        other: Block,
        then_args: list[Value] | None = None,
        other_args: list[Value] | None = None,
        hint: str = "none",
    ) -> None:
        targets = [Target(then, then_args or []), Target(other, other_args or [])]
        self.append(Instr(OPS["branch"], None, [condition], (hint,), targets=targets))

    def switch(self, value: Value, cases: list[tuple[int, Block]], default: Block) -> None:
        targets = [Target(b, []) for _, b in cases] + [Target(default, [])]
        self.append(Instr(OPS["switch"], value.type, [value], targets=targets, cases=[c for c, _ in cases]))

    def ret(self, *values: Value) -> None:
        self.append(Instr(OPS["return"], None, list(values)))

    def tail_call(self, name: str, *args: Value) -> None:
        self.append(Instr(OPS["tail_call"], None, list(args), (name,)))

    def tail_call_indirect(self, signature: Signature, address: Value, *args: Value) -> None:
        self.append(Instr(OPS["tail_call_indirect"], None, [address, *args], (signature,)))

    def unreachable(self) -> None:
        self.append(Instr(OPS["unreachable"], None, []))


__all__ = ["BOOL", "Builder", "I64", "PTR", "constant_bits", "new_function"]
