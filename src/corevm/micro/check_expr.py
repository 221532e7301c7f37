"""Checking of expressions: static evaluation, typing, places in memory, conversions, calls."""

from __future__ import annotations

import ast
import operator
from typing import Any, NoReturn

from corevm.ir.module import Data, Loc
from corevm.micro import tree as n
from corevm.micro import type as t
from corevm.micro.function import CFunction, MicroFunction, StaticTable
from corevm.micro.intrinsic import INTRINSIC_CHECKS
from corevm.micro.surface import Intrinsic
from corevm.micro.tree import Static

PYTHON_BINARY: dict[type, Any] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod, ast.Div: operator.truediv, ast.LShift: operator.lshift, ast.RShift: operator.rshift,
    ast.BitAnd: operator.and_, ast.BitOr: operator.or_, ast.BitXor: operator.xor, ast.Pow: operator.pow,
}  # fmt: skip
PYTHON_COMPARE: dict[type, Any] = {
    ast.Eq: operator.eq, ast.NotEq: operator.ne, ast.Lt: operator.lt, ast.LtE: operator.le, ast.Gt: operator.gt,
    ast.GtE: operator.ge, ast.Is: operator.is_, ast.IsNot: operator.is_not,
    ast.In: lambda a, b: a in b, ast.NotIn: lambda a, b: a not in b,
}  # fmt: skip
COMPARE = {ast.Eq: "eq", ast.NotEq: "ne", ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
SYMBOL = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.FloorDiv: "//", ast.Mod: "%", ast.Div: "/", ast.LShift: "<<",
    ast.RShift: ">>", ast.BitAnd: "&", ast.BitOr: "|", ast.BitXor: "^", ast.Pow: "**",
}  # fmt: skip


class _NotStatic(Exception):
    """A name of the expression is a run-time local."""


class _StaticNames(dict[str, Any]):
    """The names a static expression may use, looked up on demand."""

    def __init__(self, checker: ExprChecker) -> None:
        super().__init__()
        self.checker = checker

    def __missing__(self, name: str) -> Any:
        found = self.checker.env.get(name)
        if isinstance(found, Static):
            return found.object
        if found is not None:
            raise _NotStatic(name)
        return self.checker.function.look_up(name)


class ExprChecker:
    """The expression half of `corevm.micro.check.Checker`."""

    function: MicroFunction
    program: Any
    env: dict[str, n.Local | Static]
    counter: int
    try_depth: int
    result_type: t.MicroType

    def loc(self, node: ast.AST) -> Loc:
        raise NotImplementedError

    def fail(self, code: str, message: str, node: ast.AST, *, seen: str = "", wanted: str = "", hint: str = "") -> NoReturn:
        raise NotImplementedError

    def may_fail(self, node: ast.AST, what: str) -> None:
        raise NotImplementedError

    # --- static evaluation
    def static_value(self, node: ast.expr) -> Any:
        """The object of an expression that must be static."""
        value = self.evaluate_static(node)
        if value is None:
            self.fail("MC210", "this must be known when the function is compiled", node, seen="a run-time value")
        return value.object

    def evaluate_static(self, node: ast.expr) -> Static | None:
        """Evaluate with Python if every name is static, else None."""
        try:
            return Static(_evaluate(node, _StaticNames(self)))
        except _NotStatic:
            return None
        except KeyError as e:
            if isinstance(e.args[0], str) and any(isinstance(x, ast.Name) and x.id == e.args[0] for x in ast.walk(node)):
                self.undefined(e.args[0], node)
            self.fail("MC124", f"static evaluation failed: {e!r}", node)
        except Exception as e:
            self.fail("MC124", f"static evaluation failed: {type(e).__name__}: {e}", node)

    def undefined(self, name: str, node: ast.AST) -> NoReturn:
        self.fail("MC120", f"{name} is not defined", node, hint="a local must be assigned before; a static name must exist in the module")

    # --- expressions
    def expr(self, node: ast.expr, wanted: t.MicroType | None = None) -> Any:
        """A typed expression or a Static. `wanted` guides constants only."""
        kind = type(node)
        method = EXPRESSIONS.get(kind)
        if method is None:
            value = self.evaluate_static(node)
            if value is None:
                self.fail("MC111", "this expression is not part of Micro", node, seen=type(node).__name__.lower(), wanted="an expression of section 3, or static parts only")
            return value
        if kind is ast.Tuple or kind is ast.IfExp:
            return method(self, node, None if wanted is t.STATIC else wanted)
        return method(self, node)

    def typed(self, node: ast.expr, wanted: t.MicroType | None = None) -> n.Expr:
        """A run-time expression: a static number becomes a constant."""
        return self.materialise(self.expr(node), node, wanted)

    def materialise(self, value: Any, node: ast.AST, wanted: t.MicroType | None = None) -> n.Expr:
        if not isinstance(value, Static):
            assert isinstance(value, n.Expr)
            return value
        type_ = wanted or self.natural_static_type(value.object)
        if type_ is None:
            self.fail("MC210", "a static object cannot be used at run time here", node, seen=repr(value.object)[:80])
        return self.coerce(value, type_, node)

    def natural_static_type(self, x: Any) -> t.MicroType | None:
        if isinstance(x, bool):
            return t.BOOL
        if isinstance(x, int):
            if type(x) is not int:
                return t.VALUE
            return t.I64 if x <= t.I64.maximum else t.U64
        if isinstance(x, float):
            return t.F64
        if isinstance(x, str | bytes):
            return t.PtrType(t.U8)
        if isinstance(x, StaticTable):
            return t.PtrType(x.item)
        if isinstance(x, MicroFunction):
            return self.program.function_type(x)  # type: ignore[no-any-return]
        return None

    def expr_Constant(self, node: ast.Constant) -> Any:
        return Static(node.value)

    def expr_Name(self, node: ast.Name) -> Any:
        found = self.env.get(node.id)
        if isinstance(found, n.Local):
            return n.LocalRef(found.type, self.loc(node), found)
        if found is not None:
            return found
        try:
            return Static(self.function.look_up(node.id))
        except KeyError:
            self.undefined(node.id, node)

    def expr_NamedExpr(self, node: ast.NamedExpr) -> Any:
        value = self.typed(node.value)
        found = self.env.get(node.target.id)
        if not isinstance(found, n.Local):
            found = self.env[node.target.id] = n.Local(node.target.id, value.type)
        return n.Bind(found.type, self.loc(node), found, self.coerce(value, found.type, node))

    def expr_Tuple(self, node: ast.Tuple, wanted: t.MicroType | None = None) -> Any:
        parts = [self.expr(e) for e in node.elts]
        if all(isinstance(p, Static) for p in parts):
            return Static(tuple(p.object for p in parts))
        types: tuple[Any, ...] = (None,) * len(parts)
        if isinstance(wanted, t.TupleType) and len(wanted.items) == len(parts):
            types = wanted.items
        typed = [self.materialise(p, e, x) for p, e, x in zip(parts, node.elts, types, strict=True)]
        return n.TupleExpr(t.TupleType(tuple(p.type for p in typed)), self.loc(node), typed)

    def expr_UnaryOp(self, node: ast.UnaryOp) -> Any:
        value = self.expr(node.operand)
        loc = self.loc(node)
        if isinstance(value, Static):
            return self.evaluate_static(node) or Static(_unary(node.op, value.object))
        type_ = value.type
        if isinstance(node.op, ast.Not):
            if type_ is not t.BOOL:
                self.fail("MC206", "`not` needs a bool", node, seen=repr(type_), wanted="bool")
            return n.OpExpr(t.BOOL, loc, "not", t.BOOL.ir, [value])
        if isinstance(node.op, ast.USub) and isinstance(type_, t.FloatType):
            return n.OpExpr(type_, loc, "fneg", type_.ir, [value])
        if isinstance(node.op, ast.USub) and isinstance(type_, t.IntType):
            op = "sub_nsw" if type_.is_signed else "sub"
            return n.OpExpr(type_, loc, op, type_.ir, [n.Const(type_, loc, 0), value])
        if isinstance(node.op, ast.Invert) and isinstance(type_, t.IntType):
            return n.OpExpr(type_, loc, "not", type_.ir, [value])
        if isinstance(node.op, ast.UAdd) and isinstance(type_, t.IntType | t.FloatType):
            return value
        self.fail("MC202", "this operator does not go with this type", node, seen=repr(type_))

    def expr_BinOp(self, node: ast.BinOp) -> Any:
        return self.binary(node.op, self.expr(node.left), self.expr(node.right), node)

    def binary(self, op: ast.operator, left: Any, right: Any, node: ast.AST) -> Any:
        loc = self.loc(node)
        if isinstance(left, Static) and isinstance(right, Static):
            try:
                return Static(PYTHON_BINARY[type(op)](left.object, right.object))
            except Exception as e:
                self.fail("MC124", f"static evaluation failed: {type(e).__name__}: {e}", node)
        if isinstance(left, Static):
            is_shift = isinstance(op, ast.LShift | ast.RShift)
            left = self.materialise(left, node, None if is_shift or isinstance(right.type, t.PtrType) else right.type)
        if isinstance(left.type, t.PtrType) and isinstance(op, ast.Add | ast.Sub):
            return self.pointer_arithmetic(op, left, right, node)
        if isinstance(left.type, t.IntType) and isinstance(op, ast.LShift | ast.RShift):
            return self.shift(op, left, right, node)
        right = self.materialise(right, node, left.type)
        type_ = left.type
        symbol = SYMBOL.get(type(op), "@")
        if type_ != right.type:
            self.fail("MC202", f"the operands of {symbol} have different types", node, seen=f"{type_!r} {symbol} {right.type!r}", wanted="the same type: convert one")
        if isinstance(type_, t.IntType):
            return self.int_binary(op, type_, left, right, node)
        if isinstance(type_, t.FloatType):
            name = {ast.Add: "fadd", ast.Sub: "fsub", ast.Mult: "fmul", ast.Div: "fdiv"}.get(type(op))
            if name is not None:
                return n.OpExpr(type_, loc, name, type_.ir, [left, right])
        if type_ is t.BOOL:
            name = {ast.BitAnd: "and", ast.BitOr: "or", ast.BitXor: "xor"}.get(type(op))
            if name is not None:
                return n.OpExpr(type_, loc, name, type_.ir, [left, right])
        self.fail("MC202", f"{symbol} does not go with this type", node, seen=f"{type_!r} {symbol} {right.type!r}")

    def int_binary(self, op: ast.operator, type_: t.IntType, left: n.Expr, right: n.Expr, node: ast.AST) -> n.Expr:
        loc = self.loc(node)
        kind = type(op)
        arithmetic = {ast.Add: "add", ast.Sub: "sub", ast.Mult: "mul"}
        if kind in arithmetic:
            name = arithmetic[kind] + ("_nsw" if type_.is_signed else "")
        elif kind in (ast.BitAnd, ast.BitOr, ast.BitXor):
            name = {ast.BitAnd: "and", ast.BitOr: "or", ast.BitXor: "xor"}[kind]
        elif kind in (ast.FloorDiv, ast.Mod):
            if type_.is_signed:
                return self.floor_division(kind is ast.Mod, type_, left, right, loc)
            name = "udiv" if kind is ast.FloorDiv else "urem"
        else:
            hint = "write float division as f64(a) / f64(b)" if kind is ast.Div else ""
            self.fail("MC202", f"{SYMBOL.get(kind, '@')} does not go with integers", node, seen=repr(type_), hint=hint)
        return n.OpExpr(type_, loc, name, type_.ir, [left, right])

    def floor_division(self, is_remainder: bool, type_: t.IntType, left: n.Expr, right: n.Expr, loc: Loc) -> n.Expr:
        """Python's floor division from the truncating one: adjust when the signs differ and it is not exact."""
        a, b = self.once(left), self.once(right)
        rem = self.once(n.OpExpr(type_, loc, "srem", type_.ir, [a[1], b[1]]))
        zero = n.Const(type_, loc, 0)
        differs = n.OpExpr(t.BOOL, loc, "slt", type_.ir, [n.OpExpr(type_, loc, "xor", type_.ir, [rem[1], b[1]]), zero])
        inexact = n.OpExpr(t.BOOL, loc, "ne", type_.ir, [rem[1], zero])
        adjust = n.OpExpr(t.BOOL, loc, "and", t.BOOL.ir, [differs, inexact])
        binds = [a[0], b[0], rem[0]]
        if is_remainder:
            fixed = n.OpExpr(type_, loc, "add", type_.ir, [rem[1], b[1]])
            result: n.Expr = n.OpExpr(type_, loc, "select", type_.ir, [adjust, fixed, rem[1]])
        else:
            quotient = n.OpExpr(type_, loc, "sdiv", type_.ir, [a[1], b[1]])
            one = n.OpExpr(type_, loc, "zext", type_.ir, [adjust])
            result = n.OpExpr(type_, loc, "sub", type_.ir, [quotient, one])
        return n.Sequence(type_, loc, binds, result)

    def once(self, value: n.Expr) -> tuple[n.Expr, n.LocalRef]:
        """A binding of the value to a nameless local, and a reference to that."""
        self.counter += 1
        local = n.Local(f".{self.counter}", value.type)
        return n.Bind(value.type, value.loc, local, value), n.LocalRef(value.type, value.loc, local)

    def shift(self, op: ast.operator, left: n.Expr, right: Any, node: ast.AST) -> n.Expr:
        type_ = left.type
        assert isinstance(type_, t.IntType)
        if isinstance(right, Static):
            if not isinstance(right.object, int) or not 0 <= right.object < type_.bits:
                self.fail("MC201", "the shift count is outside the width", node, seen=repr(right.object), wanted=f"0 to {type_.bits - 1}")
            count: n.Expr = n.Const(type_, self.loc(node), right.object)
        else:
            if not isinstance(right.type, t.IntType):
                self.fail("MC202", "a shift count is an integer", node, seen=repr(right.type))
            count = self.convert_int(right, type_, self.loc(node))
        name = "shl" if isinstance(op, ast.LShift) else "ashr" if type_.is_signed else "lshr"
        return n.OpExpr(type_, self.loc(node), name, type_.ir, [left, count])

    def pointer_arithmetic(self, op: ast.operator, left: n.Expr, right: Any, node: ast.AST) -> n.Expr:
        loc = self.loc(node)
        assert isinstance(left.type, t.PtrType)
        size = left.type.target.size_bytes
        if not isinstance(right, Static) and right.type == left.type and isinstance(op, ast.Sub):
            a = n.OpExpr(t.I64, loc, "bitcast", t.I64.ir, [left])
            b = n.OpExpr(t.I64, loc, "bitcast", t.I64.ir, [right])
            difference = n.OpExpr(t.I64, loc, "sub", t.I64.ir, [a, b])
            return n.OpExpr(t.I64, loc, "sdiv", t.I64.ir, [difference, n.Const(t.I64, loc, size)])
        index = self.index(right, node)
        if isinstance(op, ast.Sub):
            index = n.OpExpr(t.I64, loc, "sub", t.I64.ir, [n.Const(t.I64, loc, 0), index])
        return n.AddressOf(left.type, loc, n.Place(left, 0, left.type.target, "any", index, size))

    def index(self, value: Any, node: ast.AST) -> n.Expr:
        """An element index as i64."""
        if isinstance(value, Static):
            return self.coerce(value, t.I64, node)
        if not isinstance(value.type, t.IntType):
            self.fail("MC202", "an index is an integer", node, seen=repr(value.type))
        return self.convert_int(value, t.I64, value.loc)

    def convert_int(self, value: n.Expr, type_: t.IntType, loc: Loc) -> n.Expr:
        source = value.type
        assert isinstance(source, t.IntType)
        if source.bits == type_.bits:
            return value if source == type_ else n.OpExpr(type_, loc, "same", None, [value])
        if source.bits > type_.bits:
            return n.OpExpr(type_, loc, "trunc", type_.ir, [value])
        return n.OpExpr(type_, loc, "sext" if source.is_signed else "zext", type_.ir, [value])

    # --- conditions
    def condition(self, node: ast.expr) -> Any:
        """A bool expression or Static."""
        value = self.expr(node)
        if isinstance(value, Static):
            return Static(bool(value.object))
        if value.type is not t.BOOL:
            self.fail("MC206", "a condition must be a bool", node, seen=repr(value.type), wanted="bool", hint="compare it: x != 0, p is not None")
        return value

    def expr_BoolOp(self, node: ast.BoolOp) -> Any:
        is_and = isinstance(node.op, ast.And)
        result: Any = None
        for part in node.values:
            value = self.condition(part)
            if isinstance(value, Static):
                if value.object != is_and:  # decides: what follows is not evaluated
                    return value if result is None else n.Logic(t.BOOL, self.loc(node), is_and, result, n.Const(t.BOOL, self.loc(part), bool(value.object)))
                continue
            result = value if result is None else n.Logic(t.BOOL, self.loc(node), is_and, result, value)
        return Static(is_and) if result is None else result

    def expr_IfExp(self, node: ast.IfExp, wanted: t.MicroType | None = None) -> Any:
        type_: Any
        condition = self.condition(node.test)
        if isinstance(condition, Static):
            return self.expr(node.body if condition.object else node.orelse, wanted)
        then, other = self.expr(node.body, wanted), self.expr(node.orelse, wanted)
        if wanted is not None and (isinstance(then, Static) or isinstance(other, Static)):
            type_ = wanted
        elif isinstance(then, Static) and isinstance(other, Static):
            type_ = self.natural_static_type(then.object)
            if type_ is None:
                self.fail("MC210", "a static object cannot be chosen at run time", node)
            other_type = self.natural_static_type(other.object)
            if other_type is t.VALUE:
                type_ = t.VALUE
        else:
            type_ = other.type if isinstance(then, Static) else then.type
            fixed = next((x for x in (then, other) if isinstance(x, Static)), None)
            if fixed is not None and self.natural_static_type(fixed.object) is t.VALUE and self.converts(type_, t.VALUE):
                type_ = t.VALUE
        if not isinstance(then, Static) and not isinstance(other, Static) and then.type != other.type:
            type_ = self.common_type(then.type, other.type, node)
        return n.Choice(type_, self.loc(node), condition, self.coerce(then, type_, node.body), self.coerce(other, type_, node.orelse))

    def common_type(self, a: t.MicroType, b: t.MicroType, node: ast.AST) -> t.MicroType:
        for x, y in ((a, b), (b, a)):
            if self.converts(x, y):
                return y
        self.fail("MC200", "both sides must have one type", node, seen=f"{a!r} and {b!r}")

    def expr_Compare(self, node: ast.Compare) -> Any:
        left = self.expr(node.left)
        result: Any = None
        for i, (op, right_node) in enumerate(zip(node.ops, node.comparators, strict=True)):
            right = self.expr(right_node)
            is_last = i == len(node.ops) - 1
            held: Any = right
            if not is_last and not isinstance(right, Static):
                bind, held = self.once(right)
                right = bind
            part = self.compare(op, left, right, node)
            left = held
            if result is None:
                result = part
            elif isinstance(result, Static):
                result = part if result.object else result
            elif isinstance(part, Static):
                result = result if part.object else n.Logic(t.BOOL, self.loc(node), True, result, n.Const(t.BOOL, self.loc(node), False))
            else:
                result = n.Logic(t.BOOL, self.loc(node), True, result, part)
        return result

    def compare(self, op: ast.cmpop, left: Any, right: Any, node: ast.AST) -> Any:
        loc = self.loc(node)
        if isinstance(left, Static) and isinstance(right, Static):
            return Static(PYTHON_COMPARE[type(op)](left.object, right.object))
        if isinstance(op, ast.Is | ast.IsNot):
            op = ast.Eq() if isinstance(op, ast.Is) else ast.NotEq()
            for side in (left, right):
                if not isinstance(side, Static) and side.type is t.VALUE and any(isinstance(o, Static) and o.object is None for o in (left, right)):
                    self.fail("MC202", "a Value is not null by `is None`", node, hint="use is_word(v, NONE), or v == cast(Value, 0)")
        if isinstance(op, ast.In | ast.NotIn):
            container = right
            if not isinstance(container, Static) or isinstance(left, Static):
                self.fail("MC111", "`in` needs a static sequence of constants", node)
            result: Any = Static(False)
            bind, ref = self.once(left)
            for i, item in enumerate(container.object):
                part = self.compare(ast.Eq(), bind if i == 0 else ref, Static(item), node)
                result = part if i == 0 else n.Logic(t.BOOL, loc, False, result, part)
            return result if isinstance(op, ast.In) else n.OpExpr(t.BOOL, loc, "not", t.BOOL.ir, [result])
        name = COMPARE.get(type(op))
        assert name is not None
        if isinstance(left, Static):
            left = self.coerce(left, right.type, node)
        elif isinstance(right, Static):
            right = self.coerce(right, left.type, node)
        type_ = left.type
        if type_ != right.type:
            if self.converts(left.type, right.type):
                left, type_ = self.coerce(left, right.type, node), right.type
            elif self.converts(right.type, left.type):
                right = self.coerce(right, left.type, node)
            else:
                self.fail("MC202", "values of different types are compared", node, seen=f"{left.type!r} and {right.type!r}", wanted="the same type: convert one")
        if name in ("eq", "ne"):
            if isinstance(type_, t.FloatType):
                name = "f" + name
            elif type_.ir is None:
                self.fail("MC202", "this type has no equality", node, seen=repr(type_))
        elif isinstance(type_, t.FloatType):
            name = "f" + name
        elif isinstance(type_, t.IntType):
            name = ("s" if type_.is_signed else "u") + name
        elif isinstance(type_, t.PtrType):
            name = "u" + name
        else:
            self.fail("MC202", "this type has no order", node, seen=repr(type_))
        return n.OpExpr(t.BOOL, loc, name, type_.ir, [left, right])

    # --- places in memory
    def expr_Attribute(self, node: ast.Attribute) -> Any:
        base = self.expr(node.value)
        if isinstance(base, Static):
            try:
                return Static(getattr(base.object, node.attr))
            except AttributeError as e:
                self.fail("MC203", str(e), node)
        record = self.record_of(base)
        if record is not None and node.attr not in record.fields:
            found = _attribute(record, node.attr)
            if isinstance(found, MicroFunction):
                return n.Method(t.NONE, self.loc(node), base, found)
            if found is not _MISSING:
                return Static(found)
        place = self.field_place(base, node)
        return self.load(place, node)

    def load(self, place: n.Place, node: ast.AST) -> n.Expr:
        """Reading a place; arrays, tails and embedded structs give their address."""
        type_ = place.type
        if isinstance(type_, t.ArrayType | t.TailType):
            element = t.PtrType(type_.item)
            place.type = type_.item
            address = n.AddressOf(element, self.loc(node), place)
            return address
        if isinstance(type_, t.StructType):
            return n.AddressOf(t.PtrType(type_), self.loc(node), place)
        if isinstance(type_, t.CountType):
            return self.convert_int(n.Load(type_, self.loc(node), place), t.I64, self.loc(node))
        return n.Load(type_, self.loc(node), place)

    @staticmethod
    def record_of(base: n.Expr) -> t.RecordType | None:
        type_ = base.type
        if isinstance(type_, t.OptionalType):
            return type_.heap
        if isinstance(type_, t.HeapType):
            return type_
        if isinstance(type_, t.PtrType) and isinstance(type_.target, t.StructType):
            return type_.target
        return None

    def field_place(self, base: n.Expr, node: ast.Attribute) -> n.Place:
        record = self.record_of(base)
        if record is None:
            hint = "cast it to a heap class first" if base.type is t.VALUE else ""
            self.fail("MC203", f"{base.type!r} has no fields", node, seen=f".{node.attr}", hint=hint)
        found = record.fields.get(node.attr)
        if found is None:
            self.fail("MC203", f"{record.name} has no field or method {node.attr}", node, wanted=", ".join(record.fields))
        is_heap = isinstance(record, t.HeapType)
        alias = "any" if not is_heap else "header" if found.offset == 0 else "heap"
        if isinstance(base, n.AddressOf) and base.place.index is None:  # a field of an embedded struct
            inner = base.place
            return n.Place(inner.base, inner.offset + found.offset, found.type, inner.alias)
        return n.Place(base, found.offset, found.type, alias, owner=base if is_heap else None)

    def place(self, node: ast.expr) -> n.Place | None:
        """The place an assignable expression denotes."""
        if isinstance(node, ast.Attribute):
            base = self.expr(node.value)
            if isinstance(base, Static):
                return None
            place = self.field_place(base, node)
            if isinstance(place.type, t.ArrayType | t.TailType | t.StructType):
                self.fail("MC205", "arrays and embedded structs are assigned part by part", node)
            return place
        if isinstance(node, ast.Subscript):
            return self.element_place(node)
        return None

    def element_place(self, node: ast.Subscript) -> n.Place:
        base = self.typed(node.value)
        index = self.index(self.expr(node.slice), node.slice)
        if not isinstance(base.type, t.PtrType):
            self.fail("MC204", "only a Ptr has elements", node, seen=repr(base.type), hint="name the Tail field" if isinstance(base.type, t.HeapType) else "")
        item = base.type.target
        if isinstance(base, n.AddressOf) and base.place.index is None:  # obj.items[i], struct.array[i]
            inner = base.place
            alias = "item" if inner.alias == "heap" else inner.alias
            place = n.Place(inner.base, inner.offset, item, alias, index, item.size_bytes, inner.owner)
        else:
            place = n.Place(base, 0, item, "any", index, item.size_bytes)
        if isinstance(index, n.Const) and place.index is not None:
            place.offset += int(index.value) * place.scale
            place.index = None
        return place

    def expr_Subscript(self, node: ast.Subscript) -> Any:
        base = self.expr(node.value)
        if isinstance(base, Static) and not isinstance(base.object, StaticTable | str | bytes):
            index = self.expr(node.slice)
            if not isinstance(index, Static):
                self.fail("MC210", "a static object is indexed by a run-time value", node.slice, hint="make it a table(T, values)")
            try:
                return Static(base.object[index.object])
            except Exception as e:
                self.fail("MC124", f"static evaluation failed: {type(e).__name__}: {e}", node)
        if isinstance(base, Static):
            index = self.expr(node.slice)
            if isinstance(index, Static):
                return Static(base.object[index.object])
        return self.load(self.element_place(node), node)

    # --- conversions
    def converts(self, source: t.MicroType, target: t.MicroType) -> bool:
        """Whether source converts to target implicitly."""
        if source == target:
            return True
        inner = source.heap if isinstance(source, t.OptionalType) else source
        if isinstance(inner, t.HeapType):
            if target is t.VALUE:
                return True
            goal = target.heap if isinstance(target, t.OptionalType) else target
            return isinstance(goal, t.HeapType) and inner.is_subclass_of(goal)
        return False

    def coerce(self, value: Any, type_: t.MicroType, node: ast.AST) -> n.Expr:
        """Convert implicitly to a type, or fail."""
        if isinstance(value, Static):
            return self.coerce_static(value.object, type_, node)
        if isinstance(value, n.Method):
            self.fail("MC207", f"method {value.function.name} is not called", node)
        if value.type == type_:
            return value  # type: ignore[no-any-return]
        if isinstance(value, n.TupleExpr) and isinstance(type_, t.TupleType) and len(value.items) == len(type_.items):
            return n.TupleExpr(type_, value.loc, [self.coerce(v, x, node) for v, x in zip(value.items, type_.items, strict=True)])
        if self.converts(value.type, type_):
            if value.type.ir is type_.ir:
                return n.OpExpr(type_, value.loc, "same", None, [value])
            return n.OpExpr(type_, value.loc, "bitcast", type_.ir, [value])
        hint = ""
        if isinstance(value.type, t.IntType | t.FloatType) and isinstance(type_, t.IntType | t.FloatType):
            hint = f"convert it: {type_!r}(...)"
        elif value.type is t.VALUE and isinstance(type_, t.HeapType):
            hint = f"cast({type_!r}, ...) after a kind check"
        self.fail("MC200", "the type does not fit", node, seen=repr(value.type), wanted=repr(type_), hint=hint)

    def coerce_static(self, x: Any, type_: t.MicroType, node: ast.AST) -> n.Expr:
        loc = self.loc(node)
        if isinstance(type_, t.IntType) and isinstance(x, int) and not isinstance(x, bool):
            if not type_.minimum <= x <= type_.maximum:
                self.fail("MC201", f"the constant does not fit {type_!r}", node, seen=str(x), wanted=f"{type_.minimum} to {type_.maximum}")
            return n.Const(type_, loc, int(x))
        if isinstance(type_, t.FloatType) and isinstance(x, int | float) and not isinstance(x, bool):
            return n.Const(type_, loc, float(x))
        if type_ is t.BOOL and isinstance(x, bool):
            return n.Const(type_, loc, x)
        if type_ is t.VALUE and isinstance(x, int) and type(x) not in (int, bool):
            return n.Const(type_, loc, int(x))
        if x is None and isinstance(type_, t.PtrType | t.HeapType | t.OptionalType | t.FnType):
            return n.Const(type_, loc, 0)
        if isinstance(x, str | bytes) and isinstance(type_, t.PtrType):
            content = (x.encode("utf-8", "surrogatepass") if isinstance(x, str) else x) + b"\0"
            return n.Symbol(type_, loc, "data", self.program.static_data(content))
        if isinstance(x, StaticTable) and isinstance(type_, t.PtrType):
            if type_.target != x.item:
                self.fail("MC200", "the type does not fit", node, seen=f"table of {x.item!r}", wanted=repr(type_))
            return n.Symbol(type_, loc, "data", self.program.table_data(x, self, node))
        if isinstance(x, Data):
            return n.Symbol(type_, loc, "data", self.program.add_data(x))
        if isinstance(x, MicroFunction) and isinstance(type_, t.FnType):
            natural = self.program.function_type(x)
            if natural != type_:
                self.fail("MC200", "the function has another type", node, seen=repr(natural), wanted=repr(type_))
            return n.Symbol(type_, loc, "func", self.program.instance(x, {}, self, node))
        if isinstance(x, CFunction) and isinstance(type_, t.FnType | t.PtrType):
            self.program.externs[x.name] = x
            return n.Symbol(type_, loc, "extern", x)
        if isinstance(x, tuple) and isinstance(type_, t.TupleType) and len(x) == len(type_.items):
            return n.TupleExpr(type_, loc, [self.coerce_static(v, i, node) for v, i in zip(x, type_.items, strict=True)])
        self.fail("MC200", "the static object does not fit", node, seen=f"{x!r}"[:80], wanted=repr(type_))

    # --- calls
    def expr_Call(self, node: ast.Call) -> Any:
        callee = self.expr(node.func)
        if isinstance(callee, n.Method):
            return self.call_micro(callee.function, node, callee.receiver)
        if not isinstance(callee, Static):
            return self.call_pointer(callee, node)
        target = callee.object
        if isinstance(target, Intrinsic):
            return INTRINSIC_CHECKS[target.name](self, node)
        if isinstance(target, MicroFunction):
            return self.call_micro(target, node, None)
        if isinstance(target, CFunction):
            return self.call_c(target, node)
        if isinstance(target, t.StaticType) and len(node.args) == 1:
            return Static(self.static_value(node.args[0]))
        if isinstance(target, t.IntType | t.FloatType) or target is bool:
            return self.convert(t.BOOL if target is bool else target, node)
        if callable(target):
            value = self.evaluate_static(node)
            if value is not None:
                return value
            self.fail("MC210", f"the Python function {getattr(target, '__name__', target)} is called with a run-time value", node, hint="make it a Micro function with @fn")
        self.fail("MC207", "this is not callable", node.func, seen=repr(target)[:80])

    def convert(self, type_: t.MicroType, node: ast.Call) -> Any:
        """`i32(x)`, `f64(x)`, `bool(x)`."""
        if len(node.args) != 1 or node.keywords:
            self.fail("MC208", "a conversion takes one value", node)
        value = self.expr(node.args[0])
        loc = self.loc(node)
        if isinstance(value, Static):
            if type_ is t.BOOL:
                return Static(bool(value.object))
            if not isinstance(value.object, int | float):
                self.fail("MC202", "only a number converts", node, seen=repr(value.object)[:80])
            converted = type_(value.object)  # type: ignore[operator]
            return n.Const(type_, loc, converted)
        source = value.type
        if type_ is t.BOOL and isinstance(source, t.IntType):
            return n.OpExpr(t.BOOL, loc, "ne", source.ir, [value, n.Const(source, loc, 0)])
        if isinstance(type_, t.IntType):
            if source is t.BOOL:
                return n.OpExpr(type_, loc, "zext", type_.ir, [value])
            if isinstance(source, t.IntType):
                return self.convert_int(value, type_, loc)
            if isinstance(source, t.FloatType):
                return n.OpExpr(type_, loc, "fptosi", type_.ir, [value])
        if isinstance(type_, t.FloatType):
            if isinstance(source, t.IntType):
                return n.OpExpr(type_, loc, "sitofp" if source.is_signed else "uitofp", type_.ir, [value])
            if isinstance(source, t.FloatType):
                return value if source == type_ else n.OpExpr(type_, loc, "fpcast", type_.ir, [value])
        self.fail("MC202", f"{source!r} does not convert to {type_!r}", node, hint="cast(T, x) reinterprets the bits")

    def call_micro(self, function: MicroFunction, node: ast.Call, receiver: n.Expr | None) -> Any:
        names = function.parameter_names
        types = self.program.parameter_types(function)
        given: list[tuple[Any, ast.AST]] = [] if receiver is None else [(receiver, node.func)]
        for arg in node.args:
            if isinstance(arg, ast.Starred):
                self.fail("MC113", "a call cannot be starred", arg)
            if len(given) >= len(names):
                self.fail("MC208", f"{function.name} takes {len(names) - (receiver is not None)} arguments", node, seen=str(len(node.args)))
            given.append((self.expr(arg, types[len(given)]), arg))
        if node.keywords or len(given) < len(names):
            given += self.named_arguments(function, node, len(given))
        statics: dict[str, Any] = {}
        args: list[n.Expr] = []
        for name, type_, (value, at) in zip(names, types, given, strict=True):
            if type_ is t.STATIC:
                if not isinstance(value, Static):
                    self.fail("MC210", f"parameter {name} of {function.name} is static", at, seen="a run-time value")
                statics[name] = value.object
            else:
                args.append(self.coerce(value, type_, at))
        if function.raises:
            self.may_fail(node, function.name)
        if function.takes_thread and not self.function.takes_thread:
            self.fail("MC301", f"{function.name} needs the thread, which {self.function.name} has not", node, wanted=f"@fn(thread=False) on {function.name}, or without it here")
        instance = self.program.instance(function, statics, self, node)
        result = self.program.result_type(function)
        return n.Call(result, self.loc(node), "micro", instance, args, function.raises, function.takes_thread)

    def named_arguments(self, function: MicroFunction, node: ast.Call, count: int) -> list[tuple[Any, ast.AST]]:
        """The arguments after the `count` positional ones, in the parameters' order: keywords and defaults."""
        types = dict(zip(function.parameter_names[count:], self.program.parameter_types(function)[count:], strict=True))
        given: dict[str, tuple[Any, ast.AST]] = {}
        for keyword in node.keywords:
            if keyword.arg is None or keyword.arg not in types or keyword.arg in given:
                wanted = ", ".join(function.parameter_names)
                self.fail("MC208", f"{function.name} has no parameter for this argument", keyword.value, seen=str(keyword.arg), wanted=wanted)
            given[keyword.arg] = (self.expr(keyword.value, types[keyword.arg]), keyword.value)
        defaults = function.python.__defaults__ or ()
        for name, default in zip(function.parameter_names[len(function.parameter_names) - len(defaults) :], defaults, strict=True):
            given.setdefault(name, (Static(default), node))
        if missing := [name for name in types if name not in given]:
            self.fail("MC208", f"{function.name} lacks an argument", node, seen=f"{count + len(node.keywords)} arguments", wanted=", ".join(missing))
        return [given[name] for name in types]

    def plain_arguments(self, node: ast.Call, types: tuple[t.MicroType, ...], what: str, varargs: bool = False) -> list[n.Expr]:
        if node.keywords:
            self.fail("MC208", f"{what} takes no keywords", node)
        if len(node.args) < len(types) or (len(node.args) > len(types) and not varargs):
            self.fail("MC208", f"{what} takes {len(types)} arguments", node, seen=str(len(node.args)))
        args = [self.coerce(self.expr(a, p), p, a) for a, p in zip(node.args, types, strict=False)]
        return args + [self.typed(a) for a in node.args[len(types) :]]

    def call_c(self, target: CFunction, node: ast.Call) -> Any:
        args = self.plain_arguments(node, target.params, target.name, target.varargs)
        self.program.externs[target.name] = target
        return n.Call(target.result, self.loc(node), "extern", target, args)

    def call_pointer(self, callee: n.Expr, node: ast.Call) -> Any:
        type_ = callee.type
        if not isinstance(type_, t.FnType):
            self.fail("MC207", "this is not callable", node.func, seen=repr(type_), wanted="a function or a Fn[...] pointer")
        args = self.plain_arguments(node, type_.params, "this function")
        if type_.is_raising:
            self.may_fail(node, "this call")
        if not type_.is_c and not self.function.takes_thread:
            self.fail("MC301", "the called function needs the thread", node)
        signature = self.program.signature_of(type_)
        return n.Call(type_.result, self.loc(node), "indirect", None, args, type_.is_raising, not type_.is_c, callee, signature)


_MISSING = object()


def _attribute(record: t.RecordType, name: str) -> Any:
    current: Any = record
    while current is not None:
        if name in current.attributes:
            return current.attributes[name]
        current = current.base
    return _MISSING


def _unary(op: ast.unaryop, x: Any) -> Any:
    table: dict[type, Any] = {ast.Not: operator.not_, ast.USub: operator.neg, ast.UAdd: operator.pos, ast.Invert: operator.invert}
    return table[type(op)](x)


EXPRESSIONS: dict[type, Any] = {getattr(ast, name[5:]): f for name, f in vars(ExprChecker).items() if name.startswith("expr_")}


def _evaluate(node: ast.expr, names: _StaticNames) -> Any:
    """What Python makes of an expression; most annotations, constants and messages do not need the time of its compiler."""
    kind = type(node)
    if kind is ast.Name:
        return names[node.id]  # type: ignore[attr-defined]
    if kind is ast.Constant:
        return node.value  # type: ignore[attr-defined]
    if isinstance(node, ast.Attribute):
        return getattr(_evaluate(node.value, names), node.attr)
    if isinstance(node, ast.Subscript):
        return _evaluate(node.value, names)[_evaluate(node.slice, names)]
    if isinstance(node, ast.Slice):
        return slice(*[None if part is None else _evaluate(part, names) for part in (node.lower, node.upper, node.step)])
    if isinstance(node, ast.Tuple | ast.List) and not any(isinstance(e, ast.Starred) for e in node.elts):
        items = [_evaluate(e, names) for e in node.elts]
        return items if kind is ast.List else tuple(items)
    if isinstance(node, ast.BinOp) and type(node.op) in PYTHON_BINARY:
        return PYTHON_BINARY[type(node.op)](_evaluate(node.left, names), _evaluate(node.right, names))
    if isinstance(node, ast.Call) and not node.keywords and not any(isinstance(a, ast.Starred) for a in node.args):
        return _evaluate(node.func, names)(*[_evaluate(a, names) for a in node.args])
    if isinstance(node, ast.JoinedStr):
        return "".join([_evaluate(part, names) for part in node.values])
    if isinstance(node, ast.FormattedValue) and node.conversion == -1 and node.format_spec is None:
        return format(_evaluate(node.value, names))
    return _evaluate_compiled(node, names.checker.function.file, names)


def _evaluate_compiled(node: ast.expr, file: str, names: _StaticNames) -> Any:
    code = compile(ast.Expression(node), file, "eval")
    return eval(code, {"__builtins__": {}, **_needed_globals(code, names)}, names)


def _needed_globals(code: Any, names: _StaticNames) -> dict[str, Any]:
    """Names used inside nested scopes (comprehensions, lambdas) must be globals of the evaluation."""
    needed: dict[str, Any] = {}
    pending = [c for c in code.co_consts if hasattr(c, "co_names")]
    while pending:
        inner = pending.pop()
        pending += [c for c in inner.co_consts if hasattr(c, "co_names")]
        for name in inner.co_names:
            try:
                needed[name] = names[name]
            except KeyError:  # an attribute's name
                continue
    return needed
