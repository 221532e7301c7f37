"""The iterators of builtin types: their layout and types. How they go on is `pyta.protocol.iterate`'s business.

An iterator that has ended lets go of what it walked (the reference becomes 0) and stays ended.
"""

from __future__ import annotations

from corevm.kernel.array import Array_
from corevm.kernel.map import Map
from corevm.kernel.table import Table
from corevm.micro.surface import Object, Value, heap, i64
from pyta.object.declare import declare_type


@heap()
class Cursor(Object):
    """Over a sequence by index. At the end `sequence` is 0."""

    sequence: Value
    index: i64


@heap(kind="pyta.list_iterator")
class ListIterator(Cursor):
    pass


@heap(kind="pyta.tuple_iterator")
class TupleIterator(Cursor):
    pass


@heap(kind="pyta.string_iterator")
class StringIterator(Cursor):
    pass


@heap(kind="pyta.ascii_iterator")
class AsciiIterator(Cursor):
    pass


@heap(kind="pyta.bytes_iterator")
class BytesIterator(Cursor):
    pass


@heap(kind="pyta.bytearray_iterator")
class BytearrayIterator(Cursor):
    pass


@heap(kind="pyta.array_iterator")
class ArrayIterator(Cursor):
    """Over an array.array."""


@heap(kind="pyta.sequence_iterator")
class SequenceIterator(Cursor):
    """Over any object by __getitem__."""


@heap(kind="pyta.list_reverse_iterator")
class ListReverseIterator(Cursor):
    """`index`: the next one; it goes down."""


@heap(kind="pyta.reversed")
class Reversed(Cursor):
    """Any other sequence backwards, by __getitem__; `index`: the next one."""


@heap(kind="pyta.range")
class Range(Object):
    """start, stop, step and the number of items: integers of any size."""

    start: Value
    stop: Value
    step: Value
    count: Value


@heap(kind="pyta.range_iterator")
class RangeIterator(Object):
    """Over a range whose numbers and count all are fixnums."""

    next: i64
    step: i64
    left: i64


@heap(kind="pyta.long_range_iterator")
class LongRangeIterator(Object):
    """Over any other range: integers of any size."""

    next: Value
    step: Value
    left: Value


@heap()
class DictView(Object):
    owner: Map


@heap(kind="pyta.dict_keys")
class DictKeys(DictView):
    pass


@heap(kind="pyta.dict_values")
class DictValues(DictView):
    pass


@heap(kind="pyta.dict_items")
class DictItems(DictView):
    pass


@heap()
class TableIterator(Object):
    """Over a map's or set's entries; a change of size is an error. At the end `owner` is 0.

    `table`: the table `position` means (null: there was none); `left`: how many items are still expected.
    """

    owner: Value
    table: Table | None
    position: i64
    count: i64
    left: i64


@heap(kind="pyta.key_iterator")
class KeyIterator(TableIterator):
    pass


@heap(kind="pyta.value_iterator")
class ValueIterator(TableIterator):
    pass


@heap(kind="pyta.item_iterator")
class ItemIterator(TableIterator):
    pass


@heap(kind="pyta.reverse_key_iterator")
class ReverseKeyIterator(TableIterator):
    """Reverse iterators: all entries from `position` on have been seen."""


@heap(kind="pyta.reverse_value_iterator")
class ReverseValueIterator(TableIterator):
    pass


@heap(kind="pyta.reverse_item_iterator")
class ReverseItemIterator(TableIterator):
    pass


@heap(kind="pyta.set_iterator")
class SetIterator(TableIterator):
    pass


@heap(kind="pyta.call_iterator")
class CallIterator(Object):
    """iter(callee, sentinel). At the end `callee` is 0."""

    callee: Value
    sentinel: Value


@heap(kind="pyta.enumerate")
class Enumerate(Object):
    iterator: Value
    number: Value


@heap(kind="pyta.zip")
class Zip(Object):
    iterators: Array_
    is_strict: i64


@heap(kind="pyta.map_object")
class MapObject(Object):
    function: Value
    iterators: Array_


@heap(kind="pyta.filter")
class Filter(Object):
    predicate: Value
    iterator: Value


declare_type("range", kind="pyta.range", is_final=True)
HIDDEN_ITERATORS: dict[str, str | tuple[str, ...]] = {
    "iterator": "pyta.sequence_iterator",
    "list_iterator": "pyta.list_iterator",
    "tuple_iterator": "pyta.tuple_iterator",
    "str_iterator": "pyta.string_iterator",
    "str_ascii_iterator": "pyta.ascii_iterator",
    "bytes_iterator": "pyta.bytes_iterator",
    "bytearray_iterator": "pyta.bytearray_iterator",
    "list_reverseiterator": "pyta.list_reverse_iterator",
    "range_iterator": "pyta.range_iterator",
    "longrange_iterator": "pyta.long_range_iterator",
    "dict_keyiterator": "pyta.key_iterator",
    "dict_valueiterator": "pyta.value_iterator",
    "dict_itemiterator": "pyta.item_iterator",
    "dict_reversekeyiterator": "pyta.reverse_key_iterator",
    "dict_reversevalueiterator": "pyta.reverse_value_iterator",
    "dict_reverseitemiterator": "pyta.reverse_item_iterator",
    "set_iterator": "pyta.set_iterator",
    "callable_iterator": "pyta.call_iterator",
}
for _name, _kind in HIDDEN_ITERATORS.items():
    declare_type(_name, kind=_kind, is_hidden=True, is_final=True)
declare_type("arrayiterator", kind="pyta.array_iterator", module="array", is_hidden=True, is_final=True)
OPEN_ITERATORS = {
    "enumerate": "pyta.enumerate", "zip": "pyta.zip", "map": "pyta.map_object", "filter": "pyta.filter",
    "reversed": "pyta.reversed",
}  # fmt: skip
for _name, _kind in OPEN_ITERATORS.items():
    declare_type(_name, kind=_kind)
declare_type("dict_keys", kind="pyta.dict_keys", is_hidden=True, is_final=True)
declare_type("dict_values", kind="pyta.dict_values", is_hidden=True, is_final=True)
declare_type("dict_items", kind="pyta.dict_items", is_hidden=True, is_final=True)
declare_type("frozenset", kind="pyta.frozenset")
