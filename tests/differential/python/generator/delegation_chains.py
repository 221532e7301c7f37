"""Chains of `yield from`: what is sent, thrown and closed goes through them; they grow, end and are shared."""

import sys
import traceback


class Tree:
    def __init__(self, left, value, right):
        self.left, self.value, self.right = left, value, right

    def __iter__(self):
        if self.left:
            yield from self.left
        yield self.value
        if self.right:
            yield from self.right


def tree(items):
    if not items:
        return None
    middle = len(items) // 2
    return Tree(tree(items[:middle]), items[middle], tree(items[middle + 1 :]))


print(list(tree(range(50))), sum(tree(range(1000))))


def show(what, f, *args):
    try:
        print(what, f(*args))
    except BaseException as e:
        print(what, type(e).__name__, e, [(f.name, f.lineno) for f in traceback.extract_tb(e.__traceback__)])


# --- sending, and results that change on their way out
def adder(name):
    total = 0
    while True:
        x = yield (name, total)
        if x is None:
            return name, total
        total += x


def wrapped(depth):
    if depth == 0:
        first = yield from adder("a")
        second = yield from adder("b")
        return [first, second]
    inner = yield from wrapped(depth - 1)
    yield ("between", depth)
    return [depth, inner]


def result_of(g, *sent):
    got = [next(g)]
    try:
        for x in sent:
            got.append(g.send(x))
    except StopIteration as e:
        return got, e.value
    return got


show("send", result_of, wrapped(3), 1, 2, None, 5, None, None, None, None)
show("send few", result_of, wrapped(2), 1, None, 7)


# --- errors out of the innermost, caught on several levels
def failing(n):
    yield n
    raise ValueError(n)


def catching(n, kind):
    try:
        yield from failing(n)
    except kind as e:
        yield ("caught", n, str(e), e.__context__)
    finally:
        yield ("finally", n)


def relay(n, kind):
    yield "start"
    yield from catching(n, kind)
    yield "end"


for kind in ValueError, KeyError:
    g = relay(4, kind)
    for _ in range(6):
        show(kind.__name__, next, g)


def stopping():
    yield 1
    raise StopIteration("leak")


def over_stopping():
    yield from stopping()


g = over_stopping()
print(next(g))
show("stop", next, g)
show("done", next, g)


# --- throwing and closing in the middle
def stubborn():
    for k in range(3):
        try:
            yield k
        except (ValueError, GeneratorExit) as e:
            yield ("refused", type(e).__name__)


def around(f):
    try:
        yield from f()
    except RuntimeError as e:
        yield ("around", str(e))
    yield "after"


def outer(f):
    yield from around(f)
    return "outer"


g = outer(stubborn)
print(next(g), next(g), g.throw(ValueError("x")), next(g))
show("rest", list, g)
g = outer(stubborn)
next(g)
show("close", g.close)
show("goes on", list, g)

inner_of = {}


def exposed(name, n):
    for k in range(n):
        yield name, k
    return name


def middle(name, n):
    inner_of[name] = exposed(name, n)
    r = yield from inner_of[name]
    yield ("middle", r)


def top(name, n):
    inner_of[name, 1] = middle(name, n)
    yield from inner_of[name, 1]
    yield "top"


# someone else resumes an inner one
g = top("p", 6)
print(next(g), next(inner_of["p"]), next(inner_of["p", 1]), next(g))
inner_of["p"].close()
show("inner closed", list, g)
g = top("q", 5)
print(next(g), list(inner_of["q"]), list(g))
g = top("r", 2)
print(next(g), list(inner_of["r", 1]), list(g))
g = top("s", 3)
print(next(g))
show("throw into inner", inner_of["s"].throw, KeyError("k"))
show("then", list, g)
g = top("t", 3)
print(next(g))
show("throw into middle", inner_of["t", 1].throw, KeyError("k"))
show("then", list, g)


# one inner generator of two
def borrow(name, g):
    r = yield from g
    yield name, r


shared = exposed("shared", 7)
a, b = borrow("a", shared), borrow("b", shared)
print([next(x) for x in (a, b, a, a, b, b, a, b, a)])
show("a", list, a)
show("b", list, b)
shared = exposed("shared", 5)
deep_a, deep_b = borrow("A", borrow("a", shared)), borrow("B", borrow("b", shared))
print([next(x) for x in (deep_a, deep_b, deep_a, deep_b, deep_a, deep_b, deep_a)])
show("A", list, deep_a)
show("B", list, deep_b)


# --- a running chain refuses
def poke():
    yield "first"
    for name in "x", "y", "z":
        g = chain[name]
        print(name, g.gi_running)
        for f in (lambda: next(g)), (lambda: g.send(None)), (lambda: g.throw(KeyError)), g.close:
            try:
                f()
            except ValueError as e:
                print(name, e)
    yield "second"


def link(name, inner):
    chain[name] = inner
    yield from inner


chain = {}
g = link("z", link("y", link("x", poke())))
chain["w"] = g
print(next(g), chain["z"].gi_yieldfrom is chain["y"], g.gi_running)
print(next(g), chain["y"].gi_yieldfrom is chain["x"])


# --- what the frames of the chain look like
def where():
    yield "-"
    f = sys._getframe()
    names = []
    while f is not None:
        names.append(f.f_code.co_name)
        f = f.f_back
    yield names
    for k in range(4):
        yield sys._getframe(k).f_code.co_name


def first_of():
    yield from where()


def second_of():
    yield from first_of()


g = second_of()
next(g)
print(list(g))


# --- depth
def deeper(n):
    yield n
    yield from deeper(n + 1)


def run_deep():
    last = 0
    for last in deeper(0):
        pass


limit = sys.getrecursionlimit()
sys.setrecursionlimit(400)
show_depth = 0
try:
    for show_depth in deeper(0):
        pass
except RecursionError as e:
    print("RecursionError", e, 200 < show_depth < 400)
sys.setrecursionlimit(limit)


# --- handling an exception while delegating
def bare():
    yield sys.exc_info()[0]
    try:
        raise KeyError("inner")
    except KeyError:
        yield sys.exc_info()[0]
        yield sys.exc_info()[0]
    yield sys.exc_info()[0]


def handling():
    try:
        raise ValueError("outer")
    except ValueError:
        yield from bare()
    yield sys.exc_info()[0]


def not_handling():
    yield from bare()
    yield sys.exc_info()[0]


def of_both(f):
    g = f()
    got = [next(g), next(g)]
    try:
        raise OSError
    except OSError:
        got += [next(g), next(g)]
    return got + list(g)


for f in handling, not_handling:
    print([x and x.__name__ for x in of_both(f)])


def raises_bare():
    yield 1
    raise


def in_handler():
    yield from raises_bare()


g = in_handler()
next(g)
try:
    raise OSError("resumer's")
except OSError:
    show("bare raise", next, g)
