"""Modules of classes of their own: instances of subclasses of ModuleType, and __class__ given to a module."""
import sys
import types


class Lazy(types.ModuleType):
    """A module that makes its attributes when asked."""

    made = 0

    def __getattr__(self, name):
        if name.startswith("lazy_"):
            Lazy.made += 1
            setattr(self, name, name.upper())
            return self.__dict__[name]
        raise AttributeError(f"nothing like {name}")

    @property
    def answer(self):
        return 42 + len(self.extra)

    def method(self, x):
        return self.__name__, x

    def __setattr__(self, name, value):
        if name == "frozen":
            raise AttributeError("frozen")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)

    def __dir__(self):
        return ["a", "b"]


m = Lazy("lazy", "its doc")
m.extra = "abc"
print(m, type(m), isinstance(m, types.ModuleType), m.__doc__, m.__name__, m.__spec__, m.__package__)
print(m.lazy_x, m.lazy_x, Lazy.made, m.answer, m.method(1), dir(m), sorted(m.__dict__))
for statement in ("m.frozen = 1", "m.nothing", "del m.extra", "m.extra", "m.answer", "m.answer = 3", "del m.lazy_x"):
    try:
        exec(statement)
        print(statement, "done")
    except AttributeError as e:
        print(statement, type(e).__name__, e)
m.__dict__["answer"] = "of the dictionary"
m.extra = ""
print(m.answer, m.lazy_x, Lazy.made)

sys.modules["lazy"] = m
import lazy
from lazy import lazy_y, method

print(lazy is m, lazy_y, method("from"), Lazy.made)


def site(x):
    return x.value, x.twice


plain = types.ModuleType("plain")
plain.value, plain.twice = 5, "in the dictionary"
for _ in range(5):
    print(site(plain))


class Doubling(types.ModuleType):
    @property
    def twice(self):
        return self.value * 2

    def __call__(self, *args):
        return args


plain.__class__ = Doubling
print(site(plain), plain(1, 2), type(plain).__name__, callable(plain), callable(m))
plain.__class__ = types.ModuleType
print(site(plain), callable(plain))
for wrong in (int, Lazy.method, object):
    try:
        plain.__class__ = wrong
    except TypeError as e:
        print(type(e).__name__)
sys.modules[__name__].__class__ = Doubling
value = 21
print(sys.modules[__name__].twice, __name__)


class Named(types.ModuleType):
    def __init__(self, x):
        super().__init__("named" + x, "doc")
        self.x = x


n = Named("1")
print(n, n.x, n.__name__, n.__doc__)
for arguments in ((), (1,), ("a", "b", "c")):
    try:
        types.ModuleType(*arguments)
    except TypeError as e:
        print("TypeError", str(e)[:40])


class Name(str):
    """Attribute names may be instances of classes of their own."""


print(getattr(m, Name("extra")) == "", hasattr(m, Name("zzz")), setattr(m, Name("given"), 1), m.given, delattr(m, Name("given")))
from math import pi, sin, pi as again, sin

print(pi == again, sin(0))
