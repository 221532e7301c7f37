log = []


def t(x):
    log.append(x)
    return x


def f(a=t(1), *, b=t(2), c: t("ann") = t(3)) -> t("ret"):
    return a, b, c


print(log, f(), f(10), f(b=20), f.__annotations__)


def g(x, acc=[], seen={}, n=None):
    acc.append(x)
    seen[x] = len(acc)
    n = n or 0
    return acc, seen, n + 1


g(1)
print(g(2), g(3, []), g.__defaults__)
g.__defaults__ = ("new",)
try:
    g(1)
except TypeError as error:
    print(error)
i = 5


def h(x=i):
    return x


i = 6
print(h(), h.__defaults__)
h.__defaults__ = (i,)
print(h())
h.__defaults__ = None
try:
    h()
except TypeError as error:
    print(error)
f.__kwdefaults__["b"] = "changed"
print(f())
functions = [lambda x=n: x for n in range(3)]
print([fn() for fn in functions], functions[0](9))


def outer(flag, default=object()):
    return flag, default is outer.__defaults__[0]


print(outer(1), outer(1, None))


class A:
    n = 3

    def m(self, x=n, y=[n]):
        y.append(x)
        return x, y


print(A().m(), A().m(4), A.n)
try:
    def late(x=undefined):
        pass
except NameError as error:
    print(error)
print((lambda *a, k=1, **kw: (a, k, kw))(1, 2, k=3, z=4), (lambda a, /, b=2: a + b)(1), (lambda: (yield))().__class__.__name__)
