"""Expressions: names, operators, comparisons, conditions, attributes, items, displays.

Calls, comprehensions, f-strings, functions and yields have modules of their own.
"""

from __future__ import annotations

import _ast

from pyta.compiler.constant import UNKNOWN
from pyta.compiler.emitter import Emitter, Place, expression
from pyta.compiler.format import percent_format
from pyta.compiler.instruction import CONVERSIONS, CONVERT_AND_FORMAT
from pyta.syntax.place import place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

BINARY = {
    "Add": "add", "Sub": "sub", "Mult": "mul", "Div": "true_div", "FloorDiv": "floor_div", "Mod": "mod", "Pow": "pow",
    "MatMult": "matmul", "LShift": "lshift", "RShift": "rshift", "BitAnd": "bit_and", "BitOr": "bit_or", "BitXor": "bit_xor",
}  # fmt: skip
BINARY_IMM = frozenset({"add", "sub", "mul", "floor_div", "mod", "pow", "lshift", "rshift", "bit_and"})
UNARY = {"USub": "neg", "UAdd": "pos", "Invert": "invert", "Not": "not"}
COMPARE = {
    "Lt": "lt", "LtE": "le", "Eq": "eq", "NotEq": "ne", "Gt": "gt", "GtE": "ge", "Is": "is", "IsNot": "is_not",
    "In": "contains", "NotIn": "not_contains",
}  # fmt: skip
COMPARE_IMM = frozenset({"lt", "le", "eq", "ne", "gt", "ge"})

CHUNK = 32  # a display longer than this is built in steps, so that its window stays small


@expression("Name")
def name(c: Emitter, node: _ast.Name, destination: int) -> None:
    c.load_name(node, node.id, destination)


@expression("Constant")
def constant(c: Emitter, node: _ast.Constant, destination: int) -> None:
    c.at(node)
    c.load_constant(node.value, destination)


@expression("NamedExpr")
def named(c: Emitter, node: _ast.NamedExpr, destination: int) -> None:
    assert isinstance(node.target, _ast.Name)
    c.into(node.value, destination)
    c.store_name(node.target, node.target.id, destination)


# --- operators
@expression("BinOp")
def binary(c: Emitter, node: _ast.BinOp, destination: int) -> None:
    if isinstance(node.op, _ast.Mod) and (text := percent_format(node)) is not None:
        joined(c, text, destination)
        return
    chain = [node]
    while isinstance(left_node := chain[-1].left, _ast.BinOp) and c.unit.folder.fold(left_node) is UNKNOWN:
        if isinstance(left_node.op, _ast.Mod) and percent_format(left_node) is not None:
            break
        chain.append(left_node)
    scratch = -1 if c.is_local(destination) else destination
    before = c.b.mark
    left = c.operand(chain[-1].left, scratch)
    accumulator = left if c.b.mark > before else scratch  # a register for the results on the way
    for link in reversed(chain):
        op = BINARY[type(link.op).__name__]
        if link is node:
            result = destination
        else:
            if accumulator < 0:
                accumulator = c.temporary()
            result = accumulator
        mark = c.b.mark
        right = c.small_int(link.right) if op in BINARY_IMM else None
        if right is None:
            right = c.operand(link.right, accumulator if accumulator != left else -1)
        else:
            op += "_imm"
        c.emit_at(link, op, result, left, right)
        left = result
        c.b.free_to(mark)


@expression("UnaryOp")
def unary(c: Emitter, node: _ast.UnaryOp, destination: int) -> None:
    operand = c.operand(node.operand, destination)
    c.emit_at(node, UNARY[type(node.op).__name__], destination, operand)


def compare_operands(c: Emitter, op: _ast.cmpop, left: int, node: _ast.AST, scratch: int) -> tuple[str, int]:
    """The instruction of a comparison and its last operand."""
    name = COMPARE[type(op).__name__]
    number = c.small_int(node) if name in COMPARE_IMM else None
    if number is not None:
        return f"{name}_imm", number
    if name in ("contains", "not_contains"):
        node = _constant_container(c, node)
    return name, c.operand(node, scratch if scratch != left else -1)


def _constant_container(c: Emitter, node: _ast.AST) -> _ast.AST:
    """A list or set display of constants that is only searched: a tuple or frozenset, as the host has it."""
    if isinstance(node, _ast.List | _ast.Set):
        values = [c.unit.folder.fold(e) for e in node.elts]
        if values and not any(v is UNKNOWN for v in values):
            value = tuple(values) if isinstance(node, _ast.List) else frozenset(values)
            return _ast.Constant(value, **place(node))  # type: ignore[arg-type]
    return node


@expression("Compare")
def compare(c: Emitter, node: _ast.Compare, destination: int) -> None:
    if len(node.ops) == 1:
        scratch = -1 if c.is_local(destination) else destination
        left = c.operand(node.left, scratch)
        op, right = compare_operands(c, node.ops[0], left, node.comparators[0], scratch)
        c.emit_at(node, op, destination, left, right)
        return
    result = c.work(destination)
    end = Place("compared")
    left = c.operand(node.left)
    last = len(node.ops) - 1
    for i, (op_node, right_node) in enumerate(zip(node.ops, node.comparators, strict=True)):
        if i == last:
            op, right = compare_operands(c, op_node, left, right_node, -1)
        else:
            right = c.operand(right_node)
            op = COMPARE[type(op_node).__name__]
        c.emit_at(node, op, result, left, right)
        if i != last:
            c.keep_last(result)
            c.jump_on(result, end, False)
        left = right
    c.bind(end)
    c.move(destination, result)


# --- conditions
def branch(c: Emitter, node: _ast.AST, place: Place, sense: bool, *, back: bool = False) -> None:
    """Go to `place` if the condition's truth is `sense`, else go on. `back`: the jump is a loop's back edge."""
    if c.dead:
        return
    value = c.unit.folder.fold(node)
    if value is not UNKNOWN:
        if bool(value) is sense:
            c.emit_at(node, "loop" if back else "jump", place)
        return
    mark = c.b.mark
    if isinstance(node, _ast.UnaryOp) and isinstance(node.op, _ast.Not):
        branch(c, node.operand, place, not sense, back=back)
    elif isinstance(node, _ast.BoolOp):
        # `or` goes to a true place, and `and` to a false one, as soon as one operand says so
        if isinstance(node.op, _ast.Or) is sense:
            for operand in node.values:
                branch(c, operand, place, sense, back=back)
        else:
            past = Place("past")
            for operand in node.values[:-1]:
                branch(c, operand, past, not sense)
            branch(c, node.values[-1], place, sense, back=back)
            c.bind(past)
    elif isinstance(node, _ast.Compare):
        _branch_compare(c, node, place, sense, back)
    elif isinstance(node, _ast.IfExp):
        other, end = Place("else"), Place("end")
        branch(c, node.test, other, False)
        branch(c, node.body, place, sense, back=back)
        c.emit("jump", end)
        c.bind(other)
        branch(c, node.orelse, place, sense, back=back)
        c.bind(end)
    else:
        if isinstance(node, _ast.NamedExpr) and (register := c.target_register(node.target)) >= 0:
            c.into(node.value, register)
            c.set_bound(register)
        else:
            register = c.operand(node)
        c.at(node)
        c.jump_on(register, place, sense, back=back)
    c.b.free_to(mark)


def _branch_compare(c: Emitter, node: _ast.Compare, place: Place, sense: bool, back: bool) -> None:
    first = node.ops[0]
    if len(node.ops) == 1:
        if isinstance(first, _ast.Is | _ast.IsNot) and _is_none(node.comparators[0]):
            wants_none = isinstance(first, _ast.Is) is sense
            register = c.operand(node.left)
            c.emit_at(node, ("loop" if back else "jump") + ("_if_none" if wants_none else "_if_not_none"), register, place)
            return
        result = c.temporary()
        left = c.operand(node.left, result)
        op, right = compare_operands(c, first, left, node.comparators[0], result)
        c.emit_at(node, op, result, left, right)
        c.jump_on(result, place, sense, back=back)
        return
    past = Place("past")
    result = c.temporary()
    left = c.operand(node.left)
    last = len(node.ops) - 1
    for i, (op_node, right_node) in enumerate(zip(node.ops, node.comparators, strict=True)):
        if i == last:
            op, right = compare_operands(c, op_node, left, right_node, -1)
        else:
            right = c.operand(right_node)
            op = COMPARE[type(op_node).__name__]
        c.emit_at(node, op, result, left, right)
        if i == last:
            c.jump_on(result, place, sense, back=back)
        elif sense:
            c.jump_on(result, past, False)
        else:
            c.jump_on(result, place, False, back=back)
        left = right
    c.bind(past)


def _is_none(node: _ast.AST) -> bool:
    return isinstance(node, _ast.Constant) and node.value is None


@expression("BoolOp")
def boolean(c: Emitter, node: _ast.BoolOp, destination: int) -> None:
    sense = isinstance(node.op, _ast.Or)
    result = c.work(destination)
    end = Place("end")
    for operand in node.values[:-1]:
        c.into(operand, result)
        c.keep_last(result)
        c.at(operand)
        c.jump_on(result, end, sense)
    c.into(node.values[-1], result)
    c.bind(end)
    c.move(destination, result)


@expression("IfExp")
def conditional(c: Emitter, node: _ast.IfExp, destination: int) -> None:
    other, end = Place("else"), Place("end")
    branch(c, node.test, other, False)
    c.into(node.body, destination)
    c.emit("jump", end)
    c.bind(other)
    c.into(node.orelse, destination)
    c.bind(end)


# --- attributes and items
@expression("Attribute")
def attribute(c: Emitter, node: _ast.Attribute, destination: int) -> None:
    value = c.operand(node.value, destination)
    c.at_name(node, node)
    c.emit("get_attribute", destination, value, c.constant(c.scope.mangle(node.attr)))


@expression("Subscript")
def subscript(c: Emitter, node: _ast.Subscript, destination: int) -> None:
    scratch = -1 if c.is_local(destination) else destination
    value = c.operand(node.value, scratch)
    if is_plain_slice(node.slice):
        window = slice_window(c, node.slice)
        c.emit_at(node, "get_slice", destination, value, window)
        return
    if isinstance(node.slice, _ast.Slice):
        c.emit_at(node, "get_slice_step", destination, value, step_window(c, node.slice))
        return
    number = c.small_int(node.slice)
    if number is not None:
        c.emit_at(node, "get_item_imm", destination, value, number)
        return
    index = c.operand(node.slice, scratch if scratch != value else -1)
    c.emit_at(node, "get_item", destination, value, index)


def is_plain_slice(node: _ast.AST) -> bool:
    return isinstance(node, _ast.Slice) and node.step is None


def slice_window(c: Emitter, node: _ast.AST) -> int:
    """The registers of a slice without step."""
    assert isinstance(node, _ast.Slice)
    window = c.temporary(2)
    _slice_part(c, node, node.lower, window)
    _slice_part(c, node, node.upper, window + 1)
    return window


def _slice_part(c: Emitter, node: _ast.AST, part: _ast.AST | None, register: int) -> None:
    if part is None:
        c.emit_at(node, "none", register)
    else:
        c.into(part, register)


def step_window(c: Emitter, node: _ast.Slice) -> int:
    """The registers of a slice's three parts."""
    window = c.temporary(3)
    for i, part in enumerate((node.lower, node.upper, node.step)):
        _slice_part(c, node, part, window + i)
    return window


@expression("Slice")
def slice_object(c: Emitter, node: _ast.Slice, destination: int) -> None:
    c.emit_at(node, "build_slice", destination, step_window(c, node))


# --- displays
@expression("List")
def list_display(c: Emitter, node: _ast.List, destination: int) -> None:
    sequence(c, node, node.elts, "list", destination)


@expression("Set")
def set_display(c: Emitter, node: _ast.Set, destination: int) -> None:
    sequence(c, node, node.elts, "set", destination)


@expression("Tuple")
def tuple_display(c: Emitter, node: _ast.Tuple, destination: int) -> None:
    if any(isinstance(e, _ast.Starred) for e in node.elts) or len(node.elts) > CHUNK:
        items = c.temporary()
        sequence(c, node, node.elts, "list", items)
        c.emit_at(node, "list_to_tuple", destination, items)
        return
    window = c.temporary(len(node.elts))
    for i, element in enumerate(node.elts):
        c.into(element, window + i)
    c.emit_at(node, "build_tuple", destination, window, len(node.elts))


def sequence(c: Emitter, node: _ast.AST, elements: Sequence[_ast.expr], kind: str, destination: int) -> None:
    """Build a list or a set of elements, starred ones among them."""
    add, extend = ("list_append", "list_extend") if kind == "list" else ("set_add", "set_update")
    values = [c.unit.folder.fold(e) for e in elements]
    if len(elements) >= 3 and not any(v is UNKNOWN for v in values):
        result = c.work(destination)
        everything = c.temporary()
        c.emit_at(node, f"build_{kind}", result, everything, 0)
        c.load_constant(tuple(values), everything)
        c.emit(extend, result, everything)
        c.move(destination, result)
        return
    plain = 0
    while plain < min(len(elements), CHUNK) and not isinstance(elements[plain], _ast.Starred):
        plain += 1
    result = destination if plain == len(elements) else c.work(destination)
    window = c.temporary(plain)
    for i in range(plain):
        c.into(elements[i], window + i)
    c.emit_at(node, f"build_{kind}", result, window, plain)
    c.b.free_to(window)
    for element in elements[plain:]:
        mark = c.b.mark
        if isinstance(element, _ast.Starred):
            c.emit_at(element, extend, result, c.operand(element.value))
        else:
            c.emit_at(node, add, result, c.operand(element))
        c.b.free_to(mark)
    c.move(destination, result)


@expression("Dict")
def dict_display(c: Emitter, node: _ast.Dict, destination: int) -> None:
    keys = [UNKNOWN if k is None else c.unit.folder.fold(k) for k in node.keys]
    if keys and len(keys) <= CHUNK and not any(k is UNKNOWN for k in keys):
        window = c.temporary(len(keys))
        for i, value in enumerate(node.values):
            c.into(value, window + i)
        c.emit_at(node, "build_map_keys", destination, window, c.constant(tuple(keys)))
        return
    plain = 0
    while plain < min(len(keys), CHUNK // 2) and node.keys[plain] is not None:
        plain += 1
    result = destination if plain == len(keys) else c.work(destination)
    window = c.temporary(2 * plain)
    for i in range(plain):
        key = node.keys[i]
        assert key is not None
        c.into(key, window + 2 * i)
        c.into(node.values[i], window + 2 * i + 1)
    c.emit_at(node, "build_map", result, window, plain)
    c.b.free_to(window)
    for key, value in zip(node.keys[plain:], node.values[plain:], strict=True):
        mark = c.b.mark
        if key is None:
            c.emit_at(node, "map_update", result, c.operand(value))
        else:
            key_register, value_register = c.operands(key, value)
            c.emit_at(node, "map_add", result, key_register, value_register)
        c.b.free_to(mark)
    c.move(destination, result)


# --- f-strings
@expression("JoinedStr")
def joined(c: Emitter, node: _ast.JoinedStr, destination: int) -> None:
    parts = [p for p in node.values if not (isinstance(p, _ast.Constant) and p.value == "")]
    if all(isinstance(p, _ast.Constant) for p in parts):
        c.at(node)
        c.load_constant("".join(p.value for p in parts), destination)  # type: ignore[attr-defined]
        return
    if len(parts) == 1 and isinstance(parts[0], _ast.FormattedValue):
        formatted(c, parts[0], destination)
        return
    if len(parts) > CHUNK:
        _join_long(c, node, parts, destination)
        return
    window = c.temporary(len(parts))
    for i, part in enumerate(parts):
        # formatting may wait for build_string if nothing that is evaluated until then could notice
        waits = all(_is_quiet(c, later) for later in parts[i + 1 :])
        if isinstance(part, _ast.FormattedValue) and part.conversion < 0 and part.format_spec is None and waits:
            c.into(part.value, window + i)
        else:
            c.into(part, window + i)
    c.emit_at(node, "build_string", destination, window, len(parts))


def _join_long(c: Emitter, node: _ast.JoinedStr, parts: list[_ast.expr], destination: int) -> None:
    result = c.temporary(2)
    for start in range(0, len(parts), CHUNK):
        some = parts[start : start + CHUNK]
        mark = c.b.mark
        window = c.temporary(len(some))
        for i, part in enumerate(some):
            c.into(part, window + i)
        c.emit_at(node, "build_string", result + (start > 0), window, len(some))
        if start:
            c.emit("build_string", result, result, 2)
        c.b.free_to(mark)
    c.move(destination, result)


def _is_quiet(c: Emitter, part: _ast.AST) -> bool:
    """Whether evaluating a part of an f-string can neither fail nor run anything (formatting it is another matter)."""
    if isinstance(part, _ast.Constant):
        return True
    if isinstance(part, _ast.FormattedValue) and part.conversion < 0 and part.format_spec is None:
        register = c.target_register(part.value)
        return register >= 0 and bool(c.bound >> register & 1)
    return False


@expression("FormattedValue")
def formatted(c: Emitter, node: _ast.FormattedValue, destination: int) -> None:
    scratch = c.work(destination)
    value = c.operand(node.value, scratch)
    c.at(node)
    if node.conversion >= 0:
        how = CONVERSIONS[chr(node.conversion)]
        if node.format_spec is None:
            c.emit("convert", destination, value, how + CONVERT_AND_FORMAT)
            return
        c.emit("convert", scratch, value, how)
        value = scratch
    if node.format_spec is None:
        c.emit("format", destination, value)
        return
    spec = c.operand(node.format_spec, scratch if scratch != value else -1)
    c.emit_at(node, "format_spec", destination, value, spec)
