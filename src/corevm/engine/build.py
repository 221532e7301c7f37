"""Building an image from its spec: what `corevm.engine.store` does when no kept image fits. Imports the whole kernel."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import Any

from corevm.engine.image import Built, ImagePlan, build_image
from corevm.engine.store import ImageSpec, Layout, image_level
from corevm.errors import UsageError
from corevm.isa.define import InstructionSet, definitions_of, fusion_table, fusions_of, shapes_of
from corevm.isa.native import hooks_of, natives_of
from corevm.isa.op import control
from corevm.kernel import entry, layout, lifetime, load, output, shape, thread, variable
from corevm.kernel.hook import HOOKS
from corevm.kernel.kind import KIND_NUMBER
from corevm.micro.function import MicroFunction
from corevm.micro.program import COMPILER
from corevm.micro.surface import HEAP_CLASSES

Report = Any  # of corevm.engine.store
Prepare = Callable[[ImagePlan], None]


def _resolve(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def build(
    spec: ImageSpec, report: Report | None = None, prepare: Prepare | None = None, *, may_draft: bool = False
) -> tuple[Built, Layout]:
    """Build an image (`may_draft`: of `build_image`). Effects: starts processes, uses the object cache.

    A build makes some million objects and drops few of them; searching them for cycles again and again took more than half of its time.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return _build(spec, report, prepare, may_draft)
    finally:
        if was_enabled:
            gc.freeze()  # not at the process's end either
            gc.enable()


def _build(spec: ImageSpec, report: Report | None, prepare: Prepare | None, may_draft: bool) -> tuple[Built, Layout]:
    instructions = InstructionSet(definitions_of(control))
    natives, found_hooks = [], {}
    for name in spec.instruction_modules:
        imported = import_module(name)
        for definition in definitions_of(imported):
            instructions.add(definition)
        instructions.fusions += fusions_of(imported)
        natives += natives_of(imported)
        found_hooks.update({h.name: h.function for h in hooks_of(imported)})
    exported: list[MicroFunction] = [
        lifetime.runtime_create, lifetime.runtime_destroy, lifetime.thread_create, lifetime.thread_destroy,
        lifetime.roots_reserve, shape.shapes_start, shape.shapes_stop,
    ]  # fmt: skip
    for module in (entry, load, output, variable, *(import_module(m) for m in spec.export_modules)):
        exported += [
            f for f in vars(module).values()
            if isinstance(f, MicroFunction) and f.options["export"] and f.module == module.__name__
        ]  # fmt: skip
    hooks = {name: _resolve(target) for name, target in spec.hooks} | found_hooks
    if unknown := set(hooks) - {name for name, _ in HOOKS}:
        raise UsageError(f"there is no kernel hook {sorted(unknown)[0]!r}", code="US041", wanted=", ".join(n for n, _ in HOOKS))
    exported += [*hooks.values(), *(n.entry for n in natives)]
    start = _resolve(spec.start) if spec.start else None
    if start is not None:
        exported.append(start)
    exported = list(dict.fromkeys(exported))
    done = 0

    def progress(name: str, was_kept: bool, total: int) -> None:
        nonlocal done
        done += 1
        if report:
            report(done, total, f"{name} (kept)" if was_kept else name)

    if report:
        report(0, 0, "reading the kernel")
    order = []
    if spec.order:
        with open(spec.order, encoding="utf-8") as file:
            order = file.read().splitlines()
    name = f"corevm-{spec.name}"
    built = build_image(
        instructions, exported, name, level=image_level(), progress=progress, order=order, prepare=prepare, may_draft=may_draft
    )
    exports = {}
    for f in exported:
        instance = COMPILER.instance(f, {})
        signature = instance.ir.signature
        raising = "" if not f.raises else "word" if len(signature.results) == 1 and signature.results[0].name in ("value", "ref") else "flag"
        exports[f.name] = [instance.name, [t.name for t in signature.params], [t.name for t in signature.results], raising]
    fields = {c.name: {n: x.offset for n, x in c.fields.items()} for c in HEAP_CLASSES}
    for record in (thread.Runtime, thread.Thread):
        fields[getattr(record, "name")] = {n: x.offset for n, x in getattr(record, "fields").items()}  # noqa: B009 - mypy
    return built, Layout(
        exports, shapes_of(instructions), fields, fusion_table(instructions),
        {n.name: [COMPILER.instance(n.entry, {}).name, n.minimum, n.maximum] for n in natives},
        {n: COMPILER.instance(hooks[name], {}).name for n, (name, _) in enumerate(HOOKS) if name in hooks},
        COMPILER.instance(start, {}).name if start is not None else "", layout.kind_table(spec.kinds), dict(KIND_NUMBER),
    )  # fmt: skip
