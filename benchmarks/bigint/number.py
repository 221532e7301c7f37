"""Times of integers and floats beside CPython's: `python benchmarks/bigint/number.py [digits ...]`.

Each operation runs in a loop inside the kernel (so a call from Python costs nothing) on the same operands as CPython, whose
loop is Python's own; answers are compared first. Best of several runs of at least 5 ms; what takes CPython more than a second
runs once.
"""

from __future__ import annotations

import math
import random
import sys
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from corevm.kernel import bigint_text, float_parse, float_text, integer, integer_power
from corevm.micro.surface import Ptr, Value, f64, fn, i64, u8
from corevm.testing.number import Numbers, bits_float, float_bits

SIZES = (20, 100, 1_000, 10_000, 100_000, 1_000_000)


def loop_of(operation: Any) -> Any:
    @fn(raises=True)
    def loop(a: Value, b: Value, count: i64) -> Value:
        result = operation(a, b)
        for _ in range(count - 1):
            result = operation(a, b)
        return result

    return loop


@fn(raises=True)
def loop_divmod(a: Value, b: Value, count: i64) -> Value:
    q, _r = integer.int_divmod(a, b)
    for _ in range(count - 1):
        q, _r = integer.int_divmod(a, b)
    return q


@fn(raises=True)
def loop_write(a: Value, buffer: Ptr[u8], count: i64) -> i64:
    length = 0
    for _ in range(count):
        length = bigint_text.int_write_text(a, 10, buffer)
    return length


@fn(raises=True)
def loop_read(text: Ptr[u8], length: i64, count: i64) -> Value:
    result = bigint_text.int_read_text(text, length, 10)
    for _ in range(count - 1):
        result = bigint_text.int_read_text(text, length, 10)
    return result


@fn
def loop_repr(numbers: Ptr[f64], count: i64, buffer: Ptr[u8]) -> i64:
    total = 0
    for i in range(count):
        total += float_text.float_repr(numbers[i], buffer)
    return total


@fn
def loop_fixed(numbers: Ptr[f64], count: i64, buffer: Ptr[u8]) -> i64:
    total = 0
    for i in range(count):
        total += float_text.float_format(numbers[i], buffer, 102, 2, 0)
    return total


@fn(raises=True)
def loop_parse(text: Ptr[u8], length: i64, numbers: Ptr[f64]) -> i64:
    """Texts with one byte between them."""
    at = 0
    count = 0
    while at < length:
        numbers[count], used = float_parse.float_parse(text + at, length - at)
        at += used + 1
        count += 1
    return count


LOOPS = {
    "add": loop_of(integer.int_add), "mul": loop_of(integer.int_mul), "gcd": loop_of(integer_power.int_gcd),
}  # fmt: skip


def best(run: Callable[[int], Any], budget: float = 0.3) -> float:
    """Seconds for one of `run(count)`'s repetitions: the least of the runs that fit the budget, each of 5 ms or more."""
    count = 1
    while True:
        start = time.perf_counter()
        run(count)
        took = time.perf_counter() - start
        if took > 0.005:
            break
        count = max(2 * count, int(0.006 / (took / count)) if took > 0.0005 else 10 * count)
    least, spent = took, took
    while spent < budget:
        start = time.perf_counter()
        run(count)
        took = time.perf_counter() - start
        least, spent = min(least, took), spent + took
    return least / count


def repeated(function: Callable[[], Any]) -> Callable[[int], None]:
    """The function as a loop of CPython's."""

    def run(count: int) -> None:
        for _ in range(count):
            function()

    return run


def once(function: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    result = function()
    return result, time.perf_counter() - start


def each(function: Callable[[Any], Any], items: list[Any]) -> None:
    for x in items:
        function(x)


def row(name: str, ours: float, theirs: float) -> None:
    print(f"{name:24} {ours * 1e6:14.2f} us {theirs * 1e6:14.2f} us {theirs / ours:8.1f}x", flush=True)


def integers(m: Numbers, digits: int) -> None:
    rng = random.Random(digits)
    a, b = (rng.randrange(10 ** (digits - 1), 10**digits) for _ in range(2))
    c = rng.randrange(10 ** (digits // 2 - 1), 10 ** (digits // 2))
    operations: dict[str, tuple[Any, Any, Callable[[], Any]]] = {
        "add": (LOOPS["add"], (a, b), lambda: a + b), "mul": (LOOPS["mul"], (a, b), lambda: a * b),
        "square": (LOOPS["mul"], (a,), lambda: a * a), "divmod": (loop_divmod, (a, c), lambda: divmod(a, c)),
        "gcd": (LOOPS["gcd"], (a, b), lambda: math.gcd(a, b)),
    }  # fmt: skip
    for name, (loop, operands, python) in operations.items():
        if name == "gcd" and digits > 100_000:
            continue
        with m.held(*operands) as words:
            both = (words[0], words[-1])
            wanted, theirs = once(python)
            assert m.number(m.call(loop, *both, 1)) == (wanted[0] if name == "divmod" else wanted)
            row(f"{name} {digits}", best(partial(m.call, loop, *both)), theirs if theirs > 1 else best(repeated(python)))
    with m.held(a) as (word,):
        buffer = m.buffer(digits + 10)
        text, theirs = once(lambda: str(a))
        assert m.read(buffer, m.call(loop_write, word, buffer, 1)).decode() == text
        row(f"str {digits}", best(partial(m.call, loop_write, word, buffer)), theirs if theirs > 1 else best(repeated(lambda: str(a))))
    buffer = m.bytes_buffer(text.encode())
    _, theirs = once(lambda: int(text))
    assert m.number(m.call(loop_read, buffer, digits, 1)) == a
    row(f"int(str) {digits}", best(partial(m.call, loop_read, buffer, digits)), theirs if theirs > 1 else best(repeated(lambda: int(text))))


def floats(m: Numbers) -> None:
    def ours(*call: Any) -> Callable[[int], None]:
        return repeated(partial(m.call, *call))

    rng = random.Random(1)
    count = 10_000
    for name, numbers in {
        "any bits": [x for x in (bits_float(rng.getrandbits(64)) for _ in range(count)) if x == x],
        "random()": [rng.random() for _ in range(count)],
        "2 places": [round(rng.uniform(0, 1000), 2) for _ in range(count)],
    }.items():
        n = len(numbers)
        address, _keep = m.back.scratch(b"".join(float_bits(x).to_bytes(8, "little") for x in numbers))
        out = m.buffer(1024)
        assert m.call(loop_repr, address, n, out) == sum(map(len, map(repr, numbers)))
        row(f"repr, {name}", best(ours(loop_repr, address, n, out)) / n, best(repeated(partial(each, repr, numbers))) / n)
        if name != "any bits":
            row(f".2f, {name}", best(ours(loop_fixed, address, n, out)) / n, best(repeated(partial(each, "{:.2f}".format, numbers))) / n)
        texts = [repr(x) for x in numbers]
        joined = " ".join(texts).encode()
        text = m.bytes_buffer(joined)
        assert m.call(loop_parse, text, len(joined), address) == n
        row(f"float(str), {name}", best(ours(loop_parse, text, len(joined), address)) / n, best(repeated(partial(each, float, texts))) / n)


def main() -> None:
    sys.set_int_max_str_digits(0)
    sizes = [int(s) for s in sys.argv[1:]] or SIZES
    loops = [*LOOPS.values(), loop_divmod, loop_write, loop_read, loop_repr, loop_fixed, loop_parse]
    print(f"{'':24} {'corevm':>17} {'CPython ' + sys.version.split()[0]:>17} {'ratio':>9}")
    with Numbers("native", *loops, heap_limit_bytes=1 << 30) as m:
        with m.held(1 << 60_000) as (word,):
            m.call(LOOPS["add"], word, word, 3_000)  # touches the nursery once: a page's first use costs a fault
        for digits in sizes:
            integers(m, digits)
        floats(m)


if __name__ == "__main__":
    main()
