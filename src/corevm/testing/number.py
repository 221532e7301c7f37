"""Numbers in a machine, for tests: Python ints and floats to values and back, with what every number must keep to checked.

    with Numbers("reference") as n:
        assert n.values(integer.int_add, 2**62, 1) == 2**62 + 1

Effects: those of `corevm.testing.machine`.
"""

from __future__ import annotations

import math
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.kernel import integer_bits
from corevm.kernel import value as v
from corevm.kernel.bigint import BigInt
from corevm.kernel.kind import KIND_NUMBER
from corevm.micro.function import MicroFunction
from corevm.micro.surface import Object, Value, f64, fn
from corevm.testing.machine import Machine, MachineFailure

IMMEDIATES = {
    int(word): name
    for name, word in (("NOT_IMPLEMENTED", v.NOT_IMPLEMENTED), ("UNDEFINED", v.UNDEFINED), ("NONE", v.NONE))
}


@fn(raises=True)
def box(d: f64) -> Value:
    return v.box_float(d)


def float_bits(d: float) -> int:
    return int.from_bytes(struct.pack("<d", d), "little")


def bits_float(bits: int) -> float:
    return float(struct.unpack("<d", bits.to_bytes(8, "little"))[0])


class Numbers(Machine):
    """A machine whose calls take and give Python numbers."""

    def __init__(self, executor: str = "native", *functions: MicroFunction, **options: Any) -> None:
        super().__init__(executor, **{"heap_limit_bytes": 1 << 28, **options})
        self.prepare(integer_bits.int_from_bytes, box, *functions)
        self._buffer, self._buffer_bytes, self._keep = 0, 0, None

    # --- buffers
    def buffer(self, size_bytes: int, fill: int = 0xEE) -> int:
        """Memory outside the heap; the next call may give the same."""
        if size_bytes > self._buffer_bytes:
            self._buffer_bytes = max(4096, 2 * size_bytes)
            self._buffer, self._keep = self.back.scratch(bytes(self._buffer_bytes))
        self.write(self._buffer, bytes([fill]) * size_bytes)
        return self._buffer

    def bytes_buffer(self, content: bytes) -> int:
        address = self.buffer(len(content))
        self.write(address, content)
        return address

    # --- values
    def value(self, x: int | float) -> int:
        """The word of a number. It is not held: see `held`."""
        if isinstance(x, float):
            return int(self.call(box, x))
        if v.FIXNUM_MIN <= x <= v.FIXNUM_MAX:
            return (x << 1 | 1) & ((1 << 64) - 1)
        content = x.to_bytes(x.bit_length() // 8 + 1, "little", signed=True)
        return int(self.call(integer_bits.int_from_bytes, self.bytes_buffer(content), len(content), True, True))

    @contextmanager
    def held(self, *numbers: int | float) -> Iterator[list[int]]:
        """The words of numbers, kept alive."""
        words, handles = [], []
        for x in numbers:
            words.append(self.value(x))
            handles.append(self.hold(words[-1]))
        try:
            yield words
        finally:
            for handle in handles:
                self.release(handle)

    def number(self, word: int) -> int | float | str:
        """What a word stands for (an immediate: its name). Checks the invariants of numbers."""
        if word & 1:
            return (word ^ 1 << 63) - (1 << 63) >> 1
        if word & 3 == 2:
            if word == v.FLOAT_ZERO:
                return 0.0
            return bits_float((word >> 3 | word << 61) - v.FLOAT_BIAS & ((1 << 64) - 1))
        if word in IMMEDIATES:
            return IMMEDIATES[word]
        assert word != 0 and word & 7 == 0, hex(word)
        kind = self.get(Object, "header", word) >> 48
        if kind == KIND_NUMBER["float"]:
            d = bits_float(self.word(word + 8))
            bits = float_bits(d)
            is_common = bits >> 60 & 7 in (3, 4) and bits & ((1 << 63) - 1) != 0x3000000000000000
            assert bits != 0 and not is_common, "INV-VALUE-3"
            return d
        assert kind == KIND_NUMBER["bigint"], kind
        size, length = self.get(BigInt, "size", word), self.get(BigInt, "length", word)
        assert 1 <= abs(size) <= length, "INV-BIGINT-1"
        magnitude = int.from_bytes(self.read(word + BigInt.fixed_bytes, abs(size) * 8), "little")
        assert magnitude >> 64 * (abs(size) - 1) != 0, "INV-BIGINT-1: a leading zero limb"
        n = -magnitude if size < 0 else magnitude
        assert not v.FIXNUM_MIN <= n <= v.FIXNUM_MAX, "INV-BIGINT-2"
        return n

    # --- calls
    def raw(self, f: MicroFunction, *numbers: int | float) -> Any:
        """Call with numbers as values; the result as it is."""
        with self.held(*numbers) as words:
            return self.call(f, *words)

    def values(self, f: MicroFunction, *numbers: int | float) -> Any:
        """Call with numbers as values; values come back as numbers."""
        result = self.raw(f, *numbers)
        return tuple(map(self.number, result)) if isinstance(result, tuple) else self.number(result)


# --- tests against Python


ERRORS: dict[type[Exception], str] = {
    ZeroDivisionError: "zero_division", OverflowError: "overflow", ValueError: "value", MemoryError: "memory", TypeError: "type",
}  # fmt: skip


def same(a: Any, b: Any) -> bool:
    """Equality that tells int from float, 0.0 from -0.0, and takes NaNs as equal."""
    if isinstance(a, tuple) and isinstance(b, tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, float) and isinstance(b, float):
        return float_bits(a) == float_bits(b) or (a != a and b != b)
    return type(a) is type(b) and bool(a == b)


def outcome(function: Callable[..., Any], *args: Any) -> Any:
    """What a Python function gives, or the kind of the kernel error that stands for what it raises."""
    try:
        return function(*args)
    except tuple(ERRORS) as e:
        return f"{ERRORS[type(e)]} error"


def failing_as_text(function: Callable[..., Any], *args: Any) -> Any:
    try:
        return outcome(function, *args)
    except MachineFailure as e:
        return f"{e.kind} error"


def agree(
    run: Callable[..., Any], oracle: Callable[..., Any], *strategies: st.SearchStrategy[Any], examples: int = 200
) -> None:
    """`run` (of a machine) and `oracle` (Python) give the same, or fail alike, for what the strategies draw."""

    @settings(max_examples=examples, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.tuples(*strategies))
    def check(args: tuple[Any, ...]) -> None:
        seen, wanted = failing_as_text(run, *args), outcome(oracle, *args)
        assert same(seen, wanted), (args, seen, wanted)

    check()


def integers(bits: int) -> st.SearchStrategy[int]:
    """Integers of up to so many bits, with a liking for the edges: fixnums, limbs, powers of two, runs of ones and zeros."""
    size = st.integers(0, bits)
    limb_edge = st.integers(1, max(1, bits // 64)).map(lambda n: 64 * n)
    near = st.integers(-2, 2)
    plain = size.flatmap(lambda b: st.integers(0, (1 << b) - 1))
    edge = st.builds(lambda b, d: (1 << b) + d, size | limb_edge | st.sampled_from((61, 62, 63, 64)), near)
    run = st.builds(lambda a, b: abs((1 << a) - (1 << b)), size, size)
    limbs = st.lists(st.sampled_from((0, 1, (1 << 64) - 1, 1 << 63, (1 << 63) - 1)), min_size=1, max_size=max(1, bits // 64)).map(
        lambda words: sum(w << 64 * i for i, w in enumerate(words))
    )
    return st.builds(lambda n, negative: -n if negative else n, plain | edge | run | limbs, st.booleans())


def floats() -> st.SearchStrategy[float]:
    """Doubles: any bits, short decimals, powers of two and their neighbours, integers."""
    return st.one_of(
        st.floats(),
        st.integers(0, (1 << 64) - 1).map(bits_float),
        st.decimals(-1000000, 1000000, places=4, allow_nan=False).map(float),
        st.builds(lambda e, d: math.nextafter(math.ldexp(1.0, e), d), st.integers(-1074, 1023), st.sampled_from((0.0, 1e308, 1.0))),
        st.integers(-(1 << 70), 1 << 70).map(float),
    )


__all__ = ["Numbers", "agree", "bits_float", "float_bits", "floats", "integers", "same"]
