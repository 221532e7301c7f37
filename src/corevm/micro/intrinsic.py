"""Checking of intrinsics: each has a function here that types its arguments and names the IR op.

`INTRINSIC_CHECKS` maps the names of `corevm.micro.surface` to them; a test asserts that the two agree.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import partial
from typing import Any

from corevm.errors import MicroError
from corevm.ir.module import Loc
from corevm.micro import tree as n
from corevm.micro import type as t
from corevm.micro.tree import Static

INTRINSIC_CHECKS: dict[str, Callable[[Any, ast.Call], Any]] = {}
TAIL_LIMIT = 1 << 40  # elements; more than any heap holds: `new` then asks for OVERSIZE bytes, which fails
OVERSIZE = 1 << 62


def _check(names: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def register(function: Callable[..., Any]) -> Callable[..., Any]:
        for name in names.split():
            INTRINSIC_CHECKS[name] = partial(_named, function, name)
        return function

    return register


def _named(function: Callable[..., Any], name: str, checker: Any, node: ast.Call) -> Any:
    return function(checker, node, name)


def _arguments(c: Any, node: ast.Call, count: int, name: str) -> list[ast.expr]:
    if len(node.args) != count or node.keywords:
        c.fail("MC208", f"{name} takes {count} arguments", node, seen=str(len(node.args) + len(node.keywords)))
    return node.args


def _type_argument(c: Any, node: ast.expr) -> t.MicroType:
    value = c.static_value(node)
    try:
        return t.as_type(value)
    except MicroError:
        c.fail("MC134", "a Micro type is needed", node, seen=repr(value))
        raise AssertionError from None


@_check("cast")
def _cast(c: Any, node: ast.Call, name: str) -> Any:
    type_node, value_node = _arguments(c, node, 2, name)
    type_ = _type_argument(c, type_node)
    value = c.expr(value_node)
    loc = c.loc(node)
    if isinstance(value, Static):
        if isinstance(value.object, int) and not isinstance(value.object, bool):
            if not -(1 << 63) <= value.object < 1 << 64:
                c.fail("MC201", "the constant is not a word", node, seen=str(value.object))
            if isinstance(type_, t.IntType):
                return n.Const(type_, loc, type_(value.object))
            if type_.ir is not None and type_.ir.size_bytes == 8:
                return n.Const(type_, loc, value.object & (1 << 64) - 1)
        value = c.materialise(value, value_node)
    source = value.type
    if source.ir is None or type_.ir is None or source.ir.bits != 64 or type_.ir.bits != 64:
        c.fail("MC211", "cast needs 64-bit words on both sides", node, seen=f"{source!r} to {type_!r}", wanted="Ptr, u64, i64, Value, a reference or function type")
    if source.ir is type_.ir:
        return n.OpExpr(type_, loc, "same", None, [value])
    return n.OpExpr(type_, loc, "bitcast", type_.ir, [value])


@_check("sizeof")
def _sizeof(c: Any, node: ast.Call, name: str) -> Any:
    type_ = _type_argument(c, _arguments(c, node, 1, name)[0])
    return Static(type_.fixed_bytes if isinstance(type_, t.HeapType) else type_.size_bytes)


@_check("offsetof")
def _offsetof(c: Any, node: ast.Call, name: str) -> Any:
    record_node, field_node = _arguments(c, node, 2, name)
    record, field = c.static_value(record_node), c.static_value(field_node)
    if not isinstance(record, t.RecordType) or field not in record.fields:
        c.fail("MC203", "no such field", node, seen=f"{record!r}.{field}")
    return Static(record.fields[field].offset)


@_check("kind_number")
def _kind_number(c: Any, node: ast.Call, name: str) -> Any:
    class_ = c.static_value(_arguments(c, node, 1, name)[0])
    return Static(c.program.kind_number(class_, c, node))


@_check("addr_of")
def _addr_of(c: Any, node: ast.Call, name: str) -> Any:
    (value,) = _arguments(c, node, 1, name)
    place: Any = None
    if isinstance(value, ast.Attribute):
        base = c.expr(value.value)
        if not isinstance(base, Static):
            place = c.field_place(base, value)
    elif isinstance(value, ast.Subscript):
        place = c.element_place(value)
    if place is None:
        c.fail("MC205", "only a field or an element has an address", node)
    target = place.type.item if isinstance(place.type, t.ArrayType | t.TailType) else place.type
    return n.AddressOf(t.PtrType(target), c.loc(node), place)


@_check("stack_array")
def _stack_array(c: Any, node: ast.Call, name: str) -> Any:
    type_node, count_node = _arguments(c, node, 2, name)
    type_, count = _type_argument(c, type_node), c.static_value(count_node)
    if not isinstance(count, int) or not 0 < count * type_.size_bytes <= 1 << 20:
        c.fail("MC201", "the size of a stack array is out of range", node, seen=repr(count), wanted="1 byte to 1 MiB")
    return n.OpExpr(t.PtrType(type_), c.loc(node), "stack_slot", None, [], (count * type_.size_bytes, max(8, type_.align_bytes)))


@_check("ctz clz popcnt bswap")
def _bits(c: Any, node: ast.Call, name: str) -> Any:
    (value_node,) = _arguments(c, node, 1, name)
    value = c.typed(value_node)
    if not isinstance(value.type, t.IntType):
        c.fail("MC202", f"{name} needs an integer", value_node, seen=repr(value.type))
    return n.OpExpr(value.type, c.loc(node), name, value.type.ir, [value])


@_check("rotl")
def _rotl(c: Any, node: ast.Call, name: str) -> Any:
    value_node, count_node = _arguments(c, node, 2, name)
    value = c.typed(value_node)
    if not isinstance(value.type, t.IntType):
        c.fail("MC202", f"{name} needs an integer", value_node, seen=repr(value.type))
    count = c.expr(count_node)
    if isinstance(count, Static):
        count = n.Const(value.type, c.loc(node), count.object % value.type.bits)
    else:
        count = c.convert_int(count, value.type, c.loc(node))
    return n.OpExpr(value.type, c.loc(node), "rotl", value.type.ir, [value, count])


def _pair(c: Any, node: ast.Call, nodes: list[ast.expr], types: type = t.IntType) -> list[n.Expr]:
    """Two operands of one type."""
    left, right = (c.expr(x) for x in nodes)
    if isinstance(left, Static) and isinstance(right, Static):
        left = c.materialise(left, nodes[0])
    if isinstance(left, Static):
        left = c.coerce(left, right.type, nodes[0])
    right = c.coerce(right, left.type, nodes[1])
    if not isinstance(left.type, types):
        c.fail("MC202", "wrong operand type", node, seen=repr(left.type))
    return [left, right]


@_check("add_overflow sub_overflow mul_overflow")
def _overflow(c: Any, node: ast.Call, name: str) -> Any:
    args = _pair(c, node, _arguments(c, node, 2, name))
    type_ = args[0].type
    if not isinstance(type_, t.IntType) or not type_.is_signed:
        c.fail("MC202", f"{name} is for signed integers", node, seen=repr(type_))
    return n.OpExpr(t.TupleType((type_, t.BOOL)), c.loc(node), name, type_.ir, args)


@_check("wrapping_add wrapping_sub wrapping_mul")
def _wrapping(c: Any, node: ast.Call, name: str) -> Any:
    args = _pair(c, node, _arguments(c, node, 2, name))
    return n.OpExpr(args[0].type, c.loc(node), name.removeprefix("wrapping_"), args[0].type.ir, args)


@_check("truncated_div truncated_rem")
def _truncated(c: Any, node: ast.Call, name: str) -> Any:
    args = _pair(c, node, _arguments(c, node, 2, name))
    type_ = args[0].type
    assert isinstance(type_, t.IntType)
    op = ("s" if type_.is_signed else "u") + name.removeprefix("truncated_")
    return n.OpExpr(type_, c.loc(node), op, type_.ir, args)


@_check("add_carry sub_borrow")
def _carry(c: Any, node: ast.Call, name: str) -> Any:
    a, b, carry = _arguments(c, node, 3, name)
    args = [c.coerce(c.expr(a), t.U64, a), c.coerce(c.expr(b), t.U64, b), c.coerce(c.expr(carry), t.BOOL, carry)]
    return n.OpExpr(t.TupleType((t.U64, t.BOOL)), c.loc(node), name, t.U64.ir, args)


@_check("mul_wide div_wide")
def _wide(c: Any, node: ast.Call, name: str) -> Any:
    nodes = _arguments(c, node, 2 if name == "mul_wide" else 3, name)
    args = [c.coerce(c.expr(x), t.U64, x) for x in nodes]
    return n.OpExpr(t.TupleType((t.U64, t.U64)), c.loc(node), name, None, args)


@_check("select")
def _select(c: Any, node: ast.Call, name: str) -> Any:
    condition_node, a_node, b_node = _arguments(c, node, 3, name)
    condition = c.condition(condition_node)
    if isinstance(condition, Static):
        return c.expr(a_node if condition.object else b_node)
    a, b = _pair(c, node, [a_node, b_node], t.MicroType)
    return n.OpExpr(a.type, c.loc(node), "select", a.type.ir, [condition, a, b])


@_check("min_of max_of")
def _extreme(c: Any, node: ast.Call, name: str) -> Any:
    a, b = _pair(c, node, _arguments(c, node, 2, name), t.MicroType)
    type_ = a.type
    if isinstance(type_, t.IntType):
        op = "slt" if type_.is_signed else "ult"
    elif isinstance(type_, t.FloatType):
        op = "flt"
    else:
        c.fail("MC202", f"{name} needs numbers", node, seen=repr(type_))
    loc = c.loc(node)
    (bind_a, ref_a), (bind_b, ref_b) = c.once(a), c.once(b)
    condition = n.OpExpr(t.BOOL, loc, op, type_.ir, [ref_a, ref_b] if name == "min_of" else [ref_b, ref_a])
    return n.Sequence(type_, loc, [bind_a, bind_b], n.OpExpr(type_, loc, "select", type_.ir, [condition, ref_a, ref_b]))


@_check("sqrt floor ceil trunc rint fabs")
def _float(c: Any, node: ast.Call, name: str) -> Any:
    (value_node,) = _arguments(c, node, 1, name)
    value = c.typed(value_node)
    if not isinstance(value.type, t.FloatType):
        c.fail("MC202", f"{name} needs a float", value_node, seen=repr(value.type))
    op = name if name == "fabs" else "f" + name.removeprefix("f") if name != "floor" else "ffloor"
    op = {"rint": "frint", "ceil": "fceil", "trunc": "ftrunc", "sqrt": "fsqrt"}.get(name, op)
    return n.OpExpr(value.type, c.loc(node), op, value.type.ir, [value])


@_check("bits_of float_of_bits")
def _float_bits(c: Any, node: ast.Call, name: str) -> Any:
    (value_node,) = _arguments(c, node, 1, name)
    source, target = (t.F64, t.U64) if name == "bits_of" else (t.U64, t.F64)
    return n.OpExpr(target, c.loc(node), "bitcast", target.ir, [c.coerce(c.expr(value_node), source, value_node)])


def _address(c: Any, node: ast.expr) -> n.Expr:
    value = c.materialise(c.expr(node), node)
    if not isinstance(value.type, t.PtrType | t.HeapType):
        c.fail("MC202", "an address is needed", node, seen=repr(value.type), wanted="Ptr[...]")
    return value  # type: ignore[no-any-return]


@_check("memcopy memmove memequal")
def _memory(c: Any, node: ast.Call, name: str) -> Any:
    a, b, count = _arguments(c, node, 3, name)
    args = [_address(c, a), _address(c, b), c.index(c.expr(count), count)]
    return n.OpExpr(t.BOOL if name == "memequal" else t.NONE, c.loc(node), name, None, args)


@_check("memset")
def _memset(c: Any, node: ast.Call, name: str) -> Any:
    a, byte, count = _arguments(c, node, 3, name)
    args = [_address(c, a), c.coerce(c.expr(byte), t.U8, byte), c.index(c.expr(count), count)]
    return n.OpExpr(t.NONE, c.loc(node), "memset", None, args)


@_check("atomic_load atomic_store atomic_cas atomic_add atomic_or atomic_and")
def _atomic(c: Any, node: ast.Call, name: str) -> Any:
    counts = {"atomic_load": 1, "atomic_cas": 3}
    nodes = _arguments(c, node, counts.get(name, 2), name)
    pointer = c.typed(nodes[0])
    if not isinstance(pointer.type, t.PtrType):
        c.fail("MC202", f"{name} needs a pointer", nodes[0], seen=repr(pointer.type))
    type_ = pointer.type.target
    values = [c.coerce(c.expr(x), type_, x) for x in nodes[1:]]
    result = {"atomic_store": t.NONE, "atomic_cas": t.TupleType((type_, t.BOOL))}.get(name, type_)
    return n.OpExpr(result, c.loc(node), name, type_.ir, [pointer, *values], (0, "any"))


@_check("fence")
def _fence(c: Any, node: ast.Call, name: str) -> Any:
    _arguments(c, node, 0, name)
    return n.OpExpr(t.NONE, c.loc(node), "fence", None, [])


@_check("prefetch")
def _prefetch(c: Any, node: ast.Call, name: str) -> Any:
    (value,) = _arguments(c, node, 1, name)
    return n.OpExpr(t.NONE, c.loc(node), "prefetch", None, [_address(c, value)])


@_check("dump_registers")
def _dump(c: Any, node: ast.Call, name: str) -> Any:
    (value,) = _arguments(c, node, 1, name)
    return n.OpExpr(t.PtrType(t.U64), c.loc(node), "dump_registers", None, [_address(c, value)])


@_check("likely unlikely")
def _hint(c: Any, node: ast.Call, name: str) -> Any:
    (value,) = _arguments(c, node, 1, name)
    condition = c.condition(value)
    return condition if isinstance(condition, Static) else n.Hinted(t.BOOL, c.loc(node), condition, name)


@_check("unreachable")
def _unreachable(c: Any, node: ast.Call, name: str) -> Any:
    _arguments(c, node, 0, name)
    return n.OpExpr(t.NONE, c.loc(node), "unreachable", None, [])


@_check("current_thread")
def _thread(c: Any, node: ast.Call, name: str) -> Any:
    _arguments(c, node, 0, name)
    if not c.function.takes_thread:
        c.fail("MC301", f"{c.function.name} has no thread", node, wanted="a function without thread=False")
    return n.ThreadRef(t.PtrType(t.U8), c.loc(node))


@_check("new")
def _new(c: Any, node: ast.Call, name: str) -> Any:
    if len(node.args) != 1:
        c.fail("MC208", "new takes a heap class, then named fields", node)
    class_ = c.static_value(node.args[0])
    if not isinstance(class_, t.HeapType):
        c.fail("MC134", "new makes objects of heap classes", node.args[0], seen=repr(class_))
    c.may_fail(node, "new")
    loc: Loc = c.loc(node)
    given = {k.arg: k.value for k in node.keywords}
    tail = class_.tail
    kind = c.program.kind_number(class_, c, node)
    header: n.Expr = n.Const(t.U64, loc, kind << 48)
    if "shape" in given and "shape" not in class_.fields:  # the header's, not a field
        shape_node = given.pop("shape")
        shape = c.convert_int(c.coerce(c.expr(shape_node), t.U32, shape_node), t.U64, loc)
        header = n.OpExpr(t.U64, loc, "or", t.U64.ir, [header, shape])
    binds: list[n.Expr] = []
    size: n.Expr = n.Const(t.I64, loc, t.align_up(class_.fixed_bytes, 8))
    stores: list[tuple[t.Field, n.Expr]] = []
    if tail is not None:
        if "tail" not in given:
            c.fail("MC208", f"{class_.name} has a Tail: its length is missing", node, wanted="tail=n")
        tail_node = given.pop("tail")
        count = c.index(c.expr(tail_node), tail_node)
        bind, ref = c.once(count)
        binds.append(bind)
        assert isinstance(tail.type, t.TailType)
        item = tail.type.item
        length = class_.fields.get(class_.length_field)
        if length is None or not isinstance(length.type, t.IntType):
            c.fail("MC203", f"{class_.name} has a Tail but no integer field {class_.length_field}", node)
        data: n.Expr = n.OpExpr(t.I64, loc, "mul", t.I64.ir, [ref, n.Const(t.I64, loc, item.size_bytes)])
        data = n.OpExpr(t.I64, loc, "add", t.I64.ir, [data, n.Const(t.I64, loc, class_.fixed_bytes + 7)])
        data = n.OpExpr(t.I64, loc, "and", t.I64.ir, [data, n.Const(t.I64, loc, -8)])
        limit = min(TAIL_LIMIT, length.type.maximum)
        too_many = n.OpExpr(t.BOOL, loc, "ugt", t.I64.ir, [ref, n.Const(t.I64, loc, limit)])
        size = n.OpExpr(t.I64, loc, "select", t.I64.ir, [too_many, n.Const(t.I64, loc, OVERSIZE), data])
        stores.append((length, c.convert_int(ref, length.type, loc)))
    elif "tail" in given:
        c.fail("MC208", f"{class_.name} has no Tail", node)
    for field_name, value_node in given.items():
        field = class_.fields.get(field_name or "")
        if field is None or isinstance(field.type, t.ArrayType | t.TailType) or field.offset == 0:
            c.fail("MC203", f"{class_.name} has no such field to set", value_node, seen=str(field_name), wanted=", ".join(list(class_.fields)[1:]))
        value_bind, value_ref = c.once(c.coerce(c.expr(value_node), field.type, value_node))
        binds.append(value_bind)
        stores.append((field, value_ref))
    allocate = c.program.hook_instance("allocate", c, node)
    call = n.Call(class_, loc, "micro", allocate, [size, header], True, True)
    return n.New(class_, loc, binds, call, stores)
