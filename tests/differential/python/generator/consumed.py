"""Generators that builtins use up: what they see of each other, of failures, of the program's comparisons."""

import sys
import traceback

print(tuple(i * i for i in range(20)), list(i for i in range(3)), set(i % 5 for i in range(40)), sorted(-i for i in range(5)))
print(
    sum(i for i in range(100)),
    sum(i * 0.5 for i in range(100)),
    sum((i for i in range(0))),
    any(i == 3 for i in range(10)),
    all(i < 3 for i in range(10)),
    all(i < 30 for i in range(10)),
    any(i == 30 for i in range(10)),
)
print(min(abs(i - 5) for i in range(10)), max(str(i) for i in range(12)), max(i * 1.5 for i in range(4)))
for f in (min, max):
    try:
        f(i for i in ())
    except ValueError as e:
        print(e)


class K:
    def __init__(s, n):
        s.n = n

    def __eq__(s, o):
        print("eq", sys._getframe(1).f_code.co_name, g.gi_running)
        return s.n == o.n

    def __hash__(s):
        print("hash", sys._getframe(1).f_code.co_name, g.gi_running)
        return s.n % 3

    def __lt__(s, o):
        print("lt", g.gi_running)
        return s.n < o.n

    def __add__(s, o):
        print("add")
        return s.n + o

    def __radd__(s, o):
        return s.n + o

    def __bool__(s):
        print("bool")
        return s.n > 2


def f():
    global g
    g = (K(i) for i in range(5))
    print(len(set(g)))
    g = (K(i) for i in range(5))
    print(sum((k.n for k in g), 1))
    print(sum(K(i) for i in range(3)))
    g = (K(i) for i in range(5))
    print(any(g))
    print(list(g)[0].n)
    g = (K(i) for i in range(5))
    print(max(g).n)
    g = (K(i) for i in range(5))
    print([k.n for k in sorted(g)])


f()


def gg():
    yield 1
    raise KeyError("x")


def h():
    try:
        yield 1
    finally:
        print("fin")


for c in (list, tuple, set, frozenset, sum, sorted, any, all, min):
    try:
        c(gg())
    except KeyError:
        traceback.print_exc(file=sys.stdout)


def st():
    yield 0
    raise StopIteration


try:
    list(st())
except RuntimeError:
    traceback.print_exc(file=sys.stdout)


def bad():
    yield 1
    yield []
    yield 2


b = bad()
try:
    set(b)
except TypeError:
    traceback.print_exc(file=sys.stdout)
print(b.gi_frame is None, b.gi_running, next(b))


def selfish():
    yield 1
    yield list(s)


s = selfish()
try:
    print(list(s))
except ValueError as e:
    print(e)


def tree(n):
    if n:
        yield from tree(n - 1)
        yield n
        yield from tree(n - 1)


print(list(tree(5)), sum(tree(6)), set(tree(4)))


def hand():
    try:
        1 / 0
    except ZeroDivisionError:
        yield sys.exc_info()[0]
        yield 2
    yield sys.exc_info()[0]


print(list(hand()), sys.exc_info())
try:
    {}["a"]
except KeyError:
    print(list(hand()), sys.exc_info()[0])
    print(tuple(sys.exc_info()[0] for i in range(3)))


def rec(n):
    return list(rec(n - 1) for _ in range(1)) if n else 0


try:
    rec(100000)
except RecursionError as e:
    print("too deep")
print(rec(5))
print(sorted((x for x in "hello")), list(x for x in h()))


def recv():
    x = yield 1
    print(x)
    y = yield 2
    print(y)


print(list(recv()))
x = 5
try:
    x = min(1 / i for i in (2, 1, 0))
except ZeroDivisionError:
    print(x)
print(sum(2**62 for i in range(5)), sum(True for i in range(5)))
try:
    print(sum("a" for i in range(3)))
except TypeError as e:
    print(e)
try:
    print(max(i for i in (1, "a")))
except TypeError as e:
    traceback.print_exc(file=sys.stdout)
try:
    print(sorted(i for i in (1, "a")))
except TypeError as e:
    traceback.print_exc(file=sys.stdout)
print(
    list(map(list, ((i for i in range(3)) for j in range(2)))),
    any(x for x in [0, [], {}, set(), 0.0, "", None]),
    all(x for x in [1, [1], "a", 2.5, {1}]),
)
print(
    set((i, str(i)) for i in range(3)) == {(0, "0"), (1, "1"), (2, "2")},
    max(len(w) for w in "a bc def".split()),
    frozenset(i for i in range(3)),
)
print(tuple(i for i in range(8)), tuple(() for i in range(9)), tuple(i for i in ()))
print(len(set(float("nan") for i in range(3))))
