"""Classes whose __new__ is a function and which have no __init__: what it gives is the result, unless a derived class has an __init__."""

import sys
from collections import defaultdict, namedtuple
from fractions import Fraction


class Shape:
    def __new__(cls, sides, name="shape", *, kind=None):
        made = object.__new__(Square if sides == 4 and cls is Shape else cls)
        made.sides, made.name, made.kind = sides, name, kind
        return made

    def __repr__(self):
        return f"{type(self).__name__}({self.sides}, {self.name}, {self.kind}, {getattr(self, 'tag', None)})"


class Square(Shape):
    pass


def make(*args, **kwargs):
    return Shape(*args, **kwargs)


def three():
    return Shape(3)


for turn in range(3):
    print(make(4), make(5, "five"), make(6, kind="k"), three(), Square(2), [Shape(n) for n in (4, 5)])
Square.__init__ = lambda self, *args, **kwargs: setattr(self, "tag", ("init", args, kwargs))
print(make(4), make(5, "five"), make(6, kind="k"), three(), Square(2))
del Square.__init__
print(make(4), three(), Square(2))


class Rhombus(Square):
    def __init__(self, *args):
        self.tag = "rhombus"


for turn in range(2):
    print(make(4), three(), Rhombus(4), Rhombus(3))
Shape.__init__ = lambda self, *args, **kwargs: setattr(self, "tag", "shape")
print(make(4), three(), Rhombus(4))
del Shape.__init__, Rhombus.__init__
print(make(4), three(), Rhombus(4))


class Late:
    def __init__(self, *args, **kwargs):
        self.tag = "late"


Square.__bases__ = (Shape, Late)
print(make(4), three())


class Other:
    def __new__(cls, what=None):
        if what is None:
            return 5
        if what == "late":
            return Late()
        if what == "raise":
            raise ValueError(what)
        if what == "frame":
            return sys._getframe(1).f_code.co_name
        return object.__new__(cls)


def other(what):
    return Other(what)


for turn in range(2):
    print(Other(), type(other("late")).__name__, other("frame"), type(other("x")).__name__)
    for wrong in (lambda: other("raise"), lambda: Other(1, 2), lambda: Other(nothing=1)):
        try:
            wrong()
        except (TypeError, ValueError) as e:
            print(type(e).__name__, e)


class Deep:
    def __new__(cls, n):
        return n if n == 0 else Deep(n - 1)


print(Deep(200))
try:
    Deep(-1)
except RecursionError as e:
    print("RecursionError")


class Generated:
    def __new__(cls, n):
        yield from range(n)


print(list(Generated(3)))
Point = namedtuple("Point", "x y", defaults=[0])
print(Point(1), Point(1, 2), Point(y=1, x=2), Point(3)._replace(y=9), {Point(1): 2}[Point(1, 0)], Fraction(3, 6), Fraction("0.5") * 4)


# Properties: in frames of their own.
class Account:
    def __init__(self, value):
        self._value = value

    @property
    def value(self):
        return self._value

    @property
    def doubled(self, by=2):
        return self.value * by

    @property
    def missing(self):
        return self.nothing

    @property
    def caller(self):
        return sys._getframe(1).f_code.co_name

    @property
    def steps(self):
        yield self.value
        yield self.doubled

    def __getattr__(self, name):
        if name == "nothing":
            raise AttributeError("no " + name)
        return name


class Strict(Account):
    __getattr__ = None


del Strict.__getattr__


class Endless:
    @property
    def again(self):
        return self.again


def read(x):
    return x.value, x.doubled, x.caller, list(x.steps)


accounts = [Account(1), Account("s"), Strict(2)]
for turn in range(4):
    for x in accounts:
        print(read(x), end=" ")
        try:
            print(x.missing)
        except AttributeError as e:
            print(e)
    if turn == 1:
        Account.value = property(lambda self: -self._value if isinstance(self._value, int) else self._value)
    if turn == 2:
        Strict.doubled = 7
try:
    Endless().again
except RecursionError:
    print("RecursionError")


# Classes derived from dict.
class Counting(dict):
    def __missing__(self, key):
        if key == "raise":
            raise KeyError("missing", key)
        return ("missing", key)


class Plain(dict):
    pass


class Own(dict):
    def __getitem__(self, key):
        return ("own", key)

    def __setitem__(self, key, value):
        print("set", key, value)
        dict.__setitem__(self, key, value)


def item(m, key):
    try:
        return m[key]
    except (KeyError, TypeError) as e:
        return repr(e)


def put(m, key, value):
    m[key] = value
    return len(m)


maps = [Counting(a=1), Plain(a=1), Own(a=1), defaultdict(list, a=1), defaultdict(None, a=1)]
for turn in range(3):
    for m in maps:
        print([item(m, k) for k in ("a", "b", "raise", 3, (1, 2), [])], put(m, (turn,), turn), put(m, 3.0, turn), m.get("b"))
        try:
            put(m, [], 1)
        except TypeError as e:
            print(e)
    if turn == 0:
        Counting.__getitem__ = lambda self, key: ("late", key)
        Plain.__missing__ = lambda self, key: "late"
    if turn == 1:
        del Counting.__getitem__, Own.__getitem__
        Plain.__setitem__ = lambda self, key, value: print("late", key)
counts = defaultdict(int)
for c in "hello":
    counts[c] += 1
print(dict(counts))
nested = defaultdict(lambda: defaultdict(list))
nested[1][2].append(3)
print({k: dict(v) for k, v in nested.items()})


# Classes of other metaclasses.
class Meta(type):
    pass


class Made(metaclass=Meta):
    def __new__(cls, n=1):
        made = object.__new__(MadeBelow if n == 4 else cls)
        made.n = n
        return made


class MadeBelow(Made):
    pass


def made(n):
    x = Made(n)
    return type(x).__name__, getattr(x, "n", x), getattr(x, "tag", None)


print(made(1), made(4))
MadeBelow.__init__ = lambda self, *args: setattr(self, "tag", args)
print(made(1), made(4))
Meta.__call__ = lambda cls, *args: super(Meta, cls).__call__(*args) if args else "called"
print(made(1), made(4), Made())
Meta.__call__ = lambda cls, *args: ("meta", args)
print(Made(1), Made())
del Meta.__call__
print(made(1), made(4))
