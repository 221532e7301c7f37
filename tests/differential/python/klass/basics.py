class A:
    """doc of A"""

    shared = []
    count = 0

    def __init__(self, x, *, y=2):
        self.x, self.y = x, y
        A.count += 1

    def method(self):
        return self.x + self.y

    def __repr__(self):
        return f"A({self.x}, y={self.y})"


a, b = A(1), A(10, y=20)
a.shared.append("both")
a.count = "own"
print(a, b, a.method(), A.method(b), b.shared, A.count, a.count, b.count, a.__dict__, b.__dict__, A.__doc__, A.__name__, A.__bases__, A.__module__)
del a.count
print(a.count, hasattr(a, "z"), getattr(a, "z", "dflt"), isinstance(a, A), isinstance(a, (int, A)), type(a) is A, a.__class__ is A, a == b, a == a, a != b, hash(a) == hash(a))
a.method = lambda: "instance function"
print(a.method(), A.method(a))
A.method = lambda self: "patched"
print(b.method(), a.method())
A.new = lambda self, v: (self.x, v)
print(b.new(5), A.new(a, 6))
a.__class__ = type("B", (A,), {"method": lambda self: "B method", "extra": property(lambda self: self.x * 100)})
del a.method
print(a.method(), a.extra, type(a).__name__, isinstance(a, A))
for bad in (lambda: setattr(a, "__class__", int), lambda: setattr(5, "__class__", A), lambda: setattr(a, "__class__", 5), lambda: delattr(a, "nope"), lambda: a.nope, lambda: A.nope, lambda: delattr(A, "nope"), lambda: A(), lambda: A(1, 2), lambda: setattr(A, "__name__", 5), lambda: delattr(A, "__name__"), lambda: setattr(int, "x", 1), lambda: setattr(a, "__dict__", 5)):
    try:
        print(bad())
    except (TypeError, AttributeError) as error:
        text = str(error)
        print(type(error).__name__, text if "immutable" not in text and "differs" not in text and "dictionary" not in text else "...")
b.__dict__["injected"] = 1
print(b.injected, vars(b) is b.__dict__)
b.__dict__ = {"x": 7, "y": 8}
print(b, hasattr(b, "injected"))
A.__name__ = "Renamed"
A.__doc__ = "new doc"
print(A.__name__, A.__qualname__, A.__doc__, type(A), type(type(A)), callable(A), callable(a), object.__repr__(b).split(" object")[0])
