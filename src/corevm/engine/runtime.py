"""Runtimes: one virtual machine of a language, driven from Python.

    with corevm.Runtime(pyta.LANGUAGE, fuel=10**9) as rt:
        rt.exec("def f(x): return x + 1")
        rt.eval("f(41)"), rt.get_global("f")(41)

`eval`, `exec`, `get_global`, `set_global` and `Handle` are for embedders: they take and give host values. Below them, values are
unsigned words: what the host keeps across calls that may collect it holds (`hold`); objects do not move, so a held word stays good.

Effects: creating the first runtime of a language loads its image (and builds it once, if none is kept).
"""

from __future__ import annotations

import _ctypes
import os
import struct
from _ctypes import addressof
from _thread import get_ident

from corevm.bytecode.model import Special
from corevm.engine.foreign import (
    I32,
    I64,
    U8,
    U16,
    U64,
    address_of,
    bind,
    bytes_at,
    entry_address,
    function_type,
    process_function,
    read_word,
    text_at,
    word_array,
    write_word,
)
from corevm.engine.store import ImageSpec, Layout, find_image
from corevm.errors import CorevmError, NativeError, UsageError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from types import TracebackType
    from typing import Any, Literal

    from corevm.bytecode.model import CodeUnit
    from corevm.bytecode.verify import Verifier
    from corevm.engine.hot import HotCode
    from corevm.engine.store import Report

WORD = (1 << 64) - 1
NONE, FALSE, TRUE, UNDEFINED, ELLIPSIS, DEFAULT, LIMIT_REACHED = 0x04, 0x0C, 0x14, 0x1C, 0x2C, 0x3C, 0x44
FIXNUM_LIMIT = 1 << 62
DEFAULT_STACK_WORDS = 1 << 18
DEFAULT_SHAPES = 1 << 20
LEAST_MAPPED_BYTES = 8192
NATIVE_STACK_MARGIN_BYTES = 1 << 18
POSITION_BYTES = 24  # corevm.kernel.load
_HOST_FUNCTION = function_type(U64, U64, U64, I64, U64)
FLAG_POISON = 1  # of corevm.kernel.heap


class GuestError(CorevmError):
    """A guest exception reached the host. `value` is the exception (held while this exists)."""

    code = "GE000"
    _root = -1
    _traceback: str | None = None

    def __init__(self, runtime: Runtime, value: int, text: str) -> None:
        super().__init__(text)
        self.runtime = runtime
        self.value = value

    @property
    def traceback(self) -> str:
        """The guest's traceback as the language shows it. It must first be asked for before the runtime is closed; the embedder's calls do."""
        if self._traceback is None:
            self._traceback = self.runtime.describe_traceback(self) if self.runtime.address else self.message
        return self._traceback

    def hold(self) -> GuestError:
        """Keep the exception alive. Returns: this."""
        self._root = self.runtime.hold(self.value)
        return self

    def __del__(self) -> None:
        if self._root >= 0 and self.runtime.address:
            self.runtime.release(self._root)


class LimitError(GuestError):
    """The runtime has used up its fuel. The guest cannot catch this; more fuel lets the runtime be used again."""

    code = "GE001"


class Image:
    """A loaded image, its functions bound on demand. One per path and process."""

    _loaded: dict[str, Image] = {}  # noqa: RUF012

    def __init__(self, path: str, layout: Layout) -> None:
        self.path = path
        self.layout = layout
        try:
            self.handle = _ctypes.dlopen(path, os.RTLD_NOW | os.RTLD_LOCAL)
        except OSError as e:
            raise NativeError("the image cannot be loaded", code="NA303", seen=str(e)) from None
        if os.environ.get("COREVM_PERF_MAP"):
            from corevm.native.perf import write_file_map  # lazy: only for who asks

            write_file_map(path, self.symbol("corevm.interpret"))
        self._bound: dict[str, Callable[..., Any]] = {}
        self.verifier: Verifier | None = None
        self._fusion_rows: tuple[dict[str, int], bytes, int] | None = None

    @classmethod
    def for_spec(cls, spec: ImageSpec, report: Report | None = None) -> Image:
        path, layout = find_image(spec, report)
        found = cls._loaded.get(path)
        if found is None:
            found = cls._loaded[path] = cls(path, layout)
        return found

    def fusion_rows(self) -> tuple[dict[str, int], bytes, int]:
        """The loader's table of fused opcodes: the row of a first instruction + 1, the rows, their width."""
        if self._fusion_rows is None:
            shapes, width = self.layout.instructions, len(self.layout.instructions)
            rows, table = {}, [0] * (width * len(self.layout.fusions))
            for row, (first, seconds) in enumerate(self.layout.fusions.items()):
                rows[first] = row + 1
                for second, opcode in seconds.items():
                    table[row * width + shapes[second][0]] = opcode
            self._fusion_rows = rows, struct.pack(f"<{len(table)}H", *table), width
        return self._fusion_rows

    def forget_derived(self, layout: Layout) -> None:
        """Take another layout (of a copy with more instructions)."""
        self.layout = layout
        self.verifier = None
        self._fusion_rows = None

    def symbol(self, name: str) -> int:
        try:
            return int(_ctypes.dlsym(self.handle, f"vm.{name}"))
        except OSError:
            return int(_ctypes.dlsym(self.handle, f"vd.{name}"))

    def function(self, name: str) -> Callable[..., Any]:
        """An exported function as a callable. Raising functions give 0 or True where they fail."""
        found = self._bound.get(name)
        if found is None:
            symbol, params, results, _ = self.layout.exports[name]
            if len(results) > 1:
                raise UsageError(f"{name} has several results and cannot be called from the host", code="US101")
            found = self._bound[name] = bind(self.symbol(symbol), params, results)
        return found


def native_stack() -> tuple[int, int]:
    """Lowest and highest address of the calling host thread's native stack."""
    attributes, bounds = word_array([0] * 8), word_array([0, 0])
    if process_function("pthread_getattr_np", I32, U64, U64)(process_function("pthread_self", U64)(), addressof(attributes)) != 0:
        raise NativeError("the native stack's bounds cannot be found", code="NA420")
    process_function("pthread_attr_getstack", I32, U64, U64, U64)(addressof(attributes), addressof(bounds), addressof(bounds) + 8)
    process_function("pthread_attr_destroy", I32, U64)(addressof(attributes))
    return bounds[0], bounds[0] + bounds[1]


class Runtime:
    """A virtual machine with one thread.

    Args:
        spec: the language's image.
        heap_limit_bytes: of all objects; exceeding it is the language's memory error.
        nursery_bytes: allocated between collections; 0: derived from what is live.
        fuel: reductions it may spend; -1: no limit. What is left can be read and set anew (`fuel`).
        seed: of its hash function; None: random.
        stack_words: of the VM stack; what does not fit is the language's recursion error.
        stress_period: collect at every n-th allocation; 0: do not. The environment variable COREVM_STRESS gives the default.
        flags: FLAG_... of corevm.kernel.heap. COREVM_POISON=1 adds poisoning of freed memory.
        jit: compile what is hot, in another process; "wait": here, and go on when it is done. None: as the environment variable COREVM_JIT says (0: no, the default).
        report: told what an image build does.

    Raises:
        UsageError: US015, it cannot be made with these options.
    """

    def __init__(
        self,
        spec: ImageSpec,
        *,
        heap_limit_bytes: int = 4 << 30,
        nursery_bytes: int = 0,
        fuel: int = -1,
        seed: int | None = None,
        stack_words: int = DEFAULT_STACK_WORDS,
        stress_period: int = 0,
        flags: int = 0,
        jit: bool | Literal["wait"] | None = None,
        report: Report | None = None,
    ) -> None:
        stress_period = stress_period or int(os.environ.get("COREVM_STRESS") or 0)
        if os.environ.get("COREVM_POISON"):
            flags |= FLAG_POISON
        self.address = self.thread = 0
        self.hot_code: HotCode | None = None
        self._host_thread = get_ident()
        self._callbacks = 0  # host functions that the guest has called and that have not returned
        self.image = Image.for_spec(spec, report)
        self.layout = self.image.layout
        self.shapes = self.layout.instructions
        table = self.layout.kind_table.ljust(self.layout.kind_table_bytes, b"\0")
        self.address = int(
            self.image.function("runtime_create")(
                heap_limit_bytes, nursery_bytes, address_of(table), flags, stress_period
            )
        )
        if not self.address:
            raise UsageError("the runtime cannot be made", code="US015", seen=f"heap_limit_bytes={heap_limit_bytes}")
        self.thread = int(self.image.function("thread_create")(self.address, stack_words))
        if not self.thread:
            self.close()
            raise UsageError("the thread cannot be made", code="US015", seen=f"stack_words={stack_words}")
        self._roots = self._root_capacity = 0
        self._dispatch_size = 0  # of an extended runtime's own table
        self._extensions: list[Any] = []
        self._free_roots: list[int] = []
        self._host_functions: list[Any] = []
        self._fusion_tables: list[bytes] = []
        self._failed = word_array([0])
        self._names: dict[str, int] = {}
        low, high = native_stack()
        self.set_thread("native_high", high)
        self.set_thread("native_limit", max(low, high - (8 << 20)) + NATIVE_STACK_MARGIN_BYTES)
        self.set_thread("entered_sp", 0)
        self.set_thread("dispatch_table", self.image.symbol("corevm.dispatch_table"))
        self.set_thread("interpret", self.image.symbol("corevm.interpret"))
        self.fuel = fuel
        self.set_runtime("hash_seed", int.from_bytes(os.urandom(8), "little") if seed is None else seed)
        hooks = read_word(self.address + self.layout.fields["Runtime"]["hooks"])
        for number, symbol in self.layout.hooks.items():
            write_word(hooks + 8 * number, self.image.symbol(symbol))
        if not self.image.function("shapes_start")(self.thread, DEFAULT_SHAPES):
            self.close()
            raise UsageError("the shapes cannot be made", code="US015")
        if self.layout.start:
            name = next(n for n, e in self.layout.exports.items() if e[0] == self.layout.start)
            self.native(name)
        if jit is None:
            asked = os.environ.get("COREVM_JIT", "0")
            jit = "wait" if asked == "wait" else asked not in ("", "0")
        if jit:
            from corevm.engine.hot import HotCode  # lazy: only with a JIT

            self.hot_code = HotCode(self, waits=jit == "wait", slice_reductions=int(os.environ.get("COREVM_JIT_SLICE") or 0))

    # --- instructions
    @property
    def dispatch_size(self) -> int:
        """Entries of the dispatch table."""
        return self._dispatch_size or len(self.shapes) + sum(map(len, self.layout.fusions.values()))

    def use_image(self, image: Image, dispatch_table: Any, *owners: Any) -> None:
        """Use a copy of the image with more instructions, and its dispatch table; what the table refers to is kept with it."""
        self.image, self.layout, self.shapes = image, image.layout, image.layout.instructions
        self._dispatch_size = len(dispatch_table)
        self._extensions += [dispatch_table, *owners]
        self.set_thread("dispatch_table", addressof(dispatch_table))
        if self.hot_code is not None:
            self.hot_code.adopt(addressof(dispatch_table), len(dispatch_table))

    # --- structs
    def set_thread(self, field: str, value: int) -> None:
        write_word(self.thread + self.layout.fields["Thread"][field], value)

    def get_thread(self, field: str) -> int:
        return read_word(self.thread + self.layout.fields["Thread"][field])

    def set_runtime(self, field: str, value: int) -> None:
        write_word(self.address + self.layout.fields["Runtime"][field], value)

    def get(self, class_: str, field: str, address: int) -> int:
        """A 64-bit field of an object."""
        return read_word(address + self.layout.fields[class_][field])

    def set(self, class_: str, field: str, address: int, value: int) -> None:
        """Write a 64-bit field of an object just made (no write barrier)."""
        write_word(address + self.layout.fields[class_][field], value)

    @property
    def reductions(self) -> int:
        """Reductions spent so far: exact."""
        spent = self.get_thread("reductions_spent") + self.get_thread("reduction_slice") - self.get_thread("reductions")
        return (spent + (1 << 63)) % (1 << 64) - (1 << 63)

    @property
    def fuel(self) -> int:
        """Reductions it may still spend; -1: no limit. Where they are used up, the program ends with a LimitError; given more, the runtime runs others."""
        left = (self.get("Runtime", "fuel", self.address) + (1 << 63)) % (1 << 64) - (1 << 63)
        if left < 0:
            return -1
        return max(left - self.get_thread("reduction_slice") + self.get_thread("reductions"), 0)

    @fuel.setter
    def fuel(self, reductions: int) -> None:
        if not -1 <= reductions < 1 << 63:
            raise UsageError("not an amount of fuel", code="US015", seen=f"fuel={reductions}", wanted="-1 (no limit) to 2**63 - 1")
        self.set_thread("reductions_spent", self.reductions)
        self.set_thread("reduction_slice", 0)
        self.set_thread("reductions", 0)
        self.set_runtime("fuel", reductions)

    def end_slice(self) -> None:
        """The next step that spends a reduction looks at what is pending."""
        self.set_thread("reduction_slice", self.get_thread("reduction_slice") - self.get_thread("reductions"))
        self.set_thread("reductions", 0)

    # --- calls
    def native(self, name: str, *args: Any) -> int:
        """Call an exported Micro function on the thread. Raises: GuestError if it fails; UsageError on a closed runtime."""
        if get_ident() != self._host_thread:
            self._refuse()
        result = self.image.function(name)(self.thread, *args)
        raising = self.layout.exports[name][3]
        if (raising == "word" and result == 0) or (raising == "flag" and result):
            self.fail(self.image.function("host_take_exception")(self.thread))
        return result if result is not None else 0

    def fail(self, exception: int) -> None:
        """Raise a guest exception in the host."""
        if exception == LIMIT_REACHED:
            raise LimitError(self, exception, "the runtime has used up its fuel")
        handle = self.hold(exception)
        try:
            raise self.guest_error(exception).hold()
        finally:
            self.release(handle)

    def guest_error(self, exception: int) -> GuestError:
        """The host's exception for a guest's, which is held."""
        return GuestError(self, exception, self.describe_exception(exception))

    def position(self, code: int, word: int) -> tuple[int, int]:
        """The line and the column (-1: unknown) of an instruction, by its code object and place among the words."""
        positions = self.get("Code", "positions", code)
        line, column = self.get("Code", "first_line", code), -1
        content = self.to_host(positions) if positions else b""
        for at in range(0, len(content), POSITION_BYTES):
            start, a, b = struct.unpack_from("<3i", content, at)
            if start > word:
                break
            line, column = a, b
        return line, column

    def describe_exception(self, exception: int) -> str:
        """The text of a guest exception; a language's runtime knows better."""
        if exception & 1:  # corevm.kernel.error, without a language
            text = text_at(exception >> 9) if exception >> 9 else b""
            return text.decode(errors="replace")
        return f"guest exception {exception:#x}"

    def describe_traceback(self, error: GuestError) -> str:
        """The guest's traceback, as text with its lines' ends."""
        return f"{error.message}\n"

    def call(self, callee: int, *args: Any) -> int:
        """Call a guest value with converted arguments; gives the result's word (not held)."""
        words, handles = [], []
        try:
            for a in args:
                words.append(self.to_guest(a))
                handles.append(self.hold(words[-1]))
            return self.call_words(callee, words)
        finally:
            for handle in handles:
                self.release(handle)

    def _refuse(self) -> None:
        if not self.thread:
            raise UsageError("the runtime is closed", code="US055", hint="use it inside its `with` block")
        raise UsageError("a runtime is used by the host thread that made it only", code="US056", hint="make one for each thread")

    def call_words(self, callee: int, words: Sequence[int], names: int = 0) -> int:
        if get_ident() != self._host_thread:
            self._refuse()
        arguments = word_array(words)
        failed = word_array([0])
        result = self.image.function("host_call")(
            self.thread, callee, addressof(arguments), len(words), names, addressof(failed)
        )
        if not result:
            self.fail(failed[0])
        return int(result)

    # --- for embedders
    def eval(self, source: str, file: str = "<eval>") -> Any:
        """The value of an expression of the language. Raises: GuestError with its `traceback`; what the language's compiler raises."""
        raise UsageError(f"the language of {type(self).__name__} has no eval", code="US053")

    def exec(self, source: str, file: str = "<exec>") -> None:
        """Run a program of the language. Raises: as `eval`."""
        raise UsageError(f"the language of {type(self).__name__} has no exec", code="US053")

    def get_global(self, name: str) -> Any:
        """A global variable's value. Raises: NameError if there is none."""
        raise UsageError(f"the language of {type(self).__name__} has no globals", code="US053")

    def set_global(self, name: str, value: Any) -> None:
        """Give a global variable a value: a plain one, a Handle, or a host function that the guest may call."""
        raise UsageError(f"the language of {type(self).__name__} has no globals", code="US053")

    def call_value(self, callee: int, *args: Any) -> Any:
        """Call a guest value with host values; gives the result as `to_value` does. Raises: GuestError with its `traceback`."""
        try:
            return self.to_value(self.call(callee, *args))
        except GuestError as e:
            e.add_note(e.traceback.rstrip())
            raise

    def to_value(self, word: int) -> Any:
        """Like `to_host`; what has no plain host form is a Handle."""
        from corevm.engine.handle import Handle  # lazy: for embedders

        root = self.hold(word)
        try:
            return self.to_host(word, lambda w: Handle(self, w))
        finally:
            self.release(root)

    def describe(self, word: int) -> str:
        """A short text for a guest object."""
        return f"{word:#x}"

    # --- roots
    def hold(self, value: int) -> int:
        """Keep a value alive; gives the handle for `release`."""
        if not self._free_roots:
            if not self.address:
                self._refuse()
            capacity = max(256, self._root_capacity * 2)
            if not self.image.function("roots_reserve")(self.address, capacity):
                raise MemoryError
            self.set_runtime("root_count", capacity)
            self._roots = read_word(self.address + self.layout.fields["Runtime"]["roots"])
            self._free_roots = list(range(capacity - 1, self._root_capacity - 1, -1))
            self._root_capacity = capacity
        handle = self._free_roots.pop()
        write_word(self._roots + 8 * handle, value)
        return handle

    def release(self, handle: int) -> None:
        write_word(self._roots + 8 * handle, 0)
        self._free_roots.append(handle)

    # --- values
    def string(self, text: str) -> int:
        data = text.encode("utf-8", "surrogatepass")
        return self.native("host_string", address_of(data), len(data))

    def name(self, text: str) -> int:
        """An interned string, held for ever."""
        found = self._names.get(text)
        if found is None:
            data = text.encode("utf-8", "surrogatepass")
            found = self.native("host_name", address_of(data), len(data))
            self.hold(found)
            self._names[text] = found
        return found

    def integer(self, number: int) -> int:
        if -FIXNUM_LIMIT <= number < FIXNUM_LIMIT:
            return (number << 1 | 1) & WORD
        magnitude = abs(number)
        count = (magnitude.bit_length() + 63) // 64
        digits = (U64 * count).from_buffer_copy(magnitude.to_bytes(count * 8, "little"))
        return self.native("host_integer", addressof(digits), count, number < 0)

    def array(self, items: Sequence[int]) -> int:
        """An array of values. The items must be held, or be reachable, meanwhile."""
        made = self.native("array_new", len(items))
        base = made + self.layout.fields["Array_"]["items"]
        for i, item in enumerate(items):
            write_word(base + 8 * i, item)
        return made

    def to_guest(self, x: Any) -> int:
        """The word of a plain host value. Raises: UsageError US051 for what has no guest form."""
        if x is None:
            return NONE
        if x is True:
            return TRUE
        if x is False:
            return FALSE
        if x is Ellipsis:
            return ELLIPSIS
        if isinstance(x, int):
            return self.integer(x)
        if isinstance(x, float):
            return self.native("host_float", x)
        if isinstance(x, str):
            return self.string(x)
        if isinstance(x, bytes):
            return self.native("host_bytes", address_of(x), len(x))
        if isinstance(x, Special):
            return x.number << 3 | 4
        if isinstance(x, tuple):
            return self.sequence(x)
        return self._other_to_guest(x)

    def _other_to_guest(self, x: Any) -> int:
        from corevm.engine.handle import Handle  # lazy: for embedders

        if isinstance(x, Handle):
            if x.runtime is not self:
                raise UsageError("a Handle belongs to the runtime it came from", code="US052", seen=repr(x))
            return x.word
        raise UsageError(f"a value of type {type(x).__name__} cannot be passed to the guest", code="US051", seen=repr(x)[:80])

    def sequence(self, items: Sequence[Any]) -> int:
        handles, words = [], []
        for item in items:
            words.append(self.to_guest(item))
            handles.append(self.hold(words[-1]))
        made = self.array(words)
        for handle in handles:
            self.release(handle)
        return made

    def kind(self, word: int) -> str:
        """The name of a value's kind: "fixnum", "float", "immediate", or a heap kind."""
        if word & 1:
            return "fixnum"
        if word & 3 == 2:
            return "float"
        if word & 7 == 4:
            return "immediate"
        number = U16.from_address(word + 6).value
        return _kind_names(self.layout).get(number, f"kind {number}")

    def to_host(self, word: int, other: Callable[[int], Any] | None = None) -> Any:
        """The host's form of a plain guest value; other objects become what `other` makes of their words, or stay words."""
        if word & 1:
            return (word >> 1) - ((word >> 63) << 63)
        if word & 3 == 2:
            return decode_float(word)
        simple = {NONE: None, TRUE: True, FALSE: False, ELLIPSIS: ...}
        if word & 7 == 4:
            return simple.get(word, Special(word >> 3))
        kind = self.kind(word)
        fields = self.layout.fields
        if kind == "string":
            return self.text(word)
        if kind == "float":
            return struct.unpack("<d", bytes_at(word + fields["Float"]["number"], 8))[0]
        if kind == "bigint":
            size = I64.from_address(word + fields["BigInt"]["size"]).value
            magnitude = int.from_bytes(bytes_at(word + fields["BigInt"]["digits"], abs(size) * 8), "little")
            return -magnitude if size < 0 else magnitude
        if kind == "bytes":
            return bytes_at(word + fields["Bytes"]["data"], self.get("Bytes", "length", word))
        if kind == "array":
            return tuple(self.to_host(w, other) for w in self.items(word))
        return word if other is None else other(word)

    def items(self, array: int) -> list[int]:
        """The words of an array."""
        base = array + self.layout.fields["Array_"]["items"]
        return [read_word(base + 8 * i) for i in range(self.get("Array_", "length", array) & 0xFFFFFFFF)]  # a `Count`

    def text(self, word: int) -> str:
        """The host's str of a guest string."""
        fields = self.layout.fields["String"]
        count = read_word(word + fields["count"])
        width = U8.from_address(word + fields["width"]).value
        data = bytes_at(word + fields["data"], count * width)
        return data.decode({1: "latin-1", 2: "utf-16-le", 4: "utf-32-le"}[width], "surrogatepass")

    # --- code
    def load(self, unit: CodeUnit | bytes | memoryview, global_space: int = NONE) -> int:
        """A function value of a unit, held; or of a module verified before."""
        code = self.load_module(unit) if isinstance(unit, (bytes, memoryview)) else self.load_code(unit)
        handle = self.hold(code)
        function = self.native("function_new", code, global_space)
        self.hold(function)
        self.release(handle)
        return function

    def load_code(self, unit: CodeUnit) -> int:
        """The code object of a unit, verified (not held). Raises: BytecodeError."""
        return self.load_module(self.verified_module(unit))

    def namespace(self) -> int:
        """A namespace for the global names of a program, held; a language's runtime knows what belongs there."""
        space = self.native("host_map")
        self.hold(space)
        return space

    def flush(self) -> None:
        """Write out what the program has printed; a language that keeps it back does something here."""

    def verified_module(self, unit: CodeUnit) -> bytes:
        """The module of a unit. Raises: BytecodeError if it is not such that it may run here."""
        from corevm.bytecode.format import write_module  # lazy: a start from kept modules needs no verifier
        from corevm.bytecode.verify import Verifier

        if self.image.verifier is None:
            self.image.verifier = Verifier(self.shapes, self.layout.fusions)
        self.image.verifier.verify(unit)
        return write_module(unit, self.shapes)

    def view_file(self, descriptor: int, size_bytes: int) -> memoryview | None:
        """A file's content that is mapped as long as the runtime lives; None for a small one, which is better read."""
        if size_bytes < LEAST_MAPPED_BYTES:
            return None
        address = self.native("map_file", descriptor, size_bytes)
        return memoryview((U8 * size_bytes).from_address(address)).cast("B") if address else None

    def load_module(self, module: bytes | memoryview) -> int:
        """The code object of a module that was verified for this image and is whole (not held): of one that `view_file` gave (without
        what precedes it in the file) a function is read when it is first called. Raises: BytecodeError."""
        from corevm.bytecode.head import read_head  # lazy: only when there is something to load

        names, constants, start = read_head(module, self.shapes)
        rows, table, width = self.image.fusion_rows()
        opcodes: list[int] = []
        for name in names:
            shape = self.shapes[name]
            opcodes += (shape[0], shape[1], rows.get(name, 0))
        packed = struct.pack(f"<{len(opcodes)}H", *opcodes)
        name = "load_module" if isinstance(module, bytes) else "load_mapped_module"
        mapping: tuple[int, ...] = ()
        if isinstance(module, bytes):
            address = address_of(module)
        else:
            file: Any = module.obj
            mapping = addressof(file), len(file)
            address = mapping[0] + mapping[1] - len(module)
            if table not in self._fusion_tables:
                self._fusion_tables.append(table)  # it stays in use
        foreign = self.sequence(constants)
        handle = self.hold(foreign)
        try:
            return self.native(
                name, address + start, len(module) - start, address_of(packed), len(names), address_of(table), width, foreign, *mapping
            )
        finally:
            self.release(handle)

    def dirty(self, owner: int) -> None:
        """Tell the collector that the host has stored references into an object."""
        self.native("host_dirty", owner)

    # --- native and host functions
    def native_function(self, name: str) -> int:
        """The function value of a native function of the language's modules (`corevm.isa.native`). Held."""
        if name not in self.layout.natives:
            raise UsageError(f"there is no native function {name!r}", code="US102", wanted=", ".join(self.layout.natives))
        symbol, minimum, maximum = self.layout.natives[name]
        made = self.native("native_function_new", self.image.symbol(symbol), minimum, maximum, 0, self.name(name))
        self.hold(made)
        return made

    def host_function(
        self, name: str, function: Callable[..., Any], minimum: int = 0, maximum: int = -1, *, takes_values: bool = False
    ) -> int:
        """A guest function that calls the host: plain arguments are converted, the result too. Held. Other arguments are their words, or
        with `takes_values` Handles.

        An exception of the host's function becomes the guest error made by `host_error`.
        """

        convert = self.to_value if takes_values else self.to_host

        def entry(thread: int, arguments: int, argc: int, names: int) -> int:
            saved = [(f, self.get_thread(f)) for f in ("pc", "base", "stack_top")]
            self._callbacks += 1
            try:
                args = [convert(read_word(arguments + 8 * i)) for i in range(argc)]
                return self.to_guest(function(*args))
            except BaseException as e:
                self.set_thread("exception", self._guest_exception(e))
            finally:
                self._callbacks -= 1
                for field, value in saved:
                    self.set_thread(field, value)
            return 0

        callback = _HOST_FUNCTION(entry)
        self._host_functions.append(callback)
        address = entry_address(callback)
        made = self.native("native_function_new", address, minimum, maximum, 0, self.name(name))
        self.hold(made)
        return made

    def _guest_exception(self, error: BaseException) -> int:
        """The guest exception for whatever a host function raised. Never fails: what a callback raises would be dropped, and its
        result be any word."""
        for _ in range(3):
            if isinstance(error, GuestError):
                return error.value
            try:
                return self.host_error(error)
            except BaseException as e:
                error = e
        return 0  # the unwinder says that an exception was lost

    def host_error(self, error: BaseException) -> int:
        """The guest exception for an exception of a host function."""
        return self.string(f"{type(error).__name__}: {error}")

    # --- the end
    def close(self) -> None:
        """Give everything back. Words of this runtime must not be used any more. Raises: UsageError from another host thread."""
        if self.address:
            if get_ident() != self._host_thread:
                self._refuse()
            if self._callbacks:
                raise UsageError("a runtime cannot be closed by a function that its guest has called", code="US057")
            if self.thread:
                self.image.function("shapes_stop")(self.thread)
            self.image.function("runtime_destroy")(self.address)
            if self.hot_code is not None:
                self.hot_code.close()
            self.address = self.thread = self._host_thread = 0

    def __enter__(self) -> Runtime:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()


_kind_name_cache: dict[int, dict[int, str]] = {}


def _kind_names(layout: Layout) -> dict[int, str]:
    found = _kind_name_cache.get(id(layout))
    if found is None:
        found = _kind_name_cache[id(layout)] = {number: name for name, number in layout.kinds.items()}
    return found


def decode_float(word: int) -> float:
    """The double of a float word (corevm.kernel.value)."""
    if word == 2:
        return 0.0
    return float(struct.unpack("<d", struct.pack("<Q", (word >> 3 | word << 61) - (1 << 60) & WORD))[0])
