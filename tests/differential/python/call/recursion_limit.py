import sys

old = sys.getrecursionlimit()


def forever(n):
    global deepest
    deepest = n
    return forever(n + 1)


for limit in (200, 400):
    sys.setrecursionlimit(limit)
    try:
        forever(0)
    except RecursionError as error:
        print(str(error).startswith("maximum recursion depth exceeded"), limit - 50 < deepest <= limit)
sys.setrecursionlimit(300)


class R:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __eq__(self, other):
        return self == other

    def __repr__(self):
        return repr(self)

    def __add__(self, other):
        return self + other

    def __iter__(self):
        return iter(self)

    def __hash__(self):
        return hash(self)


r = R()
for action in (lambda: r.a, lambda: r == r, lambda: repr(r), lambda: r + 1, lambda: iter(r), lambda: hash(r), lambda: str(r)):
    try:
        action()
    except RecursionError as error:
        print(type(error).__name__, isinstance(error, RuntimeError))


def gen(n):
    yield n
    yield from gen(n + 1)


count = 0
try:
    for x in gen(0):
        count += 1
except RecursionError:
    print("generator", 50 < count < 300)


def catch(n):
    try:
        return catch(n + 1)
    except RecursionError:
        return "caught"


def clean(n):
    try:
        return clean(n + 1)
    finally:
        done.append(n)


done = []
print(catch(0))
try:
    clean(0)
except RecursionError:
    print(len(done) > 100, done[-1], done == sorted(done, reverse=True))
sys.setrecursionlimit(old)
print((lambda f: f(f, 500))(lambda f, n: n if n == 0 else f(f, n - 1)))
try:
    sys.setrecursionlimit(0)
except ValueError as error:
    print(type(error).__name__)
