"""Makes a function smaller without knowing anything but itself.

In rounds until nothing changes: constants are folded, branches on constants become jumps, jumps to empty blocks go on to
where those go, jumps to a block that only tests a constant they bring go where the test leads, blocks with one predecessor are joined to it, parameters that always get the same value are replaced by
it, what is not used and has no effect is dropped, blocks that nothing reaches are removed.

INV-SIMPLIFY-1  What runs without a trap gives the same results and effects as before; what is undefined may vanish.

Effects: changes the function.
"""

from __future__ import annotations

from collections.abc import Callable

from corevm.ir import arith
from corevm.ir.module import Block, Function, Instr, Target, Value
from corevm.ir.op import OPS, PURE
from corevm.ir.pass_.inline import replace_values
from corevm.ir.type import PTR

_MAX_ROUNDS = 100
_CONST = OPS["const"]
_JUMP = OPS["jump"]
# has no effect one could miss when its results are not used
_DROPPED_UNUSED = frozenset(o.name for o in OPS.values() if o.effect == PURE) | {"load", "memequal", "stack_slot"}
_COMMUTES = frozenset("add mul and or xor add_nsw mul_nsw".split())


def simplify(function: Function) -> bool:
    """Simplify one verified function in place; whether it changed."""
    if function.is_declaration:
        return False
    is_changed = remove_unreachable(function)  # dominance, which the other steps rely on, holds for reachable code only
    for _ in range(_MAX_ROUNDS):
        is_round_changed = False
        for step in (
            fold_constants, fold_branches, thread_jumps, thread_branches, remove_unreachable, join_blocks, remove_same_params,
            remove_unused,
        ):  # fmt: skip
            is_round_changed |= step(function)
        if not is_round_changed:
            break
        is_changed = True
    return is_changed


# --- constants
def fold_constants(function: Function) -> bool:
    """Operations on constants become constants; operations that change nothing become their operand."""
    constants: dict[Value, int] = {}
    definitions: dict[Value, Instr] = {}
    for instr in function.instructions():
        if instr.op is _CONST:
            constants[instr.results[0]] = int(str(instr.imm[0]))
        elif len(instr.results) == 1:
            definitions[instr.results[0]] = instr
    replaced: dict[Value, Value] = {}
    is_changed = False
    for block in function.blocks:
        kept: list[Instr] = []
        for instr in block.instrs:
            args = instr.args
            for i, arg in enumerate(args):
                while arg in replaced:
                    arg = args[i] = replaced[arg]
            found = None
            if args and instr.op.name in arith.FOLDABLE and all(a in constants for a in args):
                found = folded(instr, [constants[a] for a in args])
            if found is not None:
                is_changed = True
                for result, bits in zip(instr.results, found, strict=True):
                    constants[result] = bits
                    kept.append(Instr(_CONST, result.type, [], (bits,), [result], loc=instr.loc))
                continue
            rule = _IDENTITIES.get(instr.op.name)
            same = rule(instr, constants, definitions) if rule else None
            if same is not None:
                is_changed = True
                replaced[instr.results[0]] = same
                continue
            kept.append(instr)
        block.instrs = kept
    replace_values(function, replaced)
    return is_changed


def folded(instr: Instr, bits: list[int]) -> list[int] | None:
    """The bits of an op's results from those of its operands; None where it is undefined."""
    operand = instr.args[0].type
    width = operand if instr.op.results == ("bool",) else instr.type
    values = [arith.from_bits(a.type, b) for a, b in zip(instr.args, bits, strict=True)]
    try:
        results = arith.function_of(instr.op.name, width, operand)(*values)
    except arith.Undefined:
        return None
    if any(isinstance(r, float) and r != r for r in results):
        return None  # the payload of a NaN is the machine's affair
    return [arith.to_bits(v.type, r) for v, r in zip(instr.results, results, strict=True)]


_Identity = Callable[[Instr, dict[Value, int], dict[Value, Instr]], Value | None]


def _right(neutral: int | None) -> _Identity:
    """`x op neutral` is x; None stands for all bits set."""

    def rule(instr: Instr, constants: dict[Value, int], definitions: dict[Value, Instr]) -> Value | None:
        left, right = instr.args
        assert instr.type is not None
        wanted = (1 << instr.type.bits) - 1 if neutral is None else neutral
        if constants.get(right) == wanted:
            return left
        if instr.op.name in _COMMUTES and constants.get(left) == wanted:
            return right
        if instr.op.name in ("and", "or") and left is right:
            return left
        return None

    return rule


def _select(instr: Instr, constants: dict[Value, int], definitions: dict[Value, Instr]) -> Value | None:
    condition, then, other = instr.args
    if condition in constants:
        return then if constants[condition] else other
    return then if then is other else None


def _not(instr: Instr, constants: dict[Value, int], definitions: dict[Value, Instr]) -> Value | None:
    inner = definitions.get(instr.args[0])
    return inner.args[0] if inner is not None and inner.op.name == "not" else None


def _ptr_add(instr: Instr, constants: dict[Value, int], definitions: dict[Value, Instr]) -> Value | None:
    base, index = instr.args
    return base if base.type is PTR and constants.get(index) == 0 and instr.imm[1] == 0 else None


def _bitcast(instr: Instr, constants: dict[Value, int], definitions: dict[Value, Instr]) -> Value | None:
    """There and back; not through f32, which loses the payload of a signalling NaN."""
    inner = definitions.get(instr.args[0])
    if inner is None or inner.op.name != "bitcast" or inner.args[0].type is not instr.type:
        return None
    return inner.args[0] if instr.args[0].type.bits else None


_IDENTITIES: dict[str, _Identity] = {
    **{name: _right(0) for name in ("add", "sub", "or", "xor", "shl", "lshr", "ashr", "rotl", "add_nsw", "sub_nsw")},
    **{name: _right(1) for name in ("mul", "mul_nsw", "sdiv", "udiv")},
    "and": _right(None),
    "select": _select,
    "not": _not,
    "bitcast": _bitcast,
    "ptr_add": _ptr_add,
}


# --- control
def fold_branches(function: Function) -> bool:
    """Branches and switches whose way is known become jumps; a branch on `not x` one on x."""
    definitions = {i.results[0]: i for i in function.instructions() if len(i.results) == 1}
    is_changed = False
    for block in function.blocks:
        end = block.instrs[-1]
        if end.op.name == "branch":
            condition = definitions.get(end.args[0])
            then, other = end.targets
            if condition is not None and condition.op is _CONST:
                _to_jump(end, then if condition.imm[0] else other)
                is_changed = True
            elif _is_same_target(then, other):
                _to_jump(end, then)
                is_changed = True
            elif condition is not None and condition.op.name == "not":
                end.args = [condition.args[0]]
                end.targets = [other, then]
                hint = str(end.imm[0])
                end.imm = ({"likely": "unlikely", "unlikely": "likely"}.get(hint, hint),)
                is_changed = True
        elif end.op.name == "switch":
            subject = definitions.get(end.args[0])
            if subject is not None and subject.op is _CONST:
                mask = (1 << end.args[0].type.bits) - 1
                ways = {case & mask: target for case, target in zip(end.cases, end.targets, strict=False)}
                _to_jump(end, ways.get(int(str(subject.imm[0])), end.targets[-1]))
                is_changed = True
            elif all(_is_same_target(t, end.targets[-1]) for t in end.targets):
                _to_jump(end, end.targets[-1])
                is_changed = True
    return is_changed


def _is_same_target(a: Target, b: Target) -> bool:
    return a.block is b.block and all(x is y for x, y in zip(a.args, b.args, strict=True))


def _to_jump(end: Instr, target: Target) -> None:
    end.op, end.type, end.args, end.imm, end.targets, end.cases = _JUMP, None, [], (), [target], []


def thread_jumps(function: Function) -> bool:
    """A jump to a block that only jumps on goes there itself."""
    uses: dict[Value, int] = {}
    for instr in function.instructions():
        for value in instr.args:
            uses[value] = uses.get(value, 0) + 1
        for target in instr.targets:
            for value in target.args:
                uses[value] = uses.get(value, 0) + 1
    empty: dict[int, Target] = {}
    for block in function.blocks[1:]:
        end = block.instrs[0]
        if end.op is not _JUMP or end.targets[0].block is block:
            continue
        onward = end.targets[0].args
        if all(uses.get(p, 0) == sum(a is p for a in onward) for p in block.params):
            empty[id(block)] = end.targets[0]
    is_changed = False
    for block in function.blocks:
        for target in block.instrs[-1].targets:
            seen: set[int] = set()
            end_block, args = target.block, target.args
            while id(end_block) in empty and id(end_block) not in seen:
                seen.add(id(end_block))
                onward_target = empty[id(end_block)]
                given = dict(zip(end_block.params, args, strict=True))
                args = [given.get(a, a) for a in onward_target.args]
                end_block = onward_target.block
            if seen and id(end_block) not in seen:  # a circle of empty blocks stays
                target.block, target.args = end_block, args
                is_changed = True
    return is_changed


def thread_branches(function: Function) -> bool:
    """A jump that brings constants to a block that only computes a branch on them goes where the branch would.

    So does one that brings an address with a displacement, which is not null, if that is what the block asks. What the block
    defines must not be used where the jump then goes, unless in the very block the branch goes to, which gets it as parameters.
    """
    constants = {i.results[0]: i for i in function.instructions() if i.op is _CONST}
    displaced = {i.results[0] for i in function.instructions() if i.op.name == "ptr_add" and _is_displaced(i, constants)}
    users: dict[Value, set[int]] = {}
    edges: dict[int, int] = {}
    for block in function.blocks:
        for after in block.successors():
            edges[id(after)] = edges.get(id(after), 0) + 1
        for instr in block.instrs:
            for value in (*instr.args, *(a for t in instr.targets for a in t.args)):
                users.setdefault(value, set()).add(id(block))
    is_changed = False
    for block in function.blocks:
        end = block.instrs[-1]
        if end.op is not _JUMP:
            continue
        test, brought = end.targets[0].block, end.targets[0].args
        ways = test.instrs[-1]
        if ways.op.name != "branch" or test is block or not test.params or any(i.op.effect != PURE for i in test.instrs[:-1]):
            continue
        known = {p: int(str(constants[a].imm[0])) for p, a in zip(test.params, brought, strict=True) if a in constants}
        not_null = {p for p, a in zip(test.params, brought, strict=True) if a in displaced}
        for instr in test.instrs[:-1]:
            if instr.op is _CONST:
                known[instr.results[0]] = int(str(instr.imm[0]))
            elif instr.op.name in arith.FOLDABLE and instr.args and all(a in known or a in constants for a in instr.args):
                found = folded(instr, [known[a] if a in known else int(str(constants[a].imm[0])) for a in instr.args])
                known.update(zip(instr.results, found or (), strict=False))
            elif instr.op.name in ("eq", "ne") and instr.args[0] in not_null and known.get(instr.args[1]) == 0:
                known[instr.results[0]] = int(instr.op.name == "ne")
        if ways.args[0] not in known:
            continue
        way = ways.targets[0 if known[ways.args[0]] else 1]
        given = dict(zip(test.params, brought, strict=True))
        defined = [*test.params, *(r for i in test.instrs for r in i.results)]
        if any(a in defined and a not in given for a in way.args):
            continue
        reached = _reached(way.block, test)
        carried = [v for v in defined if users.get(v, set()) & reached]
        if any(v not in given or users[v] & reached != {id(way.block)} for v in carried) or (carried and edges[id(way.block)] != 1):
            continue
        for value in carried:
            own = Value(value.type, value.name)
            _replace_in(way.block, value, own)
            way.block.params.append(own)
            way.args.append(value)
            users[own] = {id(way.block)}
            users[value] = users[value] - {id(way.block)} | {id(test)}
        edges[id(way.block)] += 1
        end.targets = [Target(way.block, [given.get(a, a) for a in way.args])]
        is_changed = True
    return is_changed


def _replace_in(block: Block, old: Value, new: Value) -> None:
    for instr in block.instrs:
        instr.args = [new if a is old else a for a in instr.args]
        for target in instr.targets:
            target.args = [new if a is old else a for a in target.args]


def _is_displaced(address: Instr, constants: dict[Value, Instr]) -> bool:
    """Whether an address is another one and something that is not 0."""
    scale, offset = (int(str(i)) for i in address.imm)
    index = constants.get(address.args[1])
    return offset != 0 if index is None else int(str(index.imm[0])) * scale + offset != 0


def _reached(start: Block, without: Block) -> set[int]:
    """The blocks that paths from a block reach that do not enter another."""
    seen = {id(start)} - {id(without)}
    order = [start] if seen else []
    for block in order:  # grows while it is walked
        for after in block.successors():
            if after is not without and id(after) not in seen:
                seen.add(id(after))
                order.append(after)
    return seen


def remove_unreachable(function: Function) -> bool:
    """Drop blocks that no path from the entry reaches."""
    seen = {id(function.entry)}
    order = [function.entry]
    for block in order:  # grows while it is walked
        for after in block.successors():
            if id(after) not in seen:
                seen.add(id(after))
                order.append(after)
    if len(seen) == len(function.blocks):
        return False
    function.blocks = [b for b in function.blocks if id(b) in seen]
    return True


def join_blocks(function: Function) -> bool:
    """A block whose one predecessor only jumps to it continues that predecessor."""
    edges: dict[int, int] = {}
    for block in function.blocks:
        for after in block.successors():
            edges[id(after)] = edges.get(id(after), 0) + 1
    replaced: dict[Value, Value] = {}
    gone: set[int] = set()
    for block in function.blocks:
        if id(block) in gone:
            continue
        while True:
            end = block.instrs[-1]
            if end.op is not _JUMP:
                break
            target = end.targets[0]
            if target.block is block or edges[id(target.block)] != 1:
                break
            replaced.update(zip(target.block.params, target.args, strict=True))
            block.instrs[-1:] = target.block.instrs
            gone.add(id(target.block))
    if gone:
        function.blocks = [b for b in function.blocks if id(b) not in gone]
        replace_values(function, replaced)
    return bool(gone)


def remove_same_params(function: Function) -> bool:
    """A parameter that gets one value (or itself, around a loop) from everywhere is that value; equal constants too."""
    constants = {i.results[0]: i for i in function.instructions() if i.op is _CONST}
    incoming: dict[int, list[Target]] = {}
    for block in function.blocks:
        for target in block.instrs[-1].targets:
            incoming.setdefault(id(target.block), []).append(target)
    replaced: dict[Value, Value] = {}

    def final(value: Value) -> Value:
        while value in replaced:
            value = replaced[value]
        return value

    is_changed = False
    for block in function.blocks[1:]:
        targets = incoming.get(id(block), [])
        kept: list[int] = []
        new: list[Instr] = []
        for i, param in enumerate(block.params):
            args = {final(t.args[i]) for t in targets} - {param}
            if len(args) == 1:
                replaced[param] = args.pop()
                continue
            bits = {constants[a].imm if a in constants else None for a in args}
            if len(bits) == 1 and (imm := bits.pop()) is not None:
                constant = Instr(_CONST, param.type, [], imm, [param])
                new.append(constant)
                constants[param] = constant
                continue
            kept.append(i)
        if len(kept) != len(block.params):
            is_changed = True
            block.params = [block.params[i] for i in kept]
            block.instrs[:0] = new
            for target in targets:
                target.args = [target.args[i] for i in kept]
    replace_values(function, replaced)
    return is_changed


def remove_unused(function: Function) -> bool:
    """Drop instructions without effect, and parameters, that nothing with an effect depends on."""
    definition: dict[Value, Instr] = {}
    home: dict[Value, tuple[Block, int]] = {}
    incoming: dict[int, list[Target]] = {}
    work: list[Value] = []
    for block in function.blocks:
        for i, param in enumerate(block.params):
            home[param] = (block, i)
        for instr in block.instrs:
            if instr.op.name in _DROPPED_UNUSED:
                for result in instr.results:
                    definition[result] = instr
            else:
                work += instr.args
            for target in instr.targets:
                incoming.setdefault(id(target.block), []).append(target)
    used: set[Value] = set()
    while work:
        value = work.pop()
        if value in used:
            continue
        used.add(value)
        if value in definition:
            work += definition[value].args
        elif value in home:
            block, i = home[value]
            work += [t.args[i] for t in incoming.get(id(block), [])]
    is_changed = False
    for block in function.blocks:
        count = len(block.instrs)
        block.instrs = [
            i for i in block.instrs if i.op.name not in _DROPPED_UNUSED or any(r in used for r in i.results)
        ]
        is_changed |= len(block.instrs) != count
        if block is not function.entry and not all(p in used for p in block.params):
            is_changed = True
            for target in incoming.get(id(block), []):
                target.args = [a for a, p in zip(target.args, block.params, strict=True) if p in used]
            block.params = [p for p in block.params if p in used]
    return is_changed


__all__ = ["simplify"]
