"""Case of strings: Unicode's full mappings, and the `is...` questions of Python's `str`.

INV-CASE-1  A mapping is tried in one pass, in the width of the string; where that does not do (a code point becomes several, or
            does not fit), it is done in two passes over the same decisions (`mapped_cell`): the first measures, the second writes.
INV-CASE-2  Finding out whether a capital sigma is final is linear over a whole string: each look ends at a code point that is
            not case-ignorable, and a sigma is none.

Source: The Unicode Standard 15.0, section 3.13 (default case algorithms, Final_Sigma); Python's `str` documentation.
"""

from __future__ import annotations

from typing import Any

from corevm.kernel.safepoint import spend
from corevm.kernel.string import IS_ASCII, WORK_SHIFT, String, code_at, empty_string, narrowed, new_string
from corevm.kernel.text_unit import ASCII_LIMIT, UNIT, WIDTHS, set_unit, width_for
from corevm.kernel.unicode_table import (
    ALPHA,
    ALPHANUMERIC,
    CASE_IGNORABLE,
    CASED,
    DECIMAL,
    DIGIT,
    EXPANDED,
    FINAL_SIGMA,
    ID_CONTINUE,
    ID_START,
    LOWER,
    NUMERIC,
    PRINTABLE,
    SIGMA,
    SMALL_SIGMA,
    SPACE,
    TITLE,
    UPPER,
    expansion_count,
    expansion_item,
    flags_of,
    has_property,
    mapping_cell,
)
from corevm.micro.surface import Ptr, cast, fn, i32, i64, inline, select, static, u8, u16, u32

CASE_MODES = ("lower", "upper", "title", "capitalize", "swapcase", "casefold")


@fn
def is_final_sigma(s: String, index: i64) -> bool:
    """Whether the capital sigma at `index` ends a word: a cased letter before it and none after, case-ignorable ones skipped."""
    i = index - 1
    while i >= 0 and has_property(code_at(s, i), CASE_IGNORABLE):
        i -= 1
    if i < 0 or not has_property(code_at(s, i), CASED):
        return False
    i = index + 1
    while i < s.count and has_property(code_at(s, i), CASE_IGNORABLE):
        i += 1
    return i == s.count or not has_property(code_at(s, i), CASED)


@inline
def lower_cell(s: String, index: i64, code: u32) -> i32:
    """Mapping cell of lower-casing in context."""
    if code == SIGMA:
        return i32(FINAL_SIGMA - SIGMA) if is_final_sigma(s, index) else i32(SMALL_SIGMA - SIGMA)
    return mapping_cell(code, "lower")


@inline
def mapped_cell(s: String, index: i64, code: u32, mode: static, is_after_cased: bool) -> i32:
    """Mapping cell for the code point at `index` in a mode of CASE_MODES."""
    if mode == "lower":
        return lower_cell(s, index, code)
    if mode == "upper":
        return mapping_cell(code, "upper")
    if mode == "casefold":
        return mapping_cell(code, "fold")
    if mode == "title":
        return lower_cell(s, index, code) if is_after_cased else mapping_cell(code, "title")
    if mode == "capitalize":
        return lower_cell(s, index, code) if index > 0 else mapping_cell(code, "title")
    if mode == "swapcase":
        flags = flags_of(code)
        if flags & UPPER != 0:
            return lower_cell(s, index, code)
        return mapping_cell(code, "upper") if flags & LOWER != 0 else i32(0)


@inline(thread=False)
def ascii_mapped(c: u8, is_first: bool, is_after_letter: bool, mode: static) -> u8:
    """An ASCII byte in a mode, without branches."""
    is_upper = c - 65 < 26
    is_lower = c - 97 < 26
    if mode == "lower" or mode == "casefold":
        return c + select(is_upper, u8(32), u8(0))
    if mode == "upper":
        return c - select(is_lower, u8(32), u8(0))
    if mode == "swapcase":
        return c ^ select(is_upper or is_lower, u8(32), u8(0))
    if mode == "title":
        return c ^ select(is_upper if is_after_letter else is_lower, u8(32), u8(0))
    if mode == "capitalize":
        return c ^ select(is_lower if is_first else is_upper, u8(32), u8(0))


@inline(thread=False)
def is_ascii_letter(c: u8) -> bool:
    return (c | 0x20) - 97 < 26


@fn(thread=False)
def map_ascii(to: Ptr[u8], data: Ptr[u8], count: i64, mode: static) -> None:
    """Write ASCII text in a mode."""
    is_after_letter = False
    for i in range(count):
        to[i] = ascii_mapped(data[i], i == 0, is_after_letter, mode)
        if mode == "title":
            is_after_letter = is_ascii_letter(data[i])


def _make_map_one(width: int) -> Any:
    T: Any = UNIT[width]

    @fn
    def map_one_by_one(s: String, to: Ptr[T], mode: static) -> u32:
        """Write the string in a mode if each code point becomes one that fits; gives these or-ed together, or NOT_SO."""
        data = cast(Ptr[T], s.data)
        bits: u32 = 0
        is_after_cased = False
        for i in range(s.count):
            code = u32(data[i])
            cell = mapped_cell(s, i, code, mode, is_after_cased)
            if mode == "title":
                is_after_cased = has_property(code, CASED)
            if cell >= EXPANDED:
                return u32(NOT_SO)
            mapped = u32(i32(code) + cell)
            to[i] = T(mapped)
            bits |= mapped
        return bits if width == 4 or bits < 1 << (8 * width) else u32(NOT_SO)

    return map_one_by_one


NOT_SO = 0xFFFFFFFF
MAP_ONE = {width: _make_map_one(width) for width in WIDTHS}


@fn(raises=True)
def map_case(s: String, mode: static) -> String:
    """The string in a mode of CASE_MODES."""
    if s.count == 0:
        return empty_string()
    spend(s.count >> WORK_SHIFT)
    result = new_string(s.count, s.width, s.flags & IS_ASCII)
    if s.flags & IS_ASCII != 0:
        map_ascii(result.data, s.data, s.count, mode)
        return result
    bits: u32 = NOT_SO
    for w in WIDTHS:
        if s.width == w:
            bits = MAP_ONE[w](s, cast(Ptr[UNIT[w]], result.data), mode)
    if bits == NOT_SO:
        return map_expanding(s, mode)
    if bits < ASCII_LIMIT or width_for(bits) < s.width:
        return narrowed(result)
    return result


@fn(raises=True)
def map_expanding(s: String, mode: static) -> String:
    """`map_case` where the result has another length or width."""
    spend(s.count >> (WORK_SHIFT - 1))
    count = 0
    bits: u32 = 0
    is_after_cased = False
    for i in range(s.count):
        code = code_at(s, i)
        cell = mapped_cell(s, i, code, mode, is_after_cased)
        if mode == "title":
            is_after_cased = has_property(code, CASED)
        for k in range(expansion_count(cell)):
            bits |= expansion_item(code, cell, k)
            count += 1
    width = width_for(bits)
    result = new_string(count, width, u8(bits < ASCII_LIMIT))
    at = 0
    is_after_cased = False
    for i in range(s.count):
        code = code_at(s, i)
        cell = mapped_cell(s, i, code, mode, is_after_cased)
        if mode == "title":
            is_after_cased = has_property(code, CASED)
        for k in range(expansion_count(cell)):
            set_unit(result.data, width, at, expansion_item(code, cell, k))
            at += 1
    return result


@fn(raises=True)
def lower_string(s: String) -> String:
    return map_case(s, "lower")


@fn(raises=True)
def upper_string(s: String) -> String:
    return map_case(s, "upper")


@fn(raises=True)
def title_string(s: String) -> String:
    return map_case(s, "title")


@fn(raises=True)
def capitalize_string(s: String) -> String:
    return map_case(s, "capitalize")


@fn(raises=True)
def swapcase_string(s: String) -> String:
    return map_case(s, "swapcase")


@fn(raises=True)
def casefold_string(s: String) -> String:
    return map_case(s, "casefold")


# --- questions


@fn(raises=True)
def all_have(s: String, flags: u16) -> bool:
    """Whether every code point has one of the properties (true for the empty string)."""
    spend(s.count >> WORK_SHIFT)
    for i in range(s.count):
        if not has_property(code_at(s, i), flags):
            return False
    return True


@fn(raises=True)
def is_alpha(s: String) -> bool:
    return s.count > 0 and all_have(s, ALPHA)


@fn(raises=True)
def is_alphanumeric(s: String) -> bool:
    return s.count > 0 and all_have(s, ALPHANUMERIC)


@fn(raises=True)
def is_decimal(s: String) -> bool:
    return s.count > 0 and all_have(s, DECIMAL)


@fn(raises=True)
def is_digit(s: String) -> bool:
    return s.count > 0 and all_have(s, DIGIT)


@fn(raises=True)
def is_numeric(s: String) -> bool:
    return s.count > 0 and all_have(s, NUMERIC)


@fn(raises=True)
def is_space_string(s: String) -> bool:
    return s.count > 0 and all_have(s, SPACE)


@fn(raises=True)
def is_printable(s: String) -> bool:
    return all_have(s, PRINTABLE)


@inline
def is_ascii(s: String) -> bool:
    return s.flags & IS_ASCII != 0


@fn(raises=True)
def is_identifier(s: String) -> bool:
    if s.count == 0 or not has_property(code_at(s, 0), ID_START):
        return False
    return all_have(s, ID_CONTINUE)


@fn(raises=True)
def has_only_case(s: String, wanted: u16, refused: u16) -> bool:
    """Whether a code point has a property of `wanted` and none has one of `refused`."""
    spend(s.count >> WORK_SHIFT)
    is_found = False
    for i in range(s.count):
        flags = flags_of(code_at(s, i))
        if flags & refused != 0:
            return False
        if flags & wanted != 0:
            is_found = True
    return is_found


@fn(raises=True)
def is_upper(s: String) -> bool:
    return has_only_case(s, UPPER, LOWER | TITLE)


@fn(raises=True)
def is_lower(s: String) -> bool:
    return has_only_case(s, LOWER, UPPER | TITLE)


@fn(raises=True)
def is_title(s: String) -> bool:
    """Upper- and titlecase only after uncased code points, lowercase only after cased ones, and at least one of them."""
    spend(s.count >> WORK_SHIFT)
    is_found = False
    is_after_cased = False
    for i in range(s.count):
        flags = flags_of(code_at(s, i))
        if flags & (UPPER | TITLE) != 0:
            if is_after_cased:
                return False
            is_after_cased = True
            is_found = True
        elif flags & LOWER != 0:
            if not is_after_cased:
                return False
            is_found = True
        else:
            is_after_cased = False
    return is_found
