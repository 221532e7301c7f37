"""Images: the native code of a kernel with one instruction set, built once and kept.

Collecting the IR takes one process, finishing it and writing it as text is divided among several (`corevm.engine.divide`).

An image holds the handlers, the dispatch table, the interpreter's entry and every exported kernel function the host
calls. Its content decides its name; a build with nothing changed compiles nothing.

It also carries the IR of all this as it was before inlining, in a section that is not mapped: what each instruction means, for compilers that run
beside the program (`corevm.engine.semantics`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corevm.engine.semantics import IR_SECTION
from corevm.ir.archive import Packed, pack, write_archive
from corevm.ir.module import Data, Function, Module, Reloc
from corevm.ir.pass_.copy import copy_function
from corevm.ir.pass_.inline import ModuleInliner
from corevm.ir.pass_.simplify import simplify
from corevm.isa.define import InstructionSet
from corevm.isa.emit.interp import (
    DISPATCH_TABLE,
    count_function,
    emit_handlers,
    handler_name,
    handler_names,
    interpret_function,
    leave_at_once,
    meanings,
    record_function,
    split,
    split_fused,
)
from corevm.kernel.hot import place_is_hot
from corevm.micro.function import MicroFunction
from corevm.micro.program import COMPILER, complete_module

if TYPE_CHECKING:
    from corevm.native.cache import ObjectCache

DRAFT_SHARE = 0.08  # of an image's instructions: more than LLVM optimises in 5 s on two cores
Progress = Callable[[str, bool, int], None]  # a finished module's name, whether its object was kept, how many modules there are


@dataclass
class ImagePlan:
    """What goes into an image, before LLVM. `fused`: handlers of fusions, and whose handler they leave for; `is_draft`: splitting, fusions and places of lines, which take time, are left out."""

    modules: list[Module]
    fused: dict[str, str]
    is_draft: bool = False

    @cached_property
    def _inliner(self) -> ModuleInliner:
        return ModuleInliner(self.modules)

    def finish(self, modules: Sequence[Module]) -> None:
        """Make some of the modules ready to be written: everything inlined, handlers split. Each once."""
        if self.is_draft:
            for module in modules:
                for function in module.functions.values():
                    if function.name in self.fused:
                        leave_at_once(function, self.fused[function.name])
        self._inliner.run(modules)
        for module in modules:
            if not self.is_draft:
                split_handlers(module, self.fused)
            drop_inlined(module)


class Built(NamedTuple):
    """An image's bytes. `is_draft`: parts of it were not optimised, to have it in seconds; it is right, and slower."""

    content: bytes
    is_draft: bool


def collect_modules(instructions: InstructionSet, exported: Iterable[MicroFunction], *, copies: bool = True) -> ImagePlan:
    """The IR of an image, not yet finished.

    Args:
        instructions: whose handlers to make.
        exported: Micro functions the host will call by name.
        copies: of the IR of Micro functions, which others may need; without, the plan must not be changed in this process.
    """
    handlers, bodies = emit_handlers(instructions)
    roots = [COMPILER.instance(f, {}) for f in exported]
    exports = {i.name for i in roots}
    known: dict[str, Function] = {f.name: f for f in handlers}
    modules: dict[str, Module] = {}
    for instance in COMPILER.closure([*roots, *bodies, COMPILER.instance(place_is_hot, {})]):
        function = copy_function(instance.ir) if copies else instance.ir
        if instance.name in exports:
            function = replace(function, is_exported=True, is_inline=False)
        modules.setdefault(instance.function.module, Module(instance.function.module)).add(function)
    homes = [*instructions.definitions, *(instructions[f.first] for f in instructions.fusions)]
    for definition, handler in zip(homes, handlers, strict=True):
        home = f"{definition.function.module}.{definition.name}"  # one each: most edits change few
        modules.setdefault(home, Module(home)).add(handler)
    table = Module("corevm.interpreter")
    table.add(interpret_function())
    table.add(count_function())
    table.add(record_function())
    names = handler_names(instructions)
    relocs = tuple(Reloc(8 * i, "func", name) for i, name in enumerate(names))
    table.data[DISPATCH_TABLE] = Data(DISPATCH_TABLE, bytes(8 * len(names)), 64, True, relocs, True)
    modules[table.name] = table
    for module in modules.values():
        complete_module(module, COMPILER, known)
    fused = {handler_name(f): handler_name(instructions[f.first]) for f in instructions.fusions}
    return ImagePlan([modules[name] for name in sorted(modules)], fused)


def plan_modules(instructions: InstructionSet, exported: Iterable[MicroFunction]) -> ImagePlan:
    """The IR of an image: modules with everything inlined and handlers split."""
    plan = collect_modules(instructions, exported)
    plan.finish(plan.modules)
    return plan


def split_handlers(module: Module, fused: Mapping[str, str]) -> None:
    """Divide the handlers into fast and full ones. `fused`: handlers of fusions, and whose handler they leave for."""
    for function in list(module.functions.values()):
        if function.is_declaration or function.signature.convention != "handler":
            continue
        simplify(function)  # so that a slow path stands apart from the fast one, which may have written
        if function.name in fused:
            split_fused(function, fused[function.name])
            continue
        fast = split(function)
        if fast is not None and fast is not function:
            del module.functions[fast.name]
            module.functions[fast.name] = fast
            module.functions[function.name] = function


def drop_inlined(module: Module) -> None:
    """Inline functions have been copied wherever they are called; what is left of them is not emitted.

    One whose address is taken stays, as an ordinary function.
    """
    taken: set[str] = set()
    for function in module.functions.values():
        for instr in function.instructions():
            if instr.op.name == "func_addr":
                taken.add(str(instr.imm[0]))
    for data in module.data.values():
        taken.update(r.symbol for r in data.relocs if r.kind == "func")
    for name, function in list(module.functions.items()):
        if function.is_inline and not function.is_declaration:
            if name in taken:
                module.functions[name] = replace(function, is_inline=False)
            else:
                del module.functions[name]


def build_image(
    instructions: InstructionSet,
    exported: Iterable[MicroFunction],
    name: str,
    *,
    level: str = "full",
    processes: int = 2,
    progress: Progress | None = None,
    order: Sequence[str] = (),
    prepare: Callable[[ImagePlan], None] | None = None,
    may_draft: bool = False,
) -> Built:
    """Compile and link an image; unchanged objects come from the cache. Effects: loads LLVM, starts processes.

    Args:
        level: of `corevm.native.lower`.
        order: functions that lie first (`corevm.native.link`).
        prepare: what to do to the IR before it is compiled.
        may_draft: where more than `DRAFT_SHARE` of it must be compiled, do that at level none.
    """
    from corevm.engine import divide  # lazy: only a build needs the compiler
    from corevm.native import cache, link, text

    roots = list(exported)
    objects = cache.ObjectCache()


    def compile_all(
        names: list[str], texts: Iterable[tuple[int, str]], packed: Iterable[Packed], links: text.LinkPlan,
        given: Mapping[int, bytes] | None = None, *, level: str = level,
    ) -> bytes:  # fmt: skip
        told = None if progress is None else lambda module, was_kept: progress(module, was_kept, len(names))
        made = cache.compile_texts(names, texts, level, given=given, processes=processes, progress=told, cache=objects)
        return link.link(made, name, object_names=names, order=order, unloaded={IR_SECTION: write_archive(packed, meanings(instructions), links.shared or ())}).content

    if processes > 1 and prepare is None and divide.can_divide():
        plan = collect_modules(instructions, roots, copies=False)
        try:
            return _finish_divided(plan, level, processes, objects, compile_all, may_draft)
        except divide.WriterError:
            pass  # what is the matter is found out here
    plan = collect_modules(instructions, roots)
    packed = [pack(m) for m in plan.modules]
    plan.finish(plan.modules)
    if prepare is not None:
        prepare(plan)
    modules = [m for m in plan.modules if any(not f.is_declaration for f in m.functions.values())]
    links = text.plan_image(modules, is_divided=True)
    return Built(compile_all([m.name for m in modules], text.module_texts(modules, links), packed, links), False)


def _finish_divided(
    plan: ImagePlan, level: str, processes: int, objects: ObjectCache, compile_all: Callable[..., bytes], may_draft: bool
) -> Built:
    """Compile what no earlier build has left, its second half by several processes. Raises: WriterError."""
    from corevm.engine import divide, reuse
    from corevm.native import lower, text

    kept = reuse.KeptModules(plan.modules, plan.fused, objects, level, lower.host_target())
    is_draft = may_draft and divide.share_of(plan.modules, [n for n in range(len(plan.modules)) if n not in kept.found]) > DRAFT_SHARE
    if is_draft:
        level, optimised, plan.is_draft = "none", kept.found, True
        kept = kept.of_drafts(level)
        kept.found |= optimised
    with divide.Writers(plan.modules, plan.finish, processes, debug=not is_draft) as writers:
        found = writers.finish([n for n in range(len(plan.modules)) if n not in kept.found])
        fresh = list(found)
        found.update((n, (k.symbols, k.packed)) for n, k in kept.found.items())
        links = text.plan_symbols((symbols for symbols, _ in found.values()), is_divided=True)
        given = kept.objects(links)
        chosen = [n for n in sorted(found) if found[n][0].defined]
        place = {n: i for i, n in enumerate(chosen)}
        for number in fresh:
            if number not in place:
                kept.keep(number, *found[number], links, "")

        def texts() -> Iterator[tuple[int, str]]:
            for number, written in writers.texts(links, [n for n in chosen if n not in given]):
                kept.keep(number, *found[number], links, written)
                yield place[number], written

        packed = [found[n][1] for n in sorted(found)]
        names = [plan.modules[n].name for n in chosen]
        content = compile_all(names, texts(), packed, links, {place[n]: o for n, o in given.items()}, level=level)
        return Built(content, is_draft)
