"""slice objects."""

from __future__ import annotations

from corevm.micro.surface import Object, Value, fn, heap, new
from pyta.object.declare import declare_type


@heap(kind="pyta.slice")
class Slice(Object):
    start: Value
    stop: Value
    step: Value


declare_type("slice", kind="pyta.slice", is_final=True)


@fn(raises=True)
def new_slice(start: Value, stop: Value, step: Value) -> Value:
    return new(Slice, start=start, stop=stop, step=step)
