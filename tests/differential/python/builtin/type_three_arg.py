def init(self, x):
    self.x = x


Point = type("Point", (), {"__init__": init, "double": lambda self: self.x * 2, "count": 0, "__slots__": ()}) if False else type("Point", (), {"__init__": init, "double": lambda self: self.x * 2, "count": 0})
p = Point(5)
print(p.x, p.double(), Point.count, Point.__name__, Point.__bases__, Point.__module__, type(p) is Point, Point.__qualname__)
Sub = type("Sub", (Point,), dict(double=lambda self: super(Sub, self).double() + 1, __repr__=lambda self: f"Sub<{self.x}>"))
print(Sub(3), Sub(3).double(), Sub.__mro__[1].__name__, issubclass(Sub, Point))
Int = type("Int", (int,), {"__add__": lambda self, o: Int(int(self) + o + 1000)})
print(Int(5) + 1, type(Int(5) + 1).__name__, Int(3) * 2)
classes = {name: type(name, (), {"hello": lambda self, n=name: f"hello from {n}"}) for name in ("A", "B")}
print([classes[n]().hello() for n in sorted(classes)])


def make_enum(name, *members):
    ns = {m: i for i, m in enumerate(members)}
    ns["names"] = staticmethod(lambda: list(members))
    ns["__getitem__"] = lambda self, i: members[i]
    return type(name, (), ns)


Color = make_enum("Color", "RED", "GREEN")
print(Color.RED, Color.GREEN, Color.names(), Color()[1])


def record(name, fields):
    fields = fields.split()

    def __init__(self, *args):
        if len(args) != len(fields):
            raise TypeError(f"{name} takes {len(fields)} values ({len(args)} given)")
        for f, v in zip(fields, args):
            setattr(self, f, v)

    def __repr__(self):
        return f"{name}({', '.join(f'{f}={getattr(self, f)!r}' for f in fields)})"

    def __eq__(self, other):
        return type(self) is type(other) and vars(self) == vars(other)

    return type(name, (), {"__init__": __init__, "__repr__": __repr__, "__eq__": __eq__, "fields": tuple(fields)})


R = record("R", "a b c")
print(R(1, "x", [2]), R(1, 2, 3) == R(1, 2, 3), R.fields, R.__hash__)
try:
    R(1)
except TypeError as error:
    print(error)
ns = {"attr": 1}
C = type("C", (), ns)
ns["attr"] = 2
ns["late"] = 3
print(C.attr, hasattr(C, "late"), type("", (), {}).__name__ == "", type("1 bad name", (), {}).__name__, type("X", (), {"__doc__": "d"}).__doc__, type("Y", (), {"__module__": "mod"}).__module__, type("Q", (), {"__qualname__": "Z.Q"}).__qualname__)
print(type(5), type("x"), type(type), type(None), type(5) is int, type(type(5)) is type, type("T", (object,), {})().__class__.__name__, type.__name__, type.mro(int), int.__class__, type.__call__(int, "5"), type.__instancecheck__(int, 5), type.__subclasscheck__(int, bool))
