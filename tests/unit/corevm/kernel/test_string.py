"""Strings: making, asking, slicing, putting together; against Python's `str`."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import string as s
from corevm.kernel import string_intern
from corevm.testing.text import EXECUTORS, I64_MAX, I64_MIN, checked, few, indices, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)


def sign(n: int) -> int:
    return (n > 0) - (n < 0)


def test_round_trip(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts)
    def check(a: str) -> None:
        assert m.string(m.word_of(a)) == a

    check()


def test_equal_compare_hash(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, few), b=st.one_of(texts, few))
    def check(a: str, b: str) -> None:
        for x, y in ((a, b), (a, a), (a + b, a)):
            assert m.text(s.equal_contents, x, y) == (x == y)
            assert sign(m.text(s.compare_strings, x, y)) == (x > y) - (x < y)
        assert m.text(s.compute_hash, a) == m.text(s.compute_hash, a) != 0
        if a != b:
            assert m.text(s.compute_hash, a) != m.text(s.compute_hash, b)

    check()


def test_concat_repeat(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts, b=texts, n=st.integers(-2, 40))
    def check(a: str, b: str, n: int) -> None:
        assert m.text(s.concat_strings, a, b) == a + b
        assert m.text(s.repeat_string, a, n) == a * n

    check()


def test_join(executor: str) -> None:
    m = machine(executor)

    @checked(executor, separator=st.sampled_from(["", ",", ", ", "é", "Ω", "𐐀"]), items=st.lists(texts, max_size=6))
    def check(separator: str, items: list[str]) -> None:
        assert m.text(s.join_strings, separator, items, len(items)) == separator.join(items)

    check()
    assert m.outcome(s.join_strings, ",", ["a", b"b"], 2) == "type"


def test_index_slice(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor,
        a=st.one_of(texts, few),
        i=indices,
        j=indices,
        step=st.one_of(st.integers(-5, 5), st.sampled_from([I64_MAX, I64_MIN])),
    )
    def check(a: str, i: int, j: int, step: int) -> None:
        try:
            wanted = a[i]
        except IndexError:
            wanted = "index"
        assert m.outcome(s.index_string, a, i if abs(i) < I64_MAX else 99) == (wanted if abs(i) < I64_MAX else "index")
        if step != 0:
            assert m.text(s.slice_string, a, i, j, step) == a[i:j:step]
            assert (
                m.text(s.slice_string, a, 0 if step > 0 else I64_MAX, I64_MAX if step > 0 else I64_MIN, step)
                == a[::step]
            )
        else:
            assert m.outcome(s.slice_string, a, i, j, 0) == "value"
        if i >= 0 and j >= 0:
            assert m.text(s.substring, a, i, j) == a[i:j]

    check()


def test_code_points(executor: str) -> None:
    m = machine(executor)
    for code in (0, 65, 127, 128, 255, 256, 0xD800, 0xFFFF, 0x10000, 0x10FFFF):
        assert m.text(s.string_from_code_point, code) == chr(code)
    for code in (-1, 0x110000, I64_MAX, I64_MIN):
        assert m.outcome(s.string_from_code_point, code) == "value"
    assert m.call(s.string_from_code_point, 65) == m.call(s.string_from_code_point, 65)


def test_from_units(executor: str) -> None:
    m = machine(executor)
    assert m.text(s.string_from_units, m.buffer(b"a\0b\0"), 2, 2) == "ab"
    assert m.text(s.string_from_units, m.buffer("aΩ𐐀".encode("utf-32-le")), 4, 3) == "aΩ𐐀"
    assert m.outcome(s.string_from_units, m.buffer((0x110000).to_bytes(4, "little")), 4, 1) == "value"
    assert m.text(s.string_from_static, m.buffer(b"hello\0")) == "hello"


def test_too_long(executor: str) -> None:
    m = machine(executor)
    for times in (I64_MAX, 1 << 57, 1 << 60):
        assert m.outcome(s.repeat_string, "ab𐐀", times) == "memory"


def test_intern(executor: str) -> None:
    m = machine(executor)
    words = [f"name_{i}" for i in range(3000 if executor == "native" else 30)] + ["", "x", "Ω", "é"]
    first = [m.call(string_intern.intern, m.word_of(w)) for w in words]
    for word, known in zip(words, first, strict=True):
        m.release_all()
        again = m.word_of(word)
        assert m.call(string_intern.intern, again) == known
        assert m.string(known) == word
    assert len(set(first)) == len(words)
