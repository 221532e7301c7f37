"""Taking strings apart: split, rsplit, splitlines, partition, strip.

A split counts its pieces first and fills an array of exactly that length, so no piece is ever out of the collector's sight. A
negative `most` is no limit.

Effects: allocate, spend reductions. Raises: VALUE for an empty separator, MEMORY.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from corevm.kernel.array import Array_, array_new
from corevm.kernel.error import VALUE, error
from corevm.kernel.safepoint import spend
from corevm.kernel.string import WORK_SHIFT, String, code_at, empty_string, substring, widened
from corevm.kernel.string_search import (
    I64_MAX,
    SEARCH_SHIFT,
    count_in_units,
    find_in_units,
    find_string,
    may_contain,
    rfind_in_units,
    rfind_string,
)
from corevm.kernel.text_unit import UNIT, WIDTHS
from corevm.kernel.unicode_table import LINE_BREAKS, is_space
from corevm.micro.surface import Ptr, cast, fn, i64, inline, static, table, u8, u32, unreachable

STRIP_LEFT, STRIP_RIGHT = 1, 2
STRIP_BOTH = STRIP_LEFT | STRIP_RIGHT


@fn(raises=True)
def single_piece(s: String) -> Array_:
    pieces = array_new(1)
    pieces.items[0] = s
    return pieces


@fn(raises=True)
def split_string(s: String, separator: String, most: i64) -> Array_:
    """`s.split(separator, most)`."""
    if separator.count == 0:
        raise error(VALUE, "empty separator")
    if separator.count > s.count or most == 0 or not may_contain(s, separator):
        return single_piece(s)
    spend(s.count >> (SEARCH_SHIFT - 1))
    wide = widened(separator, s.width)
    cuts = count_in_units(s.data, s.width, 0, s.count, wide.data, wide.count, most)
    spend(cuts)
    pieces = array_new(cuts + 1)
    at = 0
    for i in range(cuts):
        found = find_in_units(s.data, s.width, at, s.count, wide.data, wide.count)
        pieces.items[i] = substring(s, at, found)
        at = found + wide.count
    pieces.items[cuts] = substring(s, at, s.count)
    return pieces


@fn(raises=True)
def rsplit_string(s: String, separator: String, most: i64) -> Array_:
    """`s.rsplit(separator, most)`. (As many places are found from the right as from the left, but perhaps other ones.)"""
    if separator.count == 0:
        raise error(VALUE, "empty separator")
    if separator.count > s.count or most == 0 or not may_contain(s, separator):
        return single_piece(s)
    spend(s.count >> (SEARCH_SHIFT - 1))
    wide = widened(separator, s.width)
    cuts = count_in_units(s.data, s.width, 0, s.count, wide.data, wide.count, most)
    spend(cuts)
    pieces = array_new(cuts + 1)
    end = s.count
    i = cuts
    while i > 0:
        found = rfind_in_units(s.data, s.width, 0, end, wide.data, wide.count)
        pieces.items[i] = substring(s, found + wide.count, end)
        end = found
        i -= 1
    pieces.items[0] = substring(s, 0, end)
    return pieces


# --- whitespace


LATIN_SPACE = table(u8, [chr(c).isspace() for c in range(256)])


def _make_skip(width: int) -> Any:
    T: Any = UNIT[width]

    @inline(thread=False)
    def is_blank(unit: T) -> bool:
        if width == 1:
            return LATIN_SPACE[unit] != 0
        return is_space(u32(unit))

    @inline(thread=False)
    def skip(data: Ptr[T], start: i64, stop: i64, wants_space: static) -> i64:
        """First index from `start` on whose code point is (not) whitespace, or `stop`."""
        at = start
        while at < stop and is_blank(data[at]) == wants_space:
            at += 1
        return at

    @inline(thread=False)
    def skip_back(data: Ptr[T], start: i64, stop: i64, wants_space: static) -> i64:
        """Smallest index from `start` on such that everything from it to `stop` is (not) whitespace."""
        at = stop
        while at > start and is_blank(data[at - 1]) == wants_space:
            at -= 1
        return at

    @fn(thread=False)
    def count_words(data: Ptr[T], count: i64, most: i64) -> i64:
        """How many words there are, at most `most`; and no more are looked for."""
        words = 0
        at = skip(data, 0, count, True)
        while at < count and words != most:
            words += 1
            at = skip(data, skip(data, at, count, False), count, True)
        return words

    @fn(thread=False)
    def next_word(data: Ptr[T], start: i64, stop: i64) -> tuple[i64, i64]:
        """Bounds of the first word of `data[start:stop]`."""
        first = skip(data, start, stop, True)
        return first, skip(data, first, stop, False)

    @fn(thread=False)
    def last_word(data: Ptr[T], start: i64, stop: i64) -> tuple[i64, i64]:
        """Bounds of the last word of `data[start:stop]`."""
        end = skip_back(data, start, stop, True)
        return skip_back(data, start, end, False), end

    @fn(thread=False)
    def stripped(data: Ptr[T], count: i64, sides: i64) -> tuple[i64, i64]:
        """Bounds of the text without the whitespace on some sides."""
        start = 0
        if sides & STRIP_LEFT != 0:
            start = skip(data, 0, count, True)
        end = count
        if sides & STRIP_RIGHT != 0:
            end = skip_back(data, start, count, True)
        return start, end

    return SimpleNamespace(count_words=count_words, next_word=next_word, last_word=last_word, stripped=stripped)


BLANK = {width: _make_skip(width) for width in WIDTHS}


@fn(raises=True)
def split_whitespace(s: String, most: i64) -> Array_:
    """`s.split(None, most)`."""
    spend(s.count >> (WORK_SHIFT - 1))
    limit = most + 1 if 0 <= most < I64_MAX else i64(-1)
    for w in WIDTHS:
        if s.width == w:
            words = BLANK[w].count_words(cast(Ptr[UNIT[w]], s.data), s.count, limit)
            spend(words)
            pieces = array_new(words)
            at = 0
            for i in range(words):
                start, at = BLANK[w].next_word(cast(Ptr[UNIT[w]], s.data), at, s.count)
                if i == most:
                    at = s.count
                pieces.items[i] = substring(s, start, at)
            return pieces
    unreachable()


@fn(raises=True)
def rsplit_whitespace(s: String, most: i64) -> Array_:
    """`s.rsplit(None, most)`."""
    spend(s.count >> (WORK_SHIFT - 1))
    limit = most + 1 if 0 <= most < I64_MAX else i64(-1)
    for w in WIDTHS:
        if s.width == w:
            words = BLANK[w].count_words(cast(Ptr[UNIT[w]], s.data), s.count, limit)
            spend(words)
            pieces = array_new(words)
            at = s.count
            i = words
            while i > 0:
                i -= 1
                at, end = BLANK[w].last_word(cast(Ptr[UNIT[w]], s.data), 0, at)
                if words - 1 - i == most:
                    at = 0
                pieces.items[i] = substring(s, at, end)
            return pieces
    unreachable()


# --- lines


LINE_BLOCK = 32


def _make_lines(width: int) -> Any:
    T: Any = UNIT[width]

    @inline(thread=False)
    def break_bit(c: T) -> T:
        """1 if the code point ends a line, else 0, without branches."""
        low = T(c - 10 < 4) | T(c - 28 < 3) | T(c == 0x85)
        if width == 1:
            return low
        return low | T(c == 0x2028) | T(c == 0x2029)

    @inline(thread=False)
    def block_has_break(data: Ptr[T]) -> bool:
        found: T = 0
        for k in range(LINE_BLOCK):
            found |= break_bit(data[k])
        return found != 0

    @fn(thread=False)
    def next_line(data: Ptr[T], start: i64, count: i64) -> tuple[i64, i64]:
        """Where the line that begins at `start` (below count) ends, and where the next one begins: CR LF is one break."""
        at = start
        while at + LINE_BLOCK <= count and not block_has_break(data + at):
            at += LINE_BLOCK
        while at < count and break_bit(data[at]) == 0:
            at += 1
        if at >= count:
            return count, count
        if data[at] == 13 and at + 1 < count and data[at + 1] == 10:
            return at, at + 2
        return at, at + 1

    @fn(thread=False)
    def count_lines(data: Ptr[T], count: i64) -> i64:
        lines = 0
        at = 0
        while at < count:
            _, at = next_line(data, at, count)
            lines += 1
        return lines

    return SimpleNamespace(next_line=next_line, count_lines=count_lines)


assert sorted(map(ord, LINE_BREAKS)) == [10, 11, 12, 13, 28, 29, 30, 0x85, 0x2028, 0x2029]
LINES = {width: _make_lines(width) for width in WIDTHS}


@fn(raises=True)
def split_lines(s: String, keeps_ends: bool) -> Array_:
    """`s.splitlines(keeps_ends)`."""
    spend(s.count >> (WORK_SHIFT - 1))
    for w in WIDTHS:
        if s.width == w:
            lines = LINES[w].count_lines(cast(Ptr[UNIT[w]], s.data), s.count)
            spend(lines)
            pieces = array_new(lines)
            at = 0
            for i in range(lines):
                end, following = LINES[w].next_line(cast(Ptr[UNIT[w]], s.data), at, s.count)
                pieces.items[i] = substring(s, at, following if keeps_ends else end)
                at = following
            return pieces
    unreachable()


# --- partition


@fn(raises=True)
def three_pieces(s: String, separator: String, at: i64, is_right: bool) -> Array_:
    pieces = array_new(3)
    empty = empty_string()
    if at >= 0:
        pieces.items[0] = substring(s, 0, at)
        pieces.items[1] = separator
        pieces.items[2] = substring(s, at + separator.count, s.count)
    elif is_right:
        pieces.items[0] = empty
        pieces.items[1] = empty
        pieces.items[2] = s
    else:
        pieces.items[0] = s
        pieces.items[1] = empty
        pieces.items[2] = empty
    return pieces


@fn(raises=True)
def partition_string(s: String, separator: String) -> Array_:
    """`s.partition(separator)`: three pieces."""
    if separator.count == 0:
        raise error(VALUE, "empty separator")
    at = find_string(s, separator, 0, I64_MAX)
    return three_pieces(s, separator, at, False)


@fn(raises=True)
def rpartition_string(s: String, separator: String) -> Array_:
    """`s.rpartition(separator)`: three pieces."""
    if separator.count == 0:
        raise error(VALUE, "empty separator")
    at = rfind_string(s, separator, 0, I64_MAX)
    return three_pieces(s, separator, at, True)


# --- strip


@fn(raises=True)
def strip_whitespace(s: String, sides: i64) -> String:
    """`s.strip()`; `sides` is STRIP_LEFT, STRIP_RIGHT or STRIP_BOTH."""
    spend(s.count >> WORK_SHIFT)
    for w in WIDTHS:
        if s.width == w:
            start, end = BLANK[w].stripped(cast(Ptr[UNIT[w]], s.data), s.count, sides)
            return substring(s, start, end)
    unreachable()


@fn
def holds_code(s: String, code: u32) -> bool:
    for i in range(s.count):
        if code_at(s, i) == code:
            return True
    return False


@fn(raises=True)
def strip_codes(s: String, codes: String, sides: i64) -> String:
    """`s.strip(codes)`: every code point of `codes` is taken off the sides."""
    start = 0
    end = s.count
    if sides & STRIP_LEFT != 0:
        while start < end and holds_code(codes, code_at(s, start)):
            start += 1
            spend(1 + (codes.count >> WORK_SHIFT))
    if sides & STRIP_RIGHT != 0:
        while end > start and holds_code(codes, code_at(s, end - 1)):
            end -= 1
            spend(1 + (codes.count >> WORK_SHIFT))
    return substring(s, start, end)
