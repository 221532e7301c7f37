"""IR module to LLVM IR text. Effects: none; needs no llvmlite.

Contract
--------
INV-NATIVE-1  Nothing the IR defines becomes undefined or poison in LLVM: wrapping arithmetic carries no `nsw` (the `_nsw`
              ops, whose overflow the IR itself calls a trap, do), shift counts are masked, float to integer saturates,
              loads and stores assume no alignment (atomics assume their natural one).
INV-NATIVE-2  An IR name is never a C name: function `f` is the symbol `vm.f`, data `d` is `vd.d`, and `vh.f` is the
              entry of `f` for the host where C cannot call it directly. C names hold no dot, so neither LLVM's own
              library calls nor ld.so's search through the process can take the one for the other.
INV-NATIVE-3  Within an image no reference to a function or to data goes through a GOT or a PLT; C functions and
              functions of other images go through one GOT word, filled by ld.so at load.

Calls
-----
"micro" is the platform's C convention. Two results come back as LLVM returns a pair (rax/rdx, xmm0/xmm1 by class), three
or more in LLVM's own way (`vh.` entries give them to the host through memory). "handler" is `preserve_none`.
A tail call is `musttail` where both sides have one prototype and the results fit registers. A handler's tail call that
cannot be guaranteed is refused; a micro function's is then a plain sibling call where LLVM can make one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from corevm.errors import NativeError
from corevm.ir.module import Block, Data, Function, Instr, Loc, Module, Value
from corevm.ir.op import OPS
from corevm.ir.type import BOOL, F32, F64, PTR, REF, Signature, Type

TRIPLE = "x86_64-unknown-linux-gnu"
DATA_LAYOUT = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"

FUNCTION_PREFIX, DATA_PREFIX, HOST_PREFIX = "vm.", "vd.", "vh."

_TYPE = {"bool": "i1", "f32": "float", "f64": "double", "ptr": "ptr", "ref": "ptr", "value": "i64"} | {
    f"i{n}": f"i{n}" for n in (8, 16, 32, 64)
}
_PARAM = _TYPE | {"bool": "i1 zeroext"}
_RESULT = _TYPE | {"bool": "zeroext i1"}
_POINTERS = (PTR, REF)
_MAX_REGISTER_RESULTS = 2  # of either class, for certain

_C_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*\Z")
_ESCAPES = [f"\\{n:02X}" if n < 32 or n > 126 or n in (34, 92) else chr(n) for n in range(256)]

# The tree of alias classes (type-based alias metadata): a class may alias its ancestors and descendants only.
# "any" carries no metadata and so may alias everything.
_ALIAS_PARENT = {
    "heap": "", "header": "heap", "slot": "heap", "item": "heap", "frame": "", "thread": "", "code": "",
}  # fmt: skip
_HINT_WEIGHTS = {"likely": (2000, 1), "unlikely": (1, 2000)}


@dataclass(frozen=True)
class LinkPlan:
    """What a module must know of the others when it is lowered.

    `shared`: its functions that other modules of the image use (None: every function may be; the others become local to
    their object, which lets LLVM inline and drop them). `imports`: functions that live in another image.
    """

    shared: frozenset[str] | None = None
    imports: frozenset[str] = frozenset()


def plan_image(modules: Iterable[Module], imports: Iterable[str] = ()) -> LinkPlan:
    """The plan for modules that make up one image; `imports` are the functions it takes from other images."""
    defined: dict[str, int] = {}
    declared: set[str] = set()
    for module in modules:
        for function in module.functions.values():
            if function.is_declaration:
                declared.add(function.name)
            else:
                defined[function.name] = defined.get(function.name, 0) + 1
    shared = {name for name, count in defined.items() if count > 1} | declared
    return LinkPlan(frozenset(shared), frozenset(imports) - defined.keys())


def function_symbol(name: str) -> str:
    return FUNCTION_PREFIX + name


def data_symbol(name: str) -> str:
    return DATA_PREFIX + name


def needs_host_entry(signature: Signature) -> bool:
    """Whether C cannot call a function of this signature, so that an exported one gets a `vh.` entry."""
    return signature.convention == "handler" or len(signature.results) > _MAX_REGISTER_RESULTS


def module_text(module: Module, plan: LinkPlan | None = None, *, debug: bool = True) -> str:
    """The LLVM IR of a module.

    Raises:
        NativeError: NA1xx, the module uses what this lowering cannot express.
    """
    return _ModuleText(module, plan or LinkPlan(), debug).render()


def quote(name: str) -> str:
    """An LLVM global's name, quoted. A name starting with byte 1 would be special; `vm.` in front rules that out."""
    return '@"' + "".join(_ESCAPES[b] for b in name.encode()) + '"'


def _string(text: str) -> str:
    return '"' + "".join(_ESCAPES[b] for b in text.encode()) + '"'


def _result_type(signature: Signature) -> str:
    results = signature.results
    if not results:
        return "void"
    if len(results) == 1:
        return _TYPE[results[0].name]
    return "{ " + ", ".join(_TYPE[t.name] for t in results) + " }"


def _call_type(signature: Signature) -> str:
    """The type written at a call: the result's, or the whole function type for varargs."""
    result = _RESULT[signature.results[0].name] if len(signature.results) == 1 else _result_type(signature)
    if signature.varargs:
        bare = _result_type(signature)
        return f"{bare} (" + ", ".join([*(_TYPE[t.name] for t in signature.params), "..."]) + ")"
    return result


class _Metadata:
    """Numbered metadata nodes of a module: debug locations, alias classes, branch weights."""

    def __init__(self) -> None:
        self.nodes: list[str] = []
        self._unique: dict[str, int] = {}

    def add(self, text: str) -> int:
        self.nodes.append(text)
        return len(self.nodes) - 1

    def unique(self, text: str) -> int:
        found = self._unique.get(text)
        if found is None:
            found = self._unique[text] = self.add(text)
        return found


class _ModuleText:
    def __init__(self, module: Module, plan: LinkPlan, debug: bool) -> None:
        self.module = module
        self.plan = plan
        self.debug = debug
        self.metadata = _Metadata()
        self.used_functions: dict[str, Function] = {}
        self.used_data: set[str] = set()
        self.used_externs: dict[str, Signature] = {}
        self.intrinsics: dict[str, str] = {}
        self._alias: dict[str, str] = {}
        self._weights: dict[str, str] = {}
        self.unit = -1

    # --- what functions ask for
    def function(self, name: object) -> Function:
        assert isinstance(name, str)
        function = self.module.functions.get(name)
        if function is None:
            raise NativeError(
                f"function {name} is used but neither defined nor declared", code="NA101", seen=f"module {self.module.name}"
            )
        self.used_functions[name] = function
        return function

    def extern(self, name: object) -> Signature:
        assert isinstance(name, str)
        signature = self.module.externs.get(name)
        if signature is None:
            raise NativeError(f"C function {name} is used but not declared", code="NA102", seen=f"module {self.module.name}")
        if not _C_NAME.match(name):
            raise NativeError(f"{name!r} is not a C name", code="NA103", seen=f"module {self.module.name}")
        self.used_externs[name] = signature
        return signature

    def data(self, name: object) -> str:
        assert isinstance(name, str)
        if name not in self.module.data:
            raise NativeError(f"data {name} is used but not defined", code="NA104", seen=f"module {self.module.name}")
        return quote(data_symbol(name))

    def intrinsic(self, name: str, result: str, params: str) -> str:
        self.intrinsics[name] = f"declare {result} @{name}({params})"
        return "@" + name

    def alias(self, name: object) -> str:
        """The metadata suffix of an alias class."""
        assert isinstance(name, str)
        found = self._alias.get(name)
        if found is None:
            if name == "any":
                found = ""
            else:
                if name not in _ALIAS_PARENT:
                    raise NativeError(f"alias class {name!r} is unknown", code="NA105", wanted=", ".join(_ALIAS_PARENT))
                node = self._alias_type(name)
                found = f", !tbaa !{self.metadata.unique(f'!{{!{node}, !{node}, i64 0}}')}"
            self._alias[name] = found
        return found

    def _alias_type(self, name: str) -> int:
        if not name:
            return self.metadata.unique('!{!"corevm memory"}')
        parent = self._alias_type(_ALIAS_PARENT[name])
        return self.metadata.unique(f'!{{!"{name}", !{parent}, i64 0}}')

    def weights(self, hint: object) -> str:
        if not isinstance(hint, str) or hint not in _HINT_WEIGHTS:
            return ""
        found = self._weights.get(hint)
        if found is None:
            yes, no = _HINT_WEIGHTS[hint]
            node = self.metadata.unique(f'!{{!"branch_weights", i32 {yes}, i32 {no}}}')
            found = self._weights[hint] = f", !prof !{node}"
        return found

    def file(self, name: str) -> int:
        return self.metadata.unique(f"!DIFile(filename: {_string(name)}, directory: \"\")")

    # --- the whole
    def render(self) -> str:
        module = self.module
        if self.debug:
            first = next((f.loc.file for f in module.functions.values() if f.loc), module.name)
            self.unit = self.metadata.add(
                f'distinct !DICompileUnit(language: DW_LANG_Python, file: !{self.file(first)}, producer: "corevm", '
                "isOptimized: true, runtimeVersion: 0, emissionKind: LineTablesOnly, nameTableKind: None, "
                "debugInfoForProfiling: true)"
            )
        bodies = []
        for function in module.functions.values():
            if not function.is_declaration:
                bodies.append(_FunctionText(self, function).render())
                if function.is_exported and needs_host_entry(function.signature):
                    bodies.append(_host_entry(function))
        data = [self._data(item) for item in module.data.values()]
        head = [
            f"source_filename = {_string(module.name)}",
            f'target datalayout = "{DATA_LAYOUT}"',
            f'target triple = "{TRIPLE}"',
            "",
        ]
        declared = [self._declaration(f) for f in self.used_functions.values() if f.is_declaration]
        for name, signature in self.used_externs.items():
            params = ", ".join([_TYPE[t.name] for t in signature.params] + (["..."] if signature.varargs else []))
            declared.append(f"declare {_result_type(signature)} {quote(name)}({params}) #3")
        if "memcmp" in self.intrinsics and "memcmp" in self.used_externs:
            del self.intrinsics["memcmp"]
        common = 'nounwind uwtable "probe-stack"="inline-asm"'
        attributes = [
            f"attributes #0 = {{ {common} }}",
            f"attributes #1 = {{ cold noinline {common} }}",
            f"attributes #2 = {{ alwaysinline {common} }}",
            "attributes #3 = { nounwind nonlazybind }",
        ]
        flags = ['!{i32 7, !"PIC Level", i32 2}', '!{i32 7, !"RtLibUseGOT", i32 1}', '!{i32 7, !"uwtable", i32 2}']
        if self.debug:
            flags += ['!{i32 7, !"Dwarf Version", i32 4}', '!{i32 2, !"Debug Info Version", i32 3}']
        flag_nodes = ", ".join(f"!{self.metadata.unique(flag)}" for flag in flags)
        named = [f"!llvm.module.flags = !{{{flag_nodes}}}"]
        if self.debug:
            named.append(f"!llvm.dbg.cu = !{{!{self.unit}}}")
        nodes = [f"!{i} = {node}" for i, node in enumerate(self.metadata.nodes)]
        parts = (head, data, bodies, declared, self.intrinsics.values(), attributes, named, nodes)
        return "\n".join(line for part in parts for line in part) + "\n"

    def linkage(self, function: Function) -> str:
        if function.is_exported:
            return "protected "
        shared = self.plan.shared
        if shared is not None and function.name not in shared:
            return "internal "
        if not function.is_inline:
            return "hidden "
        return "linkonce_odr hidden " if shared is None else "weak_odr hidden "

    def _declaration(self, function: Function) -> str:
        signature = function.signature
        params = ", ".join(_PARAM[t.name] for t in signature.params)
        convention = "preserve_nonecc " if signature.convention == "handler" else ""
        result = _RESULT[signature.results[0].name] if len(signature.results) == 1 else _result_type(signature)
        is_import = function.name in self.plan.imports
        head = "" if is_import else "hidden "
        return (
            f"declare {head}{convention}{result} {quote(function_symbol(function.name))}({params}) "
            f"{'#3' if is_import else 'nounwind'}"
        )

    def _data(self, item: Data) -> str:
        pieces: list[str] = []
        types: list[str] = []
        done = 0
        for reloc in sorted(item.relocs, key=lambda r: r.offset):
            if reloc.offset < done or reloc.offset + 8 > len(item.content):
                raise NativeError(f"relocation at {reloc.offset} of data {item.name} overlaps or lies outside", code="NA106")
            if reloc.offset > done:
                self._bytes(item.content[done : reloc.offset], types, pieces)
            types.append("ptr")
            if reloc.kind == "func":
                pieces.append("ptr " + quote(function_symbol(self.function(reloc.symbol).name)))
            elif reloc.kind == "data":
                pieces.append("ptr " + self.data(reloc.symbol))
            else:
                self.extern(reloc.symbol)
                pieces.append("ptr " + quote(reloc.symbol))
            done = reloc.offset + 8
        if done < len(item.content) or not types:
            self._bytes(item.content[done:], types, pieces)
        kind = "constant" if item.is_constant else "global"
        linkage = "protected " if item.is_exported else "internal "
        return (
            f"{quote(data_symbol(item.name))} = {linkage}{kind} <{{ {', '.join(types)} }}> "
            f"<{{ {', '.join(pieces)} }}>, align {item.align}"
        )

    @staticmethod
    def _bytes(content: bytes, types: list[str], pieces: list[str]) -> None:
        type_ = f"[{len(content)} x i8]"
        types.append(type_)
        if any(content):
            pieces.append(f'{type_} c"' + "".join(map(_ESCAPES.__getitem__, content)) + '"')
        else:
            pieces.append(f"{type_} zeroinitializer")


def _host_entry(function: Function) -> str:
    """`vh.NAME`: C convention, results stored 8 bytes apart at the first argument."""
    signature = function.signature
    names = [f"%p{i}" for i in range(len(signature.params))]
    typed = [f"{_PARAM[t.name]} {n}" for t, n in zip(signature.params, names, strict=True)]
    lines = [f"define protected void {quote(HOST_PREFIX + function.name)}({', '.join(['ptr %out', *typed])}) #0 {{"]
    convention = "preserve_nonecc " if signature.convention == "handler" else ""
    result = f"{convention}{_call_type(signature)} {quote(function_symbol(function.name))}({', '.join(typed)})"
    results = signature.results
    lines.append(f"  {'%r = ' if results else ''}call {result}")
    for i, t in enumerate(results):
        value = "%r"
        if len(results) > 1:
            value = f"%r{i}"
            lines.append(f"  {value} = extractvalue {_result_type(signature)} %r, {i}")
        if t is BOOL:
            lines.append(f"  %w{i} = zext i1 {value} to i8")
            value = f"%w{i}"
        lines.append(f"  %a{i} = getelementptr i8, ptr %out, i64 {8 * i}")
        lines.append(f"  store {'i8' if t is BOOL else _TYPE[t.name]} {value}, ptr %a{i}, align 8")
    return "\n".join([*lines, "  ret void", "}"])


class _FunctionText:
    """Writes one function. `names` maps each IR value to its LLVM operand."""

    def __init__(self, owner: _ModuleText, function: Function) -> None:
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
            raise NativeError(f"value {value!r} is used but not defined before", code="NA107", seen=f"function {self.function.name}") from None

    def typed(self, value: Value) -> str:
        return f"{_TYPE[value.type.name]} {self.operand(value)}"

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
    def render(self) -> str:
        owner, function = self.owner, self.function
        signature = function.signature
        blocks = _reachable(function)
        labels = {block: f"b{i}" for i, block in enumerate(blocks)}
        edges, splits = _edges(blocks, labels)
        dbg = ""
        if owner.debug:
            loc = function.loc or next((i.loc for i in function.instructions() if i.loc), None) or Loc(owner.module.name, 0)
            file = owner.file(loc.file)
            kind = owner.metadata.unique("!DISubroutineType(types: !{})")
            self.subprogram = owner.metadata.add(
                f"distinct !DISubprogram(name: {_string(function.name)}, scope: !{file}, file: !{file}, line: {loc.line}, "
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
            params.append(f"{_PARAM[param.type.name]} %p{i}")
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
                _EMIT[instr.op.name](self, instr)
            bodies.append((block, self.lines))
        order = {block: i for i, block in enumerate(blocks)}
        bodies.sort(key=lambda pair: order[pair[0]])
        result = _RESULT[signature.results[0].name] if len(signature.results) == 1 else _result_type(signature)
        convention = "preserve_nonecc " if signature.convention == "handler" else ""
        group = "#1" if function.is_cold else "#2" if function.is_inline else "#0"
        out = [
            f"define {owner.linkage(function)}{convention}{result} {quote(function_symbol(function.name))}"
            f"({', '.join(params)}) {group}{dbg} {{"
        ]
        for block, lines in bodies:
            out.append(f"{labels[block]}:")
            if block is entry:
                out += self.slots
            else:
                for i, param in enumerate(block.params):
                    incoming = ", ".join(f"[ {self.operand(args[i])}, %{label} ]" for label, args in edges[block])
                    out.append(f"  %{labels[block]}.{i} = phi {_TYPE[param.type.name]} {incoming}")
            out += lines
        for label, block in splits.values():
            out += [f"{label}:", f"  br label %{labels[block]}"]
        return "\n".join([*out, "}"])

    # --- calls
    def arguments(self, signature: Signature, args: list[Value]) -> str:
        fixed = len(signature.params)
        if len(args) < fixed or (len(args) > fixed and not signature.varargs):
            raise self.refuse(f"a call passes {len(args)} arguments to {signature}", "NA109")
        texts = [f"{_PARAM[value.type.name]} {self.operand(value)}" for value in args[:fixed]]
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
        text = f"call {convention}{_call_type(signature)} {callee}({self.arguments(signature, args)})"
        if not signature.results:
            self.line(text)
        elif len(signature.results) == 1:
            self.result(instr, text)
        else:
            self.unpack(instr, _result_type(signature), self.define(text))

    def unpack(self, instr: Instr, type_: str, pair: str) -> None:
        for i, value in enumerate(instr.results):
            self.names[value] = self.define(f"extractvalue {type_} {pair}, {i}")

    def tail_call(self, callee: str, signature: Signature, args: list[Value]) -> None:
        own = self.function.signature
        if signature.results != own.results or signature.convention != own.convention:
            raise self.refuse(f"a tail call to {signature} from {own}: convention and results must be the same", "NA110")
        is_handler = own.convention == "handler"
        is_certain = signature.params == own.params and len(own.results) <= _MAX_REGISTER_RESULTS
        if is_handler and not is_certain:
            raise self.refuse(f"a handler's tail call to {signature} from {own} cannot be guaranteed: the parameters must be the same", "NA111")
        kind = "musttail" if is_certain else "tail"
        convention = "preserve_nonecc " if is_handler else ""
        text = f"{kind} call {convention}{_call_type(signature)} {callee}({self.arguments(signature, args)})"
        if own.results:
            self.line(f"ret {_result_type(own)} {self.define(text)}")
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


# --- one function an op

_Emit = Callable[[_FunctionText, Instr], None]
_EMIT: dict[str, _Emit] = {}


def _emits(names: str) -> Callable[[_Emit], _Emit]:
    def register(emit: _Emit) -> _Emit:
        for name in names.split():
            assert name in OPS, name
            _EMIT[name] = emit
        return emit

    return register


def _type(instr: Instr) -> Type:
    assert instr.type is not None
    return instr.type


def constant_text(type_: Type, bits: int) -> str:
    """An LLVM constant of a type from its bits."""
    if type_ is BOOL:
        return "true" if bits else "false"
    if type_ is F64:
        return f"0x{bits:016X}"
    if type_ is F32:
        return f"bitcast (i32 {bits} to float)"
    if type_ in _POINTERS:
        return f"inttoptr (i64 {bits} to ptr)" if bits else "null"
    return str(bits)


@_emits("const")
def _const(f: _FunctionText, instr: Instr) -> None:
    bits = instr.imm[0]
    assert isinstance(bits, int)
    f.names[instr.results[0]] = constant_text(_type(instr), bits)


@_emits("func_addr")
def _func_addr(f: _FunctionText, instr: Instr) -> None:
    f.names[instr.results[0]] = quote(function_symbol(f.owner.function(instr.imm[0]).name))


@_emits("data_addr")
def _data_addr(f: _FunctionText, instr: Instr) -> None:
    f.names[instr.results[0]] = f.owner.data(instr.imm[0])


@_emits("extern_addr")
def _extern_addr(f: _FunctionText, instr: Instr) -> None:
    f.owner.extern(instr.imm[0])
    f.names[instr.results[0]] = quote(str(instr.imm[0]))


_BINARY = {
    "add": "add", "sub": "sub", "mul": "mul", "add_nsw": "add nsw", "sub_nsw": "sub nsw", "mul_nsw": "mul nsw",
    "sdiv": "sdiv", "srem": "srem", "udiv": "udiv", "urem": "urem", "and": "and", "or": "or", "xor": "xor",
    "fadd": "fadd", "fsub": "fsub", "fmul": "fmul", "fdiv": "fdiv",
    "eq": "icmp eq", "ne": "icmp ne", "slt": "icmp slt", "sle": "icmp sle", "sgt": "icmp sgt", "sge": "icmp sge",
    "ult": "icmp ult", "ule": "icmp ule", "ugt": "icmp ugt", "uge": "icmp uge",
    "feq": "fcmp oeq", "flt": "fcmp olt", "fle": "fcmp ole", "fgt": "fcmp ogt", "fge": "fcmp oge", "fne": "fcmp une",
}  # fmt: skip


@_emits(" ".join(_BINARY))
def _binary(f: _FunctionText, instr: Instr) -> None:
    a, b = instr.args
    f.result(instr, f"{_BINARY[instr.op.name]} {_TYPE[_type(instr).name]} {f.operand(a)}, {f.operand(b)}")


@_emits("not")
def _not(f: _FunctionText, instr: Instr) -> None:
    f.result(instr, f"xor {f.typed(instr.args[0])}, {'true' if instr.type is BOOL else '-1'}")


@_emits("shl lshr ashr")
def _shift(f: _FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    value, count = map(f.operand, instr.args)
    mask = type_.bits - 1
    count = str(int(count) & mask) if count.isdigit() else f.define(f"and {type_} {count}, {mask}")
    f.result(instr, f"{instr.op.name} {type_} {value}, {count}")


@_emits("rotl")
def _rotl(f: _FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    value, count = map(f.operand, instr.args)
    name = f.owner.intrinsic(f"llvm.fshl.{t}", t, f"{t}, {t}, {t}")
    f.result(instr, f"call {t} {name}({t} {value}, {t} {value}, {t} {count})")


@_emits("ctz clz")
def _count_zeros(f: _FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    name = f.owner.intrinsic(f"llvm.{'cttz' if instr.op.name == 'ctz' else 'ctlz'}.{t}", t, f"{t}, i1")
    f.result(instr, f"call {t} {name}({f.typed(instr.args[0])}, i1 false)")


_UNARY_INTRINSIC = {
    "popcnt": "ctpop", "bswap": "bswap", "fabs": "fabs", "fsqrt": "sqrt", "ffloor": "floor", "fceil": "ceil",
    "ftrunc": "trunc", "frint": "roundeven",
}  # fmt: skip


@_emits(" ".join(_UNARY_INTRINSIC))
def _unary(f: _FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    t = _TYPE[type_.name]
    name = f.owner.intrinsic(f"llvm.{_UNARY_INTRINSIC[instr.op.name]}.{type_}", t, t)
    f.result(instr, f"call {t} {name}({f.typed(instr.args[0])})")


@_emits("fneg")
def _fneg(f: _FunctionText, instr: Instr) -> None:
    f.result(instr, f"fneg {f.typed(instr.args[0])}")


@_emits("add_overflow sub_overflow mul_overflow")
def _overflow(f: _FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    a, b = map(f.operand, instr.args)
    pair = f"{{ {t}, i1 }}"
    name = f.owner.intrinsic(f"llvm.s{instr.op.name[:3]}.with.overflow.{t}", pair, f"{t}, {t}")
    f.unpack(instr, pair, f.define(f"call {pair} {name}({t} {a}, {t} {b})"))


@_emits("add_carry sub_borrow")
def _carry(f: _FunctionText, instr: Instr) -> None:
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
def _mul_wide(f: _FunctionText, instr: Instr) -> None:
    a, b = (f.define(f"zext i64 {f.operand(v)} to i128") for v in instr.args)
    product = f.define(f"mul nuw i128 {a}, {b}")
    high = f.define(f"lshr i128 {product}, 64")
    f.names[instr.results[0]] = f.define(f"trunc i128 {high} to i64")
    f.names[instr.results[1]] = f.define(f"trunc i128 {product} to i64")


@_emits("div_wide")
def _div_wide(f: _FunctionText, instr: Instr) -> None:
    high, low, divisor = map(f.operand, instr.args)
    asm = 'asm "divq $4", "={ax},={dx},{dx},{ax},r,~{dirflag},~{fpsr},~{flags}"'
    pair = "{ i64, i64 }"
    f.unpack(instr, pair, f.define(f"call {pair} {asm}(i64 {high}, i64 {low}, i64 {divisor})"))


@_emits("sext zext trunc sitofp uitofp")
def _convert(f: _FunctionText, instr: Instr) -> None:
    f.result(instr, f"{instr.op.name} {f.typed(instr.args[0])} to {_TYPE[_type(instr).name]}")


@_emits("fptosi")
def _fptosi(f: _FunctionText, instr: Instr) -> None:
    t = _type(instr).name
    source = instr.args[0]
    name = f.owner.intrinsic(f"llvm.fptosi.sat.{t}.{source.type}", t, _TYPE[source.type.name])
    f.result(instr, f"call {t} {name}({f.typed(source)})")


@_emits("fpcast")
def _fpcast(f: _FunctionText, instr: Instr) -> None:
    source, type_ = instr.args[0], _type(instr)
    if source.type is type_:
        f.names[instr.results[0]] = f.operand(source)
    else:
        f.result(instr, f"{'fpext' if type_ is F64 else 'fptrunc'} {f.typed(source)} to {_TYPE[type_.name]}")


@_emits("bitcast")
def _bitcast(f: _FunctionText, instr: Instr) -> None:
    source, type_ = instr.args[0], _type(instr)
    if source.type.size_bytes != type_.size_bytes:
        raise f.refuse(f"bitcast from {source.type} to {type_}: the sizes differ", "NA113")
    have, want = _TYPE[source.type.name], _TYPE[type_.name]
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
def _select(f: _FunctionText, instr: Instr) -> None:
    condition, a, b = instr.args
    f.result(instr, f"select {f.typed(condition)}, {f.typed(a)}, {f.typed(b)}")


# --- memory


@_emits("load")
def _load(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    type_ = _type(instr)
    suffix = f.owner.alias(alias)
    if type_ is BOOL:
        bounds = f.owner.metadata.unique("!{i8 0, i8 2}")
        byte = f.define(f"load i8, ptr {address}, align 1{suffix}, !range !{bounds}")
        f.result(instr, f"trunc i8 {byte} to i1")
    else:
        f.result(instr, f"load {_TYPE[type_.name]}, ptr {address}, align 1{suffix}")


@_emits("store")
def _store(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    value = instr.args[1]
    typed = f"i8 {f.define(f'zext i1 {f.operand(value)} to i8')}" if instr.type is BOOL else f.typed(value)
    f.line(f"store {typed}, ptr {address}, align 1{f.owner.alias(alias)}")


@_emits("ptr_add")
def _ptr_add(f: _FunctionText, instr: Instr) -> None:
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
def _stack_slot(f: _FunctionText, instr: Instr) -> None:
    # One area for each place, in the entry block, cleared where the op stands: a loop must not grow the stack.
    size, align = instr.imm
    name = f.fresh()
    f.slots.append(f"  {name} = alloca [{size} x i8], align {align}")
    f.names[instr.results[0]] = name
    memset = f.owner.intrinsic("llvm.memset.p0.i64", "void", "ptr, i8, i64, i1")
    f.line(f"call void {memset}(ptr align {align} {name}, i8 0, i64 {size}, i1 false)")


@_emits("atomic_load")
def _atomic_load(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    type_ = _type(instr)
    address = f.address(instr.args[0], offset)
    f.result(instr, f"load atomic {_TYPE[type_.name]}, ptr {address} acquire, align {type_.size_bytes}{f.owner.alias(alias)}")


@_emits("atomic_store")
def _atomic_store(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    f.line(f"store atomic {f.typed(instr.args[1])}, ptr {address} release, align {_type(instr).size_bytes}{f.owner.alias(alias)}")


@_emits("atomic_cas")
def _atomic_cas(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    old, new = map(f.typed, instr.args[1:])
    pair = f.define(f"cmpxchg ptr {address}, {old}, {new} seq_cst seq_cst, align {_type(instr).size_bytes}{f.owner.alias(alias)}")
    f.unpack(instr, f"{{ {_TYPE[_type(instr).name]}, i1 }}", pair)


@_emits("atomic_add atomic_or atomic_and")
def _atomic_rmw(f: _FunctionText, instr: Instr) -> None:
    offset, alias = instr.imm
    address = f.address(instr.args[0], offset)
    kind = instr.op.name.removeprefix("atomic_")
    f.result(instr, f"atomicrmw {kind} ptr {address}, {f.typed(instr.args[1])} seq_cst, align {_type(instr).size_bytes}{f.owner.alias(alias)}")


@_emits("fence")
def _fence(f: _FunctionText, instr: Instr) -> None:
    f.line("fence seq_cst")


@_emits("memcopy memmove")
def _memcopy(f: _FunctionText, instr: Instr) -> None:
    kind = "memcpy" if instr.op.name == "memcopy" else "memmove"
    name = f.owner.intrinsic(f"llvm.{kind}.p0.p0.i64", "void", "ptr, ptr, i64, i1")
    f.line(f"call void {name}({', '.join(map(f.typed, instr.args))}, i1 false)")


@_emits("memset")
def _memset(f: _FunctionText, instr: Instr) -> None:
    name = f.owner.intrinsic("llvm.memset.p0.i64", "void", "ptr, i8, i64, i1")
    f.line(f"call void {name}({', '.join(map(f.typed, instr.args))}, i1 false)")


@_emits("memequal")
def _memequal(f: _FunctionText, instr: Instr) -> None:
    # memcmp, not bcmp: LLVM knows both, turns an equality test into bcmp's cheaper form and expands small sizes.
    f.owner.intrinsics["memcmp"] = "declare i32 @memcmp(ptr, ptr, i64) #3"
    order = f.define(f"call i32 @memcmp({', '.join(map(f.typed, instr.args))})")
    f.result(instr, f"icmp eq i32 {order}, 0")


@_emits("dump_registers")
def _dump_registers(f: _FunctionText, instr: Instr) -> None:
    names = ("rbx", "rbp", "r12", "r13", "r14", "r15")
    moves = "".join(f"movq %{name}, {8 * i}($1)\\0A" for i, name in enumerate(names))
    f.result(instr, f'call ptr asm sideeffect "{moves}movq %rsp, $0", "=&r,r,~{{memory}}"({f.typed(instr.args[0])})')


# --- calls and terminators


@_emits("call")
def _call(f: _FunctionText, instr: Instr) -> None:
    callee = f.owner.function(instr.imm[0])
    f.call(instr, quote(function_symbol(callee.name)), callee.signature, instr.args)


@_emits("call_indirect")
def _call_indirect(f: _FunctionText, instr: Instr) -> None:
    signature = instr.imm[0]
    assert isinstance(signature, Signature)
    f.call(instr, f.operand(instr.args[0]), signature, instr.args[1:])


@_emits("call_c")
def _call_c(f: _FunctionText, instr: Instr) -> None:
    signature = f.owner.extern(instr.imm[0])
    f.call(instr, quote(str(instr.imm[0])), signature, instr.args)


@_emits("assert")
def _assert(f: _FunctionText, instr: Instr) -> None:
    """Free natively."""


@_emits("jump")
def _jump(f: _FunctionText, instr: Instr) -> None:
    f.line(f"br label %{f.target(instr, 0)}")


@_emits("branch")
def _branch(f: _FunctionText, instr: Instr) -> None:
    weights = f.owner.weights(instr.imm[0])
    f.line(f"br {f.typed(instr.args[0])}, label %{f.target(instr, 0)}, label %{f.target(instr, 1)}{weights}")


@_emits("switch")
def _switch(f: _FunctionText, instr: Instr) -> None:
    type_ = _type(instr)
    mask = (1 << type_.bits) - 1
    cases = " ".join(f"{type_} {case & mask}, label %{f.target(instr, i)}" for i, case in enumerate(instr.cases))
    f.line(f"switch {f.typed(instr.args[0])}, label %{f.target(instr, len(instr.cases))} [ {cases} ]")


@_emits("return")
def _return(f: _FunctionText, instr: Instr) -> None:
    if not instr.args:
        f.line("ret void")
    elif len(instr.args) == 1:
        f.line(f"ret {f.typed(instr.args[0])}")
    else:
        type_ = _result_type(f.function.signature)
        whole = "poison"
        for i, value in enumerate(instr.args):
            whole = f.define(f"insertvalue {type_} {whole}, {f.typed(value)}, {i}")
        f.line(f"ret {type_} {whole}")


@_emits("tail_call")
def _tail_call(f: _FunctionText, instr: Instr) -> None:
    callee = f.owner.function(instr.imm[0])
    f.tail_call(quote(function_symbol(callee.name)), callee.signature, instr.args)


@_emits("tail_call_indirect")
def _tail_call_indirect(f: _FunctionText, instr: Instr) -> None:
    signature = instr.imm[0]
    assert isinstance(signature, Signature)
    f.tail_call(f.operand(instr.args[0]), signature, instr.args[1:])


@_emits("unreachable")
def _unreachable(f: _FunctionText, instr: Instr) -> None:
    f.line("unreachable")
