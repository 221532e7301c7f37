"""Sites that call class methods, classes and members of modules, while what they call changes."""

import abc
import math
import random


class Base:
    @classmethod
    def make(cls, x=1, *, y=2):
        return cls.__name__, x, y

    @classmethod
    def plain(cls, x, z=9):
        return cls.__name__, x, z

    @staticmethod
    def free(x):
        return "free", x


class Derived(Base):
    pass


def call_sites(c, v):
    return c.plain(v), c.plain(v, 4), c.plain(v + 0 * len(str(c.free(v)))), c.free(v)


for k in range(6):
    print([call_sites(c, k) for c in (Base, Derived)])

Base.plain = classmethod(lambda cls, x, z=5: ("new", cls.__name__, x, z))
print(call_sites(Base, 1), call_sites(Derived, 1))
Derived.plain = staticmethod(lambda x, z=5: ("static", x, z))
print(call_sites(Base, 1), call_sites(Derived, 1))
del Derived.plain
print(call_sites(Base, 1), call_sites(Derived, 1))
Base.plain = lambda x, z=7: ("function", x, z)
print(call_sites(Base, 1), call_sites(Derived, 1))


def arity(c):
    try:
        return c.make(1, 2)
    except TypeError as e:
        return str(e)


for k in range(4):
    print(arity(Base), Base.make(), Derived.make(k), Base.make(k, y=k))


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    @classmethod
    def who(cls):
        return "class method", cls.__name__

    @staticmethod
    def where():
        return "static"

    def __init__(self, x, y=2):
        self.x, self.y = x, y


def meta_sites():
    w = WithMeta(1)
    return WithMeta.who(), WithMeta.where(), w.x, w.y, WithMeta(3, 4).y


for k in range(4):
    print(meta_sites())
Meta.who = property(lambda cls: lambda: ("property of the metaclass", cls.__name__))
print(meta_sites())
del Meta.who
print(meta_sites())
Meta.where = lambda cls: "hidden by the class"
print(meta_sites())
Meta.__call__ = lambda cls, *a: type("Made", (), {"x": "by __call__", "y": a})
print(meta_sites())
del Meta.__call__
print(meta_sites())


class Abstract(abc.ABC):
    def __init__(self, x=5, y=6):
        self.z = x, y

    @abc.abstractmethod
    def need(self): ...


class Concrete(Abstract):
    def need(self):
        return self.z


def make_all():
    out = []
    for c in (Concrete, Abstract):
        try:
            out.append((c().z, c(1).z, c(1, 2).z))
        except TypeError as e:
            out.append(str(e))
    return out


for k in range(4):
    print(make_all())
Abstract.__abstractmethods__ = frozenset()
print(make_all())
Concrete.__abstractmethods__ = frozenset({"need"})
print(make_all())
Concrete.__abstractmethods__ = frozenset()
Concrete.__init__.__defaults__ = (7, 8)
print(make_all())


def init(self, *, q=3):
    self.z = q


Concrete.__init__ = init
print(make_all())
del Concrete.__init__


class Point:
    def __init__(self, x=0, y=0, z=0):
        self.at = x, y, z


def points(a):
    got = [Point(), Point(a), Point(a, a), Point(a, a, a), Point(len([a]), math.floor(a)), Point(*[a]), Point(y=a)]
    try:
        Point(1, 2, 3, 4)
    except TypeError as e:
        got.append(e)
    return [p.at if isinstance(p, Point) else str(p) for p in got]


for k in range(4):
    print(points(k))

random.seed(5)
print([random.randrange(3 + k) for k in range(5)], [random.randrange(len([1] * 5), 50) for _ in range(5)])
print([random.Random(len([1])).random() for _ in range(3)], [math.sqrt(abs(float(k))) for k in range(4)])


def bounds(n):
    return [list(range(len(n))), list(range(1, len(n))), list(range(int(len(n)), 0)), list(range(-len(n), 2, 2))]


print(bounds("abc"), bounds(""))
big = 1 << 62
print(range(-big + len("ab"), big - 1), len(list(range(big, big + len("abc")))), range(len("abc"), -(1 << 70)))
for bad in ("x", 1.5, None):
    try:
        print(list(range(bad)), range(0, max(bad, 0)))
    except TypeError as e:
        print(e)


class Many:
    def one(self):
        return "one"


kinds = [type(f"M{k}", (Many,), {"a": k}) for k in range(9)]
objects = [c() for c in kinds]
for k, o in enumerate(objects):
    for n in range(k):
        setattr(o, f"a{n}", n)


def megamorphic():
    return [o.one() for o in objects], [o.one().join(["a", str(o.a)]) for o in objects]


for k in range(70):
    megamorphic()
kinds[3].one = lambda self: "three"
kinds[4].one = classmethod(lambda cls: cls.__name__)
objects[5].one = lambda: "own"
print(megamorphic())
