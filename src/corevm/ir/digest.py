"""What a module's finished form follows from, as a hash: so that nothing need be finished to know that nothing changed.

Finishing a module (`corevm.ir.pass_.inline`, splitting, text) reads its functions and data, the inline functions they call, and of
whatever those name the declaration. Names of values are left out, as everywhere; names of blocks count. So do places, of the module's
own files: those of instructions inlined from elsewhere are dropped by inlining.

Effects: none.
"""

from __future__ import annotations

import marshal
from collections import defaultdict
from collections.abc import Iterable
from hashlib import blake2b
from itertools import count
from typing import Any, NamedTuple

from corevm.ir.module import Data, Function, Loc, Module, Value
from corevm.ir.op import BY_NUMBER, OPS
from corevm.ir.type import Signature

_NAMING = ("func", "data", "extern")
_NAMES = {op.number: found for op in BY_NUMBER if (found := [(i, kind) for i, (_, kind) in enumerate(op.immediates) if kind in _NAMING])}
_CALLS = frozenset(OPS[name].number for name in ("call", "tail_call"))
_INDIRECT = frozenset(op.number for op in BY_NUMBER if "sig" in [kind for _, kind in op.immediates])


class _Body(NamedTuple):
    """Of a function: hashes of its code and of its places, the files of these, what it calls and what else it names."""

    code: bytes
    places: bytes
    files: frozenset[str]
    calls: dict[str, None]
    named: dict[tuple[str, str], None]


class ModuleDigests:
    """The digests of linked modules that are not finished yet.

    Args:
        modules: all that are linked.
        context: what else decides how a function is finished: by function name.
    """

    def __init__(self, modules: Iterable[Module], context: dict[str, str] | None = None) -> None:
        self._context = context or {}
        self._inline: dict[str, Function] = {}
        self._functions: dict[str, Function] = {}
        self._data: dict[str, Data] = {}
        self._externs: dict[str, Signature] = {}
        for module in modules:
            for name, function in module.functions.items():
                self._functions.setdefault(name, function)
                if function.is_inline and function.blocks:
                    self._inline[name] = function
            self._data.update(module.data)
            self._externs.update(module.externs)
        self._bodies: dict[str, _Body] = {}
        self._heads: dict[tuple[str, str], bytes] = {}

    def of(self, module: Module) -> str:
        """The digest of what a module's finished form follows from."""
        total = blake2b(module.name.encode(), digest_size=20)
        own: dict[str, _Body] = {}
        files: set[str] = set()
        named: dict[tuple[str, str], None] = {}
        for name, function in module.functions.items():
            total.update(_head(function))
            if function.blocks:
                body = own[name] = self._body(function)
                total.update(body.code + body.places + _packed([function.loc and tuple(function.loc), self._context.get(name, "")]))
                files |= body.files
                named.update(body.named)
        pending = [name for body in own.values() for name in body.calls]
        copied: set[str] = set()
        while pending:
            name = pending.pop()
            if name not in copied and name in self._inline:
                copied.add(name)
                body = self._body(self._inline[name])
                pending += body.calls
                named.update(body.named)
        for name in sorted(copied):
            body = self._body(self._inline[name])
            total.update(body.code)
            if not files.isdisjoint(body.files):
                total.update(body.places)
        for data in module.data.values():
            total.update(_packed(data))
            named.update({(r.kind, r.symbol): None for r in data.relocs})
        for kind, name in sorted(named):
            total.update(self._declaration(kind, name))
        total.update(_packed([(name, _signature(signature)) for name, signature in module.externs.items()]))
        return total.hexdigest()

    def _body(self, function: Function) -> _Body:
        found = self._bodies.get(function.name)
        if found is None:
            found = self._bodies[function.name] = _body(function)
        return found

    def _declaration(self, kind: str, name: str) -> bytes:
        """What a name says of what it names."""
        found = self._heads.get((kind, name))
        if found is None:
            if kind == "func":
                found = _head(self._functions[name]) if name in self._functions else name.encode()
            elif kind == "data":
                found = _packed(self._data[name]) + b"".join(self._declaration(r.kind, r.symbol) for r in self._data[name].relocs)
            else:
                found = _packed([name, _signature(self._externs[name])])
            self._heads[kind, name] = found
        return found


def _head(function: Function) -> bytes:
    f = function
    flags = [f.is_inline, f.is_cold, f.is_exported, f.may_raise, f.is_declaration]
    return _packed([f.name, _signature(f.signature), flags, f.effect, f.primitive, f.param_names])


def _signature(signature: object) -> object:
    if not isinstance(signature, Signature):
        return signature
    return f"{signature.convention} {signature}"


def _body(function: Function) -> _Body:
    numbers: defaultdict[Value, int] = defaultdict(count().__next__)  # by first mention
    number = numbers.__getitem__
    blocks = {id(block): i for i, block in enumerate(function.blocks)}
    code: list[Any] = []
    places: list[Any] = []
    files: set[str] = set()
    calls: dict[str, None] = {}
    named: dict[tuple[str, str], None] = {}
    last: Loc | None = None
    for block in function.blocks:
        code.append((block.name, [(numbers[p], p.type.name) for p in block.params]))
        for instr in block.instrs:
            op, imm, results = instr.op, instr.imm, instr.results
            kind = op.number
            code.append(kind)
            if instr.type:
                code.append(instr.type.name)
            if instr.args:
                code.append([*map(number, instr.args)])
            if kind in _NAMES:
                for i, what in _NAMES[kind]:
                    named[what, str(imm[i])] = None
                if kind in _CALLS:
                    calls[str(imm[0])] = None
            if imm:
                code.append(tuple([_signature(i) for i in imm]) if kind in _INDIRECT else imm)
            if results:
                code.append([*map(number, results)])
                if "*" in op.operands:
                    code.append([r.type.name for r in results])
            if instr.targets:
                code.append([instr.cases, *[(blocks[id(t.block)], *map(number, t.args)) for t in instr.targets]])
            loc = instr.loc
            if loc is not last and loc != last:
                last = loc
                places.append((len(code), loc and tuple(loc)))
                if loc:
                    files.add(loc.file)
    return _Body(
        blake2b(_packed(code), digest_size=20).digest(), blake2b(_packed(places), digest_size=20).digest(),
        frozenset(files), calls, named,
    )  # fmt: skip


def _packed(what: Any) -> bytes:
    if isinstance(what, Data):
        relocs = [(r.offset, r.kind, r.symbol) for r in what.relocs]
        what = [what.name, what.content, what.align, what.is_constant, what.is_exported, relocs]
    return marshal.dumps(what, 0)  # this version's bytes follow from the values alone
