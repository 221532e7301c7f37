"""Format specifications, against Python's `format`."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import text_format as f
from corevm.kernel.string import String
from corevm.micro.surface import Ptr, fn, i64, stack_array, u8, u32
from corevm.testing.text import EXECUTORS, checked, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)


@fn(raises=True)
def format_text(s: String, spec: String) -> String:
    parsed = stack_array(f.FormatSpec, 1)
    f.parse_format_spec(spec, parsed, u32(f.LESS))
    return f.format_string(s, parsed)


@fn(raises=True)
def format_digits(
    spec: String,
    is_negative: bool,
    prefix: Ptr[u8],
    prefix_count: i64,
    digits: Ptr[u8],
    digit_count: i64,
    tail: Ptr[u8],
    tail_count: i64,
) -> String:
    parsed = stack_array(f.FormatSpec, 1)
    f.parse_format_spec(spec, parsed, u32(f.GREATER))
    return f.format_number(parsed, is_negative, prefix, prefix_count, digits, digit_count, tail, tail_count)


def optional(*choices: str) -> st.SearchStrategy[str]:
    return st.sampled_from(["", *choices])


aligns = st.tuples(optional("*", "0", " ", "é", "Ω", "𐐀", "<"), st.sampled_from("<>=^")).map("".join)
numbers = st.integers(-(10**20), 10**20)


def test_strings(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor, a=texts, align=st.one_of(st.just(""), aligns), sign=optional("+", " ") | st.just(""), alternate=optional("#", "z"),
        zero=optional("0"), width=optional("1", "7", "30", "٣"), group=optional(",", "_"), precision=optional(".0", ".3", ".", ".99"),
        kind=optional("s", "d", "ss"), rare=st.integers(0, 9),
    )  # fmt: skip
    def check(
        a: str,
        align: str,
        sign: str,
        alternate: str,
        zero: str,
        width: str,
        group: str,
        precision: str,
        kind: str,
        rare: int,
    ) -> None:
        spec = align + zero + width + precision + kind
        if rare == 0:
            spec = align + sign + alternate + zero + width + group + precision + kind
        try:
            wanted = format(a, spec)
        except ValueError:
            wanted = "value"
        assert m.outcome(format_text, a, spec) == wanted, spec

    check()


def test_integers(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor, n=numbers, align=st.one_of(st.just(""), aligns), sign=optional("+", "-", " "), alternate=optional("#"), zero=optional("0"),
        width=optional("1", "5", "8", "9", "16", "40"), group=optional(",", "_"), kind=st.sampled_from(["", "d", "b", "o", "x", "X", "n"]),
    )  # fmt: skip
    def check(n: int, align: str, sign: str, alternate: str, zero: str, width: str, group: str, kind: str) -> None:
        spec = align + sign + alternate + zero + width + group + kind
        try:
            wanted = format(n, spec)
        except ValueError:
            wanted = "value"
        digits = format(abs(n), kind if kind != "n" else "d").encode()
        prefix = f"0{kind}".encode() if alternate and kind in ("b", "o", "x", "X") else b""
        args = (spec, n < 0, m.buffer(prefix), len(prefix), m.buffer(digits), len(digits), m.buffer(b""), 0)
        assert m.outcome(format_digits, *args) == wanted, spec

    check()


def test_floats(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor, x=st.floats(), align=st.one_of(st.just(""), aligns), sign=optional("+", "-", " "), zero=optional("0"),
        width=optional("1", "9", "16", "40"), group=optional(",", "_"), precision=optional(".0", ".3"), kind=st.sampled_from("eEfFgG%"),
    )  # fmt: skip
    def check(x: float, align: str, sign: str, zero: str, width: str, group: str, precision: str, kind: str) -> None:
        spec = align + sign + zero + width + group + precision + kind
        plain = format(x, precision + kind)
        is_negative = plain.startswith("-")
        body = plain.lstrip("-")
        count = next((i for i, c in enumerate(body) if not c.isdigit()), len(body))
        digits, tail = body[:count].encode(), body[count:].encode()
        args = (spec, is_negative, m.buffer(b""), 0, m.buffer(digits), len(digits), m.buffer(tail), len(tail))
        assert m.outcome(format_digits, *args) == format(x, spec), spec

    check()


def test_wrong_specifications(executor: str) -> None:
    m = machine(executor)
    for spec in (
        ",_",
        "_,",
        ".",
        "99999999999999999999",
        ".99999999999999999999",
        "5xx",
        "\x00\x00",
        "<<<<",
        ",s",
        "_c",
        ",x",
    ):
        assert m.outcome(format_digits, spec, False, 0, 0, m.buffer(b"1"), 1, 0, 0) == "value", spec
    for spec in ("999999999999999999", "0999999999999999999", "0999999999999999999,", "^999999999999999999"):
        assert m.outcome(format_digits, spec, False, 0, 0, m.buffer(b"1"), 1, 0, 0) == "memory", spec
    assert m.outcome(format_text, "a", "999999999999999999") == "memory"
