"""What is thrown into a generator that waits in an except block has the block's exception as its context."""


def inner():
    yield 1
    yield 2


def plain():
    try:
        raise ValueError("handled")
    except ValueError:
        try:
            yield 0
        except BaseException as e:
            print(type(e).__name__, repr(e.__context__))


def delegating():
    try:
        raise ValueError("handled")
    except ValueError:
        try:
            yield from inner()
        except BaseException as e:
            print(type(e).__name__, repr(e.__context__))


for make in (plain, delegating):
    g = make()
    next(g)
    try:
        g.throw(KeyError("thrown"))
    except StopIteration:
        print("stopped")
    g = make()
    next(g)
    g.close()
