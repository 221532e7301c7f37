"""The reference executor: runs IR on simulated memory and traps where the IR's meaning ends.

It is the oracle native code is compared with: plain, checked, and not fast; a module is translated to Python function by
function when first called (`emit_python`). It assumes verified modules.

    >>> executor = Executor([module])
    >>> executor.call("gcd", 12, 18)
    (6,)

INV-RUN-1  An access outside a live region, undefined arithmetic, a call of what is no function, and a step, depth or
           assertion failure end in IrTrap with the instruction's place; nothing else escapes but what an extern raises.
INV-RUN-2  Tail calls use no Python stack.

Values crossing `call` and the externs: i8 to i64 are signed ints (any int is accepted, modulo the width); ptr, ref and
value are unsigned words; bool is bool; floats are floats.
"""

from __future__ import annotations

import itertools
import struct
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import CodeType, FrameType
from typing import Any, NoReturn, cast

from corevm.errors import IrError, IrTrap, Place
from corevm.ir import arith, emit_python, extern
from corevm.ir.diagnostic import CODES
from corevm.ir.emit_python import Emitted
from corevm.ir.memory import Memory, MemoryFault
from corevm.ir.module import Block, Data, Function, Instr, Module, Value
from corevm.ir.text import format_instr
from corevm.ir.type import BOOL, F32, INTS, Signature, Type

DEFAULT_MAX_STEPS = 10**9
DEFAULT_MAX_DEPTH = 30_000  # frames; each is some 500 bytes of Python's heap, none of C stack
_NATIVE_DEPTH = 150  # nested executor.call from externs; each level uses C stack
_FIRST_FUNCTION_ADDRESS = 0x1000_0000_0000
_FUNCTION_SPACING_BYTES = 16
_STACK_BYTES = 1 << 26
_WORD_TYPES = frozenset("ptr ref value i64".split())
_SPILLED_REGISTERS = 6

Extern = Callable[..., Any]


class _Table(dict[int, Any]):
    """Address to Python function, for indirect calls of one signature; filled when an address is first called."""

    def __init__(self, executor: Executor, signature: Signature, is_tail: bool) -> None:
        self.executor = executor
        self.signature = signature
        self.is_tail = is_tail

    def __missing__(self, address: int) -> Any:
        function = self[address] = self.executor._callee_at(address, self.signature, self.is_tail)
        return function


class _Entry:
    """A function the executor knows: its number, module, and, once compiled, its Python source and code."""

    __slots__ = ("address", "code", "emitted", "function", "index", "live_cache", "module")

    def __init__(self, index: int, function: Function, module: Module) -> None:
        self.index = index
        self.function = function
        self.module = module
        self.address = _FIRST_FUNCTION_ADDRESS + index * _FUNCTION_SPACING_BYTES
        self.emitted: Emitted | None = None
        self.code: CodeType | None = None
        self.live_cache: dict[tuple[int, int], list[str]] = {}


class _ModuleNames:
    """What names in one module's functions stand for in the generated Python."""

    def __init__(self, executor: Executor, module: Module) -> None:
        self.executor = executor
        self.module = module

    def function(self, name: str) -> str:
        entry = self.executor._entries.get(name)
        return f"f_{entry.index}" if entry else f"undefined_function({name!r})"

    def tail(self, name: str) -> str:
        entry = self.executor._entries.get(name)
        return f"t_{entry.index}" if entry else f"undefined_function({name!r})"

    def extern(self, name: str, arg_types: tuple[Type, ...]) -> str:
        return self.executor._extern_name(self.module, name, arg_types)

    def table(self, signature: Signature, is_tail: bool) -> str:
        return self.executor._table_name(signature, is_tail)

    def function_address(self, name: str) -> str:
        entry = self.executor._entries.get(name)
        return str(entry.address) if entry else f"undefined_function({name!r})"

    def data_address(self, name: str) -> str:
        return str(self.executor._data_address(self.module, name))

    def extern_address(self, name: str) -> str:
        return str(self.executor._extern_address(self.module, name))


class Executor:
    """Runs the functions of a set of modules.

    Args:
        modules: linked by name; a declaration in one stands for the definition in another.
        externs: C functions by name, called as `function(executor, *args)`; they come before `extern.DEFAULTS`.
        max_steps: loop iterations and tail calls one outermost `call` may make.
        max_depth: how deep calls may nest.
        seed: of the simulated getrandom.
        passthrough: whether `write` also writes to the real file descriptors 1 and 2.

    Attributes:
        memory: the simulated address space.
        output: what `write` wrote, by file descriptor.
        extra_roots: words `dump_registers` spills besides the frames' own.
    """

    def __init__(
        self,
        modules: Iterable[Module],
        externs: Mapping[str, Extern] | None = None,
        *,
        max_steps: int = DEFAULT_MAX_STEPS,
        max_depth: int = DEFAULT_MAX_DEPTH,
        seed: int = 0,
        passthrough: bool = False,
    ) -> None:
        self.memory = Memory()
        self.output: dict[int, bytearray] = {}
        self.extra_roots: list[int] = []
        self.max_steps = max_steps
        self.max_depth = max_depth
        self.host = extern.Host(seed, passthrough)
        self._externs: dict[str, Extern] = {**extern.DEFAULTS, **(externs or {})}
        self._entries: dict[str, _Entry] = {}
        self._by_index: list[_Entry] = []
        self._by_address: dict[int, _Entry] = {}
        self._exported_data: dict[str, int] = {}
        self._data: dict[tuple[int, str], int] = {}
        self._extern_addresses: dict[str, int] = {}
        self._extern_at: dict[int, tuple[str, Signature]] = {}
        self._extern_names: dict[tuple[str, tuple[Type, ...]], str] = {}
        self._table_names: dict[tuple[Signature, bool], str] = {}
        self._modules: list[Module] = []
        self._depth = 0
        self._stack_base = 0
        self._globals: dict[str, Any] = self._namespace()
        self.add_modules(modules)

    # --- linking
    def add_modules(self, modules: Iterable[Module]) -> None:
        """Link more modules; what they define is visible to all."""
        added = list(modules)
        for module in added:
            self._modules.append(module)
            for function in module.functions.values():
                if not function.is_declaration:
                    self._add_function(function, module)
        for module in added:
            for data in module.data.values():
                self._place(module, data)
        for module in added:
            for data in module.data.values():
                base = self._data[id(module), data.name]
                for reloc in data.relocs:
                    address = self._symbol_address(module, reloc.kind, reloc.symbol)
                    self.memory.poke(base + reloc.offset, address.to_bytes(8, "little"))

    def _add_function(self, function: Function, module: Module) -> None:
        if function.name in self._entries:
            other = self._entries[function.name].module.name
            raise IrError(f"function {function.name} is defined in module {other} and in {module.name}", code="IR011")
        entry = _Entry(len(self._by_index), function, module)
        self._by_index.append(entry)
        self._entries[function.name] = entry
        self._by_address[entry.address] = entry
        self.memory.function_names[entry.address] = function.name
        index = entry.index

        def first_call(*args: Any) -> Any:
            self._compile(entry)
            return self._globals[f"f_{index}"](*args)

        def first_tail_call(args: Any) -> Any:
            self._compile(entry)
            return self._globals[f"t_{index}"](args)

        self._globals[f"f_{index}"] = first_call
        self._globals[f"t_{index}"] = first_tail_call

    def _place(self, module: Module, data: Data) -> None:
        address = self.memory.allocate(
            len(data.content), name=f"data {data.name}", align=data.align, is_constant=data.is_constant
        )
        self.memory.poke(address, data.content)
        self._data[id(module), data.name] = address
        if data.is_exported:
            if data.name in self._exported_data:
                raise IrError(f"exported data {data.name} is defined twice", code="IR011")
            self._exported_data[data.name] = address

    def _data_address(self, module: Module, name: str) -> int:
        address = self._data.get((id(module), name)) or self._exported_data.get(name)
        if address is None:
            raise IrError(f"data {name}, used in module {module.name}, is defined nowhere", code="IR012")
        return address

    def _extern_address(self, module: Module, name: str) -> int:
        if name not in module.externs:
            raise IrError(f"extern {name} is not declared in module {module.name}", code="IR012")
        address = self._extern_addresses.get(name)
        if address is None:
            count = len(self._extern_addresses)
            address = _FIRST_FUNCTION_ADDRESS + (1 << 40) + count * _FUNCTION_SPACING_BYTES
            self._extern_addresses[name] = address
            self._extern_at[address] = (name, module.externs[name])
            self.memory.function_names[address] = f"extern {name}"
        return address

    def _symbol_address(self, module: Module, kind: str, symbol: str) -> int:
        if kind == "data":
            return self._data_address(module, symbol)
        if kind == "extern":
            return self._extern_address(module, symbol)
        entry = self._entries.get(symbol)
        if entry is None:
            raise IrError(f"function {symbol}, used in module {module.name}, is defined nowhere", code="IR012")
        return entry.address

    def function_address(self, name: str) -> int:
        """The simulated address of a function."""
        return self._entry(name).address

    def data_address(self, name: str) -> int:
        """The address of a data item: an exported one, or the only one of that name."""
        if name in self._exported_data:
            return self._exported_data[name]
        found = [address for (_, item), address in self._data.items() if item == name]
        if len(found) != 1:
            raise IrError(f"data {name} is defined {len(found)} times", code="IR012" if not found else "IR011")
        return found[0]

    def _entry(self, name: str) -> _Entry:
        entry = self._entries.get(name)
        if entry is None:
            raise IrError(f"function {name} is defined in no module", code="IR012")
        return entry

    # --- running
    def call(self, name: str, *args: int | float | bool) -> tuple[int | float | bool, ...]:
        """Call a function; gives the tuple of its results. Traps as IrTrap. Externs may call it again."""
        return self._run(self._entry(name), args)

    def call_address(self, address: int, *args: int | float | bool) -> tuple[int | float | bool, ...]:
        """Call the function at an address (what a C function does with a callback)."""
        entry = self._by_address.get(address)
        if entry is None:
            self._trap("IR912", f"call of {self.memory.describe(address)}")
        return self._run(entry, args)

    def _run(self, entry: _Entry, args: tuple[int | float | bool, ...]) -> tuple[int | float | bool, ...]:
        signature = entry.function.signature
        if len(args) != len(signature.params):
            raise IrError(
                f"call of {entry.function.name} with {len(args)} arguments, wanted {len(signature.params)}", code="IR919"
            )
        raw = [_to_raw(t, a) for t, a in zip(signature.params, args, strict=True)]
        is_outermost = self._depth == 0
        limit = sys.getrecursionlimit()
        if is_outermost:
            self._globals["B"] = itertools.repeat(None, self.max_steps)
            sys.setrecursionlimit(max(limit, self.max_depth + _python_depth() + 100))
        elif self._depth >= _NATIVE_DEPTH:
            self._trap("IR914", f"calls from C functions nest deeper than {_NATIVE_DEPTH}")
        self._depth += 1
        try:
            result = self._globals[f"f_{entry.index}"](*raw)
        except IrTrap as trap:
            raise trap.with_traceback(None) from None  # tens of thousands of frames say nothing
        except RecursionError:
            self._trap("IR914", f"calls in {entry.function.name} nest deeper than {self.max_depth}")
        finally:
            self._depth -= 1
            if is_outermost:
                sys.setrecursionlimit(limit)
        if len(signature.results) == 1:
            return (_from_raw(signature.results[0], result),)
        return tuple(_from_raw(t, r) for t, r in zip(signature.results, result or (), strict=True))

    @property
    def steps_left(self) -> int:
        """How many steps of the last outermost call's budget are left."""
        return cast("itertools.repeat[None]", self._globals["B"]).__length_hint__()

    def source_of(self, name: str) -> str:
        """The Python a function was translated to (for reading)."""
        entry = self._entry(name)
        self._compile(entry)
        assert entry.emitted is not None
        return entry.emitted.source

    # --- compiling
    def _compile(self, entry: _Entry) -> None:
        if entry.emitted is not None:
            return
        function, index = entry.function, entry.index
        emitted = emit_python.emit(function, index, _ModuleNames(self, entry.module))
        params = [f"v{i}" for i in range(len(function.signature.params))]
        given, packed = ", ".join(params), emit_python.tuple_text(params)
        if emitted.is_tail:
            around = (
                f"def f_{index}({given}):\n k = t_{index}\n a = {packed}\n for _ in B:\n  k, a = k(a)\n"
                "  if k is None: return a\n out_of_steps()\n"
            )
        else:
            items = ", ".join(f"a[{i}]" for i in range(len(params)))
            around = f"def t_{index}(a):\n return None, f_{index}({items})\n"
        constants = {f"{name}_{index}": value for name, value in emitted.constants.items()}
        source = emitted.source
        if constants:
            names = ", ".join(f"{name}={name}_{index}" for name in emitted.constants)
            head, rest = source.split("\n", 1)
            opened = head.index("(") + 1
            inside = head[opened:-2]
            source = f"{head[:opened]}{inside + ', ' if inside else ''}{names}):\n{rest}"
            self._globals.update(constants)
        scope: dict[str, Any] = {}
        exec(compile(source, f"<ir:{index}>", "exec"), self._globals, scope)
        main = scope[f"t_{index}" if emitted.is_tail else f"f_{index}"]
        entry.code = main.__code__
        exec(compile(around, "<ir around>", "exec"), self._globals, scope)
        entry.emitted = emitted
        self._globals.update(scope)

    def _table_name(self, signature: Signature, is_tail: bool) -> str:
        name = self._table_names.get((signature, is_tail))
        if name is None:
            name = self._table_names[signature, is_tail] = f"D{len(self._table_names)}"
            self._globals[name] = _Table(self, signature, is_tail)
        return name

    def _callee_at(self, address: int, signature: Signature, is_tail: bool) -> Any:
        entry = self._by_address.get(address)
        if entry is not None:
            if entry.function.signature != signature:
                self._trap(
                    "IR913", f"call as {signature} of {entry.function.name}, which is {entry.function.signature}"
                )
            self._compile(entry)
            return self._globals[f"{'t' if is_tail else 'f'}_{entry.index}"]
        if address in self._extern_at:
            name, wanted = self._extern_at[address]
            if signature != wanted:
                self._trap("IR913", f"call as {signature} of extern {name}, which is {wanted}")
            called = self._wrap_extern(name, signature, signature.params)
            return (lambda a: (None, called(*a))) if is_tail else called
        self._trap("IR912", f"call of {self.memory.describe(address)}")

    def _extern_name(self, module: Module, name: str, arg_types: tuple[Type, ...]) -> str:
        key = (name, arg_types)
        found = self._extern_names.get(key)
        if found is None:
            found = self._extern_names[key] = f"e{len(self._extern_names)}"
            signature = module.externs.get(name)
            if signature is None:
                raise IrError(f"extern {name} is not declared in module {module.name}", code="IR012")
            self._globals[found] = self._wrap_extern(name, signature, arg_types)
        return found

    def _wrap_extern(self, name: str, signature: Signature, arg_types: tuple[Type, ...]) -> Extern:
        """The C function between raw values."""
        function = self._externs.get(name)
        if function is None:
            def missing(*args: Any) -> NoReturn:
                self._trap("IR916", f"the C function {name} has no simulation; pass one to Executor(externs=...)")

            return missing
        names = [f"a{i}" for i in range(len(arg_types))]
        given = [
            f"({n} ^ {1 << (t.bits - 1)}) - {1 << (t.bits - 1)}" if t in INTS else n
            for n, t in zip(names, arg_types, strict=True)
        ]
        source = f"def called({', '.join(names)}):\n"
        source += " try: r = function(executor, " + ", ".join(given) + ")\n"
        source += " except MemoryFault as fault: trap(fault.code, where + fault.reason)\n"
        if signature.results:
            source += " return to_raw(result_type, r)\n"
        scope: dict[str, Any] = {
            "function": function, "executor": self, "to_raw": _to_raw, "MemoryFault": MemoryFault, "trap": self._trap,
            "where": f"{name}: ", "result_type": signature.results[0] if signature.results else None,
        }  # fmt: skip
        exec(source, scope)
        return cast(Extern, scope["called"])

    # --- what generated code calls
    def _namespace(self) -> dict[str, Any]:
        memory = self.memory
        trap = self._trap

        def checked(function: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any) -> Any:
                try:
                    return function(*args)
                except MemoryFault as fault:
                    trap(fault.code, fault.reason)

            return call

        def load_slow(address: int, size_bytes: int) -> int:
            return int.from_bytes(memory.load_bytes(address, size_bytes), "little")

        def load_slow_float(address: int, size_bytes: int) -> float:
            return float(struct.unpack("<d" if size_bytes == 8 else "<f", memory.load_bytes(address, size_bytes))[0])

        def store_slow(address: int, value: int, size_bytes: int) -> None:
            memory.store_bytes(address, int(value).to_bytes(size_bytes, "little"))

        def store_slow_float(address: int, value: float, size_bytes: int) -> None:
            memory.store_bytes(address, struct.pack("<d" if size_bytes == 8 else "<f", value))

        def memcopy(target: int, source: int, size_bytes: int) -> None:
            if size_bytes and target < source + size_bytes and source < target + size_bytes:
                trap("IR918", f"{size_bytes} bytes from {memory.describe(source)} to {memory.describe(target)}")
            memory.copy(target, source, size_bytes)

        def stack_slot(slots: dict[str, int], key: str, size_bytes: int, align: int) -> int:
            old = slots.get(key)
            if old is not None:
                memory.free(old)
            address = slots[key] = memory.allocate(size_bytes, name="stack slot", align=align)
            return address

        def release(slots: dict[str, int]) -> None:
            for address in slots.values():
                memory.free(address)

        def undefined_function(name: str) -> NoReturn:
            trap("IR912", f"function {name} is declared but defined in no module")

        def out_of_steps() -> NoReturn:
            trap("IR915", f"more than {self.max_steps} steps")

        def bad_bool(address: int) -> NoReturn:
            trap("IR908", f"at {memory.describe(address)}")

        def misaligned(address: int, size_bytes: int) -> NoReturn:
            trap("IR909", f"{size_bytes} bytes at {memory.describe(address)}")

        names: dict[str, Any] = {
            "__builtins__": {"IndexError": IndexError, "abs": abs, "float": float},
            "B": itertools.repeat(None, self.max_steps),
            "P": memory.readable,
            "W": memory.writable,
            "struct_error": struct.error,
            "trap": trap,
            "load_slow": checked(load_slow),
            "load_slow_float": checked(load_slow_float),
            "store_slow": checked(store_slow),
            "store_slow_float": checked(store_slow_float),
            "memcopy": checked(memcopy),
            "memmove": checked(memory.copy),
            "memset": checked(memory.fill),
            "memequal": checked(memory.is_equal),
            "stack_slot": checked(stack_slot),
            "release": checked(release),
            "dump_registers": checked(self._dump_registers),
            "undefined_function": undefined_function,
            "out_of_steps": out_of_steps,
            "bad_bool": bad_bool,
            "misaligned": misaligned,
            **arith.HELPERS,
        }
        for letter, code in (("2", "<H"), ("4", "<I"), ("8", "<Q"), ("d", "<d"), ("f", "<f")):
            names["L" + letter] = struct.Struct(code).unpack_from
            names["S" + letter] = struct.Struct(code).pack_into
        return names

    # --- frames
    def _frames(self) -> Iterator[tuple[FrameType, _Entry, Block, int]]:
        """The active frames of generated code, innermost first, with the instruction each is at."""
        frame: FrameType | None = sys._getframe(1)
        while frame is not None:
            name = frame.f_code.co_filename
            if frame.f_globals is self._globals and name.startswith("<ir:"):
                entry = self._by_index[int(name[4:-1])]
                at = entry.emitted.line_instr[frame.f_lineno] if entry.emitted else None
                if at is not None:
                    yield frame, entry, at[0], at[1]
            frame = frame.f_back

    def backtrace(self) -> list[tuple[str, Instr]]:
        """The functions being executed, innermost first, each with its current instruction."""
        return [(entry.function.name, block.instrs[i]) for _, entry, block, i in self._frames()]

    def _trap(self, code: str, reason: str) -> NoReturn:
        place: Place | None = None
        seen = ""
        callers: list[str] = []
        for _, entry, block, i in self._frames():
            instr = block.instrs[i]
            where = f"{instr.loc.file}:{instr.loc.line}" if instr.loc else "no source place"
            if not seen:
                seen = f"`{format_instr(entry.function, instr)}` in function {entry.function.name}, block {block.name or '?'} ({where})"
                if instr.loc:
                    place = Place(instr.loc.file, instr.loc.line, instr.loc.column)
            elif len(callers) < 8:
                callers.append(f"{entry.function.name} ({where})")
        called = f", called by {', '.join(callers)}" if callers else ""
        raise IrTrap(f"{CODES[code]}: {reason}", code=code, place=place, seen=seen + called)

    def conservative_roots(self) -> list[int]:
        """Every word a native stack could hold now: live ptr, ref, value and i64 values and stack slots of all frames."""
        words = list(self.extra_roots)
        for frame, entry, block, i in self._frames():
            values = frame.f_locals
            words.extend(values[name] for name in self._live_after(entry, block, i) if name in values)
            for slot in values.get("slots", {}).values():
                region = self.memory.region_at(slot)
                if region is not None:
                    content = self.memory.load_bytes(slot, region.size_bytes)
                    words.extend(
                        int.from_bytes(content[at : at + 8], "little") for at in range(0, len(content) - 7, 8)
                    )
        return words

    def _live_after(self, entry: _Entry, block: Block, at: int) -> list[str]:
        """Python names of the word-typed values needed after an instruction (which itself is still under way)."""
        key = (id(block), at)
        found = entry.live_cache.get(key)
        if found is None:
            assert entry.emitted is not None
            live = set(_live_out(entry.function)[id(block)])
            for instr in reversed(block.instrs[at + 1 :]):
                live.difference_update(instr.results)
                live.update(instr.args)
                for target in instr.targets:
                    live.update(target.args)
            live.difference_update(block.instrs[at].results)
            names = entry.emitted.value_names
            found = [names[v] for v in names if v in live and v.type.name in _WORD_TYPES]
            entry.live_cache[key] = found
        return found

    @property
    def stack_high(self) -> int:
        """The high end of the simulated native stack (what `corevm_stack_high` gives)."""
        if not self._stack_base:
            self._stack_base = self.memory.allocate(_STACK_BYTES, name="native stack")
        return self._stack_base + _STACK_BYTES

    def _dump_registers(self, address: int) -> int:
        self.memory.store_bytes(address, bytes(8 * _SPILLED_REGISTERS))
        words = self.conservative_roots()
        sp = self.stack_high - 8 * len(words)
        if sp < self._stack_base:
            self._trap("IR914", f"{len(words)} live words do not fit on the simulated native stack")
        self.memory.store_bytes(sp, struct.pack(f"<{len(words)}Q", *words))
        return sp


def _live_out(function: Function) -> dict[int, set[Value]]:
    """For each block, by id, the values needed after it."""
    needed: dict[int, set[Value]] = {}
    defined: dict[int, set[Value]] = {}
    for block in function.blocks:
        here: set[Value] = set(block.params)
        use: set[Value] = set()
        for instr in block.instrs:
            use.update(a for a in instr.args if a not in here)
            for target in instr.targets:
                use.update(a for a in target.args if a not in here)
            here.update(instr.results)
        needed[id(block)] = use
        defined[id(block)] = here
    out: dict[int, set[Value]] = {id(b): set() for b in function.blocks}
    is_changed = True
    while is_changed:
        is_changed = False
        for block in reversed(function.blocks):
            live = out[id(block)]
            count = len(live)
            for after in block.successors():
                live |= needed[id(after)]
            if len(live) != count:
                is_changed = True
                needed[id(block)] |= live - defined[id(block)]
    return out


def _to_raw(type_: Type, value: int | float | bool) -> int | float | bool:
    if type_ is BOOL:
        return bool(value)
    if type_.bits:
        return int(value) & ((1 << type_.bits) - 1)
    return arith.f32(value) if type_ is F32 else float(value)


def _from_raw(type_: Type, value: int | float | bool) -> int | float | bool:
    if type_ in INTS:
        sign = 1 << (type_.bits - 1)
        return (int(value) ^ sign) - sign
    return value


def _python_depth() -> int:
    depth = 0
    frame: FrameType | None = sys._getframe()
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


__all__ = ["DEFAULT_MAX_DEPTH", "DEFAULT_MAX_STEPS", "Executor"]
