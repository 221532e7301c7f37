from collections import namedtuple


class Vec(tuple):
    __slots__ = ()

    def __new__(cls, *xs):
        return super().__new__(cls, xs)

    def __add__(self, other):
        return Vec(*(a + b for a, b in zip(self, other)))

    def __mul__(self, k):
        return Vec(*(a * k for a in self))

    __rmul__ = __mul__

    def __repr__(self):
        return "Vec" + super().__repr__()


v = Vec(1, 2, 3)
print(v, v + v, v * 2, 3 * v, v == (1, 2, 3), hash(v) == hash((1, 2, 3)), v[1], type(v[1:]).__name__, isinstance(v, tuple), [*v], max(v), sum(v))
x, *y = v
print(x, y, tuple(v), type(tuple(v)).__name__, {v: 1}[(1, 2, 3)])
Point = namedtuple("Point", "x y z", defaults=[0])
p = Point(1, y=2)
print(p, p.x, p[1], p._asdict(), p._replace(x=9), Point._fields, Point._make([7, 8, 9]), p == (1, 2, 0), p._field_defaults, len(p), *p)
for call in (lambda: Point(1), lambda: Point(1, 2, 3, 4), lambda: Point(1, 2, w=3), lambda: namedtuple("A", "class x"), lambda: namedtuple("A", "x x"), lambda: namedtuple("A", "_x"), lambda: Point._make([1])):
    try:
        print(call())
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
try:
    p.x = 5
except AttributeError as error:
    print(error)
print(namedtuple("B", "a class a", rename=True)._fields, Point.__name__, Point.__doc__, sorted([Point(2, 1), Point(1, 5)]), p > (1, 1, 5))


class Named(namedtuple("Base", ["a", "b"])):
    def total(self):
        return self.a + self.b


print(Named(1, 2), Named(1, 2).total(), Named(b=5, a=1), repr(Named(1, [2])))
