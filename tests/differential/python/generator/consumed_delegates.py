"""Generators that builtins use up and that yield from others: items, results, failures, what is left suspended."""

import sys
import traceback


def tree(n):
    if n > 0:
        left = yield from tree(n - 1)
        yield (n, left)
        right = yield from tree(n - 2)
        yield from [n, right]
    return n * 10


def numbers(n):
    for pair in tree(n):
        yield pair[0] if isinstance(pair, tuple) else pair or 0


def nested(*uses):
    yield 1
    for use in uses:
        yield from use()
        yield 2
    return 3


print(list(tree(5)))
print(tuple(tree(4)) == tuple(list(tree(4))), len(set(tree(5))), len(frozenset(tree(5))))
for n in range(6):
    print(list(nested(lambda: numbers(n))), sum(nested(lambda: numbers(n))), sorted(nested(lambda: numbers(n))))
    print(max(nested(lambda: numbers(n))), min(nested(lambda: numbers(n))))


# results that are decided on the way: the chain stays suspended where it is
for use in (any, all):
    chain = nested(lambda: (yield from (i % 3 == 1 for i in range(9))), lambda: (yield from "abc"))
    next(chain)
    print(use(chain), list(chain), chain.gi_frame)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        print("hash", self.n, sys._getframe(1).f_code.co_name, outer.gi_running, outer.gi_yieldfrom is not None)
        return self.n % 2

    def __eq__(self, other):
        n = getattr(other, "n", other)
        print("eq", self.n, n)
        return self.n == n

    def __lt__(self, other):
        print("lt", self.n, other)
        return NotImplemented

    def __radd__(self, other):
        print("add", other, self.n)
        return other + self.n

    def __bool__(self):
        print("bool", self.n)
        return self.n > 2


def keys(n):
    yield 0
    yield Key(n)
    if n > 1:
        yield from keys(n - 1)
    yield Key(n)
    yield 5


def with_keys(n):
    yield 7
    yield from keys(n)
    yield 8


for use in (set, sum, any, list):
    outer = with_keys(3)
    made = use(outer)
    print(len(made) if use in (set, list) else made, outer.gi_frame is None)
outer = with_keys(3)
try:
    max(outer)
except TypeError as e:
    print(e)
print(outer.gi_yieldfrom is not None, len(list(outer)))


# failures, caught on the way up or not; handled exceptions while items are taken
def failing(n):
    if n == 0:
        yield "bottom"
        raise KeyError("down there")
    yield n
    try:
        yield from failing(n - 1)
    except KeyError as e:
        if n != 2:
            raise
        yield "caught " + str(e)
        yield from handling(2)
        yield repr(sys.exc_info()[1])
    return n


def handling(n):
    try:
        1 // (n - n)
    except ZeroDivisionError:
        yield str(sys.exc_info()[1])
        if n:
            yield from handling(n - 1)
        yield str(sys.exc_info()[1])
    yield str(sys.exc_info()[1])


print(list(failing(1 + 3)))
for use in (list, set, sorted, tuple):
    try:
        use(failing(1))
    except KeyError as e:
        print(use.__name__, [f.name for f in traceback.extract_tb(e.__traceback__)], [f.lineno for f in traceback.extract_tb(e.__traceback__)])
try:
    raise LookupError("outside")
except LookupError:
    print(list(handling(3)), sys.exc_info()[1])
    print(list(nested(lambda: handling(1), lambda: failing(2))), sys.exc_info()[1])


# what a frame in the chain sees
def names(n):
    if n:
        yield from names(n - 1)
        yield n
    else:
        frame, found = sys._getframe(), []
        while frame:
            found.append(frame.f_code.co_name)
            frame = frame.f_back
        yield found
        yield [s.name for s in traceback.extract_stack()]
        try:
            next(top)
        except ValueError as e:
            yield str(e)
        yield top.gi_running, top.gi_suspended, top.gi_frame.f_lineno


top = nested(lambda: names(3))
print(list(top))


# one generator that two yield from, others that are begun already, deep ones
def shared(source, tag):
    yield tag
    yield from source
    yield tag


source = (i for i in range(6))
one, two = shared(source, "one"), shared(source, "two")
print(next(one), next(one), next(two), next(two), list(one), list(two))
begun = tree(4)
print(next(begun), next(begun), list(shared(begun, "begun")), list(begun))


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(300)), list(deep(200))[::50])
sys.setrecursionlimit(400)
try:
    print(len(list(deep(5000))))
except RecursionError as e:
    print(e)
print(sum(deep(100)))


# a chain that is used up while another one is
def squares(n):
    yield from sorted(shared((i * i for i in range(n)), -1))
    yield sum(shared((i * i for i in range(n)), 0))


print(list(shared(squares(5), "x")), sum(squares(4)))


class Iterable:
    def __iter__(self):
        yield from tree(2)

    def send_it(self):
        got = yield from self
        return got


print(list(Iterable()), list(Iterable().send_it()))
g = nested(lambda: tree(3))
print(next(g), g.send(None), list(g))
g = nested(lambda: tree(3))
print(next(g), next(g), any(x == (1, 0) for x in g), next(g), g.close(), list(g))
