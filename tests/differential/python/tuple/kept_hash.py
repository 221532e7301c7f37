"""The hash of a tuple is that of its items at the time it is asked for, whoever asks and however often."""

from collections import namedtuple

Point = namedtuple("Point", "x y")
nan = float("nan")
fixed = (1, -1, 2**70, 2.5, -0.0, nan, True, None, "text", b"bytes", (), (3, ("deep",)), Point(4, (5, 6)), Ellipsis)
print([hash(fixed) == hash(fixed) for _ in range(3)], hash(fixed) == hash(tuple(list(fixed))))
print(hash((1, 2)), hash((1.0, 2 + 0j)), hash((True, 2.0)), hash(((1, 2), 3)), hash(()), hash((-1,)), hash((-2,)), hash((0, 0, 0)))
print(hash(Point(1, (2, 3))) == hash((1, (2, 3))), hash((Point(1, 2), 3)) == hash(((1, 2), 3)))

log = []


class Changing:
    def __init__(self, h):
        self.h = h

    def __hash__(self):
        log.append(self.h)
        return self.h

    def __eq__(self, other):
        log.append("eq")
        return isinstance(other, Changing)


c = Changing(5)
t = (c, 1)
nested = ((t, 2), "x")
seen = [hash(t), hash(nested)]
c.h = 6
seen += [hash(t), hash(nested)]
c.h = 5
print(seen[0] != seen[2], seen[1] != seen[3], hash(t) == seen[0], hash(nested) == seen[1], log)
log.clear()
d = {t: "t", nested: "n"}
print(d[(Changing(5), 1)], d[(((Changing(5), 1), 2), "x")], log)
c.h = 7
try:
    print(d[t])
except KeyError as e:
    print("KeyError", e.args[0] is t)

for bad in ((1, []), (1, (2, {})), Point(1, []), ([],), ({1}, 2)):
    for _ in range(2):
        try:
            hash(bad)
        except TypeError as e:
            print(e)
inner = []
late = (inner, 1)
for use in (lambda: {late}, lambda: {late: 1}, lambda: late in {}, lambda: late in {1}, lambda: {}.get(late), lambda: {1}.discard(late)):
    try:
        use()
    except TypeError as e:
        print(e)

# a class may get another __hash__, an instance another class
p = Point(1, 2)
holder = (p, 3)
before = hash(holder)
Point.__hash__ = lambda self: 99
print(hash(p), hash(holder) == before, hash(Point(1, 2)), hash(((1, 2), 3)) == before)
del Point.__hash__
print(hash(p) == hash((1, 2)), hash(holder) == before)


class A(tuple):
    __slots__ = ()


class B(tuple):
    __slots__ = ()

    def __hash__(self):
        return 1234


a = A((1, 2))
holder = (a, "a")
before = hash(holder)
print(hash(a) == hash((1, 2)))
a.__class__ = B
print(hash(a), hash(holder) == before)
a.__class__ = A
print(hash(a) == hash((1, 2)), hash(holder) == before)


class D(tuple):
    pass


class E(D):
    pass


for x, other in ((D([1]), E), (E([1]), D), (D([2]), type("F", (tuple,), {})), (E([3]), type("G", (D,), {})), (type("H", (int,), {})(4), type("I", (int,), {}))):
    try:
        x.__class__ = other
        print(type(x).__name__, x)
    except TypeError as e:
        print(e)


class Base:
    pass


class C(Base, tuple):
    pass


c = C((7,))
holder = (c,)
before = hash(holder)
Base.__hash__ = lambda self: 5
print(hash(c), hash(holder) == before, hash((C((8,)),)) == hash(holder))

# keys that are equal in one way or another
d = {}
for key in ((1, 2), (1.0, 2.0), (True, 2), (0.0,), (-0.0,), (0,), (False,), (nan,), (nan,), (float("nan"),), Point(1, 2), ("a", (1,)), ("a", (1.0,))):
    d[key] = d.get(key, 0) + 1
print(list(d.items()))
print(d[1, 2], d[Point(True, 2.0)], (nan,) in d, (float("nan"),) in d, d["a", (True,)])
