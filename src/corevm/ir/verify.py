"""Is a module well formed? Structure, types, dominance, names: everything other tools rely on without looking.

Checks INV-IR-1 to INV-IR-5 of `module`, every row of the op table, and that names resolve within the module. The first
fault is raised as IrError (IR1xx, `diagnostic.CODES`) with function, block and instruction. Code no path reaches is
checked like other code, but for dominance.

Effects: none.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable
from typing import NoReturn

from corevm.errors import IrError, Place
from corevm.ir.analysis.dominance import Dominance
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Target, Value
from corevm.ir.op import ALIASES, HINTS, OPS
from corevm.ir.text import FunctionText, format_name, format_signature
from corevm.ir.type import BOOL, FLOATS, INTS, PTR, REF, TYPES, Signature, Type

EFFECTS = ("pure", "read", "write", "alloc", "guest")
CONVENTIONS = ("micro", "handler")
_RELOC_KINDS = ("func", "data", "extern")
_I64_MIN, _I64_MAX = -(1 << 63), (1 << 63) - 1
_MAX_ALIGN = 1 << 21
MAX_LINE = 1 << 32
_MAX_SLOT_BYTES = 1 << 20


def _fits_i64(imm: object) -> bool:
    return type(imm) is int and _I64_MIN <= imm <= _I64_MAX


_IMMEDIATE: dict[str, tuple[Callable[[object], bool], str]] = {
    "int": (_fits_i64, "an integer of 64 bits"),
    "bits": (lambda imm: type(imm) is int, "the constant's bits as an int"),
    "func": (lambda imm: isinstance(imm, str), "a function's name"),
    "data": (lambda imm: isinstance(imm, str), "a data item's name"),
    "extern": (lambda imm: isinstance(imm, str), "a C function's name"),
    "sig": (lambda imm: isinstance(imm, Signature), "a Signature"),
    "alias": (lambda imm: imm in ALIASES, "one of " + " ".join(ALIASES)),
    "hint": (lambda imm: imm in HINTS, "one of " + " ".join(HINTS)),
    "text": (lambda imm: isinstance(imm, str), "a text"),
}


def conversion_fault(name: str, operand: Type, result: Type) -> str:
    """What is wrong with a conversion between two types, or an empty string. `name` is an op with a `?` operand."""
    if name == "sext":
        return "" if operand in INTS and operand.bits < result.bits else "a narrower integer"
    if name == "zext":
        is_ok = operand is BOOL or (operand in INTS and operand.bits < result.bits)
        return "" if is_ok else "a narrower integer or bool"
    if name == "trunc":
        return "" if operand in INTS and operand.bits > result.bits else "a wider integer"
    if name in ("sitofp", "uitofp"):
        return "" if operand in INTS else "an integer"
    if name == "fptosi":
        return "" if operand in FLOATS else "a float"
    if name == "fpcast":
        return "" if operand in FLOATS and operand is not result else "the other float type"
    is_ok = operand in OPS["bitcast"].types and operand.size_bytes == result.size_bytes and operand is not result
    return "" if is_ok else f"another type of {result.size_bytes} bytes"


class _FunctionVerifier:
    def __init__(self, function: Function, module: Module) -> None:
        self.function = function
        self.module = module
        self.block: Block | None = None
        self.instr: Instr | None = None

    def fail(self, code: str, seen: str = "", wanted: str = "", hint: str = "") -> NoReturn:
        function, block, instr = self.function, self.block, self.instr
        where = f"function {format_name(function.name)}"
        loc = function.loc
        text = FunctionText(function)
        if block is not None:
            where += f", block {text.labels.get(id(block), block.name)}"
        if instr is not None:
            where += f", `{text.instr(instr)}`"
            loc = instr.loc or loc
        place = Place(loc.file, loc.line, loc.column) if loc else None
        raise IrError(f"{CODES[code]}: {where}", code=code, place=place, seen=seen, wanted=wanted, hint=hint)

    def verify(self) -> None:
        self.attributes()
        if self.function.is_declaration:
            return
        self.structure()
        self.definitions()
        for block in self.function.blocks:
            self.block = block
            for instr in self.block.instrs:
                self.instr = instr
                self.check_instr(self.instr)
            self.instr = None
        self.block = None

    def attributes(self) -> None:
        function = self.function
        signature = function.signature
        if function.loc is not None:
            self.place(function.loc)
        if function.effect not in EFFECTS:
            self.fail("IR122", f"effect {function.effect}", "one of " + " ".join(EFFECTS))
        if signature.convention not in CONVENTIONS:
            self.fail("IR122", f"convention {signature.convention}", "one of " + " ".join(CONVENTIONS))
        if signature.varargs:
            self.fail("IR122", "a function with varargs", "varargs on externs only")
        if len(function.param_names) > len(signature.params):
            self.fail("IR122", f"{len(function.param_names)} names for {len(signature.params)} parameters")
        if not all(isinstance(t, Type) for t in (*signature.params, *signature.results)):
            self.fail("IR122", "a signature of something else than types")

    def structure(self) -> None:
        """INV-IR-1, INV-IR-4, and that jumps stay inside."""
        function = self.function
        known = {id(b) for b in function.blocks}
        if len(known) != len(function.blocks):
            self.fail("IR121")
        params = tuple(p.type for p in function.entry.params)
        if params != function.signature.params:
            self.fail("IR107", f"entry parameters ({', '.join(map(str, params))})", format_signature(function.signature))
        for block in function.blocks:
            self.block = block
            if not self.block.instrs:
                self.fail("IR101", "no instructions")
            last = self.block.instrs[-1]
            for instr in self.block.instrs:
                self.instr = instr
                if OPS.get(self.instr.op.name) is not self.instr.op:
                    self.fail("IR124", self.instr.op.name)
                if self.instr.op.is_terminator != (self.instr is last):
                    self.fail("IR102" if self.instr is not last else "IR101")
                for target in self.instr.targets:
                    if id(target.block) not in known:
                        self.fail("IR105", target.block.name)
                    if target.block is function.entry:
                        self.fail("IR107", "a jump to the entry block")
            self.instr = None
        self.block = None

    def definitions(self) -> None:
        """INV-IR-2."""
        function = self.function
        home: dict[Value, tuple[int, int]] = {}  # block, instruction; -1 for parameters
        for b, block in enumerate(function.blocks):
            self.block = block
            for param in self.block.params:
                if param in home:
                    self.fail("IR103", repr(param))
                home[param] = (b, -1)
            for i, instr in enumerate(self.block.instrs):
                self.instr = instr
                for result in self.instr.results:
                    if result in home:
                        self.fail("IR103", repr(result))
                    home[result] = (b, i)
            self.instr = None
        dominance = Dominance(function)
        for b, block in enumerate(function.blocks):
            self.block = block
            is_reachable = dominance.is_reachable(b)
            for i, instr in enumerate(self.block.instrs):
                self.instr = instr
                used = self.instr.args
                if self.instr.targets:
                    used = [*used, *(a for t in self.instr.targets for a in t.args)]
                for value in used:
                    at = home.get(value)
                    if at is None:
                        self.fail("IR104", f"{value!r}, which nothing in the function defines")
                    if at[0] == b:
                        if at[1] >= i:
                            self.fail("IR104", "a use before the definition in the same block")
                    elif is_reachable and not (dominance.is_reachable(at[0]) and dominance.dominates(at[0], b)):
                        name = FunctionText(function).value(value)
                        self.fail("IR104", f"{name} of block {function.blocks[at[0]].name}", "a dominating block")
            self.instr = None
        self.block = None

    # --- instructions
    def check_instr(self, instr: Instr) -> None:
        op = instr.op
        if instr.type not in op.types if op.types else instr.type is not None:
            wanted = " ".join(map(str, op.types)) or "no type"
            self.fail("IR109", str(instr.type), wanted)
        self.immediates(instr)
        self.targets(instr)
        if instr.loc is not None:
            self.place(instr.loc)
        if "*" in op.operands:
            self.call(instr)
            return
        if len(instr.args) != len(op.operands):
            self.fail("IR110", str(len(instr.args)), str(len(op.operands)))
        for i, (arg, pattern) in enumerate(zip(instr.args, op.operands, strict=True)):
            if pattern == "A":
                if arg.type is not PTR and arg.type is not REF:
                    self.fail("IR111", f"operand {i} of type {arg.type}", "ptr or ref")
            elif pattern == "?":
                assert instr.type is not None
                if fault := conversion_fault(op.name, arg.type, instr.type):
                    self.fail("IR114", f"{op.name} of {arg.type} to {instr.type}", fault)
            else:
                wanted_type = instr.type if pattern == "T" else TYPES[pattern]
                if arg.type is not wanted_type:
                    self.fail("IR111", f"operand {i} of type {arg.type}", str(wanted_type))
        results = tuple(instr.type if p == "T" else TYPES[p] for p in op.results)
        if tuple(r.type for r in instr.results) != results:
            self.fail("IR112", _types(r.type for r in instr.results), _types(t for t in results if t))

    def immediates(self, instr: Instr) -> None:
        op = instr.op
        if len(instr.imm) != len(op.immediates):
            self.fail("IR113", f"{len(instr.imm)} immediates", str(len(op.immediates)))
        for (name, kind), imm in zip(op.immediates, instr.imm, strict=True):
            is_right, wanted = _IMMEDIATE[kind]
            try:
                is_ok = is_right(imm)
            except TypeError:  # unhashable
                is_ok = False
            if not is_ok:
                self.fail("IR113", f"{name}: {imm!r}", wanted)
            if kind == "bits":
                assert instr.type is not None and isinstance(imm, int)
                width = instr.type.bits or instr.type.size_bytes * 8
                if not 0 <= imm < 1 << width:
                    self.fail("IR113", f"{name}: {imm:#x}", f"{width} bits")
            elif kind == "func" and imm not in self.module.functions:
                self.fail("IR115", str(imm), hint="declare it in the module")
            elif kind == "data" and imm not in self.module.data:
                self.fail("IR116", str(imm))
            elif kind == "extern" and imm not in self.module.externs:
                self.fail("IR117", str(imm), hint="declare it in the module's externs")
        if op.name == "stack_slot":
            size, align = instr.imm
            assert isinstance(size, int) and isinstance(align, int)
            if not 0 < size <= _MAX_SLOT_BYTES or not _is_align(align):
                self.fail("IR113", f"{size} bytes aligned to {align}", f"1 to {_MAX_SLOT_BYTES} bytes, a power of two")

    def place(self, loc: Loc) -> None:
        if not (type(loc.line) is type(loc.column) is int and 0 <= loc.line <= MAX_LINE and 0 <= loc.column <= MAX_LINE):
            self.fail("IR126", f"line {loc.line}, column {loc.column}", f"0 to {MAX_LINE}")

    def targets(self, instr: Instr) -> None:
        successors = instr.op.successors
        count = len(instr.targets)
        if successors == "switch":
            if count != len(instr.cases) + 1:
                self.fail("IR120", f"{count} targets for {len(instr.cases)} cases", "one more than cases")
            bits = instr.type.bits if instr.type else 64
            seen: set[int] = set()
            for case in instr.cases:
                if type(case) is not int or not -(1 << (bits - 1)) <= case < 1 << bits:
                    self.fail("IR120", f"case {case!r}", f"an integer of {bits} bits")
                if case & ((1 << bits) - 1) in seen:
                    self.fail("IR120", f"case {case} twice")
                seen.add(case & ((1 << bits) - 1))
        elif count != int(successors or 0) or instr.cases:
            self.fail("IR120", f"{count} targets, {len(instr.cases)} cases", f"{successors or 0} targets, no cases")
        for target in instr.targets:
            self.target(target)

    def target(self, target: Target) -> None:
        """INV-IR-3."""
        if len(target.args) != len(target.block.params) or any(
            a.type is not p.type for a, p in zip(target.args, target.block.params, strict=True)
        ):
            self.fail("IR106", _types(a.type for a in target.args), _types(p.type for p in target.block.params))

    def call(self, instr: Instr) -> None:
        name = instr.op.name
        if name == "return":
            self.same_types("IR119", instr.args, self.function.signature.results)
            return
        args = instr.args
        if instr.op.operands[0] == "ptr":
            if not args or args[0].type is not PTR:
                self.fail("IR111", str(args[0].type) if args else "no callee", "a callee of type ptr")
            args = args[1:]
            signature = instr.imm[0]
        elif instr.op.immediates[0][1] == "extern":
            signature = self.module.externs[str(instr.imm[0])]
        else:
            signature = self.module.functions[str(instr.imm[0])].signature
        assert isinstance(signature, Signature)
        if signature.varargs:
            if len(args) < len(signature.params):
                self.fail("IR118", f"{len(args)} arguments", f"at least {len(signature.params)}")
            args = args[: len(signature.params)]
        self.same_types("IR118", args, signature.params)
        if instr.op.is_terminator:  # INV-IR-5
            mine = self.function.signature
            is_alike = (signature.convention, signature.results) == (mine.convention, mine.results)
            if not is_alike or (mine.convention == "handler" and signature.params != mine.params):
                self.fail("IR108", format_signature(signature), f"like the caller: {format_signature(mine)}")
            if instr.results:
                self.fail("IR112", _types(r.type for r in instr.results), "none")
        else:
            self.same_types("IR118", instr.results, signature.results)

    def same_types(self, code: str, values: list[Value], wanted: tuple[Type, ...]) -> None:
        if tuple(v.type for v in values) != wanted:
            self.fail(code, _types(v.type for v in values), _types(wanted))


def _types(types: Iterable[Type]) -> str:
    return f"({', '.join(map(str, types))})"


def _is_align(align: int) -> bool:
    return 0 < align <= _MAX_ALIGN and align & (align - 1) == 0


def _data_fault(data: Data, module: Module) -> tuple[str, str]:
    """What is wrong with a data item: code and text, or empty strings."""
    if not _is_align(data.align):
        return "IR123", f"alignment {data.align}"
    end = 0
    names: dict[str, Container[str]] = {"func": module.functions, "data": module.data, "extern": module.externs}
    for reloc in data.relocs:
        if reloc.kind not in _RELOC_KINDS:
            return "IR123", f"a reloc of kind {reloc.kind}"
        if reloc.offset < end or reloc.offset + 8 > len(data.content):
            return "IR123", f"a reloc at {reloc.offset}, which is out of order or out of bounds"
        end = reloc.offset + 8
        if reloc.symbol not in names[reloc.kind]:
            return {"func": "IR115", "data": "IR116", "extern": "IR117"}[reloc.kind], reloc.symbol
    return "", ""


def verify_function(function: Function, module: Module) -> None:
    """Check one function of a module. Raises: IrError (IR1xx)."""
    _FunctionVerifier(function, module).verify()


def verify_module(module: Module) -> None:
    """Check a module. Raises: IrError (IR1xx)."""
    for extern_name, signature in module.externs.items():
        if len(signature.results) > 1:
            text = f"{CODES['IR122']}: extern {extern_name}"
            raise IrError(text, code="IR122", seen=str(signature), wanted="one result or none")
    for name, data in module.data.items():
        if name != data.name:
            raise IrError(CODES["IR100"], code="IR100", seen=f"data {data.name} under {name}")
        code, text = _data_fault(data, module)
        if code:
            raise IrError(f"{CODES[code]}: data {format_name(name)}", code=code, seen=text)
    for name, function in module.functions.items():
        if name != function.name:
            raise IrError(CODES["IR100"], code="IR100", seen=f"function {function.name} under {name}")
        verify_function(function, module)


def verify_linked(modules: Iterable[Module]) -> None:
    """Check modules and that each declaration is as the one definition of its name among them, if there is one."""
    listed = list(modules)
    defined: dict[str, tuple[Function, Module]] = {}
    for module in listed:
        verify_module(module)
        for function in module.functions.values():
            if not function.is_declaration:
                if function.name in defined:
                    seen = f"{function.name} in {defined[function.name][1].name} and {module.name}"
                    raise IrError(CODES["IR011"], code="IR011", seen=seen)
                defined[function.name] = (function, module)
    for module in listed:
        for function in module.functions.values():
            found = defined.get(function.name)
            if found and found[0].signature != function.signature:
                raise IrError(
                    f"{CODES['IR125']}: function {format_name(function.name)} in module {module.name}",
                    code="IR125",
                    seen=format_signature(function.signature),
                    wanted=f"{format_signature(found[0].signature)}, from module {found[1].name}",
                )


__all__ = ["CONVENTIONS", "EFFECTS", "conversion_fault", "verify_function", "verify_linked", "verify_module"]
