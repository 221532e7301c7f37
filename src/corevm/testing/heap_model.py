"""Objects and random programs for testing the collector, and the plain Python model of what they must do.

A program is a list of `Op`s over a table of slots (the roots). `run_program` executes it in a heap, `Model.run` in Python;
`compare` then checks that what the slots reach is the same graph.
"""

from __future__ import annotations

import struct as packing
from dataclasses import dataclass, field
from typing import Any

from corevm.kernel.kind import declare_kinds, number_of
from corevm.kernel.memory import collect_now
from corevm.micro.surface import (
    Array,
    Object,
    Ptr,
    Tail,
    Value,
    cast,
    fn,
    heap,
    i32,
    i64,
    kind_number,
    memset,
    new,
    u8,
    u16,
    u64,
)

LANGUAGE = "heap_model"
declare_kinds(LANGUAGE, ("pair", "items", "raw", "wide"))
SLOTS = 32


@heap(kind="heap_model.pair")
class Pair(Object):
    left: Value
    right: Value
    number: i64


@heap(kind="heap_model.items")
class Items(Object):
    length: i64
    items: Tail[Value]


@heap(kind="heap_model.raw")
class Raw(Object):
    length: i32
    data: Tail[u8]


@heap(kind="heap_model.wide")
class Wide(Object):
    small: u16
    first: Value
    pair: Pair | None
    numbers: Array[i64, 3]
    three: Array[Value, 3]
    last: i32


@fn(raises=True)
def make_pair(left: Value, right: Value, number: i64) -> Pair:
    return new(Pair, left=left, right=right, number=number)


@fn(raises=True)
def make_items(length: i64) -> Items:
    return new(Items, tail=length)


@fn(raises=True)
def make_raw(length: i64, byte: u8) -> Raw:
    made = new(Raw, tail=length)
    memset(made.data, byte, length)
    return made


@fn(raises=True)
def make_wide(first: Value, number: i64) -> Wide:
    pair = new(Pair, left=first, number=number)
    made = new(Wide, first=first, pair=pair, small=7, last=-1)
    made.three[2] = pair
    made.numbers[1] = number
    return made


@fn
def set_left(owner: Pair, value: Value) -> None:
    owner.left = value


@fn
def set_right(owner: Pair, value: Value) -> None:
    owner.right = value


@fn
def set_item(owner: Items, index: i64, value: Value) -> None:
    owner.items[index] = value


@fn(raises=True)
def make_chain(length: i64, tail: Value) -> Value:
    """Pairs linked by `left`, numbered down to 0, ending in `tail`."""
    head = tail
    for i in range(length):
        head = new(Pair, left=head, number=i)
    return head


@fn
def chain_sum(head: Value) -> i64:
    total = 0
    while cast(u64, head) != 0:
        pair = cast(Pair, head)
        total += pair.number
        head = pair.left
    return total


@fn(raises=True)
def make_tree(depth: i64) -> Value:
    """A full binary tree of pairs."""
    if depth == 0:
        return new(Pair, number=1)
    left = make_tree(depth - 1)
    return new(Pair, left=left, right=make_tree(depth - 1), number=depth)


@fn
def tree_size(tree: Value) -> i64:
    if cast(u64, tree) == 0:
        return 0
    pair = cast(Pair, tree)
    return 1 + tree_size(pair.left) + tree_size(pair.right)


PAIR, ITEMS, RAW, STORE, LOAD, CLEAR, COLLECT, CHURN = range(8)


@fn(raises=True)
def run_program(program: Ptr[i64], count: i64, slots: Ptr[Value]) -> i64:
    """Execute `count` ops of four words each. Gives how many were executed."""
    for i in range(count):
        op = program[4 * i]
        a = program[4 * i + 1]
        b = program[4 * i + 2]
        c = program[4 * i + 3]
        if op == PAIR:
            slots[a] = new(Pair, left=slots[b], right=slots[c], number=i)
        elif op == ITEMS:
            slots[a] = new(Items, tail=b)
        elif op == RAW:
            slots[a] = make_raw(b, u8(c))
        elif op == STORE:
            store(slots[a], b, slots[c])
        elif op == LOAD:
            slots[a] = load(slots[b], c)
        elif op == CLEAR:
            slots[a] = cast(Value, u64(0))
        elif op == COLLECT:
            collect_now(b != 0)
        else:
            for _ in range(b):
                make_raw(c, 1)
    return count


@fn
def store(owner: Value, index: i64, value: Value) -> None:
    if cast(u64, owner) == 0:
        return
    kind = i64(cast(Object, owner).header >> 48)
    if kind == kind_number(Pair):
        if index & 1 != 0:
            cast(Pair, owner).right = value
        else:
            cast(Pair, owner).left = value
    elif kind == kind_number(Items):
        items = cast(Items, owner)
        if items.length > 0:
            items.items[index % items.length] = value


@fn
def load(owner: Value, index: i64) -> Value:
    if cast(u64, owner) != 0:
        kind = i64(cast(Object, owner).header >> 48)
        if kind == kind_number(Pair):
            return cast(Pair, owner).right if index & 1 != 0 else cast(Pair, owner).left
        if kind == kind_number(Items):
            items = cast(Items, owner)
            if items.length > 0:
                return items.items[index % items.length]
    return cast(Value, u64(0))


@dataclass(frozen=True)
class Op:
    """One op: its number and three operands."""

    code: int
    a: int = 0
    b: int = 0
    c: int = 0


def pack(program: list[Op]) -> bytes:
    return b"".join(packing.pack("<4q", op.code, op.a, op.b, op.c) for op in program)


@dataclass(eq=False)
class ModelObject:
    """What an object must hold."""

    kind: int
    number: int = 0
    fields: list[ModelObject | None] = field(default_factory=list)
    size: int = 0


class Model:
    """The slots as they must be."""

    def __init__(self) -> None:
        self.slots: list[ModelObject | None] = [None] * SLOTS

    def run(self, program: list[Op]) -> None:
        slots = self.slots
        for i, op in enumerate(program):
            if op.code == PAIR:
                slots[op.a] = ModelObject(PAIR, i, [slots[op.b], slots[op.c]])
            elif op.code == ITEMS:
                slots[op.a] = ModelObject(ITEMS, op.b, [None] * op.b)
            elif op.code == RAW:
                slots[op.a] = ModelObject(RAW, op.c, size=op.b)
            elif op.code == STORE:
                owner = slots[op.a]
                if owner is not None and owner.fields:
                    owner.fields[op.b % len(owner.fields)] = slots[op.c]
            elif op.code == LOAD:
                source = slots[op.b]
                slots[op.a] = source.fields[op.c % len(source.fields)] if source is not None and source.fields else None
            elif op.code == CLEAR:
                slots[op.a] = None


def compare(machine: Any, words: list[int], expected: list[ModelObject | None]) -> int:
    """Check that the words reach the graph expected; gives the number of objects. Raises: AssertionError."""
    known: dict[int, ModelObject] = {}
    places: dict[int, int] = {}
    pending = list(zip(words, expected, strict=True))
    kinds = {PAIR: Pair, ITEMS: Items, RAW: Raw}
    while pending:
        word, wanted = pending.pop()
        if wanted is None or word == 0:
            assert wanted is None and word == 0, (hex(word), wanted)
            continue
        if word in known:
            assert known[word] is wanted, "one object where two are wanted"
            continue
        assert id(wanted) not in places, "two objects where one is wanted"
        known[word] = wanted
        places[id(wanted)] = word
        header = machine.word(word)
        class_ = kinds[wanted.kind]
        assert header >> 48 == number_of(class_.kind), (hex(word), hex(header))
        if wanted.kind == RAW:
            assert machine.get(Raw, "length", word) == wanted.size
            content = machine.read(word + Raw.fixed_bytes, wanted.size)
            assert content == bytes((wanted.number,)) * wanted.size
        else:
            if wanted.kind == PAIR:
                assert machine.get(Pair, "number", word) == wanted.number
                content = machine.read(word + 8, 16)
            else:
                assert machine.get(Items, "length", word) == wanted.number
                content = machine.read(word + Items.fixed_bytes, 8 * wanted.number)
            children = packing.unpack(f"<{len(content) // 8}Q", content)
            pending += zip(children, wanted.fields, strict=True)
    return len(known)
