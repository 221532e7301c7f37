class Signal:
    def __init__(self):
        self.slots = []

    def connect(self, f, priority=0):
        self.slots.append((priority, f))
        self.slots.sort(key=lambda s: -s[0])
        return f

    def __iadd__(self, f):
        self.connect(f)
        return self

    def __isub__(self, f):
        self.slots = [s for s in self.slots if s[1] != f]
        return self

    def __call__(self, *a, **k):
        return [f(*a, **k) for _, f in self.slots]


s = Signal()


@s.connect
def first(x):
    return "first", x


class Listener:
    def on(self, x):
        return "method", x


l = Listener()
s += l.on
s.connect(lambda x: ("urgent", x), priority=9)
print(s(1))
s -= l.on
print(s(2), len(s.slots))


class Expr:
    def __init__(self, *args):
        for name, value in zip(self.fields, args, strict=True):
            setattr(self, name, value)

    def accept(self, visitor):
        for cls in type(self).__mro__:
            method = getattr(visitor, "visit_" + cls.__name__.lower(), None)
            if method:
                return method(self)
        raise NotImplementedError(type(self).__name__)


class Num(Expr):
    fields = ("value",)


class Bin(Expr):
    fields = ("left", "op", "right")


class Add(Bin):
    pass


class Neg(Expr):
    fields = ("arg",)


class Show:
    def visit_num(self, e):
        return str(e.value)

    def visit_bin(self, e):
        return f"({e.left.accept(self)} {e.op} {e.right.accept(self)})"

    def visit_neg(self, e):
        return "-" + e.arg.accept(self)


class Eval:
    visit_num = lambda self, e: e.value

    def visit_bin(self, e):
        a, b = e.left.accept(self), e.right.accept(self)
        return {"*": a * b, "-": a - b}[e.op]

    def visit_add(self, e):
        return e.left.accept(self) + e.right.accept(self)


tree = Add(Num(1), "+", Bin(Num(2), "*", Add(Num(3), "+", Num(4))))
print(tree.accept(Show()), tree.accept(Eval()))
for bad in (lambda: Neg(Num(1)).accept(Eval()), lambda: Num(), lambda: Bin(Num(1), "%", Num(2)).accept(Eval())):
    try:
        print(bad())
    except (NotImplementedError, ValueError, KeyError) as error:
        print(type(error).__name__, str(error)[:24])
