"""Loops: `for`, `while`, `break`, `continue`.

A `for` loop tests at its head (`for_iter`, then the jump that is taken at the end; before them `next_pair`, where it unpacks pairs); a `while` loop tests at its bottom, so
that a turn costs the condition and one conditional back edge.
"""

from __future__ import annotations

import _ast

from pyta.compiler.constant import UNKNOWN
from pyta.compiler.emitter import FAILS_AT_EXPRESSION, Emitter, Loop, Place, find_walrus, statement
from pyta.compiler.expression import branch
from pyta.compiler.instruction import FILTER_STOP_ITERATION
from pyta.compiler.target import assign, assign_unpacked, star_of, unpack_window

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable


def loop_over(
    c: Emitter,
    node: _ast.AST,
    iterable: _ast.AST,
    target: _ast.AST,
    iterator: int,
    head: Place,
    body: Callable[[], None],
) -> None:
    """Emit a loop over an iterator; control goes on behind it when the iterator is exhausted."""
    if c.dead:
        return
    exhausted = Place("exhausted")
    c.bind_head(head)
    mark = c.b.mark
    register = c.target_register(target)
    item = c.temporary() if register < 0 else register
    ignored = c.temporary()
    c.at(iterable if FAILS_AT_EXPRESSION else node)
    pair = -1
    unpacked = Place("pair")
    if isinstance(target, _ast.Tuple | _ast.List) and len(target.elts) == 2 and star_of(target) < 0:
        pair = unpack_window(c, target)
        c.emit("next_pair", pair, unpacked, iterator + 1)
    start = c.b.here
    c.emit("for_iter", item, iterator)
    stop = Place("stop")
    stop.used = True
    c.b.catch(start, start + 1, stop, ignored, FILTER_STOP_ITERATION)
    c.bind(stop)
    before = c.bound
    c.emit("jump", exhausted)
    c.dead = False
    c.bound = before
    if register >= 0:
        c.set_bound(item)
    elif pair >= 0:
        assert isinstance(target, _ast.Tuple | _ast.List)
        c.emit_at(target, "unpack_sequence", pair, item, 2)
        c.bind(unpacked)
        assign_unpacked(c, target, pair)
    else:
        assign(c, target, item)
    c.b.free_to(mark)
    body()
    c.at(node)
    c.emit("loop", head)
    c.bind(exhausted)


@statement("For")
def for_(c: Emitter, node: _ast.For) -> None:
    iterator = c.temporary()
    iterable = c.operand(node.iter, iterator)
    c.emit_at(node.iter if FAILS_AT_EXPRESSION else node, "get_iter", iterator, iterable)
    head, end = Place("for"), Place("end")

    def body() -> None:
        c.blocks.append(Loop(end, head, True))
        c.statements(node.body)
        c.blocks.pop()

    loop_over(c, node, node.iter, node.target, iterator, head, body)
    c.statements(node.orelse)
    c.bind(end)


@statement("While")
def while_(c: Emitter, node: _ast.While) -> None:
    value = c.unit.folder.fold(node.test)
    end = Place("end")
    if value is not UNKNOWN:
        if value:
            _endless(c, node, end)
        else:
            c.statements(node.orelse)
        c.bind(end)
        return
    names = find_walrus(node, c.scope.mangle) if c.scope.walrus else set()
    head = Place("while")
    if names:  # what the condition binds, the body may use: test at the head
        exit_ = Place("false")
        c.bind_head(head)
        branch(c, node.test, exit_, False)
        c.blocks.append(Loop(end, head, True))
        c.statements(node.body)
        c.blocks.pop()
        c.at(node)
        c.emit("loop", head)
        c.bind(exit_)
    else:
        test = Place("test")
        c.at(node)
        c.emit("jump", test)
        c.dead = False
        c.bound = test.bound
        c.bind_head(head)
        c.blocks.append(Loop(end, test, False))
        c.statements(node.body)
        c.blocks.pop()
        c.bind(test)
        branch(c, node.test, head, True, back=True)
    c.statements(node.orelse)
    c.bind(end)


def _endless(c: Emitter, node: _ast.While, end: Place) -> None:
    head = Place("while")
    c.bind_head(head)
    c.blocks.append(Loop(end, head, True))
    c.statements(node.body)
    c.blocks.pop()
    c.at(node)
    c.emit("loop", head)


def _innermost_loop(c: Emitter) -> tuple[int, Loop]:
    for i in range(len(c.blocks) - 1, -1, -1):
        block = c.blocks[i]
        if isinstance(block, Loop):
            return i, block
    raise AssertionError("the host lets no break or continue stand outside a loop")


@statement("Break")
def break_(c: Emitter, node: _ast.Break) -> None:
    depth, loop = _innermost_loop(c)
    c.at(node)
    c.leave_blocks(depth + 1, lambda: c.emit_at(node, "jump", loop.end))


@statement("Continue")
def continue_(c: Emitter, node: _ast.Continue) -> None:
    depth, loop = _innermost_loop(c)
    c.at(node)
    c.leave_blocks(depth + 1, lambda: c.emit_at(node, "loop" if loop.is_back_edge else "jump", loop.again))
