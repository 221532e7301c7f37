"""IR function to Python source: the compiler inside the reference executor.

Straight code and branches to blocks with one predecessor become nested `if`s; other blocks become arms of a dispatch
loop. Loops draw from one iterator (`B`), so counting steps costs nothing. Names in the source: `v3` an SSA value, `x` an
address, `f7` and `t7` a function by number (called; entered by a tail call), `e7` a C function, `P` and `W` readable and
writable pages. A function that makes tail calls takes its arguments as one tuple and returns (next, arguments) or
(None, result); `f7` then is the trampoline around it, so tail calls never deepen the Python stack.

Effects: none. Constants are written into the expressions that use them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, cast

from corevm.ir import arith
from corevm.ir.module import Block, Function, Instr, Target, Value
from corevm.ir.type import BOOL, F32, F64, I8, Signature, Type

_WIDE_SWITCH = 5
_NEST_LIMIT = 24  # CPython's tokenizer allows 100 levels of indentation
_STRUCTS = {1: "1", 2: "2", 4: "4", 8: "8"}
_WORD = "0xffffffffffffffff"


class Names(Protocol):
    """What the emitter asks of the executor: Python names for things outside the function."""

    def function(self, name: str) -> str: ...
    def tail(self, name: str) -> str: ...
    def extern(self, name: str, arg_types: tuple[Type, ...]) -> str: ...
    def table(self, signature: Signature, is_tail: bool) -> str: ...
    def function_address(self, name: str) -> str: ...
    def data_address(self, name: str) -> str: ...
    def extern_address(self, name: str) -> str: ...


@dataclass
class Emitted:
    """The Python source of a function, and which instruction each of its lines belongs to."""

    source: str
    function: Function
    is_tail: bool  # makes tail calls: has the tuple calling convention
    line_instr: list[tuple[Block, int] | None]
    constants: dict[str, object]
    value_names: dict[Value, str] = field(default_factory=dict)


def makes_tail_calls(function: Function) -> bool:
    return any(b.instrs and b.instrs[-1].op.name.startswith("tail_call") for b in function.blocks)


def tuple_text(names: list[str]) -> str:
    return "(" + "".join(n + ", " for n in names) + ")"


def _struct_name(type_: Type) -> str:
    return {F64: "d", F32: "f"}.get(type_) or _STRUCTS[type_.size_bytes]


class _Emitter:
    def __init__(self, function: Function, index: int, names: Names) -> None:
        self.function = function
        self.index = index
        self.names = names
        self.lines: list[str] = []
        self.line_instr: list[tuple[Block, int] | None] = [None]
        self.text: dict[Value, str] = {}
        self.value_names: dict[Value, str] = {}
        self.constants: dict[str, object] = {}
        self.at: tuple[Block, int] | None = None
        self.is_tail = makes_tail_calls(function)
        self.dispatch: dict[int, int] = {}  # id(block) -> arm number
        self.pending: list[Block] = []
        self.has_slots = any(i.op.name == "stack_slot" for i in function.instructions())

    # --- lines
    def put(self, depth: int, text: str) -> None:
        self.lines.append(" " * depth + text)
        self.line_instr.append(self.at)

    def define(self, value: Value) -> str:
        name = self.value_names.get(value)
        if name is None:
            name = self.value_names[value] = f"v{len(self.value_names)}"
            self.text[value] = name
        return name

    def args(self, values: list[Value]) -> list[str]:
        return [self.text[v] for v in values]

    # --- control
    def emit(self) -> Emitted:
        function = self.function
        order, edges = self.plan()
        for block in order:
            for param in block.params:
                self.define(param)
            for instr in block.instrs:
                for result in instr.results:
                    if instr.op.name == "const":
                        self.text[result] = self.constant(result.type, cast(int, instr.imm[0]))
                    elif instr.op.name == "func_addr":
                        self.text[result] = self.names.function_address(str(instr.imm[0]))
                    elif instr.op.name == "data_addr":
                        self.text[result] = self.names.data_address(str(instr.imm[0]))
                    elif instr.op.name == "extern_addr":
                        self.text[result] = self.names.extern_address(str(instr.imm[0]))
                    else:
                        self.define(result)
        params = [self.value_names[p] for p in function.entry.params]
        if self.is_tail:
            self.put(0, f"def t_{self.index}(a):")
            if params:
                self.put(1, f"{tuple_text(params)} = a")
        else:
            self.put(0, f"def f_{self.index}({', '.join(params)}):")
        depth = 1
        if self.has_slots:
            self.put(1, "slots = {}")
            self.put(1, "try:")
            depth = 2
        arms = [b for b in order if b is not function.entry and edges[id(b)] != 1]
        for block in arms:
            self.dispatch[id(block)] = len(self.dispatch)
        self.limit_nesting(order)
        self.block(function.entry, depth)
        if self.dispatch:
            by_number = {number: block for block in order if (number := self.dispatch.get(id(block))) is not None}
            self.at = None
            self.put(depth, "for _ in B:")
            self.arms(by_number, 0, len(by_number), depth + 1)
            self.at = None
            self.put(depth, "out_of_steps()")
        if self.has_slots:
            self.at = None
            self.put(1, "finally:")
            self.put(2, "release(slots)")
        return Emitted(
            "\n".join(self.lines) + "\n", function, self.is_tail, self.line_instr, self.constants, self.value_names
        )

    def plan(self) -> tuple[list[Block], dict[int, int]]:
        """Reachable blocks, definitions before uses, and each one's number of incoming edges."""
        edges: dict[int, int] = {id(self.function.entry): 0}
        order = [self.function.entry]
        for block in order:  # grows while it is walked
            for instr in block.instrs:
                for target in instr.targets:
                    if id(target.block) not in edges:
                        edges[id(target.block)] = 0
                        order.append(target.block)
                    edges[id(target.block)] += 1
        return order, edges

    def limit_nesting(self, order: list[Block]) -> None:
        """Blocks nested too deep become arms; a wide switch's targets too."""
        level: dict[int, int] = {}
        for block in order:
            here = 0 if id(block) in self.dispatch else level.get(id(block), 0)
            end = block.instrs[-1] if block.instrs else None
            if end is None:
                continue
            for target in end.targets:
                step = 0 if end.op.name == "jump" else 1
                if id(target.block) in self.dispatch:
                    continue
                if here + step > _NEST_LIMIT or (end.op.name == "switch" and len(end.targets) > _WIDE_SWITCH):
                    self.dispatch[id(target.block)] = len(self.dispatch)
                else:
                    level[id(target.block)] = here + step

    def arms(self, by_number: dict[int, Block], low: int, high: int, depth: int) -> None:
        if high - low == 1:
            self.block(by_number[low], depth)
            return
        self.at = None
        if high - low == 2:
            self.put(depth, f"if b == {low}:")
            middle = low + 1
        else:
            middle = (low + high) // 2
            self.put(depth, f"if b < {middle}:")
        self.arms(by_number, low, middle, depth + 1)
        self.at = None
        self.put(depth, "else:")
        self.arms(by_number, middle, high, depth + 1)

    def block(self, block: Block, depth: int) -> None:
        """The block and, nested, the blocks only it leads to."""
        for i, instr in enumerate(block.instrs):
            self.at = (block, i)
            if instr.op.is_terminator:
                self.terminator(instr, depth)
            else:
                self.instruction(instr, depth)

    def goto(self, target: Target, depth: int) -> None:
        moves = [
            (self.value_names[p], self.text[a])
            for p, a in zip(target.block.params, target.args, strict=True)
            if self.value_names[p] != self.text[a]
        ]
        number = self.dispatch.get(id(target.block))
        if moves:
            self.put(depth, f"{', '.join(m[0] for m in moves)} = {', '.join(m[1] for m in moves)}")
        if number is None:
            at = self.at
            self.block(target.block, depth)
            self.at = at
        elif len(self.dispatch) > 1:
            self.put(depth, f"b = {number}")
        elif not moves:
            self.put(depth, "pass")

    def terminator(self, instr: Instr, depth: int) -> None:
        name = instr.op.name
        if name == "jump":
            self.goto(instr.targets[0], depth)
        elif name == "branch":
            self.put(depth, f"if {self.text[instr.args[0]]}:")
            self.goto(instr.targets[0], depth + 1)
            self.put(depth, "else:")
            self.goto(instr.targets[1], depth + 1)
        elif name == "switch":
            self.switch(instr, depth)
        elif name == "return":
            args = self.args(instr.args)
            text = args[0] if len(args) == 1 else tuple_text(args) if args else "None"
            self.put(depth, f"return None, {text}" if self.is_tail else f"return {text}")
        elif name == "tail_call":
            callee = self.names.tail(str(instr.imm[0]))
            self.put(depth, f"return {callee}, {tuple_text(self.args(instr.args))}")
        elif name == "tail_call_indirect":
            table = self.names.table(cast(Signature, instr.imm[0]), True)
            args = self.args(instr.args)
            self.put(depth, f"return {table}[{args[0]}], {tuple_text(args[1:])}")
        else:
            self.put(depth, "trap('IR911', 'unreachable was reached')")

    def switch(self, instr: Instr, depth: int) -> None:
        subject = self.text[instr.args[0]]
        targets = instr.targets
        mask = (1 << instr.args[0].type.bits) - 1
        if len(targets) <= _WIDE_SWITCH:
            for i, (case, target) in enumerate(zip(instr.cases, targets, strict=False)):
                self.put(depth, f"{'elif' if i else 'if'} {subject} == {case & mask}:")
                self.goto(target, depth + 1)
            if instr.cases:
                self.put(depth, "else:")
            self.goto(targets[-1], depth + 1 if instr.cases else depth)
            return
        is_direct = not any(t.args for t in targets) and len(self.dispatch) > 1
        numbers = [self.dispatch[id(t.block)] if is_direct else i for i, t in enumerate(targets)]
        table: dict[int, int] = {}
        for case, number in zip(instr.cases, numbers, strict=False):
            table.setdefault(case & mask, number)
        name = f"T{len(self.constants)}"
        self.constants[name] = table.get
        self.put(depth, f"b = {name}({subject}, {numbers[-1]})")
        if not is_direct:
            self.choose(targets, 0, depth)

    def choose(self, targets: list[Target], first: int, depth: int) -> None:
        """Go to the target of which `b` is the index."""
        if len(targets) == 1:
            self.goto(targets[0], depth)
            return
        middle = len(targets) // 2
        self.put(depth, f"if b < {first + middle}:")
        self.choose(targets[:middle], first, depth + 1)
        self.put(depth, "else:")
        self.choose(targets[middle:], first + middle, depth + 1)

    # --- instructions
    def constant(self, type_: Type, bits: int) -> str:
        value = arith.from_bits(type_, bits)
        if isinstance(value, float):
            if math.isfinite(value):
                return f"({value!r})"
            name = f"K{len(self.constants)}"
            self.constants[name] = value
            return name
        return str(value)

    def instruction(self, instr: Instr, depth: int) -> None:
        name = instr.op.name
        if name in ("const", "func_addr", "data_addr", "extern_addr", "fence", "prefetch", "prefetch"):
            return
        if name in arith.FOLDABLE:
            self.rule(instr, depth)
        else:
            _SPECIAL[name](self, instr, depth)

    def rule(self, instr: Instr, depth: int) -> None:
        operand = instr.args[0].type if instr.args else None
        width = operand if instr.op.results == ("bool",) else instr.type
        rule = arith.rule_of(instr.op.name, width, operand)
        names = {letter: self.text[v] for letter, v in zip("abc", instr.args, strict=False)}
        names |= {f"r{i}": self.text[r] for i, r in enumerate(instr.results)} | arith.widths(width, operand)
        for condition, code, reason in rule.before:
            self.put(depth, f"if {condition.format(**names)}: trap({code!r}, {reason!r})")
        for result, text in zip(instr.results, rule.results, strict=True):
            self.put(depth, f"{self.text[result]} = {text.format(**names)}")
        for condition, code, reason in rule.after:
            self.put(depth, f"if {condition.format(**names)}: trap({code!r}, {reason!r})")

    def address(self, instr: Instr, depth: int) -> str:
        base = self.text[instr.args[0]]
        offset = cast(int, instr.imm[0])
        if offset == 0 and base.startswith("v"):
            return base
        self.put(depth, f"x = {base} + {offset}" if offset >= 0 else f"x = {base} - {-offset}")
        return "x"

    def load(self, instr: Instr, depth: int) -> None:
        assert instr.type is not None
        if instr.op.name.startswith("atomic"):
            self.aligned(instr, depth)
        self.load_to(self.text[instr.results[0]], instr.type, self.address(instr, depth), depth)

    def load_to(self, result: str, type_: Type, x: str, depth: int) -> None:
        if type_ is I8 or type_ is BOOL:
            self.put(depth, f"try: {result} = P[{x} >> 12][{x} & 4095]")
            self.put(depth, f"except IndexError: {result} = load_slow({x}, 1)")
            if type_ is BOOL:
                self.put(depth, f"{result} = {result} == 1 if {result} < 2 else bad_bool({x})")
            return
        kind = _struct_name(type_)
        self.put(depth, f"try: {result} = L{kind}(P[{x} >> 12], {x} & 4095)[0]")
        slow = "load_slow_float" if type_.bits == 0 else "load_slow"
        self.put(depth, f"except struct_error: {result} = {slow}({x}, {type_.size_bytes})")

    def store(self, instr: Instr, depth: int) -> None:
        assert instr.type is not None
        if instr.op.name.startswith("atomic"):
            self.aligned(instr, depth)
        self.store_from(self.text[instr.args[1]], instr.type, self.address(instr, depth), depth)

    def store_from(self, value: str, type_: Type, x: str, depth: int) -> None:
        if type_ is I8 or type_ is BOOL:
            self.put(depth, f"try: W[{x} >> 12][{x} & 4095] = {value}")
            self.put(depth, f"except IndexError: store_slow({x}, {value}, 1)")
            return
        kind = _struct_name(type_)
        self.put(depth, f"try: S{kind}(W[{x} >> 12], {x} & 4095, {value})")
        slow = "store_slow_float" if type_.bits == 0 else "store_slow"
        self.put(depth, f"except struct_error: {slow}({x}, {value}, {type_.size_bytes})")

    def aligned(self, instr: Instr, depth: int) -> None:
        assert instr.type is not None
        size = instr.type.size_bytes
        if size > 1:
            x = f"{self.text[instr.args[0]]} + {instr.imm[0]}"
            self.put(depth, f"if ({x}) & {size - 1}: misaligned({x}, {size})")

    def atomic_cas(self, instr: Instr, depth: int) -> None:
        assert instr.type is not None
        self.aligned(instr, depth)
        x = self.address(instr, depth)
        old, stored = self.args(instr.results)
        self.load_to(old, instr.type, x, depth)
        self.put(depth, f"{stored} = {old} == {self.text[instr.args[1]]}")
        self.put(depth, f"if {stored}:")
        self.store_from(self.text[instr.args[2]], instr.type, x, depth + 1)

    def atomic_update(self, instr: Instr, depth: int) -> None:
        assert instr.type is not None
        self.aligned(instr, depth)
        x = self.address(instr, depth)
        old, operand = self.text[instr.results[0]], self.text[instr.args[1]]
        self.load_to(old, instr.type, x, depth)
        sign = {"atomic_add": "+", "atomic_or": "|", "atomic_and": "&"}[instr.op.name]
        self.put(depth, f"y = ({old} {sign} {operand}) & {hex((1 << instr.type.bits) - 1)}")
        self.store_from("y", instr.type, x, depth)

    def ptr_add(self, instr: Instr, depth: int) -> None:
        scale, offset = cast(tuple[int, int], instr.imm)
        base, index = self.args(instr.args)
        text = f"{base} + {index}" if scale == 1 else f"{base} + {index} * {scale}"
        if offset:
            text += f" + {offset}" if offset > 0 else f" - {-offset}"
        self.put(depth, f"{self.text[instr.results[0]]} = ({text}) & {_WORD}")

    def stack_slot(self, instr: Instr, depth: int) -> None:
        key = self.value_names[instr.results[0]]
        self.put(depth, f"{key} = stack_slot(slots, {key!r}, {instr.imm[0]}, {instr.imm[1]})")

    def helper(self, instr: Instr, depth: int) -> None:
        left = f"{self.text[instr.results[0]]} = " if instr.results else ""
        self.put(depth, f"{left}{instr.op.name}({', '.join(self.args(instr.args))})")

    def assert_(self, instr: Instr, depth: int) -> None:
        self.put(depth, f"if not {self.text[instr.args[0]]}: trap('IR910', {'assertion: ' + str(instr.imm[0])!r})")

    def call(self, instr: Instr, depth: int) -> None:
        args = self.args(instr.args)
        if instr.op.name == "call":
            callee = self.names.function(str(instr.imm[0]))
        elif instr.op.name == "call_c":
            callee = self.names.extern(str(instr.imm[0]), tuple(a.type for a in instr.args))
        else:
            callee = f"{self.names.table(cast(Signature, instr.imm[0]), False)}[{args.pop(0)}]"
        results = self.args(instr.results)
        left = f"{', '.join(results)} = " if results else ""
        self.put(depth, f"{left}{callee}({', '.join(args)})")


_SPECIAL: dict[str, Callable[[_Emitter, Instr, int], None]] = {
    "load": _Emitter.load,
    "store": _Emitter.store,
    "atomic_load": _Emitter.load,
    "atomic_store": _Emitter.store,
    "atomic_cas": _Emitter.atomic_cas,
    "atomic_add": _Emitter.atomic_update,
    "atomic_or": _Emitter.atomic_update,
    "atomic_and": _Emitter.atomic_update,
    "ptr_add": _Emitter.ptr_add,
    "stack_slot": _Emitter.stack_slot,
    "memcopy": _Emitter.helper,
    "memmove": _Emitter.helper,
    "memset": _Emitter.helper,
    "memequal": _Emitter.helper,
    "dump_registers": _Emitter.helper,
    "call": _Emitter.call,
    "call_indirect": _Emitter.call,
    "call_c": _Emitter.call,
    "assert": _Emitter.assert_,
}

IMPLEMENTED = (
    frozenset(_SPECIAL)
    | arith.FOLDABLE
    | {"const", "func_addr", "data_addr", "extern_addr", "fence", "prefetch"}
    | {"jump", "branch", "switch", "return", "tail_call", "tail_call_indirect", "unreachable"}
)


def emit(function: Function, index: int, names: Names) -> Emitted:
    """The Python source of a defined function. `index` is its number in the executor."""
    return _Emitter(function, index, names).emit()


__all__ = ["Emitted", "IMPLEMENTED", "Names", "emit", "makes_tail_calls", "tuple_text"]
