"""Moves what a handler's entry decodes of its instruction to the blocks that use it, so that no path loads operands of another's."""

from __future__ import annotations

from collections.abc import Iterator

from corevm.ir.module import Block, Function, Instr, Value

_ARITHMETIC = ("zext", "sext", "ptr_add")


def defer_decoding(function: Function) -> None:
    """Move loads of class `code` (memory that no handler writes), and the arithmetic on them, out of the entry block.

    Each block that uses such a value gets the instruction for itself, at its beginning; blocks in loops make it stay.
    """
    entry = function.entry
    in_loops = {b for b in function.blocks if b in _reached_from(b)}
    for instr in reversed(entry.instrs):
        if not (_is_code_load(instr) or instr.op.name in _ARITHMETIC):
            continue
        result = instr.results[0]
        users = [b for b in function.blocks if any(v is result for v in _uses(b))]
        if entry in users or not in_loops.isdisjoint(users):
            continue
        entry.instrs.remove(instr)
        for block in users:
            own = Value(result.type, result.name)
            _replace(block, result, own)
            block.instrs.insert(0, Instr(instr.op, instr.type, list(instr.args), instr.imm, [own], [], [], instr.loc))


def _is_code_load(instr: Instr) -> bool:
    return instr.op.name == "load" and instr.imm[1] == "code"


def _uses(block: Block) -> Iterator[Value]:
    for instr in block.instrs:
        yield from instr.args
        for target in instr.targets:
            yield from target.args


def _replace(block: Block, old: Value, new: Value) -> None:
    for instr in block.instrs:
        instr.args = [new if a is old else a for a in instr.args]
        for target in instr.targets:
            target.args = [new if a is old else a for a in target.args]


def _reached_from(block: Block) -> set[Block]:
    reached: set[Block] = set()
    pending = [block]
    while pending:
        for successor in pending.pop().successors():
            if successor not in reached:
                reached.add(successor)
                pending.append(successor)
    return reached
