# __setitem__ of classes: what it returns is dropped, what it raises comes out with its traceback, it may recurse, suspend nothing.
import traceback


class Log:
    def __init__(self):
        self.seen = []

    def __setitem__(self, key, value):
        self.seen.append((key, value))
        return "dropped"


class Deep:
    def __init__(self, inner=None):
        self.inner = inner
        self.value = None

    def __setitem__(self, key, value):
        if self.inner is None:
            self.value = value
        else:
            self.inner[key] = value + 1


class Endless:
    def __setitem__(self, key, value):
        self[key] = value


class Generates:
    def __setitem__(self, key, value):
        print("never run")
        yield key


class Fails:
    def __setitem__(self, key, value):
        raise KeyError(key)


class Rest:
    def __setitem__(self, *args, extra=5):
        print(len(args), args[1:], extra)


class Static:
    @staticmethod
    def __setitem__(key, value):
        print("static", key, value)


class Callable:
    def __call__(self, key, value):
        print("called", key, value)


class ByCallable:
    __setitem__ = Callable()


class ByNative:
    __setitem__ = max


class Wrong:
    def __setitem__(self, key):
        pass


class Derived(list):
    def __setitem__(self, key, value):
        super().__setitem__(key, value * 2)


log = Log()
log[1] = 2
log["a"], log[2:3] = 3, 4
log[...] = log[(1, 2)] = 5 if not hasattr(log, "__getitem__") else 6
for log[0] in range(3):
    pass
print(log.seen)
d = None
for _ in range(50):
    d = Deep(d)
d[0] = 1
while d.inner is not None:
    d = d.inner
print(d.value)
try:
    Endless()[0] = 1
except RecursionError as e:
    print(type(e).__name__)
g = Generates()
g[1] = 2
try:
    Fails()["k"] = 1
except KeyError as e:
    print([f.name for f in traceback.extract_tb(e.__traceback__)], e)
Rest()[1] = 2
Static()[1] = 2
ByCallable()[1] = 2
ByNative()[1] = 2
try:
    Wrong()[0] = 1
except TypeError as e:
    print(e)
x = Derived([1, 2, 3])
x[1] = 5
x[0] += 1
print(x)


def steps(target):
    for i in range(3):
        target[i] = i
        got = yield i
        target["got"] = got


log = Log()
it = steps(log)
next(it)
it.send("x")
print(log.seen, [target for target in steps(log)], log.seen)


class Matrix:
    def __init__(self, n):
        self.n = n
        self.cells = [0] * (n * n)

    def __getitem__(self, at):
        return self.cells[at[0] * self.n + at[1]]

    def __setitem__(self, at, value):
        self.cells[at[0] * self.n + at[1]] = value


m = Matrix(3)
for i in range(3):
    for j in range(3):
        m[i, j] = i * j + (m[i, j - 1] if j else 1)
        m[i, j] += 1
print(m.cells)
