"""Finding and replacing in strings, against Python's `str`."""

from __future__ import annotations

import pytest
from hypothesis import strategies as st

from corevm.kernel import string_search as f
from corevm.testing.text import EXECUTORS, I64_MAX, checked, few, few_short, indices, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)


def test_find_count(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=st.one_of(few, texts), b=st.one_of(few_short, few), i=indices, j=indices)
    def check(a: str, b: str, i: int, j: int) -> None:
        for low, high in ((0, I64_MAX), (i, j)):
            assert m.text(f.find_string, a, b, low, high) == a.find(b, low, high)
            assert m.text(f.rfind_string, a, b, low, high) == a.rfind(b, low, high)
            assert m.text(f.count_string, a, b, low, high) == a.count(b, low, high)
            assert m.text(f.starts_with, a, b, low, high) == a.startswith(b, low, high)
            assert m.text(f.ends_with, a, b, low, high) == a.endswith(b, low, high)
        assert m.text(f.contains_string, a, b) == (b in a)

    check()


def test_replace(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=few, b=few_short, c=st.one_of(few_short, texts), most=st.integers(-1, 4))
    def check(a: str, b: str, c: str, most: int) -> None:
        assert m.text(f.replace_string, a, b, c, most) == a.replace(b, c, most)
        assert m.text(f.remove_prefix, a, b) == a.removeprefix(b)
        assert m.text(f.remove_suffix, a, b) == a.removesuffix(b)

    check()


def test_planted_needles(executor: str) -> None:
    """Needles of all lengths at all offsets of a block, in each width."""
    m = machine(executor)

    @checked(
        executor, unit=st.sampled_from("aéΩ𐐀"), other=st.sampled_from("aéΩ𐐀"), before=st.integers(0, 200), after=st.integers(0, 200),
        needle=st.text(st.sampled_from("xyéΩ𐐀"), min_size=1, max_size=70),
    )  # fmt: skip
    def check(unit: str, other: str, before: int, after: int, needle: str) -> None:
        a = unit * before + needle + other * after
        assert m.text(f.find_string, a, needle, 0, I64_MAX) == a.find(needle)
        assert m.text(f.rfind_string, a, needle, 0, I64_MAX) == a.rfind(needle)
        assert m.text(f.count_string, a * 2, needle, 0, I64_MAX) == (a * 2).count(needle)

    check()


def periodic(n: int) -> list[tuple[str, str]]:
    """Texts and needles that make simple searches quadratic."""
    return [
        ("a" * n, "a" * (n // 4) + "b" + "a" * (n // 4)),
        ("a" * n, "b" + "a" * (n // 2)),
        ("ab" * (n // 2), "ab" * (n // 8) + "ba" + "ab" * (n // 8)),
        (("a" * 40 + "b") * (n // 41), "a" * 40 + "b" + "a" * 41 + "b"),
        ("a" * n + "b", "a" * (n // 2) + "b"),
        ("b" + "a" * n, "b" + "a" * (n // 2)),
        ("abaab" * (n // 5), "abaab" * (n // 20) + "aab"),
        ("Ω" + "aab" * (n // 3), "aab" * (n // 12) + "ab"),
        ("a" * n, "a" * (n // 2)),
    ]


def test_periodic_texts(executor: str) -> None:
    """The answer is right where the fallback takes over; natively on texts for which a quadratic search would take minutes."""
    m = machine(executor)
    for a, b in periodic(1_000_000 if executor == "native" else 900):
        mirrored, reverse = a[::-1], b[::-1]  # CPython's find is linear, its rfind is not
        from_left, from_right = a.find(b), mirrored.find(reverse)
        last = len(a) - len(b) - from_right if from_right >= 0 else -1
        last_mirrored = len(a) - len(b) - from_left if from_left >= 0 else -1
        assert m.text(f.find_string, a, b, 0, I64_MAX) == from_left
        assert m.text(f.rfind_string, a, b, 0, I64_MAX) == last
        assert m.text(f.count_string, a, b, 0, I64_MAX) == a.count(b)
        assert m.text(f.find_string, mirrored, reverse, 0, I64_MAX) == from_right
        assert m.text(f.rfind_string, mirrored, reverse, 0, I64_MAX) == last_mirrored


def test_fallback_finds_all_positions(executor: str) -> None:
    m = machine(executor)

    @checked(
        executor,
        a=st.text(st.sampled_from("ab"), max_size=12),
        n=st.integers(20, 60),
        b=st.text(st.sampled_from("ab"), min_size=2, max_size=12),
        k=st.integers(1, 5),
    )
    def check(a: str, n: int, b: str, k: int) -> None:
        text, needle = "a" * 300 + a * n + b, (a + b) * k
        if needle:
            for t in (text, text[::-1], "b" * 300 + text):
                assert m.text(f.find_string, t, needle, 0, I64_MAX) == t.find(needle)
                assert m.text(f.rfind_string, t, needle, 0, I64_MAX) == t.rfind(needle)

    check()
