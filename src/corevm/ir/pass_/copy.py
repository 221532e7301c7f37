"""Copies a function, so that passes may change the copy."""

from __future__ import annotations

from dataclasses import replace

from corevm.ir.module import Block, Function, Instr, Target, Value


def copy_function(function: Function, name: str = "") -> Function:
    """A deep copy of a function, under another name if one is given."""
    values: dict[Value, Value] = {}
    blocks: dict[Block, Block] = {}

    def value(v: Value) -> Value:
        found = values.get(v)
        if found is None:
            found = values[v] = Value(v.type, v.name)
        return found

    for block in function.blocks:
        copied = blocks[block] = Block(block.name)
        copied.params = [value(p) for p in block.params]
    for block in function.blocks:
        for i in block.instrs:
            targets = [Target(blocks[x.block], [value(a) for a in x.args]) for x in i.targets]
            blocks[block].instrs.append(
                Instr(i.op, i.type, [value(a) for a in i.args], i.imm, [value(r) for r in i.results], targets, list(i.cases), i.loc)
            )
    return replace(function, name=name or function.name, blocks=[blocks[b] for b in function.blocks])
