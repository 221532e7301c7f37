"""C functions simulated for the reference executor: memory, strings, output, clocks, mathematics.

Each is `function(executor, *args)`; integers come signed and go back modulo their width, pointers are unsigned.
`Host` is what they keep between calls. A C function not here can be given to `Executor(externs=...)`.

Effects: on the executor's memory and `output`; the clock reads the real one, `write` may pass through.
"""

from __future__ import annotations

import math
import os
import random
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corevm.ir.memory import MemoryFault

if TYPE_CHECKING:
    from corevm.ir.run import Executor

DEFAULTS: dict[str, Callable[..., Any]] = {}
_MAP_FAILED = -1
_MAP_ANONYMOUS = 0x20
_MADV_DONTNEED = 4
_MALLOC_LIMIT = 1 << 40


class Host:
    """State of the simulated C library."""

    def __init__(self, seed: int, passthrough: bool) -> None:
        self.random = random.Random(seed)
        self.passthrough = passthrough


def _extern(function: Callable[..., Any]) -> Callable[..., Any]:
    DEFAULTS[function.__name__.strip("_")] = function
    return function


def _size(count: int) -> int:
    return count & 0xFFFF_FFFF_FFFF_FFFF  # size_t


# --- memory and strings
@_extern
def memcpy(executor: Executor, target: int, source: int, count: int) -> int:
    if target < source + _size(count) and source < target + _size(count) and target != source:
        raise MemoryFault("IR918", f"{count} bytes from {source:#x} to {target:#x}")
    executor.memory.copy(target, source, _size(count))
    return target


@_extern
def memmove(executor: Executor, target: int, source: int, count: int) -> int:
    executor.memory.copy(target, source, _size(count))
    return target


@_extern
def memset(executor: Executor, target: int, byte: int, count: int) -> int:
    executor.memory.fill(target, byte & 0xFF, _size(count))
    return target


@_extern
def memcmp(executor: Executor, a: int, b: int, count: int) -> int:
    left, right = executor.memory.load_bytes(a, _size(count)), executor.memory.load_bytes(b, _size(count))
    return (left > right) - (left < right)


@_extern
def memchr(executor: Executor, area: int, byte: int, count: int) -> int:
    at = executor.memory.load_bytes(area, _size(count)).find(byte & 0xFF)
    return area + at if at >= 0 else 0


@_extern
def strlen(executor: Executor, text: int) -> int:
    return len(executor.memory.load_c_string(text))


@_extern
def malloc(executor: Executor, count: int) -> int:
    if _size(count) > _MALLOC_LIMIT:
        return 0
    return executor.memory.allocate(_size(count), name=f"malloc({count})")


@_extern
def calloc(executor: Executor, count: int, size: int) -> int:
    total = _size(count) * _size(size)
    if total > _MALLOC_LIMIT:
        return 0
    return executor.memory.allocate(total, name=f"calloc({count}, {size})")


@_extern
def aligned_alloc(executor: Executor, align: int, count: int) -> int:
    if _size(count) > _MALLOC_LIMIT:
        return 0
    return executor.memory.allocate(_size(count), name=f"aligned_alloc({align}, {count})", align=align)


@_extern
def posix_memalign(executor: Executor, result: int, align: int, count: int) -> int:
    executor.memory.store_u64(result, aligned_alloc(executor, align, count))
    return 0


@_extern
def realloc(executor: Executor, address: int, count: int) -> int:
    new = malloc(executor, count)
    if address and new:
        region = executor.memory.region_at(address)
        old_bytes = region.size_bytes if region is not None and region.base == address else 0
        executor.memory.store_bytes(new, executor.memory.load_bytes(address, min(old_bytes, _size(count))))
        executor.memory.free(address)
    return int(new)


@_extern
def free(executor: Executor, address: int) -> None:
    if address:
        executor.memory.free(address)


@_extern
def mmap(executor: Executor, hint: int, count: int, protection: int, flags: int, fd: int, offset: int) -> int:
    if not flags & _MAP_ANONYMOUS:
        raise MemoryFault("IR917", "only anonymous mappings are simulated")
    if _size(count) == 0 or _size(count) > _MALLOC_LIMIT << 4:
        return _MAP_FAILED
    return executor.memory.allocate(-(-_size(count) // 4096) * 4096, name=f"mmap({count})", align=4096)


@_extern
def munmap(executor: Executor, address: int, count: int) -> int:
    executor.memory.unmap(address, _size(count))
    return 0


@_extern
def madvise(executor: Executor, address: int, count: int, advice: int) -> int:
    executor.memory.check(address, _size(count))
    if advice == _MADV_DONTNEED:
        executor.memory.discard(address, _size(count))
    return 0


@_extern
def mprotect(executor: Executor, address: int, count: int, protection: int) -> int:
    return 0


# --- the system
@_extern
def write(executor: Executor, fd: int, text: int, count: int) -> int:
    content = executor.memory.load_bytes(text, _size(count))
    executor.output.setdefault(fd, bytearray()).extend(content)
    if executor.host.passthrough and fd in (1, 2):
        os.write(fd, content)
    return count


@_extern
def abort(executor: Executor) -> None:
    raise MemoryFault("IR920", "abort() was called")


@_extern
def clock_gettime(executor: Executor, clock: int, result: int) -> int:
    now_ns = time.clock_gettime_ns(clock)
    executor.memory.store_u64(result, now_ns // 10**9)
    executor.memory.store_u64(result + 8, now_ns % 10**9)
    return 0


@_extern
def getrandom(executor: Executor, target: int, count: int, flags: int) -> int:
    executor.memory.store_bytes(target, executor.host.random.randbytes(_size(count)))
    return count


@_extern
def corevm_stack_high(executor: Executor) -> int:
    """The high end of the native stack, where a conservative scan stops."""
    return executor.stack_high


# --- mathematics: C gives NaN or infinity where Python raises
def _mathematics(name: str, function: Callable[..., float], pole: Callable[..., float] | None = None) -> None:
    def call(executor: Executor, *args: float) -> float:
        try:
            return function(*args)
        except ValueError:
            return pole(*args) if pole else math.nan
        except OverflowError:
            return overflow(*args)

    def overflow(*args: float) -> float:
        if name in ("sinh",) or (name == "pow" and args[0] < 0 and args[1] % 2 == 1):
            return math.copysign(math.inf, args[0])
        return math.inf

    DEFAULTS[name] = call


def _log_pole(x: float) -> float:
    return -math.inf if x == 0 else math.nan


def _log1p_pole(x: float) -> float:
    return -math.inf if x == -1 else math.nan


def _pow_pole(x: float, y: float) -> float:
    if x == 0:
        return math.copysign(math.inf, x) if y % 2 == 1 else math.inf
    return math.nan


def _atanh_pole(x: float) -> float:
    return math.copysign(math.inf, x) if abs(x) == 1 else math.nan


def _rounded(function: Callable[[float], int]) -> Callable[[float], float]:
    return lambda x: math.copysign(float(function(x)), x) if math.isfinite(x) else x


for _name in "sin cos tan asin acos atan atan2 sinh cosh tanh exp expm1 pow fmod hypot cbrt asinh acosh erf erfc".split():
    _mathematics(_name, getattr(math, _name), _pow_pole if _name == "pow" else None)
for _name in "log log2 log10".split():
    _mathematics(_name, getattr(math, _name), _log_pole)
_mathematics("log1p", math.log1p, _log1p_pole)
_mathematics("atanh", math.atanh, _atanh_pole)
_mathematics("exp2", getattr(math, "exp2", lambda x: 2.0**x))
_mathematics("floor", _rounded(math.floor))
_mathematics("ceil", _rounded(math.ceil))
_mathematics("trunc", _rounded(math.trunc))
_mathematics("sqrt", math.sqrt)
