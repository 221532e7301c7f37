"""Stable sorting: an adaptive merge sort with galloping, the merge order chosen by run powers.

Natural runs are found (strictly descending ones are reversed), short ones extended by insertion, and merged; where one run keeps
winning, the merge gallops. At most about n log2 n comparisons, n - 1 for an ordered or reversed array.

The order comes from a static `less(context, a, b) -> bool`, which may be `raises=True`, run guest code and collect. What it says is not
trusted: an inconsistent order gives some permutation, never an access outside the arrays. Before `less` is used the keys are looked through, and
if all are of one kind that the caller's `fast` mask allows, a comparison without guest code takes its place.

INV-SORT-1  The source arrays are never changed: sorting works on copies, so a failing comparison loses nothing.
INV-SORT-2  The working arrays hold, at every call of `less`, only words the sources hold. They were made here, so at the first collection each
            word in them is marked with them; moving words between them needs no write barrier afterwards.
INV-SORT-3  The working arrays are referred to from the `Sorting` struct on the native stack throughout.

Sources: CPython Objects/listsort.txt (the algorithm, its galloping); J. Munro, S. Wild, "Nearly-Optimal Mergesorts", ESA 2018 (powersort).
Own code.
"""

from __future__ import annotations

from corevm.kernel.array import Array_, array_new, array_slice, copy_words, reverse_words
from corevm.kernel.kind import KIND_NUMBER
from corevm.kernel.list import List, list_put_items, list_take_items
from corevm.kernel.object import kind_of
from corevm.kernel.radix import RADIX_MINIMUM, count_descents, key_of_fixnum, key_of_flonum, radix_sort
from corevm.kernel.safepoint import spend
from corevm.kernel.string import IS_ASCII, String
from corevm.kernel.value import Float, decode_flonum, is_fixnum, is_flonum, is_reference
from corevm.micro.surface import (
    Array,
    Ptr,
    Value,
    bswap,
    cast,
    f64,
    failure,
    fn,
    i64,
    inline,
    memmove,
    min_of,
    stack_array,
    static,
    struct,
    u64,
)

FAST_FIXNUM, FAST_FLOAT, FAST_STRING = 1, 2, 4
FAST_ALL = 7
KIND_OTHER, KIND_FIXNUM, KIND_FLONUM, KIND_FLOAT, KIND_ASCII = 0, 1, 2, 3, 4
GALLOP = 7  # wins in a row that start galloping
RUN_LIMIT = 64  # runs shorter than this (or half of it) are extended by insertion
PENDING_LIMIT = 80  # run powers on the stack increase strictly and are below 64
STEPS_PER_REDUCTION = 16
STRUCTURED_DESCENTS = 16  # an array with a descent (or an ascent) in fewer than one of so many places is merged
GO_ON, ONE_LEFT, DONE = 0, 1, 2


@struct
class Sorting:
    keys_array: Value
    values_array: Value
    temporary_array: Value
    context: Value
    keys: Ptr[Value]
    values: Ptr[Value]
    temporary_keys: Ptr[Value]
    temporary_values: Ptr[Value]
    count: i64
    temporary_count: i64
    gallop: i64
    pending: i64
    base: Array[i64, 80]
    size: Array[i64, 80]
    power: Array[i64, 80]


# --- comparisons without guest code


@inline
def less_fixnum(context: Value, a: Value, b: Value) -> bool:
    return cast(i64, a) < cast(i64, b)


@inline
def less_flonum(context: Value, a: Value, b: Value) -> bool:
    return decode_flonum(a) < decode_flonum(b)


@inline
def float_of(v: Value) -> f64:
    return decode_flonum(v) if is_flonum(v) else cast(Float, v).number


@inline
def less_float(context: Value, a: Value, b: Value) -> bool:
    return float_of(a) < float_of(b)


@inline
def less_ascii(context: Value, a: Value, b: Value) -> bool:
    x = cast(String, a)
    y = cast(String, b)
    shorter = min_of(x.count, y.count)
    at = i64(0)
    while at + 8 <= shorter:
        p = cast(Ptr[u64], x.data + at)[0]
        q = cast(Ptr[u64], y.data + at)[0]
        if p != q:
            return bswap(p) < bswap(q)
        at += 8
    while at < shorter:
        if x.data[at] != y.data[at]:
            return x.data[at] < y.data[at]
        at += 1
    return x.count < y.count


@fn
def kind_for_sorting(v: Value) -> i64:
    if is_fixnum(v):
        return KIND_FIXNUM
    if is_flonum(v):
        return KIND_FLONUM
    if is_reference(v) and cast(u64, v) != 0:
        kind = kind_of(v)
        if kind == KIND_NUMBER["float"]:
            return KIND_FLOAT
        if kind == KIND_NUMBER["string"] and cast(String, v).flags & IS_ASCII != 0:
            return KIND_ASCII
    return KIND_OTHER


@fn
def common_kind(items: Ptr[Value], count: i64) -> i64:
    """The kind all items have (floats in the word and on the heap together: KIND_FLOAT), or KIND_OTHER."""
    if count == 0:
        return KIND_OTHER
    common = kind_for_sorting(items[0])
    for i in range(1, count):
        kind = kind_for_sorting(items[i])
        if kind != common:
            if (kind == KIND_FLONUM or kind == KIND_FLOAT) and (common == KIND_FLONUM or common == KIND_FLOAT):
                common = i64(KIND_FLOAT)
            else:
                return KIND_OTHER
    return common


# --- runs


@inline(raises=True)
def pay(steps: i64) -> None:
    if steps >= STEPS_PER_REDUCTION:
        spend(steps // STEPS_PER_REDUCTION)


@fn(raises=True)
def find_run(s: Ptr[Sorting], low: i64, high: i64, less: static, paired: static) -> i64:
    """Length of the run at low, made ascending. low < high."""
    keys = s.keys
    at = low + 1
    if at == high:
        return 1
    if less(s.context, keys[at], keys[low]):
        at += 1
        while at < high and less(s.context, keys[at], keys[at - 1]):
            at += 1
        reverse_words(keys + low, at - low)
        if paired:
            reverse_words(s.values + low, at - low)
    else:
        at += 1
        while at < high and not less(s.context, keys[at], keys[at - 1]):
            at += 1
    return at - low


@fn(raises=True)
def insert_rest(s: Ptr[Sorting], low: i64, high: i64, start: i64, less: static, paired: static) -> None:
    """Sort low..high, of which low..start is sorted, by binary insertion."""
    keys = s.keys
    for i in range(start, high):
        pivot = keys[i]
        left = low
        right = i
        while left < right:
            middle = left + ((right - left) >> 1)
            if less(s.context, pivot, keys[middle]):
                right = middle
            else:
                left = middle + 1
        memmove(keys + (left + 1), keys + left, (i - left) * 8)
        keys[left] = pivot
        if paired:
            values = s.values
            value = values[i]
            memmove(values + (left + 1), values + left, (i - left) * 8)
            values[left] = value


@fn
def minimum_run(count: i64) -> i64:
    """Such that count / it is a power of two or a little less. Source: listsort.txt."""
    n = count
    odd = i64(0)
    while n >= RUN_LIMIT:
        odd |= n & 1
        n >>= 1
    return n + odd


@fn
def power_between(start: i64, first: i64, second: i64, count: i64) -> i64:
    """Depth, in the nearly optimal merge tree, of the node between two neighbouring runs. Source: Munro and Wild."""
    a = 2 * start + first
    b = a + first + second
    power = i64(0)
    while True:
        power += 1
        if a >= count:
            a -= count
            b -= count
        elif b >= count:
            return power
        a <<= 1
        b <<= 1


# --- galloping: exponential search from a hint, then binary search


@fn(raises=True)
def gallop_left(s: Ptr[Sorting], key: Value, run: Ptr[Value], count: i64, hint: i64, less: static) -> i64:
    """How many of the run's items are less than key (before equal ones). 0 <= hint < count."""
    low = i64(0)  # run[low - 1] < key is known (or low is 0)
    high = count  # key <= run[high] is known (or high is count)
    step = i64(1)
    if less(s.context, run[hint], key):
        low = hint + 1
        while step < count - hint and less(s.context, run[hint + step], key):
            low = hint + step + 1
            step = (step << 1) + 1
        high = min_of(hint + step, count)
    else:
        high = hint
        while step <= hint and not less(s.context, run[hint - step], key):
            high = hint - step
            step = (step << 1) + 1
        low = hint - step + 1 if step <= hint else i64(0)
    while low < high:
        middle = low + ((high - low) >> 1)
        if less(s.context, run[middle], key):
            low = middle + 1
        else:
            high = middle
    return low


@fn(raises=True)
def gallop_right(s: Ptr[Sorting], key: Value, run: Ptr[Value], count: i64, hint: i64, less: static) -> i64:
    """How many of the run's items are not greater than key (behind equal ones). 0 <= hint < count."""
    low = i64(0)
    high = count
    step = i64(1)
    if less(s.context, key, run[hint]):
        high = hint
        while step <= hint and less(s.context, key, run[hint - step]):
            high = hint - step
            step = (step << 1) + 1
        low = hint - step + 1 if step <= hint else i64(0)
    else:
        low = hint + 1
        while step < count - hint and not less(s.context, key, run[hint + step]):
            low = hint + step + 1
            step = (step << 1) + 1
        high = min_of(hint + step, count)
    while low < high:
        middle = low + ((high - low) >> 1)
        if less(s.context, key, run[middle]):
            high = middle
        else:
            low = middle + 1
    return low


# --- merging


@fn(raises=True)
def need_temporary(s: Ptr[Sorting], count: i64, paired: static) -> None:
    if s.temporary_count >= count:
        return
    wanted = min_of(count * 2, s.count)
    made = array_new(wanted * 2 if paired else wanted)
    s.temporary_array = made
    s.temporary_keys = made.items
    s.temporary_values = made.items + wanted if paired else made.items
    s.temporary_count = wanted


@inline
def copy_items(
    to_keys: Ptr[Value], to_values: Ptr[Value], from_keys: Ptr[Value], from_values: Ptr[Value], count: i64, paired: static
) -> None:
    memmove(to_keys, from_keys, count * 8)
    if paired:
        memmove(to_values, from_values, count * 8)


@fn(raises=True)
def merge_low(s: Ptr[Sorting], a: i64, na: i64, b: i64, nb: i64, less: static, paired: static) -> None:
    """Merge neighbouring runs at a and b; na <= nb, run b's first item belongs before run a's, run a's last behind run b's."""
    need_temporary(s, na, paired)
    keys = s.keys
    values = s.values
    left = s.temporary_keys
    left_values = s.temporary_values
    copy_items(left, left_values, keys + a, values + a, na, paired)
    to = a
    at = i64(0)
    keys[to] = keys[b]
    if paired:
        values[to] = values[b]
    to += 1
    b += 1
    nb -= 1
    gallop = s.gallop
    state = i64(DONE) if nb == 0 else i64(ONE_LEFT) if na == 1 else i64(GO_ON)
    while state == GO_ON:
        a_wins = i64(0)
        b_wins = i64(0)
        while state == GO_ON and a_wins < gallop and b_wins < gallop:
            if less(s.context, keys[b], left[at]):
                keys[to] = keys[b]
                if paired:
                    values[to] = values[b]
                to += 1
                b += 1
                nb -= 1
                b_wins += 1
                a_wins = 0
                if nb == 0:
                    state = DONE
            else:
                keys[to] = left[at]
                if paired:
                    values[to] = left_values[at]
                to += 1
                at += 1
                na -= 1
                a_wins += 1
                b_wins = 0
                if na == 1:
                    state = ONE_LEFT
        a_wins = GALLOP
        gallop += 1
        while state == GO_ON and (a_wins >= GALLOP or b_wins >= GALLOP):
            if gallop > 1:
                gallop -= 1
            a_wins = gallop_right(s, keys[b], left + at, na, 0, less)
            copy_items(keys + to, values + to, left + at, left_values + at, a_wins, paired)
            to += a_wins
            at += a_wins
            na -= a_wins
            if na <= 1:  # 0 only if less is inconsistent
                state = i64(ONE_LEFT) if na == 1 else i64(DONE)
            else:
                keys[to] = keys[b]
                if paired:
                    values[to] = values[b]
                to += 1
                b += 1
                nb -= 1
                if nb == 0:
                    state = DONE
                else:
                    b_wins = gallop_left(s, left[at], keys + b, nb, 0, less)
                    copy_items(keys + to, values + to, keys + b, values + b, b_wins, paired)
                    to += b_wins
                    b += b_wins
                    nb -= b_wins
                    if nb == 0:
                        state = DONE
                    else:
                        keys[to] = left[at]
                        if paired:
                            values[to] = left_values[at]
                        to += 1
                        at += 1
                        na -= 1
                        if na == 1:
                            state = ONE_LEFT
        gallop += 1  # leaving galloping is punished
    s.gallop = gallop
    if state == ONE_LEFT:  # run a's last item goes behind the rest of run b
        copy_items(keys + to, values + to, keys + b, values + b, nb, paired)
        keys[to + nb] = left[at]
        if paired:
            values[to + nb] = left_values[at]
    else:
        copy_items(keys + to, values + to, left + at, left_values + at, na, paired)


@fn(raises=True)
def merge_high(s: Ptr[Sorting], a: i64, na: i64, b: i64, nb: i64, less: static, paired: static) -> None:
    """As merge_low with na >= nb, from the end."""
    need_temporary(s, nb, paired)
    keys = s.keys
    values = s.values
    right = s.temporary_keys
    right_values = s.temporary_values
    copy_items(right, right_values, keys + b, values + b, nb, paired)
    to = b + nb - 1
    last_a = a + na - 1
    at = nb - 1
    keys[to] = keys[last_a]
    if paired:
        values[to] = values[last_a]
    to -= 1
    last_a -= 1
    na -= 1
    gallop = s.gallop
    state = i64(DONE) if na == 0 else i64(ONE_LEFT) if nb == 1 else i64(GO_ON)
    while state == GO_ON:
        a_wins = i64(0)
        b_wins = i64(0)
        while state == GO_ON and a_wins < gallop and b_wins < gallop:
            if less(s.context, right[at], keys[last_a]):
                keys[to] = keys[last_a]
                if paired:
                    values[to] = values[last_a]
                to -= 1
                last_a -= 1
                na -= 1
                a_wins += 1
                b_wins = 0
                if na == 0:
                    state = DONE
            else:
                keys[to] = right[at]
                if paired:
                    values[to] = right_values[at]
                to -= 1
                at -= 1
                nb -= 1
                b_wins += 1
                a_wins = 0
                if nb == 1:
                    state = ONE_LEFT
        a_wins = GALLOP
        gallop += 1
        while state == GO_ON and (a_wins >= GALLOP or b_wins >= GALLOP):
            if gallop > 1:
                gallop -= 1
            a_wins = na - gallop_right(s, right[at], keys + a, na, na - 1, less)
            to -= a_wins
            last_a -= a_wins
            na -= a_wins
            copy_items(keys + (to + 1), values + (to + 1), keys + (last_a + 1), values + (last_a + 1), a_wins, paired)
            if na == 0:
                state = DONE
            else:
                keys[to] = right[at]
                if paired:
                    values[to] = right_values[at]
                to -= 1
                at -= 1
                nb -= 1
                if nb == 1:
                    state = ONE_LEFT
                else:
                    b_wins = nb - gallop_left(s, keys[last_a], right, nb, nb - 1, less)
                    to -= b_wins
                    at -= b_wins
                    nb -= b_wins
                    copy_items(keys + (to + 1), values + (to + 1), right + (at + 1), right_values + (at + 1), b_wins, paired)
                    if nb <= 1:  # 0 only if less is inconsistent
                        state = i64(ONE_LEFT) if nb == 1 else i64(DONE)
                    else:
                        keys[to] = keys[last_a]
                        if paired:
                            values[to] = values[last_a]
                        to -= 1
                        last_a -= 1
                        na -= 1
                        if na == 0:
                            state = DONE
        gallop += 1
    s.gallop = gallop
    if state == ONE_LEFT:  # run b's first item goes before the rest of run a
        to -= na
        last_a -= na
        copy_items(keys + (to + 1), values + (to + 1), keys + (last_a + 1), values + (last_a + 1), na, paired)
        keys[to] = right[at]
        if paired:
            values[to] = right_values[at]
    else:
        to -= nb
        copy_items(keys + (to + 1), values + (to + 1), right, right_values, nb, paired)


@fn(raises=True)
def merge_at(s: Ptr[Sorting], index: i64, less: static, paired: static) -> None:
    """Merge the pending runs index and index + 1."""
    a = s.base[index]
    na = s.size[index]
    b = s.base[index + 1]
    nb = s.size[index + 1]
    s.size[index] = na + nb
    if index + 3 == s.pending:
        s.base[index + 1] = s.base[index + 2]
        s.size[index + 1] = s.size[index + 2]
    s.pending -= 1
    pay(na + nb)
    placed = gallop_right(s, s.keys[b], s.keys + a, na, 0, less)  # these of run a are in place
    a += placed
    na -= placed
    if na == 0:
        return
    nb = gallop_left(s, s.keys[a + na - 1], s.keys + b, nb, nb - 1, less)  # the others of run b are
    if nb == 0:
        return
    if na <= nb:
        merge_low(s, a, na, b, nb, less, paired)
    else:
        merge_high(s, a, na, b, nb, less, paired)


@fn(raises=True)
def sort_words(s: Ptr[Sorting], less: static, paired: static) -> None:
    """Sort s.keys[0:s.count], moving s.values along if paired."""
    count = s.count
    s.gallop = GALLOP
    s.pending = 0
    if count < 2:
        return
    minimum = minimum_run(count)
    low = i64(0)
    while low < count:
        length = find_run(s, low, count, less, paired)
        if length < minimum:
            wanted = min_of(minimum, count - low)
            insert_rest(s, low, low + wanted, low + length, less, paired)
            length = wanted
        pay(length)
        if s.pending > 0:
            last = s.pending - 1
            power = power_between(s.base[last], s.size[last], length, count)
            while s.pending > 1 and s.power[s.pending - 2] > power:
                merge_at(s, s.pending - 2, less, paired)
            assert s.pending < PENDING_LIMIT, "run powers are below 64"
            s.power[s.pending - 1] = power
        s.base[s.pending] = low
        s.size[s.pending] = length
        s.pending += 1
        low += length
    while s.pending > 1:
        merge_at(s, s.pending - 2, less, paired)


@fn(raises=True)
def sort_keyed(s: Ptr[Sorting], less: static, key_of: static, paired: static) -> None:
    """Words ordered by a 64-bit key: without structure (many descents) by radix, else by merging."""
    count = s.count
    if count < RADIX_MINIMUM:
        sort_words(s, less, paired)
        return
    descents = count_descents(s.keys, count, key_of)
    if min_of(descents, count - descents) < count // STRUCTURED_DESCENTS:
        sort_words(s, less, paired)
        return
    pay(count)
    other = array_new(count * 2 if paired else count)
    s.temporary_array = other
    copy_words(other.items, s.keys, count)  # valid values: INV-RADIX-1
    if paired:
        copy_words(other.items + count, s.values, count)
    radix_sort(s.keys, s.values, other.items, other.items + count if paired else other.items, count, key_of, paired)


@inline(raises=True)
def sort_dispatch(s: Ptr[Sorting], less: static, fast: static, paired: static) -> None:
    kind = common_kind(s.keys, s.count) if fast != 0 else i64(KIND_OTHER)
    if fast & FAST_FIXNUM and kind == KIND_FIXNUM:
        sort_keyed(s, less_fixnum, key_of_fixnum, paired)
    elif fast & FAST_FLOAT and kind == KIND_FLONUM:
        sort_keyed(s, less_flonum, key_of_flonum, paired)
    elif fast & FAST_FLOAT and kind == KIND_FLOAT:
        sort_words(s, less_float, paired)
    elif fast & FAST_STRING and kind == KIND_ASCII:
        sort_words(s, less_ascii, paired)
    else:
        sort_words(s, less, paired)


@fn(raises=True)
def sort_array(source: Array_, context: Value, is_reversed: bool, less: static, fast: static) -> Array_:
    """A sorted copy. Reversed: in descending order, equal items still in their old order.

    `fast`: which kinds of items may be compared without `less` (FAST_... bits), because it would say the same.
    Raises: what less raises, MEMORY.
    """
    made = array_slice(source, 0, source.length)
    s = stack_array(Sorting, 1)
    s.keys_array = made
    s.context = context
    s.keys = made.items
    s.values = made.items
    s.count = made.length
    if is_reversed:  # reversed, sorted, reversed: equal items keep their order
        pay(s.count)
        reverse_words(made.items, made.length)
    sort_dispatch(s, less, fast, False)
    if is_reversed:
        reverse_words(made.items, made.length)
    return cast(Array_, s.keys_array)


@fn(raises=True)
def sort_by_keys(keys: Array_, values: Array_, context: Value, is_reversed: bool, less: static, fast: static) -> Array_:
    """A copy of values (as many as keys) in the order of their keys; otherwise as `sort_array`."""
    count = min_of(keys.length, values.length)
    work = array_slice(keys, 0, count)
    made = array_slice(values, 0, count)
    s = stack_array(Sorting, 1)
    s.keys_array = work
    s.values_array = made
    s.context = context
    s.keys = work.items
    s.values = made.items
    s.count = count
    if is_reversed:
        pay(count)
        reverse_words(work.items, count)
        reverse_words(made.items, count)
    sort_dispatch(s, less, fast, True)
    if is_reversed:
        reverse_words(made.items, count)
    return cast(Array_, s.values_array)


@fn(raises=True)
def list_sort(owner: List, context: Value, is_reversed: bool, less: static, fast: static) -> bool:
    """Sort a list in place; otherwise as `sort_array`. While `less` runs the list is empty; if it raises, the list is as before.

    Returns: whether nobody touched the list meanwhile (else what was put there is lost, and the language may complain).
    """
    items = list_take_items(owner)
    try:
        ordered = sort_array(items, context, is_reversed, less, fast)
    except failure as e:
        list_put_items(owner, items, items.length)
        raise e
    return list_put_items(owner, ordered, ordered.length)
