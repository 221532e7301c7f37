"""IR module to LLVM IR text. Effects: none; needs no llvmlite.

Contract
--------
INV-NATIVE-1  Nothing becomes undefined or poison in LLVM that need not: no arithmetic carries `nsw` (the `_nsw` ops, whose
              overflow traps on the reference executor, wrap here), shift counts are masked, float to integer saturates,
              loads and stores assume no alignment (atomics assume their natural one).
INV-NATIVE-2  An IR name is never a C name: every symbol of ours has a mark with a dot (`corevm.native.symbol`), so
              neither LLVM's own library calls nor ld.so's search through the process can take the one for the other.
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

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corevm.errors import NativeError
from corevm.ir.module import Data, Function, Module
from corevm.ir.type import BOOL
from corevm.native.context import ModuleContext
from corevm.native.emit import EMIT
from corevm.native.function import FunctionText
from corevm.native.spell import ESCAPES, PARAM, TYPE, call_type, define_type, quote, result_type, string
from corevm.native.symbol import constant_section, data_symbol, function_symbol, host_symbol, needs_host_entry

TRIPLE = "x86_64-unknown-linux-gnu"
DATA_LAYOUT = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"


@dataclass(frozen=True)
class LinkPlan:
    """What a module must know of the others when it is lowered.

    `shared`: its functions that other modules of the image use (None: every function may be; the others become local to
    their object, which lets LLVM inline and drop them). `imports`: functions that live in another image. `is_divided`: each
    function and each constant gets a section of its own, so that the linker can order them.
    """

    shared: frozenset[str] | None = None
    imports: frozenset[str] = frozenset()
    is_divided: bool = False


class Symbols(NamedTuple):
    """The functions that a module defines, and those it declares."""

    defined: Sequence[str]
    declared: Sequence[str]


def symbols_of(module: Module) -> Symbols:
    functions = module.functions.values()
    return Symbols([f.name for f in functions if not f.is_declaration], [f.name for f in functions if f.is_declaration])


def plan_image(modules: Iterable[Module], imports: Iterable[str] = (), *, is_divided: bool = False) -> LinkPlan:
    """The plan for modules that make up one image; `imports` are the functions it takes from other images."""
    return plan_symbols(map(symbols_of, modules), imports, is_divided=is_divided)


def plan_symbols(modules: Iterable[Symbols], imports: Iterable[str] = (), *, is_divided: bool = False) -> LinkPlan:
    """As `plan_image`, from what the modules define and declare."""
    defined: dict[str, int] = {}
    declared: set[str] = set()
    for module in modules:
        declared.update(module.declared)
        for name in module.defined:
            defined[name] = defined.get(name, 0) + 1
    shared = {name for name, count in defined.items() if count > 1} | declared
    return LinkPlan(frozenset(shared), frozenset(imports) - defined.keys(), is_divided)


def module_text(module: Module, plan: LinkPlan | None = None, *, debug: bool = True) -> str:
    """The LLVM IR of a module.

    Raises:
        NativeError: NA1xx, the module uses what this lowering cannot express.
    """
    return _ModuleText(module, plan or LinkPlan(), debug).render()


def weight(module: Module) -> int:
    """What a module costs, about: its instructions."""
    return sum(len(b.instrs) for f in module.functions.values() for b in f.blocks)


def module_texts(modules: Sequence[Module], plan: LinkPlan | None = None, *, debug: bool = True) -> Iterator[tuple[int, str]]:
    """Numbers of modules and their texts, the heaviest first: so the last to be compiled are light."""
    for number in sorted(range(len(modules)), key=lambda i: -weight(modules[i])):
        yield number, module_text(modules[number], plan, debug=debug)


class _ModuleText(ModuleContext):
    def __init__(self, module: Module, plan: LinkPlan, debug: bool) -> None:
        super().__init__(module, debug, plan.is_divided)
        self.plan = plan

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
                bodies.append(FunctionText(self, function).render(self._linkage(function), EMIT))
                if function.is_exported and needs_host_entry(function.signature):
                    bodies.append(_host_entry(function))
        data = [self._data(module.data[name]) for name in sorted(module.data)]
        head = [
            f"source_filename = {string(module.name)}",
            f'target datalayout = "{DATA_LAYOUT}"',
            f'target triple = "{TRIPLE}"',
            "",
        ]
        declared = [self._declaration(f) for f in self.used_functions.values() if f.is_declaration]
        for name, signature in self.used_externs.items():
            params = ", ".join([TYPE[t.name] for t in signature.params] + (["..."] if signature.varargs else []))
            declared.append(f"declare {result_type(signature)} {quote(name)}({params}) #3")
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

    def _linkage(self, function: Function) -> str:
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
        params = ", ".join(PARAM[t.name] for t in signature.params)
        convention = "preserve_nonecc " if signature.convention == "handler" else ""
        is_import = function.name in self.plan.imports
        head = "" if is_import else "hidden "
        return (
            f"declare {head}{convention}{define_type(signature)} {quote(function_symbol(function.name))}({params}) "
            f"{'#3' if is_import else 'nounwind'}"
        )

    def _data(self, item: Data) -> str:
        pieces: list[str] = []
        types: list[str] = []
        done = 0
        for reloc in sorted(item.relocs, key=lambda r: r.offset):
            if reloc.offset < done or reloc.offset + 8 > len(item.content):
                raise NativeError(
                    f"relocation at {reloc.offset} of data {item.name} overlaps or lies outside", code="NA106"
                )
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
        section = f", section {string(constant_section(item.name))}" if self.is_divided and item.is_constant and not item.relocs else ""
        return (
            f"{quote(data_symbol(item.name))} = {linkage}{kind} <{{ {', '.join(types)} }}> "
            f"<{{ {', '.join(pieces)} }}>{section}, align {item.align}"
        )

    @staticmethod
    def _bytes(content: bytes, types: list[str], pieces: list[str]) -> None:
        type_ = f"[{len(content)} x i8]"
        types.append(type_)
        if any(content):
            pieces.append(f'{type_} c"' + "".join(map(ESCAPES.__getitem__, content)) + '"')
        else:
            pieces.append(f"{type_} zeroinitializer")


def _host_entry(function: Function) -> str:
    """`vh.NAME`: C convention, results stored 8 bytes apart at the first argument."""
    signature = function.signature
    names = [f"%p{i}" for i in range(len(signature.params))]
    typed = [f"{PARAM[t.name]} {n}" for t, n in zip(signature.params, names, strict=True)]
    lines = [f"define protected void {quote(host_symbol(function.name))}({', '.join(['ptr %out', *typed])}) #0 {{"]
    convention = "preserve_nonecc " if signature.convention == "handler" else ""
    result = f"{convention}{call_type(signature)} {quote(function_symbol(function.name))}({', '.join(typed)})"
    results = signature.results
    lines.append(f"  {'%r = ' if results else ''}call {result}")
    for i, t in enumerate(results):
        value = "%r"
        if len(results) > 1:
            value = f"%r{i}"
            lines.append(f"  {value} = extractvalue {result_type(signature)} %r, {i}")
        if t is BOOL:
            lines.append(f"  %w{i} = zext i1 {value} to i8")
            value = f"%w{i}"
        lines.append(f"  %a{i} = getelementptr i8, ptr %out, i64 {8 * i}")
        lines.append(f"  store {'i8' if t is BOOL else TYPE[t.name]} {value}, ptr %a{i}, align 8")
    return "\n".join([*lines, "  ret void", "}"])
