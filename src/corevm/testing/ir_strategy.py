"""Random valid IR modules that end: for round trips, for passes, for one executor against another.

`random_module(random)` draws from anything like `random.Random`; with `hypothesis.strategies.randoms()` failures shrink.
What is drawn verifies, has loops of a few turns, and calls only functions drawn before. It may still trap (overflow of an
`_nsw` op): a run that traps on the reference executor says nothing about another. Results never depend on addresses,
nor on the bits of NaNs (a NaN result is a NaN).

Memory is one item, `scratch` (not constant); its content after a run is part of the behaviour.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from corevm.ir import build
from corevm.ir.module import Block, Data, Function, Loc, Module, Value
from corevm.ir.op import ALIASES, OPS, Op
from corevm.ir.type import ALL, BOOL, F32, F64, FLOATS, I8, I32, I64, INTS, PTR, REF, TYPES, VALUE, Signature, Type
from corevm.ir.verify import conversion_fault

SCRATCH_BYTES = 64
_EXTERNS = {
    "memcmp": Signature((PTR, PTR, I64), (I32,)),
    "fmod": Signature((F64, F64), (F64,)),
    "memset": Signature((PTR, I32, I64), (PTR,)),
}
_PURE = [o for o in OPS.values() if o.effect == "pure" and o.operands and o.name != "ptr_add"]
_FAVOURED = [OPS[n] for n in "select not not and or xor add sub mul eq ne slt ult bitcast zext trunc".split()]
_FLOAT_BITS = (0.0, -0.0, 1.0, -1.5, 0.1, 1e10, -1e300, 5e-324, float("inf"))


class _FunctionMaker:
    """Grows one function block by block; `scope` holds the values that dominate the builder's position."""

    def __init__(self, random: Random, module: Module, function: Function, budget: int) -> None:
        self.random = random
        self.module = module
        self.function = function
        self.budget = budget
        self.b = build.Builder(function.entry)
        self.scope: list[Value] = list(function.entry.params)
        self.has_locs = random.random() < 0.5

    def make(self) -> None:
        self.region(3)
        if self.b.block.terminator is None:
            self.leave()

    # --- values
    def value(self, type_: Type) -> Value:
        known = [v for v in self.scope if v.type is type_]
        if known and self.random.random() < 0.8:
            return known[-1 - min(self.random.randrange(8), self.random.randrange(len(known)))]
        return self.const(type_)

    def const(self, type_: Type) -> Value:
        value = self.b.emit("const", type_, imm=(self.bits(type_),))
        self.scope.append(value)
        return value

    def bits(self, type_: Type) -> int:
        random = self.random
        if type_ in FLOATS:
            number = random.choice(_FLOAT_BITS) if random.random() < 0.7 else random.uniform(-1e6, 1e6)
            if type_ is F32 and abs(number) > 1e38 and number != float("inf"):
                number = 2.5
            return build.constant_bits(type_, number)
        mask = (1 << type_.bits) - 1
        if random.random() < 0.7:
            return random.randint(-4, 9) & mask
        return random.choice([1 << (type_.bits - 1), mask >> 1, random.getrandbits(type_.bits)]) & mask

    def small_const(self, type_: Type, low: int, high: int) -> Value:
        return self.b.const(type_, self.random.randint(low, high))

    def bits_value(self, type_: Type) -> Value:
        """A value whose bits will be looked at: not a NaN, whose bits are the machine's affair."""
        return self.without_nan(self.value(type_))

    def without_nan(self, value: Value) -> Value:
        if value.type not in FLOATS:
            return value
        is_number = self.b.emit("feq", value.type, value, value)
        return self.b.emit("select", value.type, is_number, value, self.b.const(value.type, 0.0))

    def address(self, size_bytes: int) -> tuple[Value, int]:
        """An address in `scratch` and an offset, aligned, with room for an access."""
        base = self.b.emit("data_addr", None, imm=("scratch",))
        at = self.random.randrange(SCRATCH_BYTES // size_bytes) * size_bytes
        if self.random.random() < 0.3:
            half = self.random.randint(0, at)
            base = self.b.ptr_add(base, self.b.const(I64, half), 1, 0)
            at -= half
        return base, at

    # --- code
    def region(self, depth: int) -> None:
        """Some code, perhaps ending in a terminator (then the region has no way out)."""
        for _ in range(self.random.randint(1, 4)):
            if self.budget <= 0:
                return
            self.budget -= 1
            self.locate()
            kind = self.random.random()
            if depth and kind < 0.30:
                self.random.choice([self.if_else, self.loop, self.switch, self.early_exit])(depth - 1)
                if self.b.block.terminator is not None:
                    return
            elif kind < 0.72:
                self.pure_op()
            elif kind < 0.90:
                self.random.choice([self.load, self.store, self.atomic, self.bulk, self.slot, self.c_call, self.check])()
            else:
                self.call()

    def locate(self) -> None:
        if self.has_locs:
            line = self.random.randint(1, 40)
            self.b.loc = Loc(self.random.choice(["a.py", "dir/b.py"]), line, self.random.choice([0, 1, 9]))

    def pure_op(self) -> None:
        op = self.random.choice(_PURE if self.random.random() < 0.6 else _FAVOURED)
        type_ = self.random.choice(op.types) if op.types else None
        args = self.operands(op, type_)
        if args is not None:
            self.scope += self.b.emit_all(op.name, type_, *args)

    def operands(self, op: Op, type_: Type | None) -> list[Value] | None:
        if op.name in ("sdiv", "srem", "udiv", "urem"):
            assert type_ is not None
            return [self.value(type_), self.small_const(type_, 1, 9)]
        if op.name in ("shl", "lshr", "ashr"):
            assert type_ is not None
            return [self.value(type_), self.small_const(type_, 0, type_.bits - 1)]
        if op.name == "div_wide":
            return [self.small_const(I64, 0, 2), self.value(I64), self.small_const(I64, 3, 99)]
        args = []
        for pattern in op.operands:
            if pattern == "T":
                assert type_ is not None
                args.append(self.value(type_))
            elif pattern == "?":
                assert type_ is not None
                allowed = [t for t in ALL if not conversion_fault(op.name, t, type_)]
                if not allowed:
                    return None
                operand = self.random.choice(allowed)
                args.append(self.bits_value(operand) if op.name == "bitcast" else self.value(operand))
            else:
                args.append(self.value(TYPES[pattern]))
        return args

    def load(self) -> None:
        # not bool (any byte may be there), nor f32 (a signalling NaN does not survive the reference executor)
        type_ = self.random.choice([t for t in ALL if t is not BOOL and t is not F32])
        base, at = self.address(type_.size_bytes)
        self.scope.append(self.b.load(type_, base, at, self.random.choice(ALIASES)))

    def store(self) -> None:
        type_ = self.random.choice(ALL)
        value = self.bits_value(type_)
        base, at = self.address(type_.size_bytes)
        self.b.store(type_, base, value, at, self.random.choice(ALIASES))

    def atomic(self) -> None:
        name = self.random.choice([n for n in OPS if n.startswith("atomic")])
        op = OPS[name]
        type_ = self.random.choice(op.types)
        values = [self.value(type_) for p in op.operands if p == "T"]
        base, at = self.address(type_.size_bytes)
        self.scope += self.b.emit_all(name, type_, base, *values, imm=(at, "any"))

    def bulk(self) -> None:
        base = self.b.emit("data_addr", None, imm=("scratch",))
        half = self.b.ptr_add(base, self.b.const(I64, SCRATCH_BYTES // 2), 1, 0)
        size = self.small_const(I64, 0, SCRATCH_BYTES // 2)
        name = self.random.choice(["memcopy", "memmove", "memset", "memequal", "fence", "prefetch"])
        if name == "memset":
            self.b.emit_all(name, None, half, self.value(I8), size)
        elif name == "fence":
            self.b.emit_all(name, None)
        elif name == "prefetch":
            self.b.emit_all(name, None, self.value(PTR))
        else:
            self.scope += self.b.emit_all(name, None, base, half, size)

    def slot(self) -> None:
        type_ = self.random.choice(ALL)
        slot = self.b.emit("stack_slot", None, imm=(16, 8))
        self.b.store(type_, slot, self.bits_value(type_), 8)
        self.scope.append(self.b.load(type_, slot, 8))
        self.scope.append(self.b.load(I64, slot, 0))

    def c_call(self) -> None:
        name = self.random.choice(list(_EXTERNS))
        self.module.externs[name] = _EXTERNS[name]
        base = self.b.emit("data_addr", None, imm=("scratch",))
        if name == "memcmp":
            half = self.b.ptr_add(base, self.b.const(I64, 32))
            args = [base, half, self.small_const(I64, 0, 32)]
        elif name == "memset":
            args = [base, self.value(I32), self.small_const(I64, 0, SCRATCH_BYTES)]
        else:
            args = [self.value(F64), self.value(F64)]
        results = self.b.call_named(name, _EXTERNS[name], *args, op="call_c")
        if name != "memset":  # its result is an address
            condition = self.b.emit("eq", I32, results[0], self.b.const(I32, 0)) if name == "memcmp" else results[0]
            self.scope.append(condition)

    def check(self) -> None:
        value = self.value(I64)
        self.b.emit_all("assert", None, self.b.emit("eq", I64, value, value), imm=("it is \"itself\"\n",))

    def call(self) -> None:
        callees = [f for f in self.module.functions.values() if f is not self.function]
        if not callees:
            return
        callee = self.random.choice(callees)
        args = [self.value(t) for t in callee.signature.params]
        if self.random.random() < 0.3:
            address = self.b.emit("func_addr", None, imm=(callee.name,))
            self.scope += self.b.call_indirect(callee.signature, address, *args)
        else:
            self.scope += self.b.call(callee, *args)

    # --- control
    def block(self, name: str) -> Block:
        block = Block(name if self.random.random() < 0.8 else "")
        self.function.blocks.append(block)
        return block

    def params(self, block: Block) -> list[Value]:
        block.params = [Value(self.random.choice(ALL)) for _ in range(self.random.randint(0, 2))]
        return block.params

    def hint(self) -> str:
        return self.random.choice(["none", "none", "likely", "unlikely"])

    def arm(self, block: Block, after: Block, depth: int, scope: list[Value]) -> None:
        """Fill a block that goes on to `after` unless it leaves the function."""
        self.b.block = block
        self.scope = scope + block.params
        self.region(depth)
        if self.b.block.terminator is None:
            self.jump(after)

    def jump(self, after: Block) -> None:
        """Jump, perhaps by way of a block that only jumps on."""
        if self.random.random() < 0.25:
            hop = self.block("hop")
            hop.params = [Value(p.type) for p in after.params]
            self.b.jump(hop, *[self.value(p.type) for p in hop.params])
            build.Builder(hop).jump(after, *hop.params)
        else:
            self.b.jump(after, *[self.value(p.type) for p in after.params])

    def if_else(self, depth: int) -> None:
        then, after = self.block("then"), Block("after")
        then_params, after_params = self.params(then), self.params(after)
        condition = self.value(BOOL)
        args = [self.value(p.type) for p in then_params]
        scope = list(self.scope)
        if self.random.random() < 0.3:
            straight = [self.value(p.type) for p in after_params]
            scope = list(self.scope)
            self.b.branch(condition, then, after, args, straight, self.hint())
        else:
            other = self.block("other")
            self.b.branch(condition, then, other, args, [], self.hint())
            self.arm(other, after, depth, scope)
        self.arm(then, after, depth, scope)
        self.function.blocks.append(after)
        self.b.block = after
        self.scope = scope + after_params

    def loop(self, depth: int) -> None:
        head, body, after = self.block("loop"), Block("body"), Block("after")
        index = Value(I64)
        carried = self.params(head)
        args = [self.value(p.type) for p in carried]
        head.params = [index, *carried]
        turns = self.random.randint(0, 4)
        self.b.jump(head, self.b.const(I64, 0), *args)
        scope = self.scope + head.params
        self.b.block = head
        self.scope = list(scope)
        self.b.branch(self.b.emit("ult", I64, index, self.b.const(I64, turns)), body, after)
        self.function.blocks += [body, after]
        self.b.block = body
        self.region(depth)
        if self.b.block.terminator is None:
            again = [p if self.random.random() < 0.3 else self.value(p.type) for p in carried]
            self.b.jump(head, self.b.emit("add", I64, index, self.b.const(I64, 1)), *again)
        self.b.block = after
        self.scope = scope

    def switch(self, depth: int) -> None:
        type_ = self.random.choice(INTS)
        subject = self.value(type_)
        after = Block("after")
        self.params(after)
        blocks = [self.block("case") for _ in range(self.random.randint(1, 3))]
        scope = list(self.scope)
        mask = (1 << type_.bits) - 1
        cases = {self.random.randint(-3, 9) & mask: b for b in blocks for _ in range(self.random.randint(1, 4))}
        self.b.switch(subject, list(cases.items()), blocks[0])
        for block in blocks:
            self.arm(block, after, depth, scope)
        self.function.blocks.append(after)
        self.b.block = after
        self.scope = scope + after.params

    def early_exit(self, depth: int) -> None:
        leave, after = self.block("leave"), self.block("after")
        scope = list(self.scope)
        self.b.branch(self.value(BOOL), leave, after)
        scope = list(self.scope)
        self.b.block = leave
        self.leave()
        self.b.block = after
        self.scope = scope

    def leave(self) -> None:
        self.locate()
        for value in self.random.sample(self.scope, min(len(self.scope), 5)):  # else most of what was computed is unused
            base, at = self.address(value.type.size_bytes)
            self.b.store(value.type, base, self.without_nan(value), at)
        signature = self.function.signature
        fits = [
            f
            for f in self.module.functions.values()
            if f is not self.function
            and (f.signature.convention, f.signature.results) == (signature.convention, signature.results)
            and (signature.convention == "micro" or f.signature == signature)  # what native code can guarantee
        ]
        if fits and self.random.random() < 0.4:
            callee = self.random.choice(fits)
            args = [self.value(t) for t in callee.signature.params]
            if self.random.random() < 0.3:
                address = self.b.emit("func_addr", None, imm=(callee.name,))
                self.b.tail_call_indirect(callee.signature, address, *args)
            else:
                self.b.tail_call(callee.name, *args)
        else:
            self.b.ret(*[self.value(t) for t in signature.results])


def random_module(random: Random, *, max_functions: int = 4, max_size: int = 30) -> Module:
    """A module with `scratch`, some functions, and perhaps constant data and a declaration nothing calls."""
    module = Module(random.choice(["m", "a module", "pkg.mod"]))
    module.data["scratch"] = Data("scratch", bytes(random.randrange(256) for _ in range(SCRATCH_BYTES)), 16, False)
    shared = tuple(random.choice(ALL) for _ in range(random.randint(0, 2)))
    for i in range(random.randint(1, max_functions)):
        params = tuple(random.choice(ALL) for _ in range(random.randint(0, 3)))
        results = shared if random.random() < 0.6 else tuple(random.choice(ALL) for _ in range(random.randint(0, 2)))
        convention = "handler" if random.random() < 0.2 else "micro"
        names = tuple(f"arg{n}" for n in range(random.randint(0, len(params))))
        function = build.new_function(f"f{i}" if random.random() < 0.9 else f"odd name {i}", Signature(params, results, convention), names)
        function.is_inline = random.random() < 0.4
        function.is_cold = random.random() < 0.1
        function.is_exported = random.random() < 0.3
        function.may_raise = random.random() < 0.2
        function.primitive = "prim" if random.random() < 0.1 else ""
        function.effect = random.choice(["guest", "guest", "write"])
        function.loc = Loc("a.py", i + 1, 1) if random.random() < 0.5 else None
        module.functions[function.name] = function
        _FunctionMaker(random, module, function, random.randint(1, max_size)).make()
    if random.random() < 0.3:
        module.functions["elsewhere"] = Function("elsewhere", Signature((REF,), (VALUE,)))
    if random.random() < 0.3:
        module.data["text"] = Data("text", b"some \x00 text\xff" + bytes(random.randrange(40)), 1, True, (), True)
    return module


def random_arguments(random: Random, function: Function) -> list[int | float | bool]:
    """Arguments for `Executor.call`."""
    makers: dict[Type, Callable[[], int | float | bool]] = {
        BOOL: lambda: random.random() < 0.5,
        F64: lambda: random.choice(_FLOAT_BITS),
        F32: lambda: random.choice([0.0, -1.5, 0.25, float("inf")]),
    }
    whole: Callable[[], int] = lambda: random.choice([random.randint(-5, 9), random.getrandbits(64)])  # noqa: E731
    return [makers.get(t, whole)() for t in function.signature.params]
