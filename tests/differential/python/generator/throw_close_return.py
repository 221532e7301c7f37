# generators: throw, close, return values
def g():
    try:
        x = yield 1
        print("got", x)
        yield 2
    except ValueError as e:
        print("caught", e)
        yield 3
    finally:
        print("finally")
it = g(); print(next(it), it.send("a"))
try: it.throw(KeyError, "k")
except KeyError as e: print("out", e, e.__traceback__ is not None)
print(next(it, "done"))
it = g(); next(it); print(it.throw(ValueError("v")), next(it, "end"))
it = g(); next(it); it.close(); it.close(); print(next(it, "closed"))
it = g()
try: it.throw(ValueError("unstarted"))
except ValueError as e: print(e)
print(list(it))
it = g()
try: it.send(5)
except TypeError as e: print(e)
print(next(it))
for bad in (lambda: it.throw(5), lambda: it.throw("x"), lambda: it.throw(int), lambda: it.throw(ValueError("a"), "b"), lambda: it.throw(ValueError, "b", 5), lambda: it.send(), lambda: it.throw(), lambda: next(5), lambda: it(1)):
    try: print(bad())
    except BaseException as e: print(type(e).__name__, e)
it.close()


def ignoring():
    while True:
        try: yield
        except GeneratorExit: pass
i = ignoring(); next(i)
try: i.close()
except RuntimeError as e: print(e)
def ret():
    yield 1
    return {"v": 2}
r = ret(); next(r)
try: next(r)
except StopIteration as e: print(e.value, e.args)
try: next(r)
except StopIteration as e: print(e.value, e.args)
def stops():
    yield 1
    raise StopIteration("inner")
try: list(stops())
except RuntimeError as e: print(e, repr(e.__cause__))
def nested():
    try: yield from inner()
    except KeyError as e: print("nested caught", e); yield "recovered"
def inner():
    try: yield "i"
    except ValueError: yield "inner handled"
    finally: print("inner fin")
n = nested(); print(next(n), n.throw(ValueError), n.throw(KeyError("kk")), list(n))
def ctx():
    try:
        raise ValueError("outer")
    except ValueError:
        yield
        try: raise KeyError("in")
        except KeyError as e: print(repr(e.__context__))
for _ in ctx():
    try: raise TypeError("t")
    except TypeError as e: print(repr(e.__context__))
def counter():
    n = 0
    while True:
        got = yield n
        n = got if got is not None else n + 1
c = counter(); print(next(c), next(c), c.send(10), next(c), c.send(0))
def deleg():
    r = yield from sub()
    print("r", r)
    r = yield from [1, 2]
    print("r", r)
    return (yield from sub())
def sub():
    x = yield "s"
    return x
d = deleg(); print(next(d), d.send("S"), next(d), next(d))
try: d.send("last")
except StopIteration as e: print(e.value)
def reent():
    yield next(me)
me = reent()
try: next(me)
except ValueError as e: print(e)
def fin():
    try: yield 1
    finally: yield 2
f = fin(); next(f)
try: f.close()
except RuntimeError as e: print(e)
ge = (x for x in [1, 2, 3] if x > 1); print(next(ge), ge.gi_running, list(ge))
try: (x for x in 5)
except TypeError as e: print(e)
print(sum(x * y for x in range(3) for y in range(x)), list(map(lambda g: next(g), [iter([1]), iter([2])])))
def exc_in_finally():
    try: yield 1
    finally: raise KeyError("fin")
e = exc_in_finally(); next(e)
try: e.throw(ValueError("orig"))
except KeyError as k: print(k, repr(k.__context__))
e = exc_in_finally(); next(e)
try: e.close()
except KeyError as k: print(k, repr(k.__context__))
print(type(ge).__name__, ge.__name__, ge.gi_frame, repr(ge).startswith("<generator object <genexpr> at"))
def swap():
    a, b = yield 1, 2
    yield b, a
s = swap(); print(next(s), s.send("xy"))
def lam(): return (lambda: (yield 5))
print(next(lam()()))
class It:
    def __iter__(self): yield from (1, 2, 3)
print([*It()], dict(enumerate(It())), max(It()))
def r():
    try: return 1
    finally: yield 9
x = r(); print(next(x))
try: next(x)
except StopIteration as e: print(e.value)
