class T:
    def __init__(self, c):
        self._c = c
        self.log = []

    @property
    def c(self):
        """the celsius"""
        self.log.append("get")
        return self._c

    @c.setter
    def c(self, value):
        self.log.append(("set", value))
        if value < -273:
            raise ValueError("below zero")
        self._c = value

    @c.deleter
    def c(self):
        self.log.append("del")
        del self._c

    @property
    def f(self):
        return self.c * 9 / 5 + 32

    ro = property(lambda self: "ro")
    wo = property(None, lambda self, v: self.log.append(("wo", v)))


t = T(100)
print(t.c, t.f, t.ro)
t.c = 5
t.c += 10
t.wo = 3
print(t._c, t.log)
for bad in (lambda: setattr(t, "c", -300), lambda: setattr(t, "f", 1), lambda: delattr(t, "f"), lambda: t.wo, lambda: delattr(t, "ro")):
    try:
        bad()
    except (ValueError, AttributeError) as error:
        print(type(error).__name__, error)
t.__dict__["c"] = "hidden"
t.__dict__["ro"] = "hidden"
print(t.c, t.ro, vars(t)["c"])
del t.c
try:
    t.c
except AttributeError as error:
    print(error)
print(T.c.__doc__, type(T.c).__name__, T.c.fget.__name__, T.f.fset, T.c.__get__(T(1)), T.c.__get__(None, T) is T.c)


class Sub(T):
    @T.c.getter
    def c(self):
        return "sub " + str(super().c)

    @property
    def f(self):
        return -1


s = Sub(1)
s.c = 7
print(s.c, s.f, super(Sub, s).f if False else "-")


class Err:
    @property
    def x(self):
        return self.missing

    @property
    def y(self):
        raise ValueError("y failed")

    def __getattr__(self, name):
        return "fallback " + name


e = Err()
print(e.x, e.other, hasattr(e, "anything"))
try:
    e.y
except ValueError as error:
    print(error)


class Cached:
    calls = 0

    @property
    def v(self):
        if "_v" not in self.__dict__:
            Cached.calls += 1
            self._v = 42
        return self._v


k = Cached()
print(k.v, k.v, Cached.calls, property().__doc__, property(doc="d").__doc__)
from functools import cached_property


class CP:
    n = 0

    @cached_property
    def v(self):
        CP.n += 1
        return CP.n


p = CP()
print(p.v, p.v, vars(p))
del p.v
print(p.v, CP().v)
