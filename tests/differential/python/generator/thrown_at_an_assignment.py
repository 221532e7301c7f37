"""`x = yield` binds nothing when an exception is thrown there."""


def unbound():
    try:
        x = yield 1
    finally:
        try:
            print("x is", x)
        except UnboundLocalError as e:
            print(e)


def bound():
    x = 5
    while True:
        try:
            x = yield x
        except KeyError:
            print("kept", x)
            yield "caught"


def delegating():
    x = "before"
    try:
        x = yield from bound()
    except ValueError:
        print("delegating", x)


g = unbound()
next(g)
g.close()
g = unbound()
next(g)
try:
    g.throw(ValueError("thrown"))
except ValueError as e:
    print(e)
g = bound()
print(next(g), g.send(6), g.throw(KeyError), g.send("not kept"), g.send(7))
g = delegating()
print(next(g), g.send(8), g.throw(KeyError))
try:
    g.throw(ValueError)
except StopIteration as e:
    print("ended", e.value)
