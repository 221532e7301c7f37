"""`try` and `with`: catch sites, handled exceptions, clean-up on every way out.

The code of a `finally` clause is emitted once for each way out (as the host does): falling off the end, each `return`,
`break` and `continue`, and the exception. On its way out, control leaves the regions it is in first (`leave_blocks`).

Layout of a handler, for an exception in register e:

    push_handled saved, e
    ...                           covered by a catch site of its own, which gives the state back:
    pop_handled saved             inner:  pop_handled saved
    ...                                   reraise
"""

from __future__ import annotations

import _ast

from pyta.compiler.emitter import FAILS_AT_EXPRESSION, FRAME_WORDS, Block, Emitter, Place, Region, statement
from pyta.compiler.target import assign

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class _Handling:
    """An exception being handled: `with _Handling(...)` emits the push, the region, the pop; `failed` the way out of a failure."""

    def __init__(self, c: Emitter, node: _ast.AST, exception: int, saved: int) -> None:
        self.c = c
        self.node = node
        self.saved = saved
        c.emit_at(node, "push_handled", saved, exception)
        self.region = Region(c)
        c.blocks = [*c.blocks, Block(self.region, self.pop)]

    def pop(self) -> None:
        self.c.emit_at(self.node, "pop_handled", self.saved)

    def end(self) -> None:
        """Control leaves the handler here, if it comes here: the handled exception is what it was."""
        self.c.blocks = self.c.blocks[:-1]
        self.region.end()
        self.pop()

    def failed(self, register: int) -> None:
        """Emit, where control is not, the way out of an exception in the handler."""
        if self.region.handler("failed", register):
            self.pop()
            self.c.emit("reraise", register)


# --- try
@statement("Try")
def try_(c: Emitter, node: _ast.Try) -> None:
    if node.finalbody:
        _try_finally(c, node)
    else:
        _try_except(c, node)


@statement("TryStar")
def try_star(c: Emitter, node: _ast.TryStar) -> None:
    if node.finalbody:
        _try_finally(c, node)
    else:
        _try_except_star(c, node)


def _try_finally(c: Emitter, node: _ast.Try | _ast.TryStar) -> None:
    exception, saved = c.temporary(), c.temporary()
    region = Region(c)

    def run_finally() -> None:
        c.statements(node.finalbody)

    c.blocks = [*c.blocks, Block(region, run_finally)]
    if not node.handlers:
        c.statements(node.body)
    elif isinstance(node, _ast.TryStar):
        _try_except_star(c, node)
    else:
        _try_except(c, node)
    c.blocks = c.blocks[:-1]
    region.end()
    end = Place("end")
    run_finally()
    c.emit("jump", end)
    if region.handler("finally", exception):
        handling = _Handling(c, node.finalbody[0], exception, saved)
        c.statements(node.finalbody)
        handling.end()
        c.emit("reraise", exception)
        handling.failed(exception)
    c.bind(end)


def _try_except(c: Emitter, node: _ast.Try) -> None:
    exception, saved = c.temporary(), c.temporary()
    end = Place("end")
    region = Region(c)
    c.blocks = [*c.blocks, Block(region, None)]
    c.statements(node.body)
    c.blocks = c.blocks[:-1]
    region.end()
    c.statements(node.orelse)
    c.emit("jump", end)
    if region.handler("except", exception):
        handling = _Handling(c, node.handlers[0], exception, saved)
        for handler in node.handlers:
            following = Place("next")
            if handler.type is not None:
                mark = c.b.mark
                matched = c.temporary()
                type_ = c.operand(handler.type, matched)
                c.emit_at(handler.type, "match_exception", matched, exception, type_)
                c.jump_on(matched, following, False)
                c.b.free_to(mark)
            _named_body(c, handler, exception)
            c.at(handler)
            _leave_handling(c, handling, end)
            c.bind(following)
        handling.end()
        c.emit_at(node.handlers[-1], "reraise", exception)
        handling.failed(exception)
    c.bind(end)


def _leave_handling(c: Emitter, handling: _Handling, end: Place) -> None:
    """A handler has come to its end: give the handled exception back and go on behind the statement."""
    if c.dead:
        return
    handling.region.pause()
    handling.pop()
    c.emit("jump", end)
    handling.region.resume()


def _named_body(c: Emitter, handler: _ast.ExceptHandler, exception: int) -> None:
    """A handler's body; its name is unbound however it is left."""
    name = handler.name
    if name is None or c.dead:
        c.statements(handler.body)
        return
    c.store_name(handler, name, exception)
    failed = c.temporary()
    region = Region(c)

    def unbind() -> None:
        c.at(handler)
        _unbind_name(c, handler, name)

    c.blocks = [*c.blocks, Block(region, unbind)]
    c.statements(handler.body)
    c.blocks = c.blocks[:-1]
    region.end()
    end = Place("end")
    if not c.dead:
        unbind()
        c.emit("jump", end)
    if region.handler("unbind", failed):
        unbind()
        c.emit("reraise", failed)
    c.bind(end)


def _unbind_name(c: Emitter, node: _ast.AST, name: str) -> None:
    """`name = None; del name`, in one step where the name is a local."""
    register = c.local_of(name)
    if register >= 0:
        c.unbind(register)
        return
    with c.b.temporaries():
        none = c.temporary()
        c.emit("none", none)
        c.store_name(node, name, none)
        c.delete_name(node, name)


def _try_except_star(c: Emitter, node: _ast.TryStar) -> None:
    """The rest of the group goes from clause to clause; what clauses raise, and the rest, are raised together at the end."""
    exception, saved, raised = c.temporary(), c.temporary(), c.temporary()
    parts = c.temporary(2)  # matched, rest
    rest, failed = c.temporary(), c.temporary()
    end = Place("end")
    region = Region(c)
    c.blocks = [*c.blocks, Block(region, None)]
    c.statements(node.body)
    c.blocks = c.blocks[:-1]
    region.end()
    c.statements(node.orelse)
    c.emit("jump", end)
    if region.handler("except*", exception):
        handling = _Handling(c, node.handlers[0], exception, saved)
        c.emit("build_list", raised, raised, 0)
        c.emit("move", rest, exception)
        for handler in node.handlers:
            following = Place("next")
            assert handler.type is not None
            c.emit_at(handler.type, "jump_if_none", rest, following)
            mark = c.b.mark
            type_ = c.operand(handler.type)
            c.emit_at(handler.type, "split_group", parts, rest, type_)
            c.b.free_to(mark)
            c.emit("move", rest, parts + 1)
            c.emit("jump_if_none", parts, following)
            inner_saved = c.temporary()
            inner = _Handling(c, handler, parts, inner_saved)
            _named_body(c, handler, parts)
            inner.end()
            c.emit("jump", following)
            if inner.region.handler("raised", failed):
                inner.pop()
                c.emit("list_append", raised, failed)
            c.b.free_to(mark)
            c.bind(following)
        unmatched = Place("all matched")
        c.at(node)
        c.emit("jump_if_none", rest, unmatched)
        c.emit("list_append", raised, rest)
        c.bind(unmatched)
        c.emit("merge_groups", rest, exception, raised)
        handling.end()
        c.emit("jump_if_none", rest, end)
        c.emit("reraise", rest)
        handling.failed(failed)
    c.bind(end)


# --- with
@statement("With")
def with_(c: Emitter, node: _ast.With) -> None:
    _with_items(c, node, node.items, node.body)


def _with_items(c: Emitter, node: _ast.With, items: Sequence[_ast.withitem], body: Sequence[_ast.stmt]) -> None:
    if not items:
        c.statements(body)
        return
    if c.dead:
        return
    item = items[0]
    manager = item.context_expr
    where: _ast.AST = manager if FAILS_AT_EXPRESSION else node
    exit_, exception, saved = c.temporary(), c.temporary(), c.temporary()
    mark = c.b.mark
    entered = c.temporary()
    window = c.window(0)
    value = c.operand(manager, entered)
    c.emit_at(where, "load_enter", window + 1, value)
    c.emit("load_exit", exit_, value)
    target = -1 if item.optional_vars is None else c.target_register(item.optional_vars)
    c.emit("call", entered if target < 0 else target, window, 0)
    if target >= 0:
        c.set_bound(target)
    region = Region(c)

    def leave() -> None:
        c.at(where)
        with c.b.temporaries():
            ignored = c.temporary()
            c.emit("with_exit", ignored, c.window(3), exit_)

    c.blocks = [*c.blocks, Block(region, leave)]
    if item.optional_vars is not None and target < 0:
        assign(c, item.optional_vars, entered)
    c.b.free_to(mark)
    _with_items(c, node, items[1:], body)
    c.blocks = c.blocks[:-1]
    region.end()
    end = Place("end")
    leave()
    c.emit("jump", end)
    if region.handler("with", exception):
        handling = _Handling(c, where, exception, saved)
        with c.b.temporaries():
            suppressed = c.temporary()
            window = c.window(3)
            c.emit("move", window + FRAME_WORDS + 1, exception)
            c.emit("with_exit_error", suppressed, window, exit_)
            swallow = Place("suppressed")
            c.emit("jump_if", suppressed, swallow)
            handling.end()
            c.emit("reraise", exception)
            handling.failed(exception)
            c.bind(swallow)
            c.emit("pop_handled", saved)
    c.bind(end)
