"""throw() of a generator that has not begun: its frame is in the traceback, at its first line, and nothing in it is run."""

import traceback


def plain(n):
    try:
        yield n
    finally:
        print("never")


def decorate(f):
    return f


@decorate
def decorated(
    n,
):
    with open("/nowhere/at/all") as f:
        yield f


def delegating():
    yield from plain(1)


def captures(n):
    def inner():
        return n

    for i in range(n):
        try:
            got = yield inner()
        except KeyError:
            print("never")
    return got


class Kept:
    def items(self):
        yield self


def lines(error):
    text = "".join(traceback.format_exception(error))
    return text.replace(__file__, "FILE")


made = [
    lambda: plain(1),
    lambda: decorated(2),
    lambda: delegating(),
    lambda: captures(3),
    lambda: Kept().items(),
    lambda: (x for x in "ab"),
    lambda: (
        x
        for x in "ab"
        if x
    ),
]
for error in (KeyError("k"), StopIteration(5), GeneratorExit(), StopIteration, ValueError):
    for make in made:
        g = make()
        try:
            print("gave", g.throw(error))
        except BaseException as e:
            print(lines(e))
            e.__traceback__ = None
        print(g.gi_frame, g.gi_running, next(g, "end"))
        try:
            g.throw(error)
        except BaseException as e:
            print(type(e).__name__, lines(e).count("File"))
            e.__traceback__ = None


def outer():
    try:
        yield from g
    except KeyError as e:
        print("outer", e, lines(e))
    yield "after"


try:
    raise TypeError("context")
except TypeError:
    g = plain(1)
    try:
        g.throw(KeyError("inner"))
    except KeyError as e:
        print(repr(e.__context__), lines(e))

g = plain(1)
g.close()
print(list(g), g.gi_frame)
