log = []


def make(name, *ops, base=object, result=True):
    def method(op):
        def f(self, *a):
            log.append(f"{name}.{op}")
            return f"{name}.{op}" if result else NotImplemented

        return f

    return type(name, (base,), {f"__{op}__": method(op) for op in ops})


OPS = {"add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "truediv": lambda a, b: a / b, "floordiv": lambda a, b: a // b, "mod": lambda a, b: a % b, "pow": lambda a, b: a**b, "matmul": lambda a, b: a @ b, "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b, "lshift": lambda a, b: a << b, "rshift": lambda a, b: a >> b, "divmod": divmod}
Left = make("Left", *OPS)
Right = make("Right", *["r" + o for o in OPS])
Decline = make("Decline", *OPS, *["r" + o for o in OPS], result=False)
Plain = type("Plain", (), {})


def attempt(op, a, b):
    try:
        value = OPS[op](a, b)
    except TypeError as error:
        value = error
    print(op, value, log)
    log.clear()


for op in OPS:
    attempt(op, Left(), Right())
    attempt(op, Decline(), Right())
    attempt(op, 5, Right())
    attempt(op, Decline(), Decline())
    attempt(op, Decline(), 5)
Sub = make("Sub", "radd", "add", base=Left)
SubSame = type("SubSame", (Left,), {})
for a, b in ((Left(), Sub()), (Sub(), Left()), (Left(), SubSame()), (Left(), Left()), (Plain(), Right()), (Plain(), Plain()), ("x", Right()), ([], Right()), (1.5, Right())):
    attempt("add", a, b)
RBoth = make("RBoth", "add", "radd")
RSub = type("RSub", (RBoth,), {"__radd__": lambda self, o: "RSub.radd"})
RSame = type("RSame", (RBoth,), {})
print(RBoth() + RSub(), RBoth() + RSame(), RSub() + RBoth(), "s" % Right() if False else "-")
