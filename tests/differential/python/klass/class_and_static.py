class A:
    registry = {}

    @classmethod
    def create(cls, *args):
        obj = cls.__new__(cls)
        obj.args = args
        cls.registry[cls.__name__] = args
        return obj

    @staticmethod
    def add(a, b=1):
        return a + b

    @classmethod
    @property
    def weird(cls):
        return cls

    plain = staticmethod(len)
    cm = classmethod(lambda cls, x: (cls.__name__, x))

    def regular(self):
        return self


class B(A):
    pass


print(A.create(1).args, B.create(2).args, B().create(3).args, A.registry, A.add(1), A().add(1, 2), A.plain("abc"), A().plain("ab"), A.cm(1), B().cm(2))
f = A.create
print(f.__self__ is A, f.__func__.__name__, B.create.__self__.__name__, A.add.__name__, type(A.__dict__["add"]).__name__, type(A.__dict__["create"]).__name__, A.__dict__["add"].__func__(5), A.__dict__["add"](7), A.__dict__["add"].__wrapped__(1))
b = B()
b.add = lambda *a: "shadowed"
b.create = "shadowed too"
print(b.add(1), b.create, B.add(1))
try:
    A.__dict__["create"](1)
except TypeError as error:
    print(error)
try:
    A.regular()
except TypeError as error:
    print(error)
print(A.regular(5), A.regular is A.regular, A().regular == A().regular, b.regular == b.regular)


class Outer:
    class Inner:
        class Deep:
            v = 1

        def __init__(self, v=None):
            self.v = v

    inner = Inner("made in class")

    @staticmethod
    def build():
        return Outer.Inner(2)


print(Outer.Inner.Deep.v, Outer.inner.v, Outer.build().v, Outer.Inner.Deep.__qualname__)
A.later = classmethod(lambda cls: cls.__name__)
A.stat = staticmethod(lambda: "stat")
print(B.later(), B().stat(), A.stat())


def free(self, x):
    return type(self).__name__, x


bound = free.__get__(b)
print(bound(1), bound.__self__ is b, free.__get__(None, A) is free)
from types import MethodType

m = MethodType(free, 5)
print(m(9), MethodType(lambda *a: a, "self")(1, 2), m.__func__ is free)
try:
    MethodType(free, None)
except TypeError as error:
    print(error)
