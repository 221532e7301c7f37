"""What sum, min, max, any and all do with items, whoever gives these.

Source: the library reference, "Built-in Functions".
"""

from __future__ import annotations

import sys

from corevm.kernel.number import float_of, is_float, is_integer, number_to_float
from corevm.kernel.safepoint import spend
from corevm.kernel.value import FALSE, TRUE, both_fixnum, box_float, fixnum_add
from corevm.micro.surface import Value, cast, fabs, fn, i64, inline, static
from pyta.object.type import is_deleted
from pyta.protocol.compare import bool_number, compare_gt, compare_lt, is_true
from pyta.protocol.iterate import next_function, next_value
from pyta.protocol.number import BINARY

add_values = BINARY["add"]
COMPENSATED = sys.version_info >= (3, 12)  # sum() of floats keeps what each addition loses


@fn(raises=True)
def truth_of_any(it: Value, wanted: bool) -> Value:
    """any(it) if True is wanted; all(it) if False is."""
    go_on = next_function(it)
    while True:
        item = go_on(it)
        if is_deleted(item):
            return FALSE if wanted else TRUE
        if is_true(item) == wanted:
            return TRUE if wanted else FALSE
        spend(1)


@fn(raises=True)
def sum_from(it: Value, start: Value, first: Value) -> Value:
    """start + first + the items of an iterator; first: DELETED if there is none."""
    total = start
    item = first
    go_on = next_function(it)
    while not is_deleted(item):
        spend(1)
        if COMPENSATED:
            if is_float(total) and (is_float(item) or is_integer(bool_number(item))):
                total, item = sum_of_floats(it, total, item)
                if is_deleted(item):
                    return total
        if both_fixnum(total, item):
            added, overflowed = fixnum_add(total, item)
            total = add_values(total, item) if overflowed else added
        else:
            total = add_values(total, item)
        item = go_on(it)
    return total


@fn(raises=True)
def sum_of_floats(it: Value, start: Value, first: Value) -> tuple[Value, Value]:
    """Go on adding while the items are numbers: the sum, and the first item that is none (or DELETED).

    Source: A. Neumaier's summation, as in CPython 3.12.
    """
    total = float_of(start)
    lost = 0.0
    item = first
    while is_float(item) or is_integer(bool_number(item)):
        x = number_to_float(bool_number(item))
        added = total + x
        if fabs(total) >= fabs(x):
            lost += total - added + x
        else:
            lost += x - added + total
        total = added
        item = next_value(it)
        spend(1)
        if is_deleted(item):
            break
    if lost != 0.0 and lost - lost == 0.0:
        total += lost
    return box_float(total), item


@inline(raises=True)
def is_better(a: Value, b: Value, wants_max: static) -> bool:
    if both_fixnum(a, b):
        return cast(i64, a) > cast(i64, b) if wants_max else cast(i64, a) < cast(i64, b)
    if wants_max:
        return is_true(compare_gt(a, b))
    return is_true(compare_lt(a, b))
