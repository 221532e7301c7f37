"""Keeping images: which image a language needs now, built if no kept one fits.

A kept image is two files in the cache folder: NAME-KEY.so, and NAME-KEY.json with what the host must know of it (`Layout`).
KEY is the hash of the paths, sizes and modification times of every source file the image is made from, and of the
processor's name; so a start reads directory entries, not files. The objects behind an image are kept by content.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from corevm.errors import NativeError, UsageError

CORE_ROOMS = ("kernel", "isa", "micro", "ir", "native", "engine")
FORMAT = 4  # of the json file
Report = Callable[[str], None]


@dataclass(frozen=True)
class ImageSpec:
    """What an image is made from. Modules are named, not imported: a start from a kept image loads none of them.

    Args:
        name: the language's name.
        instruction_modules: Python modules whose instructions the set has, in this order, after the core ones; and whose
            native functions, hooks (`corevm.isa.native`) and fusions belong to the image.
        export_modules: modules whose `export=True` functions the host calls.
        hooks: kernel hook name -> "module:function".
        start: "module:function" run on a new runtime's thread, or "".
        source_folders: where the language's own kernel-level files are (beside corevm's).
        kinds: the language's name for its heap kinds, or "".
    """

    name: str
    instruction_modules: tuple[str, ...] = ()
    export_modules: tuple[str, ...] = ()
    hooks: tuple[tuple[str, str], ...] = ()
    start: str = ""
    source_folders: tuple[str, ...] = ()
    kinds: str = ""


@dataclass
class Layout:
    """What the host knows of an image: plain data."""

    exports: dict[str, list[Any]]  # name -> [symbol, [parameter types], [result types], raising: "", "word" or "flag"]
    instructions: dict[str, Any]  # corevm.isa.define.shapes_of
    fields: dict[str, dict[str, int]]  # class -> field -> offset
    fusions: dict[str, dict[str, int]]  # corevm.isa.define.fusion_table
    natives: dict[str, list[Any]]  # name -> [symbol, minimum, maximum]
    hooks: dict[str, str]  # hook -> symbol
    start: str
    kind_table: bytes
    kinds: dict[str, int]

    def to_json(self) -> str:
        data = {**self.__dict__, "kind_table": base64.b64encode(self.kind_table).decode(), "format": FORMAT}
        return json.dumps(data, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> Layout:
        data = json.loads(text)
        if data.pop("format", None) != FORMAT:
            raise ValueError("another format")
        data["kind_table"] = base64.b64decode(data["kind_table"])
        return cls(**data)


def cache_folder() -> Path:
    given = os.environ.get("COREVM_CACHE")
    if given:
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(base) / "corevm"


def source_key(spec: ImageSpec) -> str:
    """The key of the image a spec needs, from the state of its source files."""
    root = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    folders = [os.path.join(root, room) for room in CORE_ROOMS] + list(spec.source_folders)
    h = hashlib.blake2b(repr((FORMAT, spec, sys.implementation.cache_tag, os.uname().machine)).encode(), digest_size=12)
    pending = folders
    while pending:
        folder = pending.pop()
        try:
            entries = sorted(os.scandir(folder), key=lambda e: e.name)
        except OSError as e:
            raise UsageError(f"the source folder {folder} cannot be read", code="US040", seen=str(e)) from None
        for entry in entries:
            if entry.name.endswith(".py"):
                stat = entry.stat()
                h.update(f"{entry.path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
            elif not entry.name.startswith(("_", ".")) and entry.is_dir():
                pending.append(entry.path)
    return h.hexdigest()


def find_image(spec: ImageSpec, report: Report | None = None) -> tuple[str, Layout]:
    """The path and layout of the image a spec needs; builds it if none is kept. Effects: may compile (seconds)."""
    folder = cache_folder() / "image"
    stem = f"{spec.name}-{source_key(spec)}"
    path, description = folder / f"{stem}.so", folder / f"{stem}.json"
    try:
        layout = Layout.from_json(description.read_text())
        if path.exists():
            return str(path), layout
    except (OSError, ValueError, KeyError, TypeError):
        pass
    content, layout = build(spec, report)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for target, data in ((path, content), (description, layout.to_json().encode())):
            temporary = target.with_name(f"{target.name}.{os.getpid()}")
            temporary.write_bytes(data)
            temporary.chmod(0o644)
            temporary.replace(target)
        _drop_old(folder, spec.name, keep=stem)
    except OSError as e:
        raise NativeError(
            f"the image cannot be kept in {folder}", code="NA410", seen=str(e), hint="set COREVM_CACHE to a writable folder"
        ) from None
    return str(path), layout


def _drop_old(folder: Path, name: str, keep: str, most: int = 4) -> None:
    """Keep the newest images of a language only."""
    images = sorted(folder.glob(f"{name}-*.json"), key=lambda p: p.stat().st_mtime, reverse=True)
    for old in images[most:]:
        if old.stem != keep:
            old.unlink(missing_ok=True)
            old.with_suffix(".so").unlink(missing_ok=True)


def _resolve(name: str) -> Any:
    module, _, attribute = name.partition(":")
    return getattr(import_module(module), attribute)


def build(spec: ImageSpec, report: Report | None = None) -> tuple[bytes, Layout]:
    """Build an image. Effects: loads the compiler, starts processes, uses the object cache."""
    from corevm.engine.image import build_image  # lazy: everything here belongs to a build only
    from corevm.isa.define import InstructionSet, definitions_of, fusion_table, fusions_of, shapes_of
    from corevm.isa.native import hooks_of, natives_of
    from corevm.isa.op import control
    from corevm.kernel import entry, layout, lifetime, shape, thread
    from corevm.kernel.hook import HOOKS
    from corevm.kernel.kind import KIND_NUMBER
    from corevm.micro.function import MicroFunction
    from corevm.micro.program import COMPILER
    from corevm.micro.surface import HEAP_CLASSES

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
    for module in (entry, *(import_module(m) for m in spec.export_modules)):
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

    def progress(name: str, was_kept: bool) -> None:
        nonlocal done
        done += 1
        if report:
            report(f"{done}: {name}{' (kept)' if was_kept else ''}")

    content = build_image(instructions, exported, f"corevm-{spec.name}", progress=progress)
    exports = {}
    for f in exported:
        instance = COMPILER.instance(f, {})
        signature = instance.ir.signature
        raising = "" if not f.raises else "word" if len(signature.results) == 1 and signature.results[0].name in ("value", "ref") else "flag"
        exports[f.name] = [instance.name, [t.name for t in signature.params], [t.name for t in signature.results], raising]
    fields = {c.name: {n: x.offset for n, x in c.fields.items()} for c in HEAP_CLASSES}
    for record in (thread.Runtime, thread.Thread):
        fields[getattr(record, "name")] = {n: x.offset for n, x in getattr(record, "fields").items()}  # noqa: B009 - mypy
    return content, Layout(
        exports, shapes_of(instructions), fields, fusion_table(instructions),
        {n.name: [COMPILER.instance(n.entry, {}).name, n.minimum, n.maximum] for n in natives},
        {n: COMPILER.instance(f, {}).name for n, f in hooks.items()},
        COMPILER.instance(start, {}).name if start is not None else "", layout.kind_table(spec.kinds), dict(KIND_NUMBER),
    )  # fmt: skip
