class Method:
    def __init__(self, f):
        self.f = f

    def __get__(self, obj, owner=None):
        if obj is None:
            return self
        return lambda *a: ("wrapped", self.f(obj, *a))


class M:
    @Method
    def go(self, x):
        return x * 2


print(M().go(4), type(M.go).__name__)
f = lambda self: self
print(f.__get__(5)(), f.__get__(None, int) is f, hasattr(f, "__set__"), str.upper.__get__("abc")(), type(str.__dict__["upper"]).__name__, type(int.__dict__["real"]).__name__)


class Raises:
    def __get__(self, obj, owner):
        raise AttributeError("from descriptor")


class R:
    x = Raises()

    def __getattr__(self, name):
        return "getattr rescued " + name


print(R().x, hasattr(R, "x"))
class NotDesc:
    pass
nd = NotDesc()
nd.__get__ = lambda o, t: "never"
class U:
    v = nd
print(U().v is nd)
class Counter:
    def __get__(self, obj, owner):
        self.n = getattr(self, "n", 0) + 1
        return self.n
class UC:
    c = Counter()
print(UC.c, UC().c, UC.c)
