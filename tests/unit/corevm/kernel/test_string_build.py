"""Building, printed forms, padding, tabs and translation of strings."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import string_build as b
from corevm.kernel import string_layout as p
from corevm.kernel.string import String
from corevm.kernel.string_build import StringBuilder
from corevm.kernel.value import DEFAULT, NONE
from corevm.micro.surface import Ptr, RaisingFn, Value, cast, fn, i64, u8, u32, u64
from corevm.testing.text import EXECUTORS, I64_MAX, I64_MIN, checked, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)


@fn(raises=True)
def build(first: i64, a: String, code: u32, times: i64, c: String, low: i64, high: i64, ascii: Ptr[u64]) -> String:
    builder = b.new_builder(first)
    builder.append(a)
    builder.append_code(code)
    builder.append_ascii(cast(Ptr[u8], ascii), 5)
    builder.append_repeated(code, times)
    builder.append(a)
    once = builder.finish()
    builder.append_slice(c, low, high)
    builder.append(once)
    return builder.finish()


@fn(raises=True)
def build_many(count: i64, step: u32) -> String:
    builder = b.new_builder(0)
    code: u32 = 65
    for _ in range(count):
        builder.append_code(code)
        code += step
    return builder.finish()


def test_builder(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor,
        n=st.integers(-1, 100),
        a=texts,
        code=st.characters(),
        times=st.integers(-1, 70),
        c=texts,
        data=st.data(),
    )
    def check(n: int, a: str, code: str, times: int, c: str, data: st.DataObject) -> None:
        low = data.draw(st.integers(0, len(c)))
        high = data.draw(st.integers(0, len(c)))
        once = a + code + "hello" + code * times + a
        assert m.text(build, n, a, ord(code), times, c, low, high, m.buffer(b"hello")) == once + c[low:high] + once

    check()


def test_builder_grows(executor: str) -> None:
    m = machine(executor)
    for count, step in ((3000, 0), (2000, 1), (1500, 37), (300, 3000)):
        if executor == "reference":
            count //= 10
        assert m.text(build_many, count, step) == "".join(chr(65 + step * i) for i in range(count))
    assert m.outcome(build, 0, "a", 0x110000, 1, "", 0, 0, m.buffer(b"hello")) == "value"
    for times in (I64_MAX, 1 << 58, 1 << 56):
        assert m.outcome(build, 0, "a", 65, times, "", 0, 0, m.buffer(b"hello")) == "memory"


def test_printed_forms(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, st.text(st.sampled_from("'\"\\\na\x7f\xad\ud800"), max_size=10)))
    def check(a: str) -> None:
        assert m.text(b.repr_string, a) == repr(a)
        assert m.text(b.ascii_string, a) == ascii(a)

    check()


def test_padding(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts, width=st.one_of(st.integers(-2, 60), st.just(I64_MIN)), fill=st.sampled_from("- 0éΩ𐐀"))
    def check(a: str, width: int, fill: str) -> None:
        w = max(width, -(1 << 60))
        assert m.text(p.ljust_string, a, width, ord(fill)) == a.ljust(w, fill)
        assert m.text(p.rjust_string, a, width, ord(fill)) == a.rjust(w, fill)
        assert m.text(p.center_string, a, width, ord(fill)) == a.center(w, fill)
        for x in (a, "-" + a, "+" + a):
            assert m.text(p.zfill_string, x, width) == x.zfill(w)

    check()
    for f in (p.ljust_string, p.rjust_string, p.center_string):
        assert m.outcome(f, "ab", I64_MAX, 32) == "memory"
    assert m.outcome(p.zfill_string, "ab", I64_MAX) == "memory"


def test_expand_tabs(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, st.text(st.sampled_from("\t\n\raé"), max_size=20)), tab=st.integers(-2, 12))
    def check(a: str, tab: int) -> None:
        assert m.text(p.expand_tabs, a, tab) == a.expandtabs(tab)

    check()
    assert m.outcome(p.expand_tabs, "\t\t", I64_MAX) in ("overflow", "memory")


@fn(raises=True)
def look_up(context: Value, code: u32) -> Value:
    """Test table: vowels vanish, x becomes the context, y becomes Ω, z is wrong, w is no code point."""
    if code == 0x61 or code == 0x65:
        return cast(Value, u64(NONE))
    if code == 0x78:
        return context
    if code == 0x79:
        return cast(Value, u64(0x3A9 << 1 | 1))
    if code == 0x7A:
        return cast(Value, u64(0x14))
    if code == 0x77:
        return cast(Value, u64(0x110000 << 1 | 1))
    return cast(Value, u64(DEFAULT))


@fn(raises=True)
def translate(s: String, context: String) -> String:
    return p.translate_string(s, cast(RaisingFn[[Value, u32], Value], look_up), context)


def test_translate(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, st.text(st.sampled_from("abexyéΩ"), max_size=20)), c=texts)
    def check(a: str, c: str) -> None:
        if "z" in a or "w" in a:
            assert m.outcome(translate, a, c) in ("type", "value")
        else:
            assert m.text(translate, a, c) == a.translate({97: None, 101: None, 120: c, 121: 0x3A9})

    check()
    assert m.outcome(translate, "az", "") == "type"
    assert m.outcome(translate, "aw", "") == "value"


def test_builder_kind(executor: str) -> None:
    assert StringBuilder.kind == "string_builder"
    assert machine(executor).text(build_many, 0, 1) == ""
