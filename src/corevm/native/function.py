"""One function as LLVM IR text: blocks, phis, calls, debug locations; `corevm.native.emit` writes its ops. Effects: none."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from corevm.errors import NativeError
from corevm.ir.module import Block, Function, Instr, Loc, Value
from corevm.ir.type import Signature
from corevm.native.context import ModuleContext
from corevm.native.spell import PARAM, TYPE, call_type, define_type, quote, result_type, string
from corevm.native.symbol import MAX_REGISTER_RESULTS, function_section, function_symbol


class FunctionText:
    """Writes one function. `names` maps each IR value to its LLVM operand."""

    def __init__(self, owner: ModuleContext, function: Function) -> None:
        self.owner = owner
        self.function = function
        self.names: dict[Value, str] = {}
        self.lines: list[str] = []
        self.slots: list[str] = []
        self.suffix = ""  # the current debug location
        self.subprogram = -1
        self._locs: dict[Loc, str] = {}
        self._scopes: dict[str, int] = {}
        self._count = 0

    # --- small helpers
    def fresh(self) -> str:
        self._count += 1
        return f"%t{self._count}"

    def line(self, text: str) -> None:
        self.lines.append(f"  {text}{self.suffix}")

    def define(self, text: str) -> str:
        name = self.fresh()
        self.lines.append(f"  {name} = {text}{self.suffix}")
        return name

    def result(self, instr: Instr, text: str) -> None:
        self._count += 1
        name = self.names[instr.results[0]] = f"%t{self._count}"
        self.lines.append(f"  {name} = {text}{self.suffix}")

    def operand(self, value: Value) -> str:
        try:
            return self.names[value]
        except KeyError:
            raise NativeError(
                f"value {value!r} is used but not defined before", code="NA107", seen=f"function {self.function.name}"
            ) from None

    def typed(self, value: Value) -> str:
        return f"{TYPE[value.type.name]} {self.operand(value)}"

    def address(self, base: Value, offset: object) -> str:
        name = self.operand(base)
        return self.define(f"getelementptr i8, ptr {name}, i64 {offset}") if offset else name

    def refuse(self, message: str, code: str) -> NativeError:
        return NativeError(message, code=code, seen=f"function {self.function.name} of module {self.owner.module.name}")

    # --- debug locations
    def _set_loc(self, loc: Loc | None) -> None:
        if self.subprogram < 0 or loc is None:
            return
        found = self._locs.get(loc)
        if found is None:
            owner = self.owner
            scope = self._scopes.get(loc.file)
            if scope is None:
                scope = self._scopes[loc.file] = owner.metadata.add(
                    f"!DILexicalBlockFile(scope: !{self.subprogram}, file: !{owner.file(loc.file)}, discriminator: 0)"
                )
            node = owner.metadata.add(f"!DILocation(line: {loc.line}, column: {loc.column}, scope: !{scope})")
            found = self._locs[loc] = f", !dbg !{node}"
        self.suffix = found

    # --- the function
    def render(self, linkage: str, emitters: Mapping[str, Callable[[FunctionText, Instr], None]]) -> str:
        owner, function = self.owner, self.function
        signature = function.signature
        blocks = _reachable(function)
        labels = {block: f"b{i}" for i, block in enumerate(blocks)}
        edges, splits = _edges(blocks, labels)
        dbg = ""
        if owner.debug:
            loc = (
                function.loc
                or next((i.loc for i in function.instructions() if i.loc), None)
                or Loc(owner.module.name, 0)
            )
            file = owner.file(loc.file)
            kind = owner.metadata.unique("!DISubroutineType(types: !{})")
            self.subprogram = owner.metadata.add(
                f"distinct !DISubprogram(name: {string(function.name)}, scope: !{file}, file: !{file}, line: {loc.line}, "
                f"scopeLine: {loc.line}, type: !{kind}, unit: !{owner.unit}, spFlags: DISPFlagDefinition | DISPFlagOptimized)"
            )
            self._scopes[loc.file] = self.subprogram
            dbg = f" !dbg !{self.subprogram}"
            self._set_loc(loc)
        entry = function.entry
        if edges.get(entry):
            raise self.refuse("something jumps to the entry block", "NA108")
        params = []
        for i, param in enumerate(entry.params):
            self.names[param] = f"%p{i}"
            params.append(f"{PARAM[param.type.name]} %p{i}")
        for block in blocks[1:]:
            for i, param in enumerate(block.params):
                self.names[param] = f"%{labels[block]}.{i}"
        bodies: list[tuple[Block, list[str]]] = []
        self.splits = splits
        self.labels = labels
        for block in _definition_order(blocks):
            self.lines = []
            for instr in block.instrs:
                if instr.loc is not None:
                    self._set_loc(instr.loc)
                emitters[instr.op.name](self, instr)
            bodies.append((block, self.lines))
        order = {block: i for i, block in enumerate(blocks)}
        bodies.sort(key=lambda pair: order[pair[0]])
        convention = "preserve_nonecc " if signature.convention == "handler" else ""
        section = f" section {string(function_section(function.name, function.is_cold))}" if owner.is_divided else ""
        group = "#1" if function.is_cold else "#2" if function.is_inline else "#0"
        out = [
            f"define {linkage}{convention}{define_type(signature)} {quote(function_symbol(function.name))}"
            f"({', '.join(params)}) {group}{section}{dbg} {{"
        ]
        for block, lines in bodies:
            out.append(f"{labels[block]}:")
            if block is entry:
                out += self.slots
            else:
                for i, param in enumerate(block.params):
                    incoming = ", ".join(f"[ {self.operand(args[i])}, %{label} ]" for label, args in edges[block])
                    out.append(f"  %{labels[block]}.{i} = phi {TYPE[param.type.name]} {incoming}")
            out += lines
        for label, block in splits.values():
            out += [f"{label}:", f"  br label %{labels[block]}"]
        return "\n".join([*out, "}"])

    # --- calls
    def arguments(self, signature: Signature, args: list[Value]) -> str:
        fixed = len(signature.params)
        if len(args) < fixed or (len(args) > fixed and not signature.varargs):
            raise self.refuse(f"a call passes {len(args)} arguments to {signature}", "NA109")
        texts = [f"{PARAM[value.type.name]} {self.operand(value)}" for value in args[:fixed]]
        for value in args[fixed:]:  # C's default promotions
            name = value.type.name
            if name == "bool":
                texts.append(f"i32 {self.define(f'zext i1 {self.operand(value)} to i32')}")
            elif name in ("i8", "i16"):
                texts.append(f"i32 {self.define(f'sext {name} {self.operand(value)} to i32')}")
            elif name == "f32":
                texts.append(f"double {self.define(f'fpext float {self.operand(value)} to double')}")
            else:
                texts.append(self.typed(value))
        return ", ".join(texts)

    def call(self, instr: Instr, callee: str, signature: Signature, args: list[Value]) -> None:
        convention = "preserve_nonecc " if signature.convention == "handler" else ""
        text = f"call {convention}{call_type(signature)} {callee}({self.arguments(signature, args)})"
        if not signature.results:
            self.line(text)
        elif len(signature.results) == 1:
            self.result(instr, text)
        else:
            self.unpack(instr, result_type(signature), self.define(text))

    def unpack(self, instr: Instr, type_: str, pair: str) -> None:
        for i, value in enumerate(instr.results):
            self.names[value] = self.define(f"extractvalue {type_} {pair}, {i}")

    def tail_call(self, callee: str, signature: Signature, args: list[Value]) -> None:
        own = self.function.signature
        if signature.results != own.results or signature.convention != own.convention:
            raise self.refuse(
                f"a tail call to {signature} from {own}: convention and results must be the same", "NA110"
            )
        is_handler = own.convention == "handler"
        is_certain = signature.params == own.params and len(own.results) <= MAX_REGISTER_RESULTS
        if is_handler and not is_certain:
            raise self.refuse(
                f"a handler's tail call to {signature} from {own} cannot be guaranteed: the parameters must be the same",
                "NA111",
            )
        kind = "musttail" if is_certain else "tail"
        convention = "preserve_nonecc " if is_handler else ""
        text = f"{kind} call {convention}{call_type(signature)} {callee}({self.arguments(signature, args)})"
        if own.results:
            self.line(f"ret {result_type(own)} {self.define(text)}")
        else:
            self.line(text)
            self.line("ret void")

    def target(self, instr: Instr, index: int) -> str:
        split = self.splits.get((id(instr), index))
        return split[0] if split else self.labels[instr.targets[index].block]


def _reachable(function: Function) -> list[Block]:
    """The reachable blocks in their written order, the entry first."""
    seen = {function.entry}
    work = [function.entry]
    while work:
        for successor in work.pop().successors():
            if successor not in seen:
                seen.add(successor)
                work.append(successor)
    return [block for block in function.blocks if block in seen]


def _definition_order(blocks: list[Block]) -> list[Block]:
    """Reverse postorder, so that a definition is met before what it dominates."""
    seen = {blocks[0]}
    order: list[Block] = []
    stack = [(blocks[0], list(blocks[0].successors()))]
    while stack:
        block, rest = stack[-1]
        while rest:
            successor = rest.pop()
            if successor not in seen:
                seen.add(successor)
                stack.append((successor, list(successor.successors())))
                break
        else:
            order.append(block)
            stack.pop()
    return order[::-1]


_Edges = dict[Block, list[tuple[str, list[Value]]]]
_Splits = dict[tuple[int, int], tuple[str, Block]]


def _edges(blocks: list[Block], labels: dict[Block, str]) -> tuple[_Edges, _Splits]:
    """Each block's incoming edges, and the edges that need a block of their own: several from one terminator to one block
    with parameters (a phi has one entry a predecessor)."""
    edges: _Edges = {block: [] for block in blocks}
    splits: _Splits = {}
    for block in blocks:
        end = block.terminator
        if end is None:
            raise NativeError(f"block {block.name} has no terminator", code="NA112")
        seen: set[Block] = set()
        for index, target in enumerate(end.targets):
            label = labels[block]
            if target.block in seen and target.block.params:
                label = f"{label}.e{index}"
                splits[id(end), index] = (label, target.block)
            seen.add(target.block)
            edges[target.block].append((label, target.args))
    return edges, splits
