"""Programs: instances of Micro functions, compiled on demand, their effects, and modules of them.

An `Instance` is a function with its static arguments; its IR signature is known at once, its body is compiled when a
program needs it. Instances live as long as the process: Micro functions are part of the Python modules they stand in.
"""

from __future__ import annotations

import ast
import hashlib
import importlib
import struct
import threading
from collections.abc import Iterable, Mapping
from typing import Any

from corevm.errors import MicroError, Place
from corevm.ir.build import new_function
from corevm.ir.module import Data, Function, Instr, Loc, Module, Reloc
from corevm.ir.op import OPS
from corevm.ir.type import Signature
from corevm.micro import type as t
from corevm.micro.check import Checker
from corevm.micro.function import EFFECTS, CFunction, MicroFunction, StaticTable
from corevm.micro.lower import Lowering, component_types, component_types_of, signature

# What the compiler calls of the kernel: where to find it, resolved when first needed.
HOOKS: dict[str, tuple[str, str]] = {
    "allocate": ("corevm.kernel.memory", "allocate"),
    "write_barrier": ("corevm.kernel.memory", "write_barrier"),
    "set_exception": ("corevm.kernel.thread", "set_exception"),
    "take_exception": ("corevm.kernel.thread", "take_exception"),
    "kind_number": ("corevm.kernel.kind", "number_of"),
}


class Instance:
    """A function and its static arguments. `ir` has no blocks until it is compiled."""

    def __init__(self, function: MicroFunction, statics: dict[str, Any], name: str, ir: Function) -> None:
        self.function, self.statics, self.name, self.ir = function, statics, name, ir
        self.callees: dict[Instance, None] = {}  # in the order of their first mention
        self.is_compiled = False

    def __repr__(self) -> str:
        return f"<instance {self.name}>"


class Compiler:
    """All instances of the process and the static data they use."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.by_name: dict[str, Instance] = {}
        self.data: dict[str, Data] = {}
        self.externs: dict[str, CFunction] = {}
        self.types: dict[MicroFunction, list[t.MicroType]] = {}
        self.results: dict[MicroFunction, t.MicroType] = {}
        self.current: Instance | None = None

    # --- what checking asks for
    def _annotations(self, function: MicroFunction) -> None:
        checker = Checker(function, {}, self)
        args = function.definition.args.args
        self.types[function] = [checker.parameter_type(i, a) for i, a in enumerate(args)]
        returns = function.definition.returns
        self.results[function] = t.NONE if returns is None else checker.annotation(returns, "the result", returns)

    def parameter_types(self, function: MicroFunction) -> list[t.MicroType]:
        if function not in self.types:
            self._annotations(function)
        return self.types[function]

    def result_type(self, function: MicroFunction) -> t.MicroType:
        if function not in self.results:
            self._annotations(function)
        return self.results[function]

    def function_type(self, function: MicroFunction) -> t.FnType:
        params = tuple(self.parameter_types(function))
        return t.FnType(params, self.result_type(function), function.raises, not function.takes_thread)

    def signature_of(self, type_: t.FnType) -> Signature:
        return signature(list(type_.params), type_.result, type_.is_raising, not type_.is_c)

    def hook_instance(self, name: str, checker: Any, node: ast.AST) -> Instance:
        module, attribute = HOOKS[name]
        try:
            function = getattr(importlib.import_module(module), attribute)
        except (ImportError, AttributeError) as e:
            checker.fail("MC305", f"the kernel's hook {name} is missing", node, seen=str(e), wanted=f"{module}.{attribute}")
        return self.instance(function, {}, checker, node)

    def kind_number(self, class_: t.HeapType, checker: Any, node: ast.AST) -> int:
        if not isinstance(class_, t.HeapType) or not class_.kind:
            checker.fail("MC134", "a concrete heap class is needed", node, seen=repr(class_), wanted="@heap(kind=...)")
        module, attribute = HOOKS["kind_number"]
        return int(getattr(importlib.import_module(module), attribute)(class_.kind))

    def static_data(self, content: bytes) -> Data:
        name = f"bytes.{hashlib.blake2b(content, digest_size=10).hexdigest()}"
        return self.data.setdefault(name, Data(name, content, 8))

    def add_data(self, data: Data) -> Data:
        return self.data.setdefault(data.name, data)

    def table_data(self, table: StaticTable, checker: Any, node: ast.AST) -> Data:
        item = table.item
        if isinstance(item, t.IntType) and all(isinstance(v, int) for v in table.values):
            mask, code = (1 << item.bits) - 1, {1: "B", 2: "H", 4: "I", 8: "Q"}[item.size_bytes]
            packed = struct.pack(f"<{len(table)}{code}", *[v & mask for v in table.values])
            return self._add_table(packed, [])
        content = bytearray()
        relocs: list[Reloc] = []
        for value in table.values:
            if isinstance(value, MicroFunction | CFunction | str | bytes):
                kind, symbol = self._table_symbol(value, checker, node)
                relocs.append(Reloc(len(content), kind, symbol))
                content += bytes(8)
            elif isinstance(item, t.FloatType):
                content += struct.pack("<d" if item is t.F64 else "<f", value)
            else:
                size = item.size_bytes
                content += (int(value or 0) & ((1 << 8 * size) - 1)).to_bytes(size, "little")
        return self._add_table(bytes(content), relocs)

    def _add_table(self, content: bytes, relocs: list[Reloc]) -> Data:
        key = content + repr(relocs).encode()
        name = f"table.{hashlib.blake2b(key, digest_size=10).hexdigest()}"
        return self.data.setdefault(name, Data(name, content, 16, True, tuple(relocs)))

    def _table_symbol(self, value: Any, checker: Any, node: ast.AST) -> tuple[str, str]:
        if isinstance(value, MicroFunction):
            return "func", self.instance(value, {}, checker, node).name
        if isinstance(value, CFunction):
            self.externs[value.name] = value
            return "extern", value.name
        raw = value.encode() if isinstance(value, str) else value
        return "data", self.static_data(raw + b"\0").name

    # --- instances
    def instance(self, function: MicroFunction, statics: dict[str, Any], checker: Any = None, node: ast.AST | None = None) -> Instance:
        with self.lock:
            key = tuple([(k, _static_key(v)) for k, v in sorted(statics.items())]) if statics else ()
            found: Instance | None = function.instances.get(key)
            if found is None:
                found = function.instances[key] = self._make(function, statics)
            if self.current is not None:
                self.current.callees[found] = None
            return found

    def _make(self, function: MicroFunction, statics: dict[str, Any]) -> Instance:
        name = function.qualified_name
        if statics:
            name += f"<{', '.join(_static_text(v) for v in statics.values())}>"
        base, count = name, 1
        while name in self.by_name:
            count += 1
            name = f"{base}.{count}"
        types = self.parameter_types(function)
        params = [p for p in types if p is not t.STATIC]
        names = [a for a, p in zip(function.parameter_names, types, strict=True) if p is not t.STATIC]
        try:
            shape = signature(params, self.result_type(function), function.raises, function.takes_thread)
        except MicroError as e:
            raise MicroError(e.message, code=e.code, place=Place(function.file, function.line)) from e
        head = ("thread",) if function.takes_thread else ()
        ir = Function(name, shape, param_names=(*head, *names))
        o = function.options
        ir.is_inline, ir.is_cold, ir.is_exported = bool(o["inline"]), bool(o["cold"]), bool(o["export"])
        ir.may_raise, ir.primitive = function.raises, str(o["primitive"])
        ir.loc = Loc(function.file, function.definition.lineno)
        made = Instance(function, statics, name, ir)
        self.by_name[name] = made
        return made

    def compile(self, instance: Instance) -> None:
        """Compile one body. Effects: fills instance.ir and instance.callees."""
        with self.lock:
            if instance.is_compiled:
                return
            function = instance.function
            previous, self.current = self.current, instance
            try:
                body = Checker(function, instance.statics, self).check()
                shell = new_function(instance.name, instance.ir.signature, instance.ir.param_names)
                lowering = Lowering(shell, body, function.raises, function.takes_thread)
                lowering.run()
            except RecursionError as e:
                raise MicroError(f"{function.name} is nested too deeply", code="MC111", place=Place(function.file, function.line)) from e
            finally:
                self.current = previous
            instance.ir.blocks = shell.blocks
            instance.is_compiled = True

    def closure(self, roots: Iterable[Instance]) -> list[Instance]:
        """The roots and all they reach, compiled, in a deterministic order, effects inferred."""
        with self.lock:
            seen: dict[Instance, None] = {}
            pending = list(roots)[::-1]
            while pending:
                instance = pending.pop()
                if instance in seen:
                    continue
                seen[instance] = None
                self.compile(instance)
                pending += reversed(instance.callees)
            infer_effects(list(seen))
            return list(seen)

    # --- modules
    def modules(self, roots: Iterable[Instance]) -> list[Module]:
        """One IR module per Python module of the functions; calls of inline functions are still calls."""
        modules: dict[str, Module] = {}
        for instance in self.closure(roots):
            module = modules.setdefault(instance.function.module, Module(instance.function.module))
            module.add(instance.ir)
        for module in modules.values():
            complete_module(module, self)
        return [modules[name] for name in sorted(modules)]


def complete_module(module: Module, compiler: Compiler, others: Mapping[str, Function] | None = None) -> None:
    """Add what the module's functions and data refer to: declarations, data, externs.

    `others` are functions that no Micro instance stands for.
    """
    pending_data: list[str] = list(module.data)
    for function in list(module.functions.values()):
        for instr in function.instructions():
            for (_, kind), value in zip(instr.op.immediates, instr.imm, strict=True):
                _reference(module, compiler, kind, value, pending_data, others or {})
    while pending_data:
        data = module.data[pending_data.pop()]
        for reloc in data.relocs:
            _reference(module, compiler, reloc.kind, reloc.symbol, pending_data, others or {})


def _reference(
    module: Module, compiler: Compiler, kind: str, name: Any, pending: list[str], others: Mapping[str, Function]
) -> None:
    if kind == "func" and name not in module.functions:
        known = others[name] if name in others else compiler.by_name[name].ir
        module.functions[name] = Function(
            name, known.signature, [], False, known.is_cold, known.is_exported, known.effect, known.may_raise,
            known.primitive, known.loc, known.param_names,
        )  # fmt: skip
    elif kind == "data" and name not in module.data:
        module.data[name] = compiler.data[name]
        pending.append(name)
    elif kind == "extern" and name not in module.externs:
        c = compiler.externs[name]
        module.externs[name] = Signature(component_types_of(c.params), component_types(c.result), varargs=c.varargs)


RANK = {name: rank for rank, name in enumerate(EFFECTS)}


def infer_effects(instances: list[Instance]) -> None:
    """The least effect of each instance: of its ops and callees; a declared effect is checked and taken."""
    own = {i.name: max((_own_effect(instr) for instr in i.ir.instructions()), default=0) for i in instances}
    declared = {i.name: RANK[i.function.options["effect"]] for i in instances if i.function.options["effect"]}
    level = own | declared
    callers: dict[str, list[str]] = {i.name: [] for i in instances}
    for i in instances:
        if i.name not in declared:
            for callee in i.callees:
                callers[callee.name].append(i.name)
    pending = list(level)
    while pending:
        name = pending.pop()
        for caller in callers[name]:
            if level[caller] < level[name]:
                level[caller] = level[name]
                pending.append(caller)
    for i in instances:
        if i.name not in declared:
            i.ir.effect = EFFECTS[level[i.name]]
            continue
        inferred = max([own[i.name], *(level[c.name] for c in i.callees)])
        if inferred > declared[i.name]:
            culprit = next((c.name for c in i.callees if level[c.name] > declared[i.name]), "its own operations")
            raise MicroError(
                f"{i.function.name} does more than its declared effect", code="MC302",
                place=Place(i.function.file, i.function.line), seen=f"{EFFECTS[inferred]}, through {culprit}",
                wanted=EFFECTS[declared[i.name]],
            )  # fmt: skip
        i.ir.effect = EFFECTS[level[i.name]]


OWN_EFFECT = {name: RANK.get(op.effect, 0) for name, op in OPS.items()} | {"stack_slot": 0, "call_indirect": RANK["guest"]}


def _own_effect(instr: Instr) -> int:
    name = instr.op.name
    return RANK[COMPILER.externs[str(instr.imm[0])].effect] if name == "call_c" else OWN_EFFECT[name]


def _static_key(x: Any) -> Any:
    try:
        hash(x)
    except TypeError:
        return ("id", id(x))
    return (type(x), x)


def _static_text(x: Any) -> str:
    if isinstance(x, MicroFunction):
        return x.qualified_name
    if isinstance(x, int | str | float | bool | type(None) | t.MicroType):
        return repr(x)
    return type(x).__name__


COMPILER = Compiler()
