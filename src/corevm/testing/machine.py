"""A runtime for tests: Micro functions that need a heap, called from Python on either executor.

    with Machine("native", stress_period=1, verify=True) as m:
        node = m.call(make_node, 3)
        m.hold(node)  # what no root holds may be freed by the next call that allocates

Objects do not move, so a held object's word stays good. Values are unsigned words. Kernel images and compiled functions are
shared by all machines of the process.

Effects: compiles and runs native code; the reference executor of all machines is one.
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Iterable
from types import TracebackType
from typing import Any

from corevm.engine.executor import GuestFailure, as_instance, finish, full_arguments
from corevm.errors import UsageError
from corevm.ir.module import Function, Module
from corevm.ir.run import Executor
from corevm.kernel import collect, error, heap, layout, lifetime, memory, safepoint, verify, weak
from corevm.kernel.heap import Heap
from corevm.kernel.thread import Runtime, Thread
from corevm.kernel.value import LIMIT_REACHED
from corevm.micro import type as t
from corevm.micro.function import MicroFunction
from corevm.micro.program import COMPILER, Instance, complete_module
from corevm.micro.surface import dump_registers, fn, stack_array, u64
from corevm.native import call as native_call
from corevm.native import link, load, lower
from corevm.native.text import LinkPlan

EXECUTORS = ("native", "reference")
_NATIVE_FRAME_BYTES = 16  # the probe, a leaf without arguments, is entered no lower than any other function
_BASE: tuple[MicroFunction, ...] = (
    lifetime.runtime_create, lifetime.runtime_destroy, lifetime.thread_create, lifetime.thread_destroy,
    lifetime.roots_reserve, lifetime.native_sp, memory.allocate_slow, memory.remember, memory.collect_now,
    memory.set_memory_error, memory.add_root_range, memory.remove_root_range, memory.is_live, weak.register_finalizer,
    weak.take_queued, memory.collect_final, safepoint.safepoint_slow, safepoint.leave_native,
    safepoint.enter_native, error.make_error, collect.collect,
)  # fmt: skip


@fn(thread=False)
def scrub_stack() -> None:
    """Overwrite what earlier calls have left on the dead part of the native stack: tests want to see objects die."""
    area = stack_array(u64, 1024)  # zeros
    dump_registers(area)  # so that LLVM cannot do without it


class MachineFailure(GuestFailure):
    """A raising function failed. `kind` and `text` are the kernel error's, where no language made an exception of it."""

    def __init__(self, name: str, exception: int, kind: str, text: str) -> None:
        super().__init__(name, exception)
        self.kind = kind
        self.text = text
        if kind:
            self.args = (f"{name} failed: {kind} error: {text}",)


def _exported(instance: Instance) -> Function:
    f = instance.ir
    return Function(
        f.name, f.signature, f.blocks, False, f.is_cold, True, f.effect, f.may_raise, f.primitive, f.loc, f.param_names
    )


class _Native:
    """Native code: one image of the kernel's memory room, one of each set of functions prepared."""

    def __init__(self) -> None:
        self.lock = threading.RLock()
        self.callables: dict[Instance, Callable[..., Any]] = {}
        self.base_names: frozenset[str] = frozenset()
        self.base_soname = ""
        self.images: list[load.LoadedImage] = []

    def _link(self, module: Module, name: str, imports: frozenset[str], needed: Iterable[str]) -> load.LoadedImage:
        plan = LinkPlan(frozenset(), imports)
        linked = link.link([lower.compile_module(module, "fast", plan=plan)], name, needed=needed)
        self.base_soname = self.base_soname or linked.soname
        image = load.LoadedImage.from_bytes(linked.content, name, keep_open=False)
        self.images.append(image)
        return image

    def _base(self) -> None:
        module = Module("corevm.testing.base")
        for instance in COMPILER.closure([as_instance(f) for f in _BASE]):
            module.functions[instance.name] = instance.ir if instance.ir.is_inline else _exported(instance)
        complete_module(module, COMPILER)
        image = self._link(module, "corevm-testing-base", frozenset(), ())
        self.base_names = frozenset(f.name for f in module.functions.values() if f.is_exported)
        for function in _BASE:
            instance = as_instance(function)
            self.callables[instance] = native_call.function(image, instance.name, instance.ir.signature)

    def prepare(self, instances: list[Instance]) -> None:
        """Compile functions, all into one image."""
        with self.lock:
            if not self.base_names:
                self._base()
            wanted = [i for i in dict.fromkeys(instances) if i not in self.callables]
            if not wanted:
                return
            module = Module(wanted[0].name)
            for instance in COMPILER.closure(wanted):
                if instance.name not in self.base_names:
                    module.functions[instance.name] = _exported(instance) if instance in wanted else instance.ir
            complete_module(module, COMPILER)
            image = self._link(module, "corevm-testing", self.base_names, [self.base_soname])
            for instance in wanted:
                self.callables[instance] = native_call.function(image, instance.name, instance.ir.signature)

    def run(self, instance: Instance, args: tuple[Any, ...]) -> Any:
        found = self.callables.get(instance)
        if found is None:
            self.prepare([instance])
            found = self.callables[instance]
        return found(*args)

    @staticmethod
    def read(address: int, size_bytes: int) -> bytes:
        return ctypes.string_at(address, size_bytes)

    @staticmethod
    def write(address: int, content: bytes) -> None:
        ctypes.memmove(address, content, len(content))

    @staticmethod
    def scratch(content: bytes) -> tuple[int, Any]:
        buffer = ctypes.create_string_buffer(content, len(content))
        return ctypes.addressof(buffer), buffer

    def stack_high(self) -> int:
        return int(self.run(as_instance(lifetime.native_sp), ())) + _NATIVE_FRAME_BYTES


class _Reference:
    """The reference executor of all machines."""

    def __init__(self) -> None:
        self.executor = Executor([], {"sched_yield": lambda executor: 0})
        self.known: set[Instance] = set()

    def prepare(self, instances: list[Instance]) -> None:
        new = [i for i in COMPILER.closure(instances) if i not in self.known]
        if new:
            module = Module(new[0].name)
            for instance in new:
                module.functions[instance.name] = instance.ir
            complete_module(module, COMPILER)
            self.executor.add_modules([module])
            self.known.update(new)

    def run(self, instance: Instance, args: tuple[Any, ...]) -> Any:
        if instance not in self.known:
            self.prepare([instance])
        return self.executor.call(instance.name, *args)

    def read(self, address: int, size_bytes: int) -> bytes:
        return self.executor.memory.load_bytes(address, size_bytes)

    def write(self, address: int, content: bytes) -> None:
        self.executor.memory.store_bytes(address, content)

    def scratch(self, content: bytes) -> tuple[int, Any]:
        address = self.executor.memory.allocate(len(content), name="host buffer")
        self.write(address, content)
        return address, None

    def stack_high(self) -> int:
        return self.executor.stack_high


_BACKS: dict[str, Any] = {}


def _back(executor: str) -> Any:
    if executor not in EXECUTORS:
        raise UsageError(f"there is no executor {executor!r}", code="US014", wanted=", ".join(EXECUTORS))
    if executor not in _BACKS:
        _BACKS[executor] = _Native() if executor == "native" else _Reference()
    return _BACKS[executor]


class Machine:
    """A runtime with one thread (more by `new_thread`).

    Args:
        executor: "native" or "reference".
        heap_limit_bytes: the heap's limit; at least 512 KB.
        nursery_bytes: allocated between collections; 0: derived from what is live.
        stress_period: collect at every n-th allocation; 0: do not.
        stress_full: stress collections are full ones.
        poison: fill freed memory with 0xDB.
        verify: check the whole heap after each collection; `call` then raises AssertionError for what is found.
        generational: False makes every collection a full one.
        stack_words: size of the VM stacks.
        language: whose heap classes it knows beside the kernel's ("language.name").
        mark_stack_limit: words the mark stack may have at most; 0: no limit.

    Attributes:
        runtime, thread: addresses of the structs.

    Raises:
        UsageError: US015, the runtime cannot be made (the limit is out of range, or there is no memory).
    """

    def __init__(
        self,
        executor: str = "native",
        *,
        heap_limit_bytes: int = 64 << 20,
        nursery_bytes: int = 0,
        stress_period: int = 0,
        stress_full: bool = False,
        poison: bool = False,
        verify: bool = False,
        generational: bool = True,
        stack_words: int = 1 << 16,
        language: str = "",
        mark_stack_limit: int = 0,
    ) -> None:
        self.executor = executor
        self.back = _back(executor)
        self.runtime = 0
        flags = (
            heap.FLAG_POISON * poison
            | heap.FLAG_VERIFY * verify
            | heap.FLAG_STRESS_FULL * stress_full
            | heap.FLAG_NO_NURSERY * (not generational)
        )
        self._verifies = verify
        self._thread_count = 1
        kinds, _keep = self.back.scratch(layout.kind_table(language))
        self.runtime = self._plain(
            lifetime.runtime_create, heap_limit_bytes, nursery_bytes, kinds, flags, stress_period
        )
        if self.runtime == 0:
            raise UsageError("the runtime cannot be made", code="US015", seen=f"heap_limit_bytes={heap_limit_bytes}")
        self.thread = self._plain(lifetime.thread_create, self.runtime, stack_words)
        if self.thread == 0:
            self.close()
            raise UsageError("the thread cannot be made", code="US015", seen=f"stack_words={stack_words}")
        self.stack_words = stack_words
        self.heap = self.get(Runtime, "heap", self.runtime)
        if mark_stack_limit:
            self.set(Heap, "mark_capacity_limit", mark_stack_limit, self.heap)
        self._roots = self._root_capacity = 0
        self._free_roots: list[int] = []

    # --- calls
    def _plain(self, function: MicroFunction, *args: int) -> Any:
        instance = as_instance(function)
        return finish(instance, self.back.run(instance, full_arguments(instance, 0, args)))

    def prepare(self, *functions: MicroFunction) -> None:
        """Compile functions together (quicker than one by one)."""
        self.back.prepare([as_instance(f) for f in functions])

    def call(self, function: MicroFunction, *args: Any, thread: int = 0) -> Any:
        """Call a Micro function on the machine's thread, or another of its own.

        Raises:
            GuestFailure: the function failed; the thread's exception is taken.
            AssertionError: verification found the heap damaged.
        """
        t_ = thread or self.thread
        instance = as_instance(function)
        if self.executor == "native" and instance not in self.back.callables:
            self.back.prepare([instance])
        high = self.back.stack_high()
        if self._thread_count > 1:
            self._plain(safepoint.enter_native, t_, high)
        else:
            self.set(Thread, "native_high", high, t_)
            self.set(Thread, "entered_sp", 0, t_)
        try:
            results = self.back.run(instance, full_arguments(instance, t_, args))
        finally:
            if self._thread_count > 1:
                self._plain(safepoint.leave_native, t_, high)
            else:
                self.set(Thread, "entered_sp", high, t_)
        if self._verifies:
            self.check()
        try:
            return finish(instance, results)
        except GuestFailure:
            raise self._failure(instance.name, t_) from None

    def _failure(self, name: str, t_: int) -> MachineFailure:
        exception = self.get(Thread, "exception", t_)
        self.set(Thread, "exception", 0, t_)
        kind = text = ""
        if exception == LIMIT_REACHED:
            kind, text = "limit", "the runtime has used up its fuel"
        elif exception & 1 and exception >> 1 & 255 < len(error.ERROR_KINDS):
            kind = error.ERROR_KINDS[exception >> 1 & 255]
            text = self.c_string(exception >> 9) if exception >> 9 else "(no memory for more)"
        return MachineFailure(name, exception, kind, text)

    # --- threads
    def new_thread(self) -> int:
        """Another thread of the runtime, to be called with `call(..., thread=it)` from a host thread of its own."""
        self._thread_count += 1
        made = int(self._plain(lifetime.thread_create, self.runtime, self.stack_words))
        if made == 0:
            raise UsageError("the thread cannot be made", code="US015")
        return made

    def end_thread(self, thread: int) -> None:
        self._plain(lifetime.thread_destroy, thread)

    # --- memory
    def read(self, address: int, size_bytes: int) -> bytes:
        return bytes(self.back.read(address, size_bytes))

    def write(self, address: int, content: bytes) -> None:
        self.back.write(address, content)

    def word(self, address: int) -> int:
        return int.from_bytes(self.read(address, 8), "little")

    def c_string(self, address: int) -> str:
        found = bytearray()
        while (byte := self.read(address + len(found), 1)) != b"\0":
            found += byte
        return found.decode(errors="replace")

    def get(self, record: Any, field: str, address: int) -> int:
        """A field of a struct or heap object, as an int."""
        f = record.fields[field]
        return int.from_bytes(
            self.read(address + f.offset, f.type.size_bytes), "little", signed=getattr(f.type, "is_signed", False)
        )

    def set(self, record: Any, field: str, value: int, address: int) -> None:
        """Write a field of a struct (no barrier: not for objects)."""
        f = record.fields[field]
        self.write(address + f.offset, (value & ((1 << 8 * f.type.size_bytes) - 1)).to_bytes(f.type.size_bytes, "little"))

    # --- roots
    def hold(self, value: int) -> int:
        """Keep a value alive; gives its handle for `release`."""
        if not self._free_roots:
            capacity = max(64, self._root_capacity * 2)
            if not self._plain(lifetime.roots_reserve, self.runtime, capacity):
                raise MemoryError
            self.set(Runtime, "root_count", capacity, self.runtime)
            self._free_roots = list(range(capacity - 1, self._root_capacity - 1, -1))
            self._root_capacity = capacity
            self._roots = self.get(Runtime, "roots", self.runtime)
        handle = self._free_roots.pop()
        self.write(self._roots + 8 * handle, value.to_bytes(8, "little"))
        return handle

    def release(self, handle: int) -> None:
        self.write(self._roots + 8 * handle, bytes(8))
        self._free_roots.append(handle)

    # --- the heap
    def statistics(self) -> dict[str, int]:
        """The integer fields of the Heap struct."""
        return {name: self.get(Heap, name, self.heap) for name, f in Heap.fields.items() if isinstance(f.type, t.IntType)}

    def collect(self, full: bool = True) -> None:
        self._plain(scrub_stack)
        self.call(memory.collect_now, full)

    def is_live(self, word: int) -> bool:
        """Whether an object survived the last collection."""
        return bool(self.call(memory.is_live, word))

    def check(self) -> None:
        """Raise AssertionError if verification has found anything."""
        failures = self.get(Heap, "verify_failures", self.heap)
        if failures:
            code = self.get(Heap, "verify_code", self.heap)
            address = self.get(Heap, "verify_address", self.heap)
            raise AssertionError(f"{failures} faults in the heap, the first: {verify.VERIFY_CODES[code]} ({address:#x})")

    # --- the end
    def close(self) -> None:
        """Give all memory back. What it made must not be used any more."""
        if self.runtime:
            self._plain(lifetime.runtime_destroy, self.runtime)
            self.runtime = 0

    def __enter__(self) -> Machine:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, at: TracebackType | None) -> None:
        self.close()
