"""Taking strings apart, against Python's `str`."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import string_split as p
from corevm.testing.text import EXECUTORS, I64_MAX, SPACES, checked, few, few_short, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)
limits = st.one_of(st.integers(-2, 4), st.just(I64_MAX))


def test_split_separator(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=few, b=few_short, most=limits)
    def check(a: str, b: str, most: int) -> None:
        if not b:
            for f in (p.split_string, p.rsplit_string):
                assert m.outcome(f, a, b, most) == "value"
            assert m.outcome(p.partition_string, a, b) == m.outcome(p.rpartition_string, a, b) == "value"
            return
        assert m.text(p.split_string, a, b, most) == a.split(b, most)
        assert m.text(p.rsplit_string, a, b, most) == a.rsplit(b, most)
        assert m.text(p.partition_string, a, b) == list(a.partition(b))
        assert m.text(p.rpartition_string, a, b) == list(a.rpartition(b))

    check()


def test_split_whitespace(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, st.text(st.sampled_from(" a\t"), max_size=20)), most=limits)
    def check(a: str, most: int) -> None:
        assert m.text(p.split_whitespace, a, most) == a.split(None, most)
        assert m.text(p.rsplit_whitespace, a, most) == a.rsplit(None, most)

    check()


def test_lines(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(texts, st.text(st.sampled_from("\r\na"), max_size=20)), keeps=st.booleans())
    def check(a: str, keeps: bool) -> None:
        assert m.text(p.split_lines, a, keeps) == a.splitlines(keeps)

    check()


def test_strip(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor,
        a=st.one_of(texts, st.text(st.sampled_from(SPACES + "ab"), max_size=20)),
        codes=st.one_of(texts, few_short),
    )
    def check(a: str, codes: str) -> None:
        for sides, name in ((p.STRIP_LEFT, "lstrip"), (p.STRIP_RIGHT, "rstrip"), (p.STRIP_BOTH, "strip")):
            assert m.text(p.strip_whitespace, a, sides) == getattr(a, name)()
            assert m.text(p.strip_codes, a, codes, sides) == getattr(a, name)(codes)

    check()
