"""What list and tuple share: printed forms, and comparison as methods."""

from __future__ import annotations

from typing import Any

from corevm.kernel.array import no_value
from corevm.kernel.string_build import StringBuilder
from corevm.kernel.value import NOT_IMPLEMENTED
from corevm.micro.surface import Ptr, Value, fn, i64
from pyta.object.declare import method
from pyta.object.payload import payload, payload_or_none
from pyta.protocol.text import py_repr


@fn(raises=True)
def append_items(text: StringBuilder, items: Ptr[Value], count: i64) -> None:
    """The printed forms of items, separated by commas."""
    for i in range(count):
        if i > 0:
            text.append_ascii(", ", 2)
        text.append(py_repr(items[i]))


def declare_comparisons(owner: str, kind: str, operations: dict[str, Any]) -> None:
    """__lt__ and its like of a type whose comparisons are functions of two builtin objects."""
    for op, compare in operations.items():
        _declare_comparison(owner, kind, f"__{op}__", compare)


def _declare_comparison(owner: str, kind: str, own: str, compare: Any) -> None:
    @method(owner, own)
    def compare_method(self: Value, other: Value) -> Value:
        a = payload(self, owner, own)
        b = payload_or_none(other, owner)
        if b == no_value():
            return NOT_IMPLEMENTED
        return compare(a, b)



