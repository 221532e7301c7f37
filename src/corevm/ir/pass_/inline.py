"""Replaces calls of inline functions by their bodies.

An inline function is flattened once, in place, before it is inlined anywhere, so each call costs one copy. A callee of
one block becomes straight code; one with a single exit needs no block parameters. Instructions from the caller's own file keep their places; others
get the place of the call, so that machine code changes with the files it is named after, not whenever a line moves in a file it inlines.

INV-INLINE-1  Afterwards no call or tail call of the function names an inline function that `lookup` defines.
INV-INLINE-2  A stack slot of the callee lives until the caller returns, and is zeroed each time its instruction runs.

Effects: changes the functions given and the inline functions they call; `ModuleInliner` adds the declarations and
constant data that moved code names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from corevm.errors import IrError
from corevm.ir.diagnostic import CODES
from corevm.ir.module import Block, Function, Instr, Module, Target, Value
from corevm.ir.op import OPS

Lookup = Callable[[str], Function | None]
DEFAULT_MAX_INSTRS = 200_000

_AS_CALL = {"tail_call": OPS["call"], "tail_call_indirect": OPS["call_indirect"]}
_CALLS = frozenset(("call", "tail_call"))


class Inliner:
    """Inlines with one `lookup`, remembering which inline functions are flat already."""

    def __init__(self, lookup: Lookup, *, max_instrs: int = DEFAULT_MAX_INSTRS) -> None:
        self.lookup = lookup
        self.max_instrs = max_instrs
        self.inlined: dict[str, list[str]] = {}  # by function: the inline functions copied into it directly
        self._flat: dict[str, Function] = {}
        self._callees: dict[str, Function | None] = {}

    def run(self, function: Function) -> bool:
        """Inline in one function; whether it changed. Raises: IrError IR401 (recursion), IR402 (growth)."""
        if function.is_declaration:
            return False
        stack = [(function, iter(self._inline_callees(function)))]
        path = {function.name}
        is_changed = False
        while stack:
            current, rest = stack[-1]
            callee = next(rest, None)
            if callee is None:
                stack.pop()
                path.discard(current.name)
                is_changed = self._splice(current)
                if current.is_inline:
                    self._flat[current.name] = current
            elif callee.name in path:
                names = [f.name for f, _ in stack]
                circle = " -> ".join([*names[names.index(callee.name) :], callee.name])
                raise IrError(f"{CODES['IR401']}: {circle}", code="IR401", hint="make one of them not inline")
            elif callee.name not in self._flat:
                path.add(callee.name)
                stack.append((callee, iter(self._inline_callees(callee))))
        return is_changed

    def callee_of(self, instr: Instr) -> Function | None:
        """The inline function a call names, if it is one."""
        if instr.op.name not in _CALLS:
            return None
        name = str(instr.imm[0])
        if name in self._callees:
            return self._callees[name]
        found = self.lookup(name)
        if found is not None and (found.is_declaration or not found.is_inline):
            found = None
        self._callees[name] = found
        return found

    def _inline_callees(self, function: Function) -> list[Function]:
        found: dict[str, Function] = {}
        for instr in function.instructions():
            callee = self.callee_of(instr)
            if callee is not None:
                found[callee.name] = callee
        return list(found.values())

    def _splice(self, function: Function) -> bool:
        """Replace the calls, all of flat callees."""
        blocks: list[Block] = []
        replaced: dict[Value, Value] = {}
        copied: dict[str, None] = {}
        size = sum(len(b.instrs) for b in function.blocks)
        for block in function.blocks:
            instrs = block.instrs
            blocks.append(block)
            if not any(i.op.name in _CALLS and self.callee_of(i) for i in instrs):
                continue
            out: list[Instr] = []
            block.instrs = out
            for instr in instrs:
                callee = self.callee_of(instr)
                if callee is None:
                    out.append(instr)
                    continue
                copied[callee.name] = None
                size += sum(len(b.instrs) for b in callee.blocks)
                if size > self.max_instrs:
                    text = f"{CODES['IR402']}: {function.name}, at the call of {callee.name}"
                    raise IrError(text, code="IR402", seen=f"{size} instructions", wanted=f"at most {self.max_instrs}")
                out = _expand(callee, instr, out, blocks, replaced)
        if copied:
            self.inlined.setdefault(function.name, []).extend(copied)
            function.blocks = blocks
            replace_values(function, replaced)
        return bool(copied)


def _expand(callee: Function, call: Instr, out: list[Instr], blocks: list[Block], replaced: dict[Value, Value]) -> list[Instr]:
    """Append a copy of the callee's body to `out` and `blocks`; gives the list that what follows the call goes to."""
    values: dict[Value, Value] = dict(zip(callee.entry.params, call.args, strict=True))
    is_tail = call.op.name == "tail_call"
    copies: dict[int, Block] = {}
    exit_count = 0
    for block in callee.blocks:
        if block is not callee.entry:
            copy = copies[id(block)] = Block(f"{callee.name}.{block.name}")
            for param in block.params:
                new = values[param] = Value(param.type, param.name)
                copy.params.append(new)
            blocks.append(copy)
        for instr in block.instrs:
            for result in instr.results:
                values[result] = Value(result.type, result.name)
        exit_count += not block.instrs[-1].targets and block.instrs[-1].op.name != "unreachable"
    after: Block | None = None
    rest: list[Instr] = []
    if not is_tail and exit_count != 1:
        after = Block(f"{callee.name}.after")
        after.params = call.results
        rest = after.instrs
    for block in callee.blocks:
        into = out if block is callee.entry else copies[id(block)].instrs
        for instr in block.instrs:
            op = instr.op
            args = [values[a] for a in instr.args]
            loc = instr.loc
            if loc is None or (call.loc is not None and loc.file != call.loc.file):
                loc = call.loc
            if op.is_terminator and not instr.targets and not is_tail and op.name != "unreachable":
                if op.name != "return":  # a tail call, no longer in tail position
                    results = [Value(r.type) for r in call.results]
                    into.append(Instr(_AS_CALL[op.name], instr.type, args, instr.imm, results, loc=loc))
                    args = results
                if after is None:
                    replaced.update(zip(call.results, args, strict=True))
                    rest = into
                else:
                    into.append(Instr(OPS["jump"], None, [], targets=[Target(after, args)], loc=loc))
                continue
            targets = [Target(copies[id(t.block)], [values[a] for a in t.args]) for t in instr.targets]
            new_results = [values[r] for r in instr.results]
            into.append(Instr(op, instr.type, args, instr.imm, new_results, targets, list(instr.cases), loc))
    if after is not None:
        blocks.append(after)
    return rest


def replace_values(function: Function, replaced: dict[Value, Value]) -> None:
    """Use `replaced[v]` wherever the function uses `v`; chains are followed."""
    if not replaced:
        return

    def final(value: Value) -> Value:
        seen = value
        while seen in replaced:
            seen = replaced[seen]
        while value in replaced and replaced[value] is not seen:
            replaced[value], value = seen, replaced[value]
        return seen

    for block in function.blocks:
        for instr in block.instrs:
            args = instr.args
            for i, arg in enumerate(args):
                if arg in replaced:
                    args[i] = final(arg)
            for target in instr.targets:
                args = target.args
                for i, arg in enumerate(args):
                    if arg in replaced:
                        args[i] = final(arg)


def inline_calls(function: Function, lookup: Lookup) -> bool:
    """Inline in one function all calls of inline functions that `lookup` finds by name; whether it changed.

    Raises: IrError IR401 where inline functions call each other in a circle, IR402 where the function outgrows the limit.
    """
    return Inliner(lookup).run(function)


class ModuleInliner:
    """Inlines in linked modules, in some after others: what has been inlined or dropped by then is still there to be copied.

    Raises: IrError as `inline_calls`; IR403 where moved code names data that cannot be copied.
    """

    def __init__(self, modules: Iterable[Module]) -> None:
        self._modules = list(modules)
        self._homes: dict[str, Module] = {}
        self._defined: dict[str, Function] = {}
        for module in self._modules:
            for function in module.functions.values():
                if not function.is_declaration:
                    self._homes[function.name] = module
                    self._defined[function.name] = function
        self._inliner = Inliner(self._defined.get)

    def run(self, into: Iterable[Module]) -> None:
        """Inline in every function of some modules; moved code brings its declarations, externs and constant data along."""
        for module in into:
            callers = [f.name for f in module.functions.values() if not f.is_declaration]
            for name in callers:
                self._inliner.run(self._defined[name])
            done: set[str] = set()
            for name in callers:
                for callee in self._inliner.inlined.get(name, ()):
                    if self._homes[callee] is not module and callee not in done:
                        done.add(callee)
                        self._import_names(module, callee)

    def _import_names(self, module: Module, callee: str) -> None:
        for instr in self._defined[callee].instructions():
            for (_, kind), imm in zip(instr.op.immediates, instr.imm, strict=True):
                if kind in ("func", "data", "extern"):
                    _import_name(module, kind, str(imm), self._modules, callee)


def inline_modules(modules: Iterable[Module]) -> None:
    """Inline in every function of linked modules. Raises: as `ModuleInliner`."""
    listed = list(modules)
    ModuleInliner(listed).run(listed)


def _import_name(module: Module, kind: str, name: str, modules: list[Module], reason: str) -> None:
    """Make a name of other modules known in `module`."""
    if kind == "func":
        if name not in module.functions:
            found = [m.functions[name] for m in modules if name in m.functions]
            module.functions[name] = replace(found[0], blocks=[])
    elif kind == "extern":
        if name not in module.externs:
            module.externs[name] = next(m.externs[name] for m in modules if name in m.externs)
    else:
        items = [m.data[name] for m in modules if name in m.data]
        item = items[0]
        if not item.is_constant or item.is_exported or any(other != item for other in items):
            raise IrError(
                f"{CODES['IR403']}: data {name}, moved to module {module.name} with inline function {reason}",
                code="IR403",
                seen="data that is written, exported, or another in another module",
                wanted="constant data",
                hint="reach it through a function that is not inline",
            )
        if name not in module.data:
            module.data[name] = item
            for reloc in item.relocs:
                _import_name(module, reloc.kind, reloc.symbol, modules, reason)


__all__ = ["Inliner", "ModuleInliner", "inline_calls", "inline_modules", "replace_values"]
