"""Counts of what a module holds, for people. Effects: none."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from corevm.ir.binary import write_module
from corevm.ir.module import Module


@dataclass
class Statistics:
    """What a module holds. `largest` lists functions with their numbers of instructions."""

    function_count: int = 0
    declaration_count: int = 0
    inline_count: int = 0
    block_count: int = 0
    instr_count: int = 0
    data_bytes: int = 0
    extern_count: int = 0
    binary_bytes: int = 0
    ops: Counter[str] = field(default_factory=Counter)
    largest: list[tuple[str, int]] = field(default_factory=list)


def statistics_of(module: Module, *, largest_count: int = 10) -> Statistics:
    """Count a well-formed module."""
    found = Statistics(extern_count=len(module.externs), binary_bytes=len(write_module(module)))
    sizes: list[tuple[str, int]] = []
    for function in module.functions.values():
        if function.is_declaration:
            found.declaration_count += 1
            continue
        found.function_count += 1
        found.inline_count += function.is_inline
        found.block_count += len(function.blocks)
        found.ops.update(i.op.name for i in function.instructions())
        sizes.append((function.name, sum(len(b.instrs) for b in function.blocks)))
    found.instr_count = found.ops.total()
    found.data_bytes = sum(len(d.content) for d in module.data.values())
    found.largest = sorted(sizes, key=lambda s: (-s[1], s[0]))[:largest_count]
    return found


def format_statistics(found: Statistics) -> str:
    """A page of text."""
    lines = [
        f"functions      {found.function_count:>10}  ({found.inline_count} inline)",
        f"declarations   {found.declaration_count:>10}",
        f"blocks         {found.block_count:>10}",
        f"instructions   {found.instr_count:>10}",
        f"externs        {found.extern_count:>10}",
        f"data bytes     {found.data_bytes:>10}",
        f"binary bytes   {found.binary_bytes:>10}",
    ]
    if found.largest:
        lines += ["", "largest functions", *(f"  {size:>8}  {name}" for name, size in found.largest)]
    if found.ops:
        lines += ["", "ops", *(f"  {count:>8}  {name}" for name, count in sorted(found.ops.items(), key=lambda o: (-o[1], o[0])))]
    return "\n".join(lines) + "\n"


__all__ = ["Statistics", "format_statistics", "statistics_of"]
