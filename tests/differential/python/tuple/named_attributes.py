"""Attributes of named tuples, and itemgetter."""

import copy
import pickle
from collections import namedtuple
from operator import itemgetter

Point = namedtuple("Point", "x y", defaults=[0])


class Named(Point):
    __slots__ = ()

    @property
    def total(self):
        return self.x + self.y

    def __getitem__(self, i):
        return ("item", i)


class Loose(Point):
    pass


def read(p):
    return p.x, p.y


points = [Point(1), Point(2, 3), Named(4, 5), Loose(6, 7), Point._make("ab")]
for turn in range(3):
    print([read(p) for p in points], points[2].total)
loose = points[3]
loose.z = 8
loose.__dict__["x"] = "hidden"
print(loose.x, loose.z, loose._replace(x=9), loose == (6, 7))
for wrong in ("points[0].x = 1", "del points[0].x", "points[0].z", "loose.y = 2", "points[0].z = 1"):
    try:
        exec(wrong)
    except AttributeError as e:
        print(wrong, "->", e)
own = Point.__dict__["x"]
print(repr(own), type(own).__name__, own.__doc__, Point.x is own, own.__get__(points[1], Point), own.__get__(None, Point) is own)
Point.x.__doc__ = "the first"
print(Point.x.__doc__, own.__reduce__()[1], copy.copy(points[1]), pickle.loads(pickle.dumps(points[1])))
for call in (lambda: own.__get__(3), lambda: own.__get__("text"), lambda: own.__get__(()), lambda: own.__set__(points[0], 1),
             lambda: own.__delete__(points[0]), lambda: type(own)(1), lambda: type(own)("a", "b")):
    try:
        print(call())
    except (TypeError, AttributeError, IndexError) as e:
        print(type(e).__name__, e)
print(own.__get__((7, 8)), type(own)(1, "doc").__get__((7, 8)))


class Strange:
    a = type(own)(0, "strange")


def strange(s):
    return s.a


for turn in range(2):
    try:
        strange(Strange())
    except TypeError as e:
        print(e)


class Short(tuple):
    a, b = type(own)(0, None), type(own)(1, None)


def short(s):
    return s.a, s.b


for s in (Short((1, 2)), Short((3, 4, 5)), Short((6,))):
    try:
        print(short(s))
    except IndexError as e:
        print(e)
Point.x = property(lambda self: "changed")
print([read(p) for p in points])
Point.x = own
print([read(p) for p in points])

one, two, odd = itemgetter(1), itemgetter(1, 0), itemgetter("k", -1, slice(0, 2))
print(one, two, odd, type(one).__name__, callable(one))
print(one("abc"), two([3, 4]), one({1: "one"}), one(points[1]), one(Named(1, 2)), sorted([(2, "b"), (3, "a")], key=one))
print(list(map(itemgetter(0, 2), ["abc", "def"])), pickle.loads(pickle.dumps(two))("xy"), copy.copy(one)("xy"), one.__reduce__())
for call in (lambda: itemgetter(), lambda: itemgetter(x=1), lambda: one(), lambda: one(1, 2), lambda: one(x=1), lambda: one(3),
             lambda: one("a"), lambda: odd({}), lambda: itemgetter.__call__(3)):
    try:
        print(call())
    except (TypeError, IndexError, KeyError) as e:
        print(type(e).__name__, e)


class Key:
    by = one

    def find(self):
        return self.by((1, 2))


print(Key().find())


# attrgetter
from operator import attrgetter  # noqa: E402

x, both, deep = attrgetter("x"), attrgetter("x", "y"), attrgetter("x.real", "__class__.__name__", "y")
print(x, both, deep, type(x).__name__, x.__reduce__())
print(x(points[1]), both(points[1]), deep(points[1]), sorted(points[:2], key=attrgetter("y")), attrgetter("real")(3))
print(pickle.loads(pickle.dumps(deep))(points[1]), copy.copy(x)(points[0]), list(map(both, points[:2])))
for call in (lambda: attrgetter(), lambda: attrgetter(1), lambda: attrgetter("a", 2), lambda: attrgetter(a=1), lambda: x(), lambda: x(1, 2),
             lambda: x(y=1), lambda: x(3), lambda: attrgetter("x.z")(points[0]), lambda: attrgetter("")(3), lambda: attrgetter("x..real")(points[0]),
             lambda: attrgetter(".x")(points[0]), lambda: attrgetter("x.")(points[0])):
    try:
        print(call())
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
