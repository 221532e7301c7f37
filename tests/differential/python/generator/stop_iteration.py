def leak():
    yield 1
    raise StopIteration("leaked")


def from_next():
    it = iter([])
    yield next(it)


for g in (leak(), from_next()):
    try:
        print(list(g))
    except RuntimeError as error:
        print(error, type(error.__cause__).__name__, error.__cause__.args)


def ret(value):
    if value is not None:
        return value
    yield


for v in (1, (1, 2), [], StopIteration(5), ValueError):
    try:
        next(ret(v))
    except StopIteration as stop:
        print(repr(stop.value), len(stop.args))


class Iter:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 2:
            raise StopIteration
        return self.n


print(list(Iter()), next(Iter()), next(iter([]), "default"))
i = Iter()
print(list(i), list(i), i.n)
try:
    next(iter([]))
except StopIteration as stop:
    print(stop.args, stop.value)
s = StopIteration(1, 2)
print(s.value, s.args, StopIteration().value)


def gen_in_except():
    try:
        raise KeyError("a")
    except KeyError:
        yield "in except"
        try:
            raise
        except KeyError as error:
            yield repr(error)


print(list(gen_in_except()))


def context():
    try:
        yield 1
    except ValueError:
        raise TypeError("second")


g = context()
next(g)
try:
    g.throw(ValueError("first"))
except TypeError as error:
    print(error, repr(error.__context__))
g = (x for x in [1, 0, 2])
try:
    print([1 // x for x in g])
except ZeroDivisionError:
    print(list(g))
try:
    list(1 // x for x in [1, 0])
except ZeroDivisionError as error:
    print(error)
