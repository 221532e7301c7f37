"""Checking: a function's syntax tree becomes a typed tree, static parts evaluated, everything else typed.

One `Checker` handles one instance (a function and its static arguments). Expressions are in `check_expr`, intrinsics in
`intrinsic`; this file has statements, names and conversions.
"""

from __future__ import annotations

import ast
import linecache
from typing import Any, NoReturn

from corevm.errors import MicroError
from corevm.errors import Place as ErrorPlace
from corevm.ir.module import Loc
from corevm.ir.op import OPS
from corevm.micro import tree as n
from corevm.micro import type as t
from corevm.micro.check_expr import ExprChecker
from corevm.micro.function import MicroFunction
from corevm.micro.surface import failure
from corevm.micro.tree import Static


class Checker(ExprChecker):
    """Checks one instance of a function."""

    def __init__(self, function: MicroFunction, statics: dict[str, Any], program: Any) -> None:
        self.function = function
        self.file = function.file
        self.program = program
        self.env: dict[str, n.Local | Static] = {}
        self.loop_kinds: list[str] = []  # "loop" or "unrolled", innermost last
        self.try_depth = 0
        self.result_type: t.MicroType = t.NONE
        self.counter = 0
        self.statics = statics

    # --- errors and positions
    def loc(self, node: ast.AST) -> Loc:
        return Loc(self.file, node.lineno, node.col_offset + 1)  # type: ignore[attr-defined]

    def fail(self, code: str, message: str, node: ast.AST, *, seen: str = "", wanted: str = "", hint: str = "") -> NoReturn:
        line = getattr(node, "lineno", 0)
        source = linecache.getline(self.function.file, line).rstrip("\n")
        start = len(source.encode()[: getattr(node, "col_offset", 0)].decode(errors="replace")) + 1
        end = getattr(node, "end_col_offset", start) + 1 if getattr(node, "end_lineno", line) == line else len(source) + 1
        place = ErrorPlace(self.function.file, line, start, end, source)
        raise MicroError(message, code=code, place=place, seen=seen, wanted=wanted, hint=hint)

    # --- the function
    def annotation(self, node: ast.expr | None, what: str, at: ast.AST) -> t.MicroType:
        if node is None:
            self.fail("MC112", f"{what} needs a type", at, wanted="an annotation")
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node = ast.parse(node.value, mode="eval").body
        value = self.static_value(node)
        try:
            return t.as_type(value)
        except MicroError as e:
            self.fail("MC134", f"{what} has no Micro type", node, seen=repr(value), wanted=e.wanted)

    def check(self) -> n.Body:
        definition = self.function.definition
        a = definition.args
        if a.vararg or a.kwarg or a.kwonlyargs or a.posonlyargs:
            self.fail("MC113", "only plain parameters are allowed", definition, seen="*, ** or / in the parameters")
        params = []
        for name, type_ in zip(self.function.parameter_names, self.program.parameter_types(self.function), strict=True):
            if type_ is t.STATIC:
                self.env[name] = Static(self.statics[name])
                continue
            local = n.Local(name, type_)
            self.env[name] = local
            params.append(local)
        self.result_type = self.program.result_type(self.function)
        statements, ends = self.block(definition.body)
        if not ends:
            if self.result_type is not t.NONE:
                self.fail("MC212", f"{self.function.name} can end without a return", definition, wanted=f"return of {self.result_type!r} on every path")
            statements.append(n.Return(self.loc(definition.body[-1]), None))
        return n.Body(params, self.result_type, statements)

    def parameter_type(self, index: int, arg: ast.arg) -> t.MicroType:
        owner = self.function.owner
        if arg.annotation is None and index == 0 and owner is not None and arg.arg == "self":
            return owner if isinstance(owner, t.HeapType) else t.PtrType(owner)
        return self.annotation(arg.annotation, f"parameter {arg.arg}", arg)

    # --- statements; each gives its tree and whether control cannot go past it
    def block(self, nodes: list[ast.stmt]) -> tuple[list[n.Stmt], bool]:
        out: list[n.Stmt] = []
        for node in nodes:
            if self.statement(node, out):
                return out, True
        return out, False

    def statement(self, node: ast.stmt, out: list[n.Stmt]) -> bool:
        method = STATEMENTS.get(type(node))
        if method is None:
            self.fail("MC110", "this statement is not part of Micro", node, seen=type(node).__name__.lower(), wanted="a statement of section 3")
        return bool(method(self, node, out))

    def stmt_Pass(self, node: ast.Pass, out: list[n.Stmt]) -> bool:
        return False

    def stmt_Expr(self, node: ast.Expr, out: list[n.Stmt]) -> bool:
        if isinstance(node.value, ast.Constant):  # a docstring
            return False
        value = self.expr(node.value)
        if isinstance(value, Static):
            return False
        if isinstance(value, n.OpExpr) and value.op == "unreachable":
            out.append(n.Unreachable(self.loc(node)))
            return True
        is_pure = isinstance(value, n.OpExpr) and value.op != "same" and OPS[value.op].effect == "pure"
        if is_pure or not isinstance(value, n.Call | n.OpExpr | n.Bind | n.Choice):
            self.fail("MC110", "this expression does nothing", node, wanted="a call or an assignment")
        out.append(n.Evaluate(self.loc(node), value))
        return False

    def stmt_Assign(self, node: ast.Assign, out: list[n.Stmt]) -> bool:
        value = self.expr(node.value)
        if len(node.targets) == 1:
            self.assign(node.targets[0], value, node.value, out)
            return False
        if not isinstance(value, Static):
            value = self.hold(value, out)
        for target in node.targets:
            self.assign(target, value, node.value, out)
        return False

    def stmt_AnnAssign(self, node: ast.AnnAssign, out: list[n.Stmt]) -> bool:
        if not isinstance(node.target, ast.Name):
            self.fail("MC110", "only a local can be annotated", node)
        type_ = self.annotation(node.annotation, f"local {node.target.id}", node)
        existing = self.env.get(node.target.id)
        if isinstance(existing, n.Local) and existing.type != type_:
            self.fail("MC122", f"{node.target.id} already has another type", node, seen=repr(type_), wanted=repr(existing.type))
        if not isinstance(existing, n.Local):
            self.env[node.target.id] = n.Local(node.target.id, type_)
        if node.value is not None:
            local = self.env[node.target.id]
            assert isinstance(local, n.Local)
            out.append(n.Assign(self.loc(node), [local], self.coerce(self.expr(node.value, type_), type_, node.value)))
        return False

    def hold(self, value: n.Expr, out: list[n.Stmt]) -> n.Expr:
        """Evaluate once, into a nameless local."""
        if isinstance(value, n.LocalRef | n.Const | n.ThreadRef):
            return value
        self.counter += 1
        local = n.Local(f".{self.counter}", value.type)
        out.append(n.Assign(value.loc, [local], value))
        return n.LocalRef(value.type, value.loc, local)

    def assign(self, target: ast.expr, value: Any, at: ast.expr, out: list[n.Stmt]) -> None:
        loc = self.loc(target)
        if isinstance(target, ast.Tuple):
            self.assign_tuple(target, value, at, out)
        elif isinstance(target, ast.Name):
            local = self.local_for(target, value, at)
            if local is not None:
                out.append(n.Assign(loc, [local], self.coerce(value, local.type, at)))
        else:
            place = self.place(target)
            if place is None:
                self.fail("MC205", "this cannot be assigned to", target, wanted="a local, a field or an element")
            out.append(self.store(place, self.coerce(value, place.type, at), target))

    def store(self, place: n.Place, value: n.Expr, node: ast.AST) -> n.Store:
        barrier = None
        if place.type.is_traced and place.owner is not None and not isinstance(value, n.Const):
            barrier = self.program.hook_instance("write_barrier", self, node)
        return n.Store(self.loc(node), place, value, barrier)

    def assign_tuple(self, target: ast.Tuple, value: Any, at: ast.expr, out: list[n.Stmt]) -> None:
        parts: list[Any]
        if isinstance(value, Static):
            parts = [Static(x) for x in value.object]
        elif isinstance(value, n.TupleExpr):
            # all parts are evaluated before any is assigned: a, b = b, a
            parts = [p if isinstance(p, n.Const) else self.hold_copy(p, out) for p in value.items]
        elif isinstance(value.type, t.TupleType):
            types = value.type.items
            if len(types) != len(target.elts):
                self.fail("MC209", "wrong number of targets", target, seen=str(len(target.elts)), wanted=str(len(types)))
            locals_: list[n.Local | None] = []
            later: list[tuple[ast.expr, n.Local]] = []
            for element, type_ in zip(target.elts, types, strict=True):
                if isinstance(element, ast.Name) and element.id == "_":
                    locals_.append(None)
                    continue
                self.counter += 1
                known = self.env.get(element.id) if isinstance(element, ast.Name) else None
                if isinstance(element, ast.Name) and (known is None or (isinstance(known, n.Local) and known.type == type_)):
                    if known is None:
                        known = self.env[element.id] = n.Local(element.id, type_)
                    assert isinstance(known, n.Local)
                    locals_.append(known)
                else:
                    local = n.Local(f".{self.counter}", type_)
                    locals_.append(local)
                    later.append((element, local))
            out.append(n.Assign(self.loc(target), locals_, value))
            for element, local in later:
                self.assign(element, n.LocalRef(local.type, self.loc(element), local), at, out)
            return
        else:
            self.fail("MC209", "only a tuple can be unpacked", at, seen=repr(value.type))
        if len(parts) != len(target.elts):
            self.fail("MC209", "wrong number of targets", target, seen=str(len(target.elts)), wanted=str(len(parts)))
        for element, part in zip(target.elts, parts, strict=True):
            self.assign(element, part, at, out)

    def hold_copy(self, value: n.Expr, out: list[n.Stmt]) -> n.Expr:
        self.counter += 1
        local = n.Local(f".{self.counter}", value.type)
        out.append(n.Assign(value.loc, [local], value))
        return n.LocalRef(value.type, value.loc, local)

    def local_for(self, target: ast.Name, value: Any, at: ast.expr) -> n.Local | None:
        """The local a name assignment goes to; None if the name is bound statically instead."""
        existing = self.env.get(target.id)
        if isinstance(existing, n.Local):
            return existing
        if isinstance(value, Static):
            type_ = self.natural_type(value.object)
            if type_ is None:
                self.env[target.id] = value
                return None
        else:
            type_ = value.type
        if isinstance(existing, Static):
            self.fail("MC123", f"{target.id} is static here", target, hint="use another name for the run-time value")
        if type_ is t.NONE or isinstance(type_, t.TupleType):
            self.fail("MC200", f"a value of type {type_!r} cannot be kept", at, hint="unpack it at once")
        local = n.Local(target.id, type_)
        self.env[target.id] = local
        return local

    @staticmethod
    def natural_type(value: Any) -> t.MicroType | None:
        """The run-time type a static number takes when assigned to a local."""
        if isinstance(value, bool):
            return t.BOOL
        if type(value) is int:
            return t.I64 if value <= t.I64.maximum else t.U64
        if isinstance(value, int):  # a Word (corevm.kernel.value): an immediate
            return t.VALUE
        if isinstance(value, float):
            return t.F64
        return None

    def stmt_AugAssign(self, node: ast.AugAssign, out: list[n.Stmt]) -> bool:
        if isinstance(node.target, ast.Name):
            left = self.expr(ast.copy_location(ast.Name(node.target.id, ast.Load()), node.target))
            self.assign(node.target, self.binary(node.op, left, self.expr(node.value), node), node.value, out)
            return False
        place = self.place(node.target)
        if place is None:
            self.fail("MC205", "this cannot be assigned to", node.target)
        place.base = self.hold(place.base, out)
        if place.index is not None:
            place.index = self.hold(place.index, out)
        left = n.Load(place.type, self.loc(node), place)
        value = self.binary(node.op, left, self.expr(node.value), node)
        out.append(self.store(place, self.coerce(value, place.type, node.value), node))
        return False

    # --- control
    def stmt_If(self, node: ast.If, out: list[n.Stmt]) -> bool:
        condition = self.condition(node.test)
        if isinstance(condition, Static):
            statements, ends = self.block(node.body if condition.object else node.orelse)
            out += statements
            return ends
        then, then_ends = self.block(node.body)
        other, other_ends = self.block(node.orelse)
        out.append(n.If(self.loc(node.test), condition, then, other))
        return then_ends and other_ends

    def stmt_While(self, node: ast.While, out: list[n.Stmt]) -> bool:
        if node.orelse:
            self.fail("MC110", "while has no else in Micro", node)
        condition = self.condition(node.test)
        if isinstance(condition, Static):
            if not condition.object:
                return False
            self.loop_kinds.append("loop")
            body, _ = self.block(node.body)
            self.loop_kinds.pop()
            out.append(n.While(self.loc(node), None, body))
            return not _has_break(body)
        self.loop_kinds.append("loop")
        body, _ = self.block(node.body)
        self.loop_kinds.pop()
        out.append(n.While(self.loc(node), condition, body))
        return False

    def stmt_For(self, node: ast.For, out: list[n.Stmt]) -> bool:
        if node.orelse:
            self.fail("MC110", "for has no else in Micro", node)
        call = node.iter
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "range" and not call.keywords:
            self.for_range(node, call, out)
            return False
        sequence = self.expr(call)
        if not isinstance(sequence, Static):
            self.fail("MC110", "a loop runs over range(...) or a static sequence", call, seen=repr(sequence.type))
        try:
            items = list(sequence.object)
        except TypeError:
            self.fail("MC110", "this static object cannot be iterated", call, seen=repr(sequence.object))
        self.loop_kinds.append("unrolled")
        for item in items:
            self.bind_static(node.target, item)
            statements, ends = self.block(node.body)
            out += statements
            if ends:
                self.loop_kinds.pop()
                return True
        self.loop_kinds.pop()
        return False

    def bind_static(self, target: ast.expr, item: Any) -> None:
        if isinstance(target, ast.Tuple):
            for element, part in zip(target.elts, item, strict=True):
                self.bind_static(element, part)
        elif isinstance(target, ast.Name):
            self.env[target.id] = Static(item)
        else:
            self.fail("MC110", "an unrolled loop binds names", target)

    def for_range(self, node: ast.For, call: ast.Call, out: list[n.Stmt]) -> None:
        if not isinstance(node.target, ast.Name):
            self.fail("MC110", "a range loop binds one name", node.target)
        if not 1 <= len(call.args) <= 3:
            self.fail("MC208", "range takes one to three arguments", call, seen=str(len(call.args)))
        bounds = [self.expr(a) for a in call.args]
        type_: t.MicroType = next((b.type for b in bounds if not isinstance(b, Static)), t.I64)
        if not isinstance(type_, t.IntType):
            self.fail("MC202", "range counts integers", call, seen=repr(type_))
        step = 1
        if len(bounds) == 3:
            given = bounds[2]
            if not isinstance(given, Static) or not isinstance(given.object, int) or given.object == 0:
                self.fail("MC210", "the step of a range must be a static integer other than 0", call.args[2])
            step = given.object
        low = bounds[0] if len(bounds) > 1 else Static(0)
        high = bounds[1] if len(bounds) > 1 else bounds[0]
        loc = self.loc(node)
        self.counter += 1
        counter = n.Local(f".{node.target.id}{self.counter}", type_)
        end = n.Local(f".end{self.counter}", type_)
        out.append(n.Assign(loc, [counter], self.coerce(low, type_, call)))
        out.append(n.Assign(loc, [end], self.coerce(high, type_, call)))
        here = n.LocalRef(type_, loc, counter)
        op = ("slt" if step > 0 else "sgt") if type_.is_signed else ("ult" if step > 0 else "ugt")
        condition = n.OpExpr(t.BOOL, loc, op, type_.ir, [here, n.LocalRef(type_, loc, end)])
        existing = self.env.get(node.target.id)
        if isinstance(existing, Static):
            self.fail("MC123", f"{node.target.id} is static here", node.target)
        if existing is None:
            existing = self.env[node.target.id] = n.Local(node.target.id, type_)
        elif existing.type != type_:
            self.fail("MC122", f"{node.target.id} already has another type", node.target, seen=repr(type_), wanted=repr(existing.type))
        self.loop_kinds.append("loop")
        body, _ = self.block(node.body)
        self.loop_kinds.pop()
        advance = n.OpExpr(type_, loc, "add", type_.ir, [here, n.Const(type_, loc, step)])
        first: n.Stmt = n.Assign(loc, [existing], here)
        out.append(n.While(loc, condition, [first, *body], [n.Assign(loc, [counter], advance)]))

    def stmt_Break(self, node: ast.Break, out: list[n.Stmt]) -> bool:
        self.leave_loop(node)
        out.append(n.Break(self.loc(node)))
        return True

    def stmt_Continue(self, node: ast.Continue, out: list[n.Stmt]) -> bool:
        self.leave_loop(node)
        out.append(n.Continue(self.loc(node)))
        return True

    def leave_loop(self, node: ast.stmt) -> None:
        if not self.loop_kinds:
            self.fail("MC213", "there is no loop to leave", node)
        if self.loop_kinds[-1] == "unrolled":
            self.fail("MC214", "an unrolled loop cannot be left early", node)

    def stmt_Return(self, node: ast.Return, out: list[n.Stmt]) -> bool:
        loc = self.loc(node)
        if node.value is None or (isinstance(node.value, ast.Constant) and node.value.value is None and self.result_type is t.NONE):
            if self.result_type is not t.NONE:
                self.fail("MC209", "a result is missing", node, wanted=repr(self.result_type))
            out.append(n.Return(loc, None))
            return True
        value = self.expr(node.value, self.result_type)
        if self.result_type is t.NONE:
            if isinstance(value, n.Expr) and value.type is t.NONE:
                out.append(n.Evaluate(loc, value))
                out.append(n.Return(loc, None))
                return True
            self.fail("MC209", "this function has no result", node, seen="a value", hint="annotate the result: -> T")
        out.append(n.Return(loc, self.coerce(value, self.result_type, node.value)))
        return True

    def stmt_Raise(self, node: ast.Raise, out: list[n.Stmt]) -> bool:
        if node.exc is None or node.cause is not None:
            self.fail("MC110", "raise needs one exception value", node)
        self.may_fail(node, "raise")
        value = self.coerce(self.expr(node.exc, t.VALUE), t.VALUE, node.exc)
        out.append(n.Raise(self.loc(node), value, self.program.hook_instance("set_exception", self, node)))
        return True

    def may_fail(self, node: ast.AST, what: str) -> None:
        if not self.function.raises and not self.try_depth:
            self.fail("MC300", f"{what} may fail here, but {self.function.name} does not raise", node, wanted="@fn(raises=True), or a try around it")

    def stmt_Try(self, node: ast.Try, out: list[n.Stmt]) -> bool:
        if node.finalbody or node.orelse or len(node.handlers) != 1:
            self.fail("MC110", "try has one except and nothing else in Micro", node)
        handler = node.handlers[0]
        if handler.type is not None:
            caught = self.static_value(handler.type)
            if caught is not failure:
                self.fail("MC110", "only `failure` can be caught", handler.type, seen=repr(caught), wanted="except: or except failure as e:")
        self.try_depth += 1
        body, body_ends = self.block(node.body)
        self.try_depth -= 1
        handler_out: list[n.Stmt] = []
        taker = self.program.hook_instance("take_exception", self, node)
        taken = n.Call(t.VALUE, self.loc(handler), "micro", taker, [])
        if handler.name is not None:
            existing = self.env.get(handler.name)
            local = existing if isinstance(existing, n.Local) else n.Local(handler.name, t.VALUE)
            self.env[handler.name] = local
            handler_out.append(n.Assign(self.loc(handler), [local], taken))
        else:
            handler_out.append(n.Evaluate(self.loc(handler), taken))
        statements, handler_ends = self.block(handler.body)
        out.append(n.Try(self.loc(node), body, handler_out + statements))
        return body_ends and handler_ends

    def stmt_Assert(self, node: ast.Assert, out: list[n.Stmt]) -> bool:
        condition = self.condition(node.test)
        text = ast.unparse(node.test)
        if node.msg is not None:
            text = str(self.static_value(node.msg))
        if isinstance(condition, Static):
            if not condition.object:
                self.fail("MC124", f"this static assertion fails: {text}", node)
            return False
        out.append(n.Assert(self.loc(node), condition, text))
        return False

    def stmt_Match(self, node: ast.Match, out: list[n.Stmt]) -> bool:
        subject = self.expr(node.subject)
        bodies: list[list[n.Stmt]] = []
        cases: list[tuple[int, int]] = []
        default: list[n.Stmt] = []
        ends = []
        has_default = False
        for case in node.cases:
            constants = self.case_constants(case.pattern)
            if case.guard is not None:
                self.fail("MC110", "a case has no guard in Micro", case.guard)
            if isinstance(subject, Static):
                if constants is None or subject.object in constants:
                    statements, ended = self.block(case.body)
                    out += statements
                    return ended
                continue
            statements, ended = self.block(case.body)
            ends.append(ended)
            if constants is None:
                default, has_default = statements, True
                break
            if not isinstance(subject.type, t.IntType):
                self.fail("MC202", "match is over integers", node.subject, seen=repr(subject.type))
            for c in constants:
                self.coerce(Static(c), subject.type, case.pattern)
            cases += [(c, len(bodies)) for c in constants]
            bodies.append(statements)
        if isinstance(subject, Static):
            return False
        out.append(n.Switch(self.loc(node), subject, cases, bodies, default))
        return has_default and all(ends)

    def case_constants(self, pattern: ast.pattern) -> list[int] | None:
        if isinstance(pattern, ast.MatchAs) and pattern.pattern is None and pattern.name is None:
            return None
        if isinstance(pattern, ast.MatchOr):
            parts = [self.case_constants(p) for p in pattern.patterns]
            return [c for p in parts if p for c in p]
        if isinstance(pattern, ast.MatchValue):
            value = self.static_value(pattern.value)
            if isinstance(value, int):
                return [value]
        self.fail("MC110", "a case is an integer constant, alternatives of them, or _", pattern)


STATEMENTS: dict[type, Any] = {getattr(ast, name[5:]): f for name, f in vars(Checker).items() if name.startswith("stmt_")}


def _has_break(statements: list[n.Stmt]) -> bool:
    """Whether a break of this loop (not of an inner one) is among the statements."""
    for s in statements:
        if isinstance(s, n.Break):
            return True
        inner: list[list[n.Stmt]] = []
        if isinstance(s, n.If):
            inner = [s.then, s.other]
        elif isinstance(s, n.Try):
            inner = [s.body, s.handler]
        elif isinstance(s, n.Switch):
            inner = [*s.bodies, s.default]
        if any(_has_break(i) for i in inner):
            return True
    return False
