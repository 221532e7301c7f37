def inner(n):
    total = 0
    for i in range(n):
        x = yield i
        if x:
            total += x
    return total


def outer():
    a = yield from inner(3)
    yield ("a", a)
    b = yield from [10, 20]
    yield ("b", b)
    c = yield from inner(0)
    yield ("c", c)
    return "end"


it = outer()
out = [next(it), it.send(5), it.send(7), it.send(9)]
print(out, list(it))


def delegate(it):
    try:
        r = yield from it
        print("result", r)
    except Exception as error:
        print("outer caught", type(error).__name__, error)
        yield "recovered"


def sub():
    try:
        yield 1
        yield 2
    except ValueError as error:
        print("inner caught", error)
        yield "inner recovered"
        return "value"


d = delegate(sub())
print(next(d), d.throw(ValueError("x")), list(d))
d = delegate(sub())
print(next(d), d.throw(KeyError("k")), list(d))
d = delegate(iter([1, 2]))
print(next(d), d.throw(KeyError("no throw method")), list(d))
d = delegate(iter([1]))
next(d)
try:
    d.send(5)
except AttributeError as error:
    print(error)
except StopIteration:
    print("stopped")


class It:
    def __iter__(self):
        print("iter")
        return self

    def __next__(self):
        print("next")
        raise StopIteration("from next")

    def close(self):
        print("close")


print(list(delegate(It())))


class Sender(It):
    def __next__(self):
        return "n"

    def send(self, value):
        return ("sent", value)

    def throw(self, *args):
        return ("thrown", type(args[0]).__name__)


d = delegate(Sender())
print(next(d), d.send(3), d.send(None), d.throw(ValueError()), d.close())


def deep(n):
    if n:
        yield from deep(n - 1)
    yield n


print(sum(deep(100)), list(deep(3)))


def tree(t):
    if t:
        yield from tree(t[0])
        yield t[1]
        yield from tree(t[2])


print(list(tree((((None, 1, None), 2, (None, 3, None)), 4, (None, 5, None)))))
for bad in (5, None):
    try:
        list(delegate(bad))
    except TypeError as error:
        print(error)


def closing():
    try:
        yield from sub()
    finally:
        print("closing finally")


c = closing()
next(c)
c.close()
