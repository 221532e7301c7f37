"""Bytes, against Python's `bytes`."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import bytes as b
from corevm.kernel import bytes_text as t
from corevm.kernel.string_split import STRIP_BOTH, STRIP_LEFT, STRIP_RIGHT
from corevm.testing.text import EXECUTORS, I64_MAX, checked, indices, machine

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)


def over(alphabet: bytes, size: int) -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(alphabet), max_size=size).map(bytes)


blobs = st.one_of(st.binary(max_size=80), over(b"ab", 60), over(b" \t\n\r\v\f\x1c\x85aB1'\"\\", 20))
short = st.one_of(over(b"ab", 4), over(b" \n", 2), st.binary(max_size=3))
limits = st.one_of(st.integers(-2, 4), st.just(I64_MAX))


def test_ask_and_slice(executor: str) -> None:
    m = machine(executor)

    @checked(executor, x=blobs, y=blobs, i=indices, j=indices, step=st.integers(-4, 4), n=st.integers(-2, 20))
    def check(x: bytes, y: bytes, i: int, j: int, step: int, n: int) -> None:
        for a, c in ((x, y), (x, x + y), (x, x)):
            assert m.text(b.equal_bytes, a, c) == (a == c)
            assert m.text(b.compare_bytes_objects, a, c) == (a > c) - (a < c)
        if -70 <= i <= 70:
            try:
                wanted: object = x[i]
            except IndexError:
                wanted = "index"
            assert m.outcome(b.index_bytes, x, i) == wanted
        if step:
            assert m.text(b.slice_bytes, x, i, j, step) == x[i:j:step]
        else:
            assert m.outcome(b.slice_bytes, x, i, j, step) == "value"
        assert m.text(b.concat_bytes, x, y) == x + y
        assert m.text(b.repeat_bytes_object, x, n) == x * n

    check()
    assert m.outcome(b.repeat_bytes_object, b"ab", I64_MAX) == "memory"
    assert m.outcome(b.zero_bytes, -1) == "value"
    assert m.text(b.zero_bytes, 5) == bytes(5)


def test_search(executor: str) -> None:
    m = machine(executor)

    @checked(executor, x=blobs, y=short, z=short, i=indices, j=indices, most=limits)
    def check(x: bytes, y: bytes, z: bytes, i: int, j: int, most: int) -> None:
        for low, high in ((0, I64_MAX), (i, j)):
            assert m.text(b.find_bytes, x, y, low, high) == x.find(y, low, high)
            assert m.text(b.rfind_bytes, x, y, low, high) == x.rfind(y, low, high)
            assert m.text(b.count_bytes, x, y, low, high) == x.count(y, low, high)
            assert m.text(b.bytes_start_with, x, y, low, high) == x.startswith(y, low, high)
            assert m.text(b.bytes_end_with, x, y, low, high) == x.endswith(y, low, high)
            assert m.text(b.find_byte, x, 97, low, high) == x.find(97, low, high)
        assert m.text(b.replace_bytes, x, y, z, most) == x.replace(y, z, most)

    check()


def test_take_apart(executor: str) -> None:
    m = machine(executor)

    @checked(executor, x=blobs, y=short, most=limits, keeps=st.booleans())
    def check(x: bytes, y: bytes, most: int, keeps: bool) -> None:
        assert m.text(b.split_bytes_whitespace, x, most) == x.split(None, most)
        assert m.text(b.rsplit_bytes_whitespace, x, most) == x.rsplit(None, most)
        assert m.text(b.split_bytes_lines, x, keeps) == x.splitlines(keeps)
        for sides, name in ((STRIP_LEFT, "lstrip"), (STRIP_RIGHT, "rstrip"), (STRIP_BOTH, "strip")):
            assert m.text(b.strip_bytes_whitespace, x, sides) == getattr(x, name)()
            assert m.text(b.strip_bytes, x, y, sides) == getattr(x, name)(y)
        if y:
            assert m.text(b.split_bytes, x, y, most) == x.split(y, most)
            assert m.text(b.rsplit_bytes, x, y, most) == x.rsplit(y, most)
            assert m.text(b.partition_bytes, x, y, False) == list(x.partition(y))
            assert m.text(b.partition_bytes, x, y, True) == list(x.rpartition(y))
        else:
            assert m.outcome(b.split_bytes, x, y, most) == m.outcome(b.rsplit_bytes, x, y, most) == "value"

    check()


def test_join(executor: str) -> None:
    m = machine(executor)

    @checked(executor, y=short, items=st.lists(blobs, max_size=5))
    def check(y: bytes, items: list[bytes]) -> None:
        assert m.text(b.join_bytes, y, items, len(items)) == y.join(items)

    check()
    assert m.outcome(b.join_bytes, b",", [b"a", "b"], 2) == "type"


def test_text(executor: str) -> None:
    m = machine(executor)
    mappings = {
        "lower": t.lower_bytes, "upper": t.upper_bytes, "title": t.title_bytes, "capitalize": t.capitalize_bytes,
        "swapcase": t.swapcase_bytes, "isalpha": t.bytes_are_alpha, "isdigit": t.bytes_are_digit,
        "isalnum": t.bytes_are_alphanumeric, "isspace": t.bytes_are_space, "isascii": t.bytes_are_ascii,
        "isupper": t.bytes_are_upper, "islower": t.bytes_are_lower, "istitle": t.bytes_are_title,
    }  # fmt: skip

    @checked(executor, x=st.one_of(blobs, over(b"aZ bY-", 6), over(b"09", 4), over(b"aB", 3)))
    def check(x: bytes) -> None:
        for name, f in mappings.items():
            assert m.text(f, x) == getattr(x, name)(), name
        assert m.text(t.repr_bytes, x) == repr(x)

    check()


def test_hex(executor: str) -> None:
    m = machine(executor)

    @checked(executor, x=blobs, group=st.integers(-9, 9), garbage=st.text(st.sampled_from("0aF \ng"), max_size=6))
    def check(x: bytes, group: int, garbage: str) -> None:
        assert m.text(t.hex_of_bytes, x, -1, 0) == x.hex()
        assert m.text(t.hex_of_bytes, x, 58, group) == x.hex(":", group)
        for text in (x.hex(), x.hex(" "), x.hex().upper(), garbage):
            try:
                wanted: object = bytes.fromhex(text)
            except ValueError:
                wanted = "value"
            assert m.outcome(t.bytes_from_hex, text) == wanted

    check()
    for group in (I64_MAX, -I64_MAX, -I64_MAX - 1):
        assert m.text(t.hex_of_bytes, b"abc", 58, group) == "616263"


def test_translate(executor: str) -> None:
    m = machine(executor)
    mapping = bytes(range(255, -1, -1))

    @checked(executor, x=blobs, deleted=short)
    def check(x: bytes, deleted: bytes) -> None:
        assert m.text(t.translate_bytes, x, mapping, deleted) == x.translate(mapping, deleted)
        assert m.text(t.translate_bytes, x, None, deleted) == x.translate(None, deleted)

    check()
    assert m.outcome(t.translate_bytes, b"abc", b"short", b"") == "value"
