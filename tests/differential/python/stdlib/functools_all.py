import functools as ft

print(ft.reduce(lambda a, b: a * b, range(1, 6)), ft.reduce(lambda a, b: a + b, [], "init"), ft.reduce(lambda a, b: [a, b], [1, 2, 3]), ft.reduce(max, [3, 9, 2], 5))
try:
    ft.reduce(lambda a, b: a, [])
except TypeError as error:
    print(type(error).__name__)
p = ft.partial(int, base=2)
q = ft.partial(print, "pre", sep="-")
print(p("101"), p.func is int, p.args, p.keywords, p("z", base=36), repr(ft.partial(pow, 2)).startswith("functools.partial(<built-in function pow>, 2"))
q("x", "y")
r = ft.partial(ft.partial(pow, 2), 3)
print(r(), r.args, ft.partial(lambda *a, **k: (a, k), 1, x=2)(3, y=4, x=5))
p.extra = 1
print(p.__dict__)


class C:
    def m(self, a, b=2):
        return a, b

    pm = ft.partialmethod(m, 10)

    @ft.cached_property
    def slow(self):
        print("computing")
        return [1]

    @ft.singledispatchmethod
    def show(self, x):
        return "default"

    @show.register
    def _(self, x: int):
        return "int"


c = C()
print(c.pm(), c.pm(b=5), c.slow is c.slow, c.show(5), c.show("s"))
calls = []


@ft.lru_cache(maxsize=2)
def f(x, **k):
    calls.append(x)
    return x * 2


print(f(1), f(2), f(1), f(3), f(2), calls, f.cache_info(), f.cache_parameters())
f.cache_clear()
print(f.cache_info().currsize, f.__name__, f.__wrapped__(9))


@ft.cache
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(100), fib.cache_info().misses)
try:
    f([])
except TypeError as error:
    print(error)


@ft.lru_cache(typed=True)
def t(x):
    return type(x).__name__


print(t(1), t(1.0), t(True), t.cache_info().currsize)


def deco(g):
    @ft.wraps(g)
    def inner(*a):
        return g(*a)

    return inner


@deco
def documented():
    "doc"


documented.__wrapped__.attr = 1
print(documented.__name__, documented.__doc__, documented.__wrapped__.__name__, sorted([3, 1, 2], key=ft.cmp_to_key(lambda a, b: b - a)))


@ft.total_ordering
class T:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        return self.n == o.n if isinstance(o, T) else NotImplemented

    def __gt__(self, o):
        return self.n > o.n if isinstance(o, T) else NotImplemented


print(T(1) < T(2), T(1) <= T(1), T(2) >= T(3), T(1) != T(2))
try:
    T(1) < 5
except TypeError as error:
    print(error)
try:
    @ft.total_ordering
    class Bad:
        pass
except ValueError as error:
    print(error)
