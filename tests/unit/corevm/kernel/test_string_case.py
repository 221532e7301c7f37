"""Case and properties of strings, against Python's `str`."""

from __future__ import annotations

import pytest

from corevm.kernel import string_case as c
from corevm.testing.text import EXECUTORS, SPECIAL, checked, machine, texts

pytestmark = pytest.mark.parametrize("executor", EXECUTORS)

MAPPINGS = {
    "lower": c.lower_string, "upper": c.upper_string, "title": c.title_string, "capitalize": c.capitalize_string,
    "swapcase": c.swapcase_string, "casefold": c.casefold_string,
}  # fmt: skip
QUESTIONS = {
    "isalpha": c.is_alpha, "isalnum": c.is_alphanumeric, "isdecimal": c.is_decimal, "isdigit": c.is_digit,
    "isnumeric": c.is_numeric, "isspace": c.is_space_string, "isprintable": c.is_printable, "isidentifier": c.is_identifier,
    "isupper": c.is_upper, "islower": c.is_lower, "istitle": c.is_title,
}  # fmt: skip


def test_mappings(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts)
    def check(a: str) -> None:
        for name, f in MAPPINGS.items():
            assert m.text(f, a) == getattr(a, name)(), name

    check()


def test_questions(executor: str) -> None:
    m = machine(executor)

    @checked(executor, a=texts)
    def check(a: str) -> None:
        for x in (a, a[:1], a[:2], a.title(), a.upper()):
            for name, f in QUESTIONS.items():
                assert m.text(f, x) == getattr(x, name)(), name

    check()


def test_sigmas(executor: str) -> None:
    m = machine(executor)
    for a in (
        "Σ",
        "ΑΣ",
        "ΑΣ.",
        "ΑΣΑ",
        "Α.Σ",
        "Α\u00adΣ",
        "ΑΣ\u0301",
        "ΑΣ\u0301Α",
        "1Σ",
        "ΑΣΣ ΣΑ",
        "ʰΣ",
        "aΣʰ",
        "\u0345Σ",
        "aΣ\u0345",
    ):
        for name, f in MAPPINGS.items():
            assert m.text(f, a) == getattr(a, name)(), (name, a)


def test_every_code_point(executor: str) -> None:
    """All of Unicode in blocks (natively), a sample of it (reference)."""
    m = machine(executor)
    codes = range(0x110000) if executor == "native" else map(ord, SPECIAL)
    chunk = 0x4000 if executor == "native" else 64
    codes = list(codes)
    for at in range(0, len(codes), chunk):
        a = "".join(map(chr, codes[at : at + chunk]))
        separated = ".".join(a)
        for name in ("lower", "upper", "casefold", "swapcase"):
            assert m.text(MAPPINGS[name], a) == getattr(a, name)(), name
        assert m.text(MAPPINGS["title"], separated) == separated.title()
