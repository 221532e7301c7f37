"""Calls: arguments are evaluated straight into the callee's first registers."""

from __future__ import annotations

import _ast

from pyta.compiler.constant import UNKNOWN
from pyta.compiler.emitter import DISCARD, FRAME_WORDS, Emitter, expression
from pyta.compiler.scope import FUNCTION, GLOBAL, LOCAL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

_MAX_WINDOW = 200  # arguments; more are passed as a tuple and a dict


@expression("Call")
def call(c: Emitter, node: _ast.Call, destination: int) -> None:
    if destination == DISCARD:  # into the window itself, where the next call overwrites it
        destination = c.b.mark + 1
    count = len(node.args) + len(node.keywords)
    spread = (
        any(isinstance(a, _ast.Starred) for a in node.args)
        or any(k.arg is None for k in node.keywords)
        or count > _MAX_WINDOW
    )
    function = node.func
    if spread:
        window = c.window(2, destination)
        c.into(function, window + 1)
        spread_arguments(c, node, node.args, node.keywords, window)
        c.emit_at(node, "call_spread", destination, window)
    elif isinstance(function, _ast.Attribute):
        of = function.value
        if isinstance(of, _ast.Call) and not node.keywords and is_quiet_call(c, node) and (_is_super(c, of) or _is_super_of(c, of)):
            _call_super(c, node, function, destination)
        else:
            _call_method(c, node, function, destination)
    elif not count and _is_super(c, function):
        window = c.temporary(3)
        c.into(function, window)
        _super_arguments(c, node, window + 1, window + 2)
        c.emit_at(node, "load_super", destination, window)
    elif (
        not node.keywords
        and isinstance(function, _ast.Name)
        and c.find(c.scope.mangle(function.id))[0] == GLOBAL
        and is_quiet_call(c, node)
    ):
        window = c.window(count, destination)
        for i, argument in enumerate(node.args):
            c.into(argument, window + FRAME_WORDS + i)
        name = c.constant(c.scope.mangle(function.id))
        op = "call_builtin" if c.unit.is_builtin(c.scope.mangle(function.id)) else "call_global"
        c.emit_at(node, op, destination, window, count, name)
    else:
        window = c.window(count, destination)
        c.into(function, window + 1)
        names = arguments(c, node.args, node.keywords, window + FRAME_WORDS)
        if names:
            c.emit_at(node, "call_keywords", destination, window, count, c.constant(names))
        else:
            c.emit_at(node, "call", destination, window, count)


def arguments(
    c: Emitter, positional: Sequence[_ast.expr], keywords: Sequence[_ast.keyword], first: int
) -> tuple[str, ...]:
    """Evaluate arguments into registers from `first` on; gives the names of the keyword ones."""
    for i, argument in enumerate(positional):
        c.into(argument, first + i)
    names = []
    for i, keyword in enumerate(keywords):
        c.into(keyword.value, first + len(positional) + i)
        assert keyword.arg is not None
        names.append(keyword.arg)
    return tuple(names)


def _call_method(c: Emitter, node: _ast.Call, function: _ast.Attribute, destination: int) -> None:
    """`x.name(...)`: the method is looked up before the arguments are evaluated, or with the call if nobody can tell."""
    count = len(node.args) + len(node.keywords) + 1
    window = c.window(count, destination)
    c.into(function.value, window + FRAME_WORDS)
    name = c.constant(c.scope.mangle(function.attr))
    quiet = is_quiet_call(c, node)
    if not quiet:
        c.at_name(function, function)
        c.emit("load_method", window, name)
    names = arguments(c, node.args, node.keywords, window + FRAME_WORDS + 1)
    c.at_name(node, function)
    if quiet and names:
        c.emit("call_method_keywords", destination, window, count, name | c.constant(names) << 16)
    elif quiet:
        c.emit("call_method", destination, window, count, name)
    elif names:
        c.emit("call_loaded_keywords", destination, window, count, c.constant(names))
    else:
        c.emit("call_loaded", destination, window, count)


def is_quiet_call(c: Emitter, node: _ast.Call) -> bool:
    """Whether evaluating the arguments neither fails nor runs anything, so that nobody sees what is looked up after them."""
    return all(_is_quiet(c, a) for a in node.args) and all(_is_quiet(c, k.value) for k in node.keywords)


def _is_quiet(c: Emitter, node: _ast.AST) -> bool:
    if c.unit.folder.fold(node) is not UNKNOWN:
        return True
    if isinstance(node, _ast.Name):
        kind, register = c.find(c.scope.mangle(node.id))
        if kind == LOCAL:
            return bool(c.bound >> register & 1)
        return kind == GLOBAL and c.unit.is_known_global(node.id)
    if isinstance(node, _ast.List | _ast.Tuple):
        return all(_is_quiet(c, e) for e in node.elts)
    if isinstance(node, _ast.Lambda):
        return not node.args.defaults and not any(node.args.kw_defaults)
    return False


# --- super
def _is_super(c: Emitter, node: _ast.AST) -> bool:
    """Whether a node is `super()`, or (as a callee) `super`, where it can find its class and its receiver."""
    if isinstance(node, _ast.Call):
        if node.args or node.keywords:
            return False
        node = node.func
    if not isinstance(node, _ast.Name) or node.id != "super" or c.find("super")[0] != GLOBAL:
        return False
    scope = c.scope
    if scope.kind != FUNCTION or not scope.parameters or "__class__" not in scope.free_names:
        return False
    names = c.b.parameters
    return bool(names.positional_only or names.positional) or scope.parameters == (".0",)


def _is_super_of(c: Emitter, node: _ast.Call) -> bool:
    """Whether a call is `super(x, y)`."""
    if not isinstance(node.func, _ast.Name) or node.func.id != "super" or c.find("super")[0] != GLOBAL:
        return False
    return len(node.args) == 2 and not node.keywords and not any(isinstance(a, _ast.Starred) for a in node.args)


def _super_arguments(c: Emitter, node: _ast.AST, cell_register: int, receiver_register: int) -> None:
    c.at(node)
    c.closure_cell("__class__", cell_register)
    c.load_parameter(node, c.scope.parameters[0], receiver_register)


def _call_super(c: Emitter, node: _ast.Call, function: _ast.Attribute, destination: int) -> None:
    assert isinstance(function.value, _ast.Call)
    count = len(node.args) + 1
    window = c.window(count, destination)
    c.into(function.value.func, window + 1)
    given = function.value.args
    if given:
        c.into(given[0], window + 2)
        c.into(given[1], window + FRAME_WORDS)
    else:
        _super_arguments(c, function.value, window + 2, window + FRAME_WORDS)
    arguments(c, node.args, (), window + FRAME_WORDS + 1)
    c.at_name(node, function)
    c.emit("call_super_of" if given else "call_super", destination, window, count, c.constant(c.scope.mangle(function.attr)))


# --- any number of arguments
def spread_arguments(
    c: Emitter,
    node: _ast.AST,
    positional: Sequence[_ast.expr],
    keywords: Sequence[_ast.keyword],
    window: int,
    leading: int = 0,
) -> None:
    """Fill a `call_spread` window: a sequence, then a map or undefined. `leading` registers above the window come first."""
    sequence = window + FRAME_WORDS
    if not leading and len(positional) == 1 and isinstance(positional[0], _ast.Starred):
        c.into(positional[0].value, sequence)  # the call itself looks whether it can be iterated
    else:
        start = window + FRAME_WORDS + 2
        c.emit_at(node, "build_list", sequence, start, leading)
        for argument in positional:
            mark = c.b.mark
            if isinstance(argument, _ast.Starred):
                c.emit_at(argument, "list_extend", sequence, c.operand(argument.value))
            else:
                c.emit_at(argument, "list_append", sequence, c.operand(argument))
            c.b.free_to(mark)
    if not keywords:
        c.emit_at(node, "undefined", sequence + 1)
        return
    c.emit_at(node, "build_map", sequence + 1, sequence + 2, 0)
    pending: list[_ast.keyword] = []
    seen_spread = False
    for keyword in [*keywords, None]:
        if keyword is not None and keyword.arg is not None:
            pending.append(keyword)
            continue
        _named_arguments(c, node, pending, sequence + 1, window + 1, seen_spread)
        pending = []
        if keyword is not None:
            mark = c.b.mark
            c.emit_at(keyword.value, "map_merge", sequence + 1, c.operand(keyword.value), window + 1)
            c.b.free_to(mark)
            seen_spread = True


def _named_arguments(
    c: Emitter, node: _ast.AST, keywords: list[_ast.keyword], target: int, callee: int, may_clash: bool
) -> None:
    """Add named arguments to the map; after a `**` they may clash with what is there."""
    mark = c.b.mark
    group = c.temporary() if may_clash and keywords else target
    if group != target:
        c.emit_at(node, "build_map", group, group, 0)
    for keyword in keywords:
        inner = c.b.mark
        key = c.temporary()
        c.at(keyword.value)
        assert keyword.arg is not None
        c.load_constant(keyword.arg, key)
        c.emit_at(keyword.value, "map_add", group, key, c.operand(keyword.value))
        c.b.free_to(inner)
    if group != target:
        c.emit_at(node, "map_merge", target, group, callee)
    c.b.free_to(mark)
