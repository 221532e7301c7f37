"""A machine for text tests: Python strings, bytes and lists go in and come out.

What comes out is checked against the invariants of `corevm.kernel.string`.
"""

from __future__ import annotations

import builtins
import functools
import os
from types import ModuleType
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corevm.engine.executor import GuestFailure
from corevm.kernel import (
    array,
    bytes,
    bytes_text,
    string,
    string_build,
    string_case,
    string_intern,
    string_layout,
    string_search,
    string_split,
    text_format,
    utf8,
)
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.thread import Runtime
from corevm.micro import type as t
from corevm.micro.function import MicroFunction
from corevm.micro.program import COMPILER
from corevm.testing.machine import Machine

SEED = 0x0123456789ABCDEF
Word = type("Word", (int,), {"__doc__": "A word passed and returned as it is."})


def functions_of(*modules: ModuleType) -> list[MicroFunction]:
    """The functions of modules that can be compiled alone."""
    return [
        f
        for m in modules
        for f in vars(m).values()
        if isinstance(f, MicroFunction) and f.module == m.__name__ and not f.options["inline"]
        and t.STATIC not in COMPILER.parameter_types(f)
    ]  # fmt: skip


class TextMachine(Machine):
    """`text(f, ...)` calls f with Python values."""

    def __init__(self, executor: str, functions: list[MicroFunction], **options: Any) -> None:
        super().__init__(executor, **options)
        self.prepare(string.string_from_utf8, bytes.bytes_from_memory, array.array_new, *functions)
        self.set(Runtime, "hash_seed", SEED, self.runtime)
        self.held: list[int] = []
        self.buffers: list[Any] = []

    def release_all(self) -> None:
        while self.held:
            self.release(self.held.pop())
        del self.buffers[:-100]

    def buffer(self, content: Any) -> int:
        """Memory outside the heap, until a hundred others are made."""
        address, keep = self.back.scratch(content + b"\0" * 8)
        self.buffers.append(keep)
        return int(address)

    def keep(self, word: int) -> int:
        self.held.append(self.hold(word))
        return word

    def word_of(self, x: Any) -> Any:
        """A Python value as a function takes it; lists as the address of their items."""
        if isinstance(x, str):
            raw = x.encode("utf-8", "surrogatepass")
            return self.keep(self.call(string.string_from_utf8, self.buffer(raw), len(raw), utf8.SURROGATE_PASS))
        if isinstance(x, builtins.bytes):
            return self.keep(self.call(bytes.bytes_from_memory, self.buffer(x), len(x)))
        if isinstance(x, list):
            words = [self.word_of(item) for item in x]
            made = self.keep(self.call(array.array_new, len(x))) + array.Array_.fixed_bytes
            self.write(made, b"".join(w.to_bytes(8, "little") for w in words))
            return made
        return 0 if x is None else x

    def check_padding(self, word: int, size_bytes: int) -> None:
        """Nothing was written between the end of an object and the next one."""
        assert not any(self.read(word + size_bytes, -size_bytes % 16)), "written past the end"

    def string(self, word: int) -> str:
        """The text of a string; checks INV-STRING-1 and -2."""
        length, count, width, flags = (self.get(string.String, f, word) for f in ("length", "count", "width", "flags"))
        data = self.read(word + string.String.fixed_bytes, length)
        assert length == (count + 1) * width and not any(data[count * width :])
        self.check_padding(word, string.String.fixed_bytes + length)
        codes = [int.from_bytes(data[i : i + width], "little") for i in range(0, count * width, width)]
        highest = max(codes, default=0)
        assert width == (1 if highest < 0x100 else 2 if highest < 0x10000 else 4), "INV-STRING-1"
        assert bool(flags & string.IS_ASCII) == (highest < 128), "INV-STRING-2"
        return "".join(map(chr, codes))

    def value(self, word: int) -> Any:
        """A heap object as a Python value."""
        kind = self.word(word) >> 48
        if kind == KIND_NUMBER["string"]:
            return self.string(word)
        if kind == KIND_NUMBER["bytes"]:
            length = self.get(bytes.Bytes, "length", word)
            self.check_padding(word, bytes.Bytes.fixed_bytes + length)
            return self.read(word + bytes.Bytes.fixed_bytes, length)
        assert kind == KIND_NUMBER["array"], kind
        items = word + array.Array_.fixed_bytes
        return [self.value(self.word(items + 8 * i)) for i in range(self.get(array.Array_, "length", word))]

    def text(self, f: MicroFunction, *args: Any) -> Any:
        """Call with Python values; gives a Python value. Raises: GuestFailure."""
        self.release_all()
        result = self.call(f, *(self.word_of(a) for a in args))
        return self.value(result) if isinstance(COMPILER.result_type(f), t.HeapType) else result

    def outcome(self, f: MicroFunction, *args: Any) -> Any:
        """Like `text`, a failure given as its kind."""
        try:
            return self.text(f, *args)
        except GuestFailure as e:
            return e.kind  # type: ignore[attr-defined]


MODULES = (
    string, string_search, string_case, string_split, string_intern, string_layout, string_build, bytes, bytes_text, text_format,
)  # fmt: skip
I64_MAX, I64_MIN = (1 << 63) - 1, -(1 << 63)


@functools.cache
def machine(executor: str) -> TextMachine:
    """The machine of all text tests. Natively it collects at every third allocation and checks the heap each time."""
    options: dict[str, Any] = {"stress_period": 3, "verify": True, "poison": True} if executor == "native" else {}
    return TextMachine(executor, functions_of(*MODULES), **options)


# --- texts

SPECIAL = "ßẞİıŉǰΐΰﬁﬃſΣςσªºµÿŸǅǆᾳᾼᾈΆ\u0345\u0301\u00ad'’ʰⅷⒶⓐ𐐀𐐨𝒜"
SPACES = " \t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2003\u2028\u2029\u3000"
DIGITS = "0159²½٣৪Ⅻ一𝟘"
any_code = st.one_of(
    st.characters(max_codepoint=0x7F), st.characters(max_codepoint=0xFF), st.characters(max_codepoint=0xFFFF),
    st.characters(), st.sampled_from("\ud800\udbff\udc80\udfff"), st.sampled_from(SPECIAL), st.sampled_from(SPACES + DIGITS),
    st.sampled_from("abcXYZ _"),
)  # fmt: skip
texts = st.one_of(
    st.text(any_code, max_size=30),
    st.text(st.characters(max_codepoint=0x7F), max_size=80),
    st.text(st.sampled_from(SPECIAL + "aB1 "), max_size=20),
    st.text(st.sampled_from(SPACES + "ab"), max_size=20),
)
few = st.one_of(*(st.text(st.sampled_from(a), max_size=60) for a in ("ab", "aé", "aΩ", "a𐐀", "éΩ𐐀")))
few_short = st.one_of(*(st.text(st.sampled_from(a), max_size=4) for a in ("ab", "aé", "aΩ", "a𐐀")))
indices = st.one_of(st.integers(-70, 70), st.sampled_from([I64_MAX, I64_MIN, 0]))
EXECUTORS = ("native", "reference")


def checked(executor: str, **strategies: Any) -> Any:
    """A property test's decorator: fewer examples on the slow executor. COREVM_EXAMPLES=20 makes a run twenty times as long."""
    count = (300 if executor == "native" else 25) * int(os.environ.get("COREVM_EXAMPLES", "1"))

    def decorate(test: Any) -> Any:
        run = settings(max_examples=count, deadline=None, suppress_health_check=list(HealthCheck))(
            given(**strategies)(test)
        )
        return run

    return decorate
