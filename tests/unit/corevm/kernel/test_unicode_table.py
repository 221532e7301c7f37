"""The Unicode tables: what they hold (in Python), and that compiled code reads them right."""

from __future__ import annotations

import time
import unicodedata

import pytest

from corevm.kernel import unicode_table as u
from corevm.testing.text import DIGITS, EXECUTORS, SPACES, SPECIAL, machine


def record(code: int) -> int:
    t = u.tables()
    return int(t.record.values[(t.block.values[code >> u.BLOCK_BITS] << u.BLOCK_BITS) + (code & (u.BLOCK - 1))])


def mapped(code: int, name: str) -> str:
    t = u.tables()
    cell = getattr(t, name).values[record(code)]
    if cell < u.EXPANDED:
        return chr(code + cell)
    at = cell - u.EXPANDED
    count = t.expansions.values[at]
    assert 1 <= count <= 3, "INV-UNICODE-3"
    return "".join(map(chr, t.expansions.values[at + 1 : at + 1 + count]))


def test_every_code_point() -> None:
    t = u.tables()
    for code in range(0x110000):
        c = chr(code)
        assert t.flags.values[record(code)] == u._flags_of(c), hex(code)
        assert t.digit.values[record(code)] == unicodedata.digit(c, -1), hex(code)
        assert mapped(code, "lower") == c.lower() and mapped(code, "upper") == c.upper(), hex(code)
        assert mapped(code, "title") == c.title() and mapped(code, "fold") == c.casefold(), hex(code)


def test_flags() -> None:
    assert u._flags_of("A") == u.ALPHA | u.UPPER | u.PRINTABLE | u.ID_START | u.ID_CONTINUE | u.CASED
    assert u._flags_of("5") == u.DECIMAL | u.DIGIT | u.NUMERIC | u.PRINTABLE | u.ID_CONTINUE
    assert u._flags_of("'") == u.PRINTABLE | u.CASE_IGNORABLE
    assert u._flags_of("ǅ") & (u.UPPER | u.LOWER | u.TITLE) == u.TITLE
    assert u._flags_of("ʰ") & (u.CASED | u.CASE_IGNORABLE) == u.CASED | u.CASE_IGNORABLE
    assert u._flags_of("\n") == u.SPACE | u.LINE_BREAK


def test_size_and_time() -> None:
    u.tables.cache_clear()
    start = time.perf_counter()
    t = u.tables()
    print(f"tables made in {time.perf_counter() - start:.2f} s")  # shown, never judged
    size = sum(len(x.values) * x.item.size_bytes for x in vars(t).values())
    assert size < 128 << 10


@pytest.mark.parametrize("executor", EXECUTORS)
def test_compiled(executor: str) -> None:
    m = machine(executor)
    codes = [*map(ord, SPECIAL + SPACES + DIGITS), 0, 0x7F, 0xD800, 0x10FFFF]
    for code in codes:
        assert m.call(u.is_space, code) == chr(code).isspace()
        assert m.call(u.digit_value, code) == unicodedata.digit(chr(code), -1)
        assert m.call(u.decimal_value, code) == unicodedata.decimal(chr(code), -1)
    for code in (0x110000, 0xFFFFFFFF):
        assert m.call(u.is_space, code) is False
        assert m.call(u.digit_value, code) == m.call(u.decimal_value, code) == -1
