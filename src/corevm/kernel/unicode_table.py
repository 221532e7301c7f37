"""What each code point is: two-stage static tables made from the host's `str` and `unicodedata` when first compiled.

The tables are built once per process, on the first mention in a compiled function (importing this module builds
nothing), so kernel text has exactly the Unicode version of the Python that built the image (`unicode_version()`).

INV-UNICODE-1  `record_of(c)` is a valid record index for every u32; code points past 0x10FFFF have record 0 (nothing holds).
INV-UNICODE-2  Every code point with the same properties has the same record: records are fewer than 2**16.
INV-UNICODE-3  A mapping's expansion has 1 to 3 code points.

A record's mapping cell is a signed 32-bit number: below EXPANDED it is what is added to the code point, from EXPANDED
on it is EXPANDED plus an index into `expansions`, where the count and the code points of a longer result stand.

Source: the layout is the usual two-stage table (The Unicode Standard 15.0, section 5.1); properties are asked of the host,
including Cased and Case_Ignorable (Default Case Algorithms, section 3.13), which are found by probing `str.title` and `str.lower`.
"""

from __future__ import annotations

import functools
import unicodedata
from dataclasses import dataclass

from corevm.micro.function import StaticTable
from corevm.micro.surface import fn, i8, i32, i64, inline, static, table, u8, u16, u32

ALPHA, DECIMAL, DIGIT, NUMERIC, SPACE, UPPER, LOWER, TITLE = (1 << n for n in range(8))
PRINTABLE, ID_START, ID_CONTINUE, CASED, CASE_IGNORABLE, LINE_BREAK = (1 << n for n in range(8, 14))
ALPHANUMERIC = ALPHA | DECIMAL | DIGIT | NUMERIC
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
SIGMA, FINAL_SIGMA, SMALL_SIGMA = 0x3A3, 0x3C2, 0x3C3

LIMIT = 0x110000
BLOCK_BITS = 7
BLOCK = 1 << BLOCK_BITS
EXPANDED = 1 << 24
MAPPINGS = ("lower", "upper", "title", "fold")


@dataclass(frozen=True, eq=False)
class UnicodeTables:
    """`block[c >> 7]` numbers a block; `record[(number << 7) + (c & 127)]` is the record of c."""

    block: StaticTable
    record: StaticTable
    flags: StaticTable
    digit: StaticTable  # value of a decimal digit or digit, or -1
    lower: StaticTable
    upper: StaticTable
    title: StaticTable
    fold: StaticTable
    expansions: StaticTable


def unicode_version() -> str:
    """Version of the Unicode data in the tables."""
    return unicodedata.unidata_version


def _flags_of(c: str) -> int:
    """The property flags of one character."""
    flags = ALPHA if c.isalpha() else 0
    if c.isnumeric():
        flags |= NUMERIC | (DIGIT if c.isdigit() else 0) | (DECIMAL if c.isdecimal() else 0)
    if c.isspace():
        flags |= SPACE
    is_title = c.istitle()  # of one character: uppercase or titlecase
    if c.isupper():
        flags |= UPPER
    elif is_title:
        flags |= TITLE
    if c.islower():
        flags |= LOWER
    if c.isprintable():
        flags |= PRINTABLE
    if ("a" + c).isidentifier():
        flags |= ID_CONTINUE | (ID_START if c.isidentifier() else 0)
    if not (c + "a").title().endswith("A"):
        flags |= CASED
    if ("A" + c + "Σ").lower().endswith("ς") and not ("1" + c + "Σ").lower().endswith("ς"):
        flags |= CASE_IGNORABLE
    if c in LINE_BREAKS:
        flags |= LINE_BREAK
    return flags


def _uniform_runs() -> dict[int, tuple[int, int]]:
    """Planes of one content, unassigned or private: first code point -> (end, sample); not asked 65,536 times each."""
    return {plane << 16: ((plane + 1) << 16, plane << 16) for plane in (*range(4, 14), 15, 16)}


@functools.cache
def tables() -> UnicodeTables:
    """The tables, built once (about a tenth of a second)."""
    records: dict[tuple[int, ...], int] = {(0, -1, 0, 0, 0, 0): 0}
    expansions: list[int] = []
    expansion_at: dict[str, int] = {}

    def cell(mapped: str, code: int) -> int:
        if len(mapped) == 1:
            return ord(mapped) - code
        if mapped not in expansion_at:
            expansion_at[mapped] = EXPANDED + len(expansions)
            expansions.extend((len(mapped), *map(ord, mapped)))
        return expansion_at[mapped]

    uniform = _uniform_runs()
    blocks: dict[tuple[int, ...], int] = {}
    block_numbers: list[int] = []

    def record(code: int) -> int:
        c = chr(code)
        if unicodedata.category(c) == "Cn":  # unassigned: nothing holds
            return 0
        key = (
            _flags_of(c), unicodedata.digit(c, -1), cell(c.lower(), code), cell(c.upper(), code), cell(c.title(), code), cell(c.casefold(), code),
        )  # fmt: skip
        return records.setdefault(key, len(records))

    def add_block(content: tuple[int, ...], times: int = 1) -> None:
        block_numbers.extend([blocks.setdefault(content, len(blocks))] * times)

    code = 0
    while code < LIMIT:
        if code in uniform:
            end, sample = uniform[code]
            last = record(end - 1)  # noncharacters U+xxFFFE and U+xxFFFF
            add_block((record(sample),) * BLOCK, (end - code) // BLOCK - 1)
            add_block((record(sample),) * (BLOCK - 2) + (last,) * 2)
            code = end
        else:
            add_block((record(code),) * BLOCK if _is_plain(code) else tuple(record(k) for k in range(code, code + BLOCK)))
            code += BLOCK
    assert len(records) < 1 << 16 and len(blocks) < 1 << 16, "INV-UNICODE-2"
    columns = list(zip(*records, strict=True))
    number_type = u8 if len(blocks) <= 256 else u16
    return UnicodeTables(
        block=table(number_type, block_numbers),
        record=table(u16, [r for b in blocks for r in b]),
        flags=table(u16, columns[0]),
        digit=table(i8, columns[1]),
        lower=table(i32, columns[2]),
        upper=table(i32, columns[3]),
        title=table(i32, columns[4]),
        fold=table(i32, columns[5]),
        expansions=table(u32, expansions),
    )


def _is_plain(code: int) -> bool:
    """Whether a block has one record: all unassigned, private or surrogates, or letters without number, case or mapping."""
    block = "".join(map(chr, range(code, code + BLOCK)))
    categories = set(map(unicodedata.category, block))
    if categories != {"Lo"}:
        return len(categories) == 1 and categories <= {"Cn", "Co", "Cs"}
    return (
        block == block.lower() == block.upper() == block.title() == block.casefold()
        and all(map(str.isidentifier, block))
        and not any(c.isnumeric() or c.islower() or c.isupper() for c in block)
    )


@inline(thread=False)
def record_of(code: u32) -> i64:
    """Index of the properties of a code point (any u32)."""
    if code >= LIMIT:
        return 0
    number = i64(tables().block[code >> BLOCK_BITS])
    return i64(tables().record[(number << BLOCK_BITS) + i64(code & (BLOCK - 1))])


@inline(thread=False)
def flags_of(code: u32) -> u16:
    """All property flags of a code point."""
    return tables().flags[record_of(code)]


@inline(thread=False)
def has_property(code: u32, flags: u16) -> bool:
    """Whether a code point has one of the properties."""
    return flags_of(code) & flags != 0


@fn(thread=False)
def is_space(code: u32) -> bool:
    """`str.isspace` of one code point."""
    if code < 128:
        return code == 32 or 9 <= code <= 13 or 28 <= code <= 31
    return has_property(code, SPACE)


@fn(thread=False)
def digit_value(code: u32) -> i64:
    """Value of a digit (`unicodedata.digit`), or -1."""
    return i64(tables().digit[record_of(code)])


@fn(thread=False)
def decimal_value(code: u32) -> i64:
    """Value of a decimal digit as `int()` reads it, or -1."""
    if has_property(code, DECIMAL):
        return digit_value(code)
    return -1


@inline(thread=False)
def mapping_cell(code: u32, mapping: static) -> i32:
    """The cell of `mapping` (a name of MAPPINGS) for a code point."""
    return getattr(tables(), mapping)[record_of(code)]


@inline(thread=False)
def expansion_count(cell: i32) -> i64:
    """How many code points a mapping gives."""
    if cell < EXPANDED:
        return 1
    return i64(tables().expansions[i64(cell) - EXPANDED])


@inline(thread=False)
def expansion_item(code: u32, cell: i32, index: i64) -> u32:
    """Code point number `index` of what a mapping gives for `code`."""
    if cell < EXPANDED:
        return u32(i32(code) + cell)
    return tables().expansions[i64(cell) - EXPANDED + 1 + index]
