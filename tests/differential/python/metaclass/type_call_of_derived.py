class M(type):
    def __new__(m, name, bases, space, *, x=1, **k):
        print("M.__new__", name, x, k)
        return super().__new__(m, name, bases, space, **k)
    def __init__(cls, name, bases, space, **k): print("init", k); super().__init__(name, bases, space)
class A(metaclass=M): pass
B = type("B", (A,), {}, x=3)
print(type(B))
