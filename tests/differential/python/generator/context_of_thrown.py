"""What throw() raises has the exception that the generator handles as its context, not the one its resumer does."""


def plain():
    yield 1
    yield 2
def h():
    try: 1/0
    except ZeroDivisionError:
        yield 1
try: raise TypeError("context")
except TypeError:
    for f in plain, h:
        for k in 0, 1:
            g = f()
            if k: next(g)
            try: g.throw(KeyError("inner"))
            except KeyError as e: print(f.__name__, k, repr(e.__context__))
            g = f()
            if k: next(g)
            try: g.throw(KeyError)
            except KeyError as e: print(f.__name__, k, repr(e.__context__))
def o():
    try: raise TypeError("in o")
    except TypeError: yield from plain()
for k in 0,1:
    g = o()
    if k: next(g)
    try: g.throw(KeyError("x"))
    except KeyError as e: print('o', k, repr(e.__context__))
