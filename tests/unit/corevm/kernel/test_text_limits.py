"""What long text operations cost in reductions, and interning by several threads."""

from __future__ import annotations

import threading

import pytest

from corevm.kernel import bytes as b
from corevm.kernel import bytes_text as t
from corevm.kernel import string as s
from corevm.kernel import string_build, string_case, string_intern, string_layout, string_search, string_split
from corevm.kernel.lock import RUNTIME_THREADED
from corevm.kernel.thread import Runtime, Thread
from corevm.testing.text import I64_MAX, TextMachine, functions_of

LONG = "The quick brown fox, Ω " * 5000
RAW = b"The quick brown fox, " * 5000
LONG_OPERATIONS = [
    (s.compute_hash, LONG), (s.equal_contents, LONG, LONG[:-1] + "!"), (s.compare_strings, LONG, LONG[:-1] + "!"),
    (s.concat_strings, LONG, LONG), (s.repeat_string, LONG, 10), (s.slice_string, LONG, 0, I64_MAX, 2), (s.substring, LONG, 1, I64_MAX),
    (s.join_strings, LONG, ["a", "b"], 2), (string_search.find_string, LONG, "ΩΩ", 0, I64_MAX),
    (string_search.rfind_string, LONG, "ΩΩ", 0, I64_MAX), (string_search.count_string, LONG, "fox", 0, I64_MAX),
    (string_search.replace_string, LONG, "fox", "dog", -1), (string_search.starts_with, LONG, LONG, 0, I64_MAX),
    (string_split.split_string, LONG, "ΩΩ", -1), (string_split.rsplit_string, LONG, "ΩΩ", -1), (string_split.split_whitespace, LONG, 0),
    (string_split.split_lines, LONG, False), (string_split.strip_whitespace, LONG, 3), (string_split.strip_codes, "ab" * 5000, "ba", 3),
    (string_case.lower_string, LONG), (string_case.is_alpha, "a" * 100_000), (string_case.is_lower, LONG), (string_case.is_title, LONG),
    (string_build.repr_string, LONG), (string_layout.ljust_string, "a", 100_000, 32), (string_layout.expand_tabs, LONG, 8),
    (b.concat_bytes, RAW, RAW), (b.find_bytes, RAW, b"??", 0, I64_MAX), (b.replace_bytes, RAW, b"fox", b"dog", -1),
    (b.split_bytes_whitespace, RAW, 0), (b.equal_bytes, RAW, RAW[:-1] + b"!"), (b.zero_bytes, 100_000), (t.upper_bytes, RAW),
    (t.hex_of_bytes, RAW, -1, 0), (t.repr_bytes, RAW), (t.decode_bytes_utf8, RAW, 0), (t.encode_string_utf8, LONG, 0),
]  # fmt: skip


@pytest.fixture(scope="module")
def native() -> TextMachine:
    modules = (s, string_search, string_split, string_case, string_build, string_layout, string_intern, b, t)
    return TextMachine("native", functions_of(*modules), heap_limit_bytes=256 << 20)


def spent(m: TextMachine) -> int:
    """Reductions so far (INV-SAFEPOINT-3)."""
    earlier, slice_, left = (m.get(Thread, f, m.thread) for f in ("reductions_spent", "reduction_slice", "reductions"))
    return earlier + slice_ - left


@pytest.mark.parametrize("operation", LONG_OPERATIONS, ids=lambda o: o[0].name)
def test_long_operations_spend(native: TextMachine, operation: tuple[object, ...]) -> None:
    """At least one reduction for 512 bytes or code points."""
    f, *args = operation
    native.release_all()
    words = [native.word_of(a) for a in args]
    before = spent(native)
    native.call(f, *words)
    assert spent(native) - before >= 100_000 // 512


def test_fuel_ends_long_operations(native: TextMachine) -> None:
    m = native
    m.release_all()
    word = m.word_of("ab" * 1000)
    m.set(Runtime, "fuel", 20_000, m.runtime)
    try:
        assert m.outcome(s.repeat_string, "ab" * 1000, 20_000) == "limit"
    finally:
        m.set(Runtime, "fuel", -1, m.runtime)
    assert m.string(word) == "ab" * 1000


def test_impossible_results_cost_nothing(native: TextMachine) -> None:
    m = native
    for f, *args in (
        (s.repeat_string, "ab", 1 << 50), (string_layout.ljust_string, "a", 1 << 50, 32), (b.zero_bytes, 1 << 50),
        (b.repeat_bytes_object, b"ab", 1 << 50), (string_search.replace_string, "a" * 1000, "", "b" * 1_000_000, -1),
    ):  # fmt: skip
        before = spent(m)
        assert m.outcome(f, *args) == "memory"
        assert spent(m) - before < 1_000_000


def test_interning_by_threads(native: TextMachine) -> None:
    """All threads get the same string for a name, while the table grows."""
    m = native
    m.release_all()
    m.set(Runtime, "flags", m.get(Runtime, "flags", m.runtime) | RUNTIME_THREADED, m.runtime)
    names = [f"shared_name_{i}" for i in range(4000)]
    words = [[m.keep(m.word_of(n)) for n in names] for _ in range(3)]
    threads = [m.new_thread() for _ in range(3)]
    found: list[list[int]] = [[], [], []]

    def run(k: int) -> None:
        for w in words[k]:
            found[k].append(m.call(string_intern.intern, w, thread=threads[k]))

    hosts = [threading.Thread(target=run, args=(k,)) for k in range(3)]
    for h in hosts:
        h.start()
    for h in hosts:
        h.join()
    for t_ in threads:
        m.end_thread(t_)
    assert found[0] == found[1] == found[2]
    assert len(set(found[0])) == len(names)
    assert [m.string(w) for w in found[0][:50]] == names[:50]
