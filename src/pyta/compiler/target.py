"""Targets: assignment, unpacking, augmented and annotated assignment, deletion."""

from __future__ import annotations

import _ast

from pyta.compiler.emitter import Emitter, statement
from pyta.compiler.expression import BINARY, is_plain_slice, slice_window
from pyta.compiler.scope import FUNCTION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def assign(c: Emitter, target: _ast.AST, source: int) -> None:
    """Store a register's value into a target."""
    if c.dead:
        return
    mark = c.b.mark
    if isinstance(target, _ast.Name):
        c.store_name(target, target.id, source)
    elif isinstance(target, _ast.Attribute):
        value = c.operand(target.value)
        c.at_name(target, target)
        c.emit("set_attribute", value, c.constant(c.scope.mangle(target.attr)), source)
    elif isinstance(target, _ast.Subscript):
        value = c.operand(target.value)
        number = c.small_int(target.slice)
        if is_plain_slice(target.slice):
            c.emit_at(target, "set_slice", value, slice_window(c, target.slice), source)
        elif number is not None:
            c.emit_at(target, "set_item_imm", value, number, source)
        else:
            index = c.operand(target.slice)
            c.emit_at(target, "set_item", value, index, source)
    elif isinstance(target, _ast.Starred):
        assign(c, target.value, source)
    else:
        assert isinstance(target, _ast.Tuple | _ast.List)
        _unpack(c, target, source)
    c.b.free_to(mark)


def _unpack(c: Emitter, target: _ast.Tuple | _ast.List, source: int) -> None:
    count = len(target.elts)
    star = star_of(target)
    first = unpack_window(c, target)
    if star < 0:
        c.emit_at(target, "unpack_sequence", first, source, count)
    else:
        c.emit_at(target, "unpack_ex", first, source, star, count - star - 1)
    assign_unpacked(c, target, first)


def star_of(target: _ast.Tuple | _ast.List) -> int:
    """Which element of a pattern is starred; -1: none."""
    return next((i for i, e in enumerate(target.elts) if isinstance(e, _ast.Starred)), -1)


def unpack_window(c: Emitter, target: _ast.Tuple | _ast.List) -> int:
    """The first of the registers that a pattern's items are put in: its names' own if they are adjacent, else temporaries."""
    first = c.pattern_registers.get(target, -1) if star_of(target) < 0 else -1
    if first < 0 and star_of(target) < 0:
        first = _adjacent(c, target.elts)
    return first if first >= 0 else c.temporary(len(target.elts))


def assign_unpacked(c: Emitter, target: _ast.Tuple | _ast.List, first: int) -> None:
    """Give a pattern's targets what lies in its window."""
    in_place = c.is_local(first)
    for i, element in enumerate(target.elts):
        if in_place and isinstance(element, _ast.Name):
            c.set_bound(first + i)
        else:
            assign(c, element, first + i)


def _adjacent(c: Emitter, elements: Sequence[_ast.expr]) -> int:
    """The first of the targets' registers, if they are locals with ascending registers; else -1."""
    registers = [c.target_register(e) for e in elements]
    if registers and registers[0] >= 0 and registers == list(range(registers[0], registers[0] + len(registers))):
        return registers[0]
    return -1


@statement("Assign")
def assignment(c: Emitter, node: _ast.Assign) -> None:
    targets = node.targets
    if len(targets) == 1:
        target = targets[0]
        register = c.target_register(target)
        if register >= 0:
            c.into(node.value, register)
            if not c.dead:
                c.set_bound(register)
            return
        if isinstance(target, _ast.Tuple | _ast.List) and isinstance(node.value, _ast.Tuple | _ast.List):
            both = [*target.elts, *node.value.elts]
            if len(target.elts) == len(node.value.elts) and not any(isinstance(e, _ast.Starred) for e in both):
                _assign_each(c, target.elts, node.value.elts)
                return
    first = c.target_register(targets[0])
    if len(targets) > 1 and first >= 0 and not any(isinstance(t, _ast.Tuple | _ast.List) for t in targets):
        c.into(node.value, first)
        c.set_bound(first)
        targets = targets[1:]
        value = first
    elif len(targets) > 1:  # the targets may bind a local that the value stands for
        value = c.temporary()
        c.into(node.value, value)
    else:
        value = c.operand(node.value)
    for target in targets:
        assign(c, target, value)


def _assign_each(c: Emitter, targets: Sequence[_ast.expr], values: Sequence[_ast.expr]) -> None:
    """`a, b = x, y` without a tuple: all values first, then the targets from left to right."""
    registers = [c.target_register(t) for t in targets]
    operands: list[int] = []
    last = len(values) - 1
    plain = min(registers, default=-1) >= 0 and len(set(registers)) == len(registers)
    for i, value in enumerate(values):
        if i == last and plain and registers[i] not in operands and c.target_register(value) < 0:
            c.into(value, registers[i])
            operands.append(registers[i])
            break
        operand = c.operand(value)
        if operand in registers[:i]:  # an earlier target binds it first
            copy = c.temporary()
            c.at(value)
            c.move(copy, operand)
            operand = copy
        operands.append(operand)
    for target, operand in zip(targets, operands, strict=True):
        assign(c, target, operand)


@statement("AugAssign")
def augmented(c: Emitter, node: _ast.AugAssign) -> None:
    op = BINARY[type(node.op).__name__]
    target = node.target
    if isinstance(target, _ast.Name):
        register = c.target_register(target)
        if register >= 0:
            c.check_bound(target, c.scope.mangle(target.id), register)
            if op == "add" and register in c.text_accumulators:
                c.emit_at(node, "extend_text", register, register, c.operand(node.value))
                return
            left = c.operand(target)  # a copy if := binds it on the way
            _apply(c, node, op, register, left)
            return
        value = c.temporary()
        c.load_name(target, target.id, value)
        _apply(c, node, op, value, value)
        c.store_name(target, target.id, value)
        return
    value = c.temporary()
    if isinstance(target, _ast.Attribute):
        owner = c.operand(target.value)
        name = c.constant(c.scope.mangle(target.attr))
        c.at_name(target, target)
        c.emit("get_attribute", value, owner, name)
        _apply(c, node, op, value, value)
        c.at_name(target, target)
        c.emit("set_attribute", owner, name, value)
        return
    owner = c.operand(target.value)
    number = c.small_int(target.slice)
    if is_plain_slice(target.slice):
        window = slice_window(c, target.slice)
        c.emit_at(target, "get_slice", value, owner, window)
        _apply(c, node, op, value, value)
        c.emit_at(target, "set_slice", owner, window, value)
    elif number is not None:
        c.emit_at(target, "get_item_imm", value, owner, number)
        _apply(c, node, op, value, value)
        c.emit_at(target, "set_item_imm", owner, number, value)
    else:
        index = c.operand(target.slice)
        c.emit_at(target, "get_item", value, owner, index)
        _apply(c, node, op, value, value)
        c.emit_at(target, "set_item", owner, index, value)


def _apply(c: Emitter, node: _ast.AugAssign, op: str, result: int, left: int) -> None:
    number = c.small_int(node.value) if op in ("add", "sub") else None
    if number is not None:
        c.emit_at(node, f"i{op}_imm", result, left, number)
    else:
        right = c.operand(node.value)
        c.emit_at(node, f"i{op}", result, left, right)


@statement("AnnAssign")
def annotated(c: Emitter, node: _ast.AnnAssign) -> None:
    target = node.target
    in_function = c.scope.kind == FUNCTION
    if node.value is not None:
        register = c.target_register(target)
        if register >= 0:
            c.into(node.value, register)
            c.set_bound(register)
        else:
            assign(c, target, c.operand(node.value))
    if isinstance(target, _ast.Name):
        if node.simple and not in_function:
            mark = c.b.mark
            value = c.temporary()
            annotation(c, node.annotation, value)
            annotations, key = c.temporary(), c.temporary()
            c.load_name(node, "__annotations__", annotations)
            c.load_constant(c.scope.mangle(target.id), key)
            c.emit("set_item", annotations, key, value)
            c.b.free_to(mark)
            return
    elif node.value is None:
        assert isinstance(target, _ast.Attribute | _ast.Subscript)
        c.operand(target.value)
        if isinstance(target, _ast.Subscript):
            c.operand(target.slice)
    if not in_function and not c.unit.future_annotations and not node.simple:
        c.operand(node.annotation)


def annotation(c: Emitter, node: _ast.AST, destination: int) -> None:
    """An annotation's value: of the expression, or its text under `from __future__ import annotations`."""
    if c.unit.future_annotations:
        from ast import unparse  # lazy: a large module that few programs need

        c.at(node)
        c.load_constant(unparse(node), destination)
    elif isinstance(node, _ast.Starred):  # *args: *Ts
        c.into(node.value, destination)
        c.emit_at(node, "unpack_sequence", destination, destination, 1)
    else:
        c.into(node, destination)


@statement("Delete")
def delete(c: Emitter, node: _ast.Delete) -> None:
    for target in node.targets:
        _delete(c, target)


def _delete(c: Emitter, target: _ast.AST) -> None:
    if c.dead:
        return
    mark = c.b.mark
    if isinstance(target, _ast.Name):
        c.delete_name(target, target.id)
    elif isinstance(target, _ast.Attribute):
        value = c.operand(target.value)
        c.at_name(target, target)
        c.emit("delete_attribute", value, c.constant(c.scope.mangle(target.attr)))
    elif isinstance(target, _ast.Subscript):
        value, index = c.operands(target.value, target.slice)
        c.emit_at(target, "delete_item", value, index)
    else:
        assert isinstance(target, _ast.Tuple | _ast.List)
        for element in target.elts:
            _delete(c, element)
    c.b.free_to(mark)
