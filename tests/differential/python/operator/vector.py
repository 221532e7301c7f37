import math


class Vec:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, o):
        return Vec(self.x + o.x, self.y + o.y) if isinstance(o, Vec) else NotImplemented

    def __sub__(self, o):
        return Vec(self.x - o.x, self.y - o.y) if isinstance(o, Vec) else NotImplemented

    def __mul__(self, k):
        return self.x * k.x + self.y * k.y if isinstance(k, Vec) else Vec(self.x * k, self.y * k)

    __rmul__ = __mul__

    def __truediv__(self, k):
        return Vec(self.x / k, self.y / k)

    def __neg__(self):
        return Vec(-self.x, -self.y)

    def __pos__(self):
        return self

    def __invert__(self):
        return Vec(self.y, self.x)

    def __abs__(self):
        return math.hypot(self.x, self.y)

    def __bool__(self):
        return bool(self.x or self.y)

    def __eq__(self, o):
        return isinstance(o, Vec) and (self.x, self.y) == (o.x, o.y)

    def __hash__(self):
        return hash((self.x, self.y))

    def __iter__(self):
        yield self.x
        yield self.y

    def __getitem__(self, i):
        return (self.x, self.y)[i]

    def __round__(self, n=0):
        return Vec(round(self.x, n), round(self.y, n))

    def __divmod__(self, k):
        return Vec(self.x // k, self.y // k), Vec(self.x % k, self.y % k)

    def __pow__(self, n, mod=None):
        return f"pow({n}, {mod})"

    def __rpow__(self, n):
        return f"rpow({n})"

    def __contains__(self, v):
        return v == self.x

    def __call__(self, f):
        return Vec(f(self.x), f(self.y))

    def __int__(self):
        return int(self.x)

    def __float__(self):
        return float(self.y)

    def __index__(self):
        return self.x

    def __complex__(self):
        return complex(self.x, self.y)

    def __repr__(self):
        return f"Vec({self.x!r}, {self.y!r})"


a, b = Vec(3, 4), Vec(1, 2)
print(a + b, a - b, a * 2, 2 * a, a * b, a / 2, -a, +a is a, ~a, abs(a), bool(Vec(0, 0)), a == Vec(3, 4), a != b, {a: 1}[Vec(3, 4)], [*a], a[1], a[-1], a[:1])
print(round(Vec(1.26, 2.74), 1), divmod(a, 2), a**2, pow(a, 2, 5), 2**a, 3 in a, 4 in a, a(lambda v: v * v), int(a), float(a), complex(a), list(range(10))[a], hex(a), sum([a, b], Vec(0, 0)), max([a, b], key=abs), sorted([a, b], key=abs))
for bad in (lambda: a + 1, lambda: 1 + a, lambda: a - "x", lambda: sum([a, b]), lambda: a < b, lambda: a @ b, lambda: a // 2, lambda: a | b, lambda: a[5]):
    try:
        print(bad())
    except (TypeError, IndexError) as error:
        print(error)
x, y = a
print(x, y, tuple(a), dict([a]), "%s %s" % tuple(a), "{0.x} {0[1]}".format(a))
