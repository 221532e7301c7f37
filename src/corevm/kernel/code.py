"""Code and functions: what a call needs to know.

INV-CODE-1  `entry` points to the first word of `instructions`, which never moves (the collector does not move objects) and
            lives as long as the code.
INV-CODE-2  `simple_argc` is the parameter count if an exact positional call binds without work, else -1.
INV-CODE-4  While `body` is not 0 the constants, instructions, catch sites and positions have not been read: `entry` is the word of the
            instruction `load`, which reads them (corevm.kernel.load) and goes on at the true entry. Who looks at these without
            executing them calls `need_body`; at positions, `positions_of`.
INV-CODE-3  Registers, constants and jump targets used by the instructions are in range: the verifier's promise.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, Raw
from corevm.kernel.list import List
from corevm.micro.surface import Object, Ptr, RaisingFn, Tail, Value, fn, heap, i64, u8, u16, u32, u64

# Code.flags
HAS_REST = 1
HAS_KEYWORDS = 2
IS_GENERATOR = 4
LANGUAGE_FLAGS_SHIFT = 16  # the language's own flags start here

CATCH_SITE_FIELDS = 5  # start, end, target, register, filter: u32 each, in words of code


@heap(kind="module_data")
class ModuleData(Object):
    """A module in memory outside the heap, of which the code is read when it is needed. `data` stays mapped as long as the runtime lives."""

    data: Ptr[u8]  # what follows the foreign constants
    size: i64
    mapping: Ptr[u8]  # the whole file
    mapping_bytes: i64
    opcodes: Raw
    opcode_count: i64
    fusions: Ptr[u16]
    fusion_width: i64
    foreign: Array_


@heap(kind="code")
class Code(Object):
    """A function's code; `constants` is its Tail."""

    length: i64
    entry: Ptr[u64]
    register_count: i64
    simple_argc: i64
    parameter_count: i64  # positional ones
    positional_only_count: i64
    keyword_only_count: i64
    flags: u64
    catch_count: i64
    word_count: i64
    first_line: i64
    instructions: Raw
    catch_sites: Raw | None
    name: Value
    qualified_name: Value
    file: Value
    local_names: Value  # Array_ of strings, parameters first
    positions: Value  # Bytes (see corevm.kernel.load, POSITION_FIELDS), or 0 while they have not been read
    source: ModuleData | None
    body: i64  # where in `source` what has not been read begins, or 0
    positions_at: i64  # where in `source` the positions are
    caches: List | None  # what its inline caches rest on: corevm.kernel.cache
    free_names: Value
    cell_names: Value  # of the locals kept in cells
    doc: Value
    extra: Value  # the language's
    constants: Tail[Value]


@heap(kind="cell")
class Cell(Object):
    """A variable shared by closures. Empty: UNDEFINED."""

    content: Value


@heap(kind="function")
class Function(Object):
    """Code with its closure and defaults."""

    code: Code
    closure: Array_ | None
    global_space: Value
    defaults: Array_ | None
    keyword_defaults: Value  # Map or 0
    name: Value
    qualified_name: Value
    module: Value
    doc: Value
    annotations: Value
    attributes: Value  # the language's dictionary, or 0


# Native functions. A plain one returns its result; a frame one may instead enter a frame (see corevm.kernel.call).
NATIVE_PLAIN = 0
NATIVE_FRAME = 1  # `entry` is a FrameEntry
NATIVE_KEYWORDS = 2  # flag: takes keyword arguments (names is passed on)


@heap(kind="native_function")
class NativeFunction(Object):
    """A function of the kernel or of a language's Micro modules, seen as a value."""

    entry: RaisingFn[[Ptr[Value], i64, Value], Value]  # arguments, count, keyword names or 0
    minimum: i64  # arguments
    maximum: i64  # arguments, -1 any number
    flags: u64
    name: Value
    owner: Value  # the class or module it belongs to, or 0
    doc: Value
    extra: Value


@heap(kind="bound_method")
class BoundMethod(Object):
    function: Value
    receiver: Value


@heap(kind="cache_entry")
class CacheEntry(Object):
    """An inline-cache entry: immutable once published."""

    of_shape: u32  # of the receiver, if that matters
    detail: u32  # of a read: 1 if what it gives is found, as it is; of a call: the simple_argc of found, or 0 if that is no function
    version: u64  # of the owner
    owner: Value
    found: Value


__all__ = ["BoundMethod", "CacheEntry", "Cell", "Code", "Function", "ModuleData", "NativeFunction", "fn"]
