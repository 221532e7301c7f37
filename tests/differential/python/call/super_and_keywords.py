"""Methods through super objects, few keywords bound to parameters, classes and native functions called again and again."""


class A:
    def __new__(cls, n=1, *, k=2):
        self = super(A, cls).__new__(cls)
        self.n = n
        self.k = k
        return self

    def f(self, a, b=2, c=3, *, d=4, e):
        return (a, b, c, d, e)

    @classmethod
    def cm(cls, x):
        return cls.__name__, x

    @staticmethod
    def sm(x, y=3):
        return x, y

    @property
    def p(self):
        return self.n


class B(A):
    def f(self, *a, **k):
        return ("B",) + super(B, self).f(*a, **k)

    def g(self):
        s = super(B, self)
        return (
            s.f(1, e=5),
            s.f(1, 2, e=3),
            s.f(c=7, a=1, e=2, b=0),
            s.cm(4),
            s.sm(1),
            s.sm(y=1, x=2),
            s.p,
            s.__class__,
            s.__init__(),
            super().cm(3),
            super().p,
        )

    @classmethod
    def cm(cls, x):
        return "B", super(B, cls).cm(x), super().cm(x)


b = B(3, k=4)
for i in range(3):
    print(b.g(), B.cm(1), B(k=1).k, B(n=5).n, b.f(1, e=1))


def t(*args, **kw):
    for f in (b.f, A.f, A.sm, lambda a, b, /, c=1: (a, b, c), lambda a, *, b, c=2, d: (a, b, c, d)):
        try:
            print(f(*args, **kw))
        except TypeError as e:
            print(e)


t(1, e=3)
t(1, 2, 3, 4, e=3)
t(a=1)
t(x=1)
t(1, b=2)
t(1, a=1, e=2)
t(1, 2, c=3)
t(1, b=2, d=4)
t(1, c=2)
t(b=1, d=1, a=1)
t()
t(1, zz=1)


class C(A):
    def f(self, *a):
        return "C"


def swap():
    s = super(B, b)
    for i in range(4):
        print(s.f(1, e=i))
        if i == 1:
            A.f = lambda self, *a, **k: ("new", a, k)
        if i == 2:
            del A.f


try:
    swap()
except AttributeError as e:
    print(e)
try:
    super(B, 1)
except TypeError as e:
    print(e)
import math


class L(list):
    def __init__(self, *a):
        super().__init__(*a)
        self.x = len(self)


print(
    L([1, 2]).x,
    list((1, 2)),
    dict([(1, 2)]),
    set("ab") == {"a", "b"},
    bytearray(3),
    [tuple(x) for x in ([1], [2])],
    [math.gcd(i, 12) for i in range(5)],
    [isinstance(x, (int, B)) for x in (1, b, "a")],
)
for f in (
    lambda: list(1),
    lambda: dict(1),
    lambda: super(),
    lambda: super(1),
    lambda: math.gcd("a"),
    lambda: list(1, 2),
):
    for i in range(2):
        try:
            print(f())
        except (TypeError, RuntimeError) as e:
            print(type(e).__name__, e)
