"""Lowering: a typed tree becomes an IR function in SSA form.

Locals become SSA values on the fly (Braun et al., "Simple and Efficient Construction of SSA Form", 2013): a block
that is not sealed yet takes a parameter for each local read in it; sealing gives its jumps the arguments.

Failure convention (docs/reference/micro.md, section 3): a raising function's results are
    Value, heap class      the word, 0 = failed
    None                   (bool failed)
    anything else          (results..., bool failed)
"""

from __future__ import annotations

import linecache
from typing import Any

from corevm.errors import MicroError
from corevm.errors import Place as ErrorPlace
from corevm.ir import type as ir
from corevm.ir.build import Builder
from corevm.ir.module import Block, Function, Instr, Loc, Target, Value
from corevm.ir.op import OPS
from corevm.ir.type import Signature
from corevm.micro import tree as n
from corevm.micro import type as t


def is_sentinel(type_: t.MicroType) -> bool:
    """Whether a raising function of this result signals failure by the word 0."""
    return type_ is t.VALUE or isinstance(type_, t.HeapType)


def component_types(type_: t.MicroType) -> tuple[ir.Type, ...]:
    if type_ is t.NONE:
        return ()
    if isinstance(type_, t.TupleType):
        return tuple(x for i in type_.items for x in component_types(i))
    if type_.ir is None:
        raise MicroError(f"{type_!r} cannot be a result or parameter", code="MC200")
    return (type_.ir,)


def signature(params: list[t.MicroType], result: t.MicroType, raises: bool, takes_thread: bool) -> Signature:
    head = (ir.PTR,) if takes_thread else ()
    results = component_types(result)
    if raises and not is_sentinel(result):
        results = (*results, ir.BOOL)
    return Signature(head + tuple(x for p in params for x in component_types(p)), results)


class Lowering:
    """Lowers one body into `function`, which has its entry block."""

    def __init__(self, function: Function, body: n.Body, raises: bool, takes_thread: bool) -> None:
        self.function = function
        self.body = body
        self.raises = raises
        self.b = Builder(function.entry)
        self.predecessors: dict[Block, list[tuple[Block, Target]]] = {function.entry: []}
        self.sealed: set[Block] = {function.entry}
        self.incomplete: dict[Block, dict[n.Local, Value]] = {}
        self.values: dict[Block, dict[n.Local, Value]] = {function.entry: {}}
        self.handlers: list[Block] = []
        self.loops: list[tuple[Block, Block, int]] = []  # continue block, break block, handler depth
        params = list(function.entry.params)
        self.thread: Value | None = params.pop(0) if takes_thread else None
        for local, value in zip(body.params, params, strict=True):
            self.values[function.entry][local] = value
        self.failure_block: Block | None = None
        self.is_dead = False

    def run(self) -> None:
        self.statements(self.body.statements)
        if not self.is_dead:
            self.b.unreachable()
        if self.failure_block is not None:
            self.seal(self.failure_block)
            self.b.block = self.failure_block
            self.function.blocks.append(self.failure_block)
            results = [self.b.const(x, 0) for x in component_types(self.body.result)]
            if not is_sentinel(self.body.result):
                results.append(self.b.const(ir.BOOL, True))
            self.b.ret(*results)

    # --- blocks and locals
    def new_block(self, name: str) -> Block:
        block = Block(name)
        self.predecessors[block] = []
        self.values[block] = {}
        return block

    def start(self, block: Block, seal: bool = True) -> None:
        self.function.blocks.append(block)
        self.b.block = block
        self.is_dead = not self.predecessors[block] and seal
        if seal:
            self.seal(block)

    def seal(self, block: Block) -> None:
        self.sealed.add(block)
        for local in self.incomplete.pop(block, {}):
            self.add_arguments(block, local)

    def add_arguments(self, block: Block, local: n.Local) -> None:
        for source, target in self.predecessors[block]:
            target.args.append(self.read(local, source))

    def read(self, local: n.Local, block: Block, loc: Loc | None = None) -> Value:
        found = self.values[block].get(local)
        if found is not None:
            return found
        assert local.type.ir is not None
        if block not in self.sealed:
            value = Value(local.type.ir, local.name)
            block.params.append(value)
            self.incomplete.setdefault(block, {})[local] = value
        elif not self.predecessors[block]:
            if block is self.function.entry:
                where = loc or self.b.loc
                raise MicroError(
                    f"{local.name} may be used before it is assigned", code="MC121",
                    place=_place(where) if where else None,
                    wanted="an assignment on every path",
                )  # fmt: skip
            value = self.undefined(local.type.ir, block)
        elif len(self.predecessors[block]) == 1:
            value = self.read(local, self.predecessors[block][0][0], loc)
        else:
            value = Value(local.type.ir, local.name)
            block.params.append(value)
            self.values[block][local] = value
            self.add_arguments(block, local)
        self.values[block][local] = value
        return value

    @staticmethod
    def undefined(type_: ir.Type, block: Block) -> Value:
        """A constant for code that cannot be reached."""
        value = Value(type_)
        block.instrs.insert(0, Instr(OPS["const"], type_, [], (0,), [value]))
        return value

    def write(self, local: n.Local, value: Value) -> None:
        self.values[self.b.block][local] = value

    def note_edges(self, *blocks: Block) -> None:
        """Register the terminator just appended as predecessor of its targets."""
        end = self.b.block.terminator
        assert end is not None
        for target in end.targets:
            self.predecessors[target.block].append((self.b.block, target))

    def jump(self, block: Block, *args: Value) -> None:
        if not self.is_dead:
            self.b.jump(block, *args)
            self.note_edges()
            self.is_dead = True

    def branch(self, condition: Value, then: Block, other: Block, hint: str = "none") -> None:
        self.b.branch(condition, then, other, hint=hint)
        self.note_edges()

    def fail_to(self) -> Block:
        if self.handlers:
            return self.handlers[-1]
        if self.failure_block is None:
            self.failure_block = self.new_block("fail")
        return self.failure_block

    # --- expressions
    def expr(self, e: n.Expr) -> list[Value]:
        """The values of an expression: one, or a tuple's parts, or none."""
        self.b.loc = e.loc
        return EXPRESSIONS[type(e)](self, e)  # type: ignore[no-any-return]

    def one(self, e: n.Expr) -> Value:
        (value,) = self.expr(e)
        return value

    def expr_Const(self, e: n.Const) -> list[Value]:
        assert e.type.ir is not None
        return [self.b.const(e.type.ir, e.value)]

    def expr_LocalRef(self, e: n.LocalRef) -> list[Value]:
        return [self.read(e.local, self.b.block, e.loc)]

    def expr_ThreadRef(self, e: n.ThreadRef) -> list[Value]:
        assert self.thread is not None
        return [self.thread]

    def expr_OpExpr(self, e: n.OpExpr) -> list[Value]:
        args = [self.one(a) for a in e.args]
        self.b.loc = e.loc
        if e.op == "same":
            return args
        if e.op == "unreachable":
            self.b.unreachable()
            self.is_dead = True
            self.start(self.new_block("dead"))
            return []
        return self.b.emit_all(e.op, e.ir_type, *args, imm=e.imm)

    def expr_Logic(self, e: n.Logic) -> list[Value]:
        more, done = self.new_block("more"), self.new_block("done")
        left = self.one(e.left)
        result = Value(ir.BOOL)
        done.params.append(result)
        self.b.loc = e.loc
        decided = self.b.const(ir.BOOL, not e.is_and)
        then, other = (more, done) if e.is_and else (done, more)
        then_args, other_args = ([], [decided]) if e.is_and else ([decided], [])
        self.b.branch(left, then, other, then_args, other_args)
        self.note_edges()
        self.start(more)
        right = self.one(e.right)
        self.jump(done, right)
        self.start(done)
        return [result]

    def expr_Choice(self, e: n.Choice) -> list[Value]:
        then, other, done = self.new_block("then"), self.new_block("else"), self.new_block("done")
        results = [Value(x) for x in component_types(e.type)]
        done.params += results
        self.condition(e.condition, then, other)
        self.start(then)
        self.jump(done, *self.expr(e.then))
        self.start(other)
        self.jump(done, *self.expr(e.other))
        self.start(done)
        return list(results)

    def condition(self, e: n.Expr, then: Block, other: Block) -> None:
        """Branch on a condition, without making a bool of `and`, `or`, `not`."""
        if isinstance(e, n.Logic):
            middle = self.new_block("more")
            if e.is_and:
                self.condition(e.left, middle, other)
            else:
                self.condition(e.left, then, middle)
            self.start(middle)
            self.condition(e.right, then, other)
        elif isinstance(e, n.OpExpr) and e.op == "not" and e.type is t.BOOL:
            self.condition(e.args[0], other, then)
        elif isinstance(e, n.Hinted) and not isinstance(e.value, n.Logic):
            value = self.one(e.value)
            self.branch(value, then, other, e.hint)
        else:
            value = self.one(e)
            self.b.loc = e.loc
            self.branch(value, then, other)

    def expr_Hinted(self, e: n.Hinted) -> list[Value]:
        return self.expr(e.value)

    def expr_Bind(self, e: n.Bind) -> list[Value]:
        value = self.one(e.value)
        self.write(e.local, value)
        return [value]

    def expr_TupleExpr(self, e: n.TupleExpr) -> list[Value]:
        return [v for item in e.items for v in self.expr(item)]

    def expr_Sequence(self, e: n.Sequence) -> list[Value]:
        for bind in e.binds:
            self.expr(bind)
        return self.expr(e.value)

    def address(self, place: n.Place) -> tuple[Value, int]:
        """Base value and offset of a place."""
        base = self.one(place.base)
        if place.index is None:
            return base, place.offset
        index = self.one(place.index)
        return self.b.ptr_add(base, index, place.scale, place.offset), 0

    def expr_Load(self, e: n.Load) -> list[Value]:
        address, offset = self.address(e.place)
        self.b.loc = e.loc
        assert e.place.type.ir is not None
        return [self.b.load(e.place.type.ir, address, offset, e.place.alias)]

    def expr_AddressOf(self, e: n.AddressOf) -> list[Value]:
        base = self.one(e.place.base)
        index = self.b.const(ir.I64, 0) if e.place.index is None else self.one(e.place.index)
        self.b.loc = e.loc
        return [self.b.ptr_add(base, index, e.place.scale, e.place.offset)]

    def expr_Symbol(self, e: n.Symbol) -> list[Value]:
        name = e.target.ir.name if e.kind == "func" else e.target.name
        return [self.b.emit(f"{e.kind}_addr", None, imm=(name,))]

    def expr_New(self, e: n.New) -> list[Value]:
        for bind in e.binds:
            self.expr(bind)
        made = self.one(e.allocation)
        for field, ref in e.stores:
            self.b.store(field.type.ir, made, self.one(ref), field.offset, "heap")
        return [made]

    def expr_Call(self, e: n.Call) -> list[Value]:
        pointer = self.one(e.pointer) if e.pointer is not None else None
        args = [v for a in e.args for v in self.expr(a)]
        self.b.loc = e.loc
        if e.kind == "micro":
            head = [self.thread] if e.takes_thread and e.target.ir.signature.params[:1] == (ir.PTR,) else []
            results = self.b.call(e.target.ir, *[x for x in head if x is not None], *args)
        elif e.kind == "extern":
            shape = Signature(component_types_of(e.target.params), component_types(e.target.result), varargs=e.target.varargs)
            results = self.b.call_named(e.target.name, shape, *args, op="call_c")
        else:
            assert pointer is not None and e.signature is not None
            head = [self.thread] if e.takes_thread else []
            results = self.b.call_indirect(e.signature, pointer, *[x for x in head if x is not None], *args)
        return self.check_failure(results, e) if e.is_raising else results

    def check_failure(self, results: list[Value], e: n.Call) -> list[Value]:
        if is_sentinel(e.type):
            word = results[0].type
            failed = self.b.emit("eq", word, results[0], self.b.const(word, 0))
        else:
            failed = results[-1]
            results = results[:-1]
        after = self.new_block("ok")
        self.branch(failed, self.fail_to(), after, "unlikely")
        self.start(after)
        return results

    # --- statements
    def statements(self, statements: list[n.Stmt]) -> None:
        for s in statements:
            if self.is_dead:
                return
            self.b.loc = s.loc
            STATEMENTS[type(s)](self, s)

    def stmt_Assign(self, s: n.Assign) -> None:
        for local, value in zip(s.locals, self.expr(s.value), strict=True):
            if local is not None:
                self.write(local, value)

    def stmt_Evaluate(self, s: n.Evaluate) -> None:
        self.expr(s.value)

    def stmt_Store(self, s: n.Store) -> None:
        value = self.one(s.value)
        address, offset = self.address(s.place)
        self.b.loc = s.loc
        assert s.place.type.ir is not None
        if s.barrier is not None:  # first: the slow path of an instruction handler must come before its writes
            assert s.place.owner is not None
            owner = address if s.place.index is None else self.one(s.place.owner)
            self.call_hook(s.barrier, owner, value)
        self.b.store(s.place.type.ir, address, value, offset, s.place.alias)

    def call_hook(self, instance: Any, *args: Value) -> None:
        """Call a hook of the kernel, its arguments converted to what it takes."""
        params = instance.ir.signature.params
        given = [self.thread] if len(params) > len(args) else []
        given += list(args)
        converted = []
        for value, wanted in zip(given, params, strict=True):
            assert value is not None
            converted.append(value if value.type is wanted else self.b.emit("bitcast", wanted, value))
        self.b.call(instance.ir, *converted)

    def stmt_If(self, s: n.If) -> None:
        then, done = self.new_block("then"), self.new_block("done")
        other = self.new_block("else") if s.other else done
        self.condition(s.condition, then, other)
        self.start(then)
        self.statements(s.then)
        self.jump(done)
        if s.other:
            self.start(other)
            self.statements(s.other)
            self.jump(done)
        self.finish(done)

    def finish(self, block: Block) -> None:
        """Go on in a block, unless nothing leads to it."""
        if self.predecessors[block]:
            self.start(block)
        else:
            self.is_dead = True

    def stmt_While(self, s: n.While) -> None:
        head, body, done = self.new_block("loop"), self.new_block("body"), self.new_block("done")
        step = self.new_block("step") if s.step else head
        self.jump(head)
        self.start(head, seal=False)
        if s.condition is None:
            self.jump(body)
        else:
            self.condition(s.condition, body, done)
        self.start(body)
        self.loops.append((step, done, len(self.handlers)))
        self.statements(s.body)
        self.jump(step)
        self.loops.pop()
        if s.step and self.predecessors[step]:
            self.start(step)
            self.statements(s.step)
            self.jump(head)
        self.seal(head)
        self.finish(done)

    def stmt_Break(self, s: n.Break) -> None:
        self.jump(self.loops[-1][1])

    def stmt_Continue(self, s: n.Continue) -> None:
        self.jump(self.loops[-1][0])

    def stmt_Switch(self, s: n.Switch) -> None:
        value = self.one(s.value)
        bodies = [self.new_block("case") for _ in s.bodies]
        default, done = self.new_block("default"), self.new_block("done")
        width = (1 << value.type.bits) - 1
        self.b.loc = s.loc
        self.b.switch(value, [(c & width, bodies[i]) for c, i in s.cases], default)
        self.note_edges()
        for block, statements in [*zip(bodies, s.bodies, strict=True), (default, s.default)]:
            self.start(block)
            self.statements(statements)
            self.jump(done)
        self.finish(done)

    def stmt_Return(self, s: n.Return) -> None:
        results = [] if s.value is None else self.expr(s.value)
        self.b.loc = s.loc
        if self.raises and not is_sentinel(self.body.result):
            results = [*results, self.b.const(ir.BOOL, False)]
        self.b.ret(*results)
        self.is_dead = True

    def stmt_Raise(self, s: n.Raise) -> None:
        value = self.one(s.value)
        self.call_hook(s.setter, value)
        self.jump(self.fail_to())

    def stmt_Try(self, s: n.Try) -> None:
        handler, done = self.new_block("except"), self.new_block("done")
        self.handlers.append(handler)
        self.statements(s.body)
        self.handlers.pop()
        self.jump(done)
        if self.predecessors[handler]:
            self.start(handler)
            self.statements(s.handler)
            self.jump(done)
        self.finish(done)

    def stmt_Assert(self, s: n.Assert) -> None:
        value = self.one(s.condition)
        self.b.loc = s.loc
        self.b.emit_all("assert", None, value, imm=(s.text,))

    def stmt_Unreachable(self, s: n.Unreachable) -> None:
        self.b.unreachable()
        self.is_dead = True


EXPRESSIONS: dict[type, Any] = {getattr(n, name[5:]): f for name, f in vars(Lowering).items() if name.startswith("expr_")}
STATEMENTS: dict[type, Any] = {getattr(n, name[5:]): f for name, f in vars(Lowering).items() if name.startswith("stmt_")}


def _place(loc: Loc) -> ErrorPlace:
    source = linecache.getline(loc.file, loc.line).rstrip("\n")
    return ErrorPlace(loc.file, loc.line, loc.column, loc.column + 1, source)


def component_types_of(types: tuple[t.MicroType, ...]) -> tuple[ir.Type, ...]:
    return tuple(x for p in types for x in component_types(p))
