"""Who uses which word of `Runtime.scratch`: one table, so that no two parts of the kernel take the same."""

from __future__ import annotations

RUNTIME_SCRATCH: tuple[tuple[str, str], ...] = (
    ("text_cache", "corevm.kernel.string: array of the strings that exist once"),
    ("intern_table", "corevm.kernel.string_intern: array of interned strings; a root together with the word before"),
    ("owned_memory", "corevm.kernel.lifetime: C memory that is freed with the runtime, linked by its first word"),
    ("mapped_files", "corevm.kernel.lifetime: the address of a Words of pairs, address and size, unmapped with the runtime"),
    ("language", "the address of the language's own struct (Pyta: pyta.object.world)"),
)
RUNTIME_SCRATCH_WORD: dict[str, int] = {name: number for number, (name, _) in enumerate(RUNTIME_SCRATCH)}

assert len(RUNTIME_SCRATCH) <= 32
