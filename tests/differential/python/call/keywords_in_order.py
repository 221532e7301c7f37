"""Keyword arguments that stand where their parameters do, and those that do not; sites whose callees change."""


def only(a, b, /, c, d=4, *, e=5):
    return a, b, c, d, e


def plain(a, b=2, c=3):
    return a, b, c


def lazy(a, b=2):
    yield a
    yield b


class A:
    def m(self, x, y=2, z=3):
        return x, y, z

    def p(self, x, /, y):
        return x, y

    def r(self, x, *rest, y=3, **kw):
        return x, rest, y, kw


class B(A):
    def m(self, y, x=5):
        return "B", y, x


a = A()
for _ in range(3):
    print(only(1, 2, c=3), only(1, 2, 3, d=9), only(1, 2, c=3, d=4), only(1, 2, d=3, c=4), only(1, 2, c=3, e=9))
    print(plain(a=1), plain(1, b=5), plain(1, c=5), plain(b=1, a=2), plain(1, 2, c=9), plain(a=1, b=2, c=3), plain(c=1, b=2, a=3))
    print(a.m(1), a.m(x=1), a.m(1, z=4), a.m(1, y=4), a.m(z=1, x=2), a.m(1, 2, z=5), a.r(1, y=2), a.r(1, 2, y=2, q=3), a.p(1, y=2))
    print(list(lazy(a=1)), list(lazy(1, b=3)), list(lazy(b=3, a=1)))
    for bad in (
        lambda: only(1, b=2, c=3), lambda: plain(1, a=2), lambda: plain(q=1), lambda: a.m(self=1), lambda: a.m(1, x=2), lambda: a.p(x=1, y=2),
        lambda: plain(1, 2, 3, c=4), lambda: plain(b=2), lambda: a.m(y=2), lambda: a.none(x=1),
    ):  # fmt: skip
        try:
            print(bad())
        except (TypeError, AttributeError) as e:
            print(e)


def call(o):
    return o.m(y=2, x=1), o.m(x=1, y=2), o.m(1, x=2) if isinstance(o, B) else o.m(1, y=2)


for o in (a, B(), a, B(), a):
    print(call(o))
own = A()
own.m = lambda **named: ("own", named) if "self" not in named else None
try:
    print(own.m(x=1, y=2), call(own))
except TypeError as e:
    print(e)


def use(f):
    return f(a=1, b=2)


for f in (plain, dict, lambda b, a: (b, a), lambda a, b: (a, b), plain, A, lambda **named: named):
    try:
        print(use(f))
    except TypeError as e:
        print(e)


def deep(n=0):
    return deep(n=n + 1)


try:
    deep()
except RecursionError:
    print("RecursionError")
