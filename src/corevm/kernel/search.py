"""Searching one array of code units in another: the core that strings and bytes share.

Made once per unit type (`SEARCH[width]`). Single units are found block by block: a block is compared whole, with no branch inside,
so that the compiler makes vector code of it; inside a block that has one, and at the end, word by word (zero-unit arithmetic on 64
bits). Longer needles are found by their first and last unit in the same way; the work wasted on candidates that were none is
counted, and a search that wastes more than a fixed multiple of its progress goes on with the Two-Way algorithm. So every search is
linear in the worst case and runs at memory speed in the usual one.

INV-SEARCH-1  Functions read `text[start:stop]` and `needle[0:count]` only; 0 <= start, stop is in range, count >= 1.
INV-SEARCH-2  The time is O(stop - start + count) whatever the contents.

Sources: H. S. Warren, "Hacker's Delight", section 6-1, for the zero-unit arithmetic; W. Mula, "SIMD-friendly algorithms for substring searching" (2016), for first-and-last; M. Crochemore, D. Perrin,
"Two-way string-matching", JACM 38 (1991), for the fallback. The code is our own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from corevm.kernel.text_unit import UNIT, WIDTHS
from corevm.micro.surface import Ptr, cast, clz, ctz, fn, i64, inline, u64

BLOCK_BYTES = 64
WASTE_ALLOWED = 256  # units compared in vain before the fallback is thought of
NOT_FOUND = -1


@dataclass(frozen=True)
class Search:
    """The functions of one unit type. Positions are absolute; a result of -1 is "not there"."""

    find_unit: Any  # (text, start, stop, unit) -> first position
    rfind_unit: Any  # (text, start, stop, unit) -> last position
    count_unit: Any  # (text, start, stop, unit) -> number
    find: Any  # (text, start, stop, needle, count) -> first position
    rfind: Any  # (text, start, stop, needle, count) -> last position


def _make_two_way(T: Any, is_reverse: bool) -> Any:
    """Two-Way search; in the reverse direction both texts are read from their ends."""

    @inline(thread=False)
    def at(data: Ptr[T], count: i64, index: i64) -> T:
        if is_reverse:
            return data[count - 1 - index]
        return data[index]

    @fn(thread=False)
    def maximal_suffix(needle: Ptr[T], count: i64, is_inverted: bool) -> tuple[i64, i64]:
        """Start of the needle's greatest suffix in an order of the alphabet (or its inverse), and that suffix's period."""
        best = 0
        candidate = 1
        offset = 0
        period = 1
        while candidate + offset < count:
            a = at(needle, count, candidate + offset)
            b = at(needle, count, best + offset)
            if a == b:
                if offset + 1 == period:
                    candidate += period
                    offset = 0
                else:
                    offset += 1
            elif (a < b) != is_inverted:
                candidate += offset + 1
                offset = 0
                period = candidate - best
            else:
                best = candidate
                candidate += 1
                offset = 0
                period = 1
        return best, period

    @fn(thread=False, cold=True)
    def two_way(text: Ptr[T], length: i64, needle: Ptr[T], count: i64) -> i64:
        """First index (in reading direction) at which the needle stands in `text[0:length]`, or -1; count >= 2."""
        cut, period = maximal_suffix(needle, count, False)
        other_cut, other_period = maximal_suffix(needle, count, True)
        if other_cut > cut:
            cut = other_cut
            period = other_period
        is_periodic = cut + period <= count
        i = 0
        while is_periodic and i < cut:
            is_periodic = at(needle, count, i) == at(needle, count, i + period)
            i += 1
        if not is_periodic:
            period = (cut if cut > count - cut else count - cut) + 1
        position = 0
        known = 0  # units of the needle's start known to match here
        while position + count <= length:
            i = cut if cut > known else known
            while i < count and at(needle, count, i) == at(text, length, position + i):
                i += 1
            if i < count:
                position += i - cut + 1
                known = 0
            else:
                i = cut
                while i > known and at(needle, count, i - 1) == at(text, length, position + i - 1):
                    i -= 1
                if i <= known:
                    return position
                position += period
                known = count - period if is_periodic else 0
        return NOT_FOUND

    return two_way


def _repeated(unit: int, width: int) -> int:
    """A word of units of a width, each the same."""
    return sum(unit << (8 * width * i) for i in range(8 // width))


def _make_search(width: int) -> Search:
    T: Any = UNIT[width]
    two_way_forward = _make_two_way(T, False)
    two_way_backward = _make_two_way(T, True)
    BLOCK = BLOCK_BYTES // width
    PER_WORD = 8 // width
    UNIT_SHIFT = {1: 3, 2: 4, 4: 5}[width]  # bit number to unit number
    ONES = _repeated(1, width)
    LOW_BITS = _repeated((1 << (8 * width - 1)) - 1, width)

    @inline(thread=False)
    def block_has(text: Ptr[T], wanted: T) -> bool:
        hits: T = 0
        for k in range(BLOCK):
            hits |= T(text[k] == wanted)
        return hits != 0

    @inline(thread=False)
    def block_has_pair(text: Ptr[T], distance: i64, first: T, last: T) -> bool:
        ends = text + distance
        hits: T = 0
        for k in range(BLOCK):
            hits |= T(text[k] == first) & T(ends[k] == last)
        return hits != 0

    @inline(thread=False)
    def equal_bits(text: Ptr[T], pattern: u64) -> u64:
        """The top bit of each unit of the word at `text` that equals the pattern's unit; no other bits."""
        x = cast(Ptr[u64], text)[0] ^ pattern
        return ~(((x & LOW_BITS) + LOW_BITS) | x | LOW_BITS)

    @inline(thread=False)
    def first_of(bits: u64) -> i64:
        return i64(ctz(bits) >> UNIT_SHIFT)

    @inline(thread=False)
    def last_of(bits: u64) -> i64:
        return i64((63 - clz(bits)) >> UNIT_SHIFT)

    @inline(thread=False)
    def matched(text: Ptr[T], needle: Ptr[T], count: i64) -> i64:
        """How many units from the start on are the same (the first is known to be)."""
        k = 1
        while k < count and text[k] == needle[k]:
            k += 1
        return k

    @fn(thread=False)
    def find_unit(text: Ptr[T], start: i64, stop: i64, wanted: T) -> i64:
        pattern = u64(wanted) * ONES
        i = start
        while i + BLOCK <= stop and not block_has(text + i, wanted):
            i += BLOCK
        while i + PER_WORD <= stop:
            bits = equal_bits(text + i, pattern)
            if bits != 0:
                return i + first_of(bits)
            i += PER_WORD
        while i < stop:
            if text[i] == wanted:
                return i
            i += 1
        return NOT_FOUND

    @fn(thread=False)
    def rfind_unit(text: Ptr[T], start: i64, stop: i64, wanted: T) -> i64:
        pattern = u64(wanted) * ONES
        i = stop
        while i - BLOCK >= start and not block_has(text + (i - BLOCK), wanted):
            i -= BLOCK
        while i - PER_WORD >= start:
            i -= PER_WORD
            bits = equal_bits(text + i, pattern)
            if bits != 0:
                return i + last_of(bits)
        while i > start:
            i -= 1
            if text[i] == wanted:
                return i
        return NOT_FOUND

    @fn(thread=False)
    def count_unit(text: Ptr[T], start: i64, stop: i64, wanted: T) -> i64:
        total = 0
        i = start
        while i + BLOCK <= stop:
            here = text + i
            hits: T = 0
            for k in range(BLOCK):
                hits += T(here[k] == wanted)
            total += i64(hits)
            i += BLOCK
        while i < stop:
            if text[i] == wanted:
                total += 1
            i += 1
        return total

    @fn(thread=False)
    def find(text: Ptr[T], start: i64, stop: i64, needle: Ptr[T], count: i64) -> i64:
        if count == 1:
            return find_unit(text, start, stop, needle[0])
        end = stop - count + 1  # candidates are below
        first = needle[0]
        last = needle[count - 1]
        first_pattern = u64(first) * ONES
        last_pattern = u64(last) * ONES
        waste = 0
        i = start
        while i < end:
            while i + BLOCK <= end and not block_has_pair(text + i, count - 1, first, last):
                i += BLOCK
            limit = i + BLOCK if i + BLOCK <= end else end
            while i + PER_WORD <= limit:
                bits = equal_bits(text + i, first_pattern) & equal_bits(text + (i + count - 1), last_pattern)
                while bits != 0:
                    at = i + first_of(bits)
                    bits = bits & (bits - 1)
                    same = matched(text + at, needle, count)
                    if same == count:
                        return at
                    waste += same
                    if waste > WASTE_ALLOWED + 2 * (at - start):
                        found = two_way_forward(text + (at + 1), stop - (at + 1), needle, count)
                        return found + at + 1 if found >= 0 else NOT_FOUND
                i += PER_WORD
            while i < limit:
                if text[i] == first and text[i + count - 1] == last:
                    same = matched(text + i, needle, count)
                    if same == count:
                        return i
                    waste += same
                i += 1
        return NOT_FOUND

    @fn(thread=False)
    def rfind(text: Ptr[T], start: i64, stop: i64, needle: Ptr[T], count: i64) -> i64:
        if count == 1:
            return rfind_unit(text, start, stop, needle[0])
        end = stop - count + 1  # candidates are below
        first = needle[0]
        last = needle[count - 1]
        first_pattern = u64(first) * ONES
        last_pattern = u64(last) * ONES
        waste = 0
        i = end  # candidates from here on are settled
        while i > start:
            while i - BLOCK >= start and not block_has_pair(text + (i - BLOCK), count - 1, first, last):
                i -= BLOCK
            limit = i - BLOCK if i - BLOCK >= start else start
            while i - PER_WORD >= limit:
                i -= PER_WORD
                bits = equal_bits(text + i, first_pattern) & equal_bits(text + (i + count - 1), last_pattern)
                while bits != 0:
                    at = i + last_of(bits)
                    bits = bits & ~(u64(1) << (63 - clz(bits)))
                    same = matched(text + at, needle, count)
                    if same == count:
                        return at
                    waste += same
                    if waste > WASTE_ALLOWED + 2 * (end - at):
                        # what is left: candidates in [start, at)
                        length = at - 1 + count - start if at > start else i64(0)
                        found = two_way_backward(text + start, length, needle, count)
                        return at - 1 - found if found >= 0 else NOT_FOUND
            while i > limit:
                i -= 1
                if text[i] == first and text[i + count - 1] == last:
                    same = matched(text + i, needle, count)
                    if same == count:
                        return i
                    waste += same
        return NOT_FOUND

    return Search(find_unit, rfind_unit, count_unit, find, rfind)


SEARCH: dict[int, Search] = {width: _make_search(width) for width in WIDTHS}


def _make_count(T: Any, search: Search) -> Any:
    @fn(thread=False)
    def count_found(text: Ptr[T], start: i64, stop: i64, needle: Ptr[T], count: i64, most: i64) -> i64:
        """Number of places that do not overlap, from the left, at most `most` (negative: no limit)."""
        if count == 1 and most < 0:
            return search.count_unit(text, start, stop, needle[0])
        total = 0
        at = start
        while total != most:
            at = search.find(text, at, stop, needle, count)
            if at < 0:
                return total
            total += 1
            at += count
        return total

    return count_found


COUNT_FOUND = {width: _make_count(unit, SEARCH[width]) for width, unit in UNIT.items()}
