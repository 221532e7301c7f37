# exceptions: chaining, context, cleanup, re-raise
import sys
def chain(e):
    out = []
    while e is not None:
        out.append(f"{type(e).__name__}({e})" + ("!" if e.__suppress_context__ else ""))
        e = e.__cause__ or e.__context__
    return " <- ".join(out)
def t(f):
    try: f()
    except BaseException as e: print(f.__name__, chain(e))
    else: print(f.__name__, "no error")
    assert sys.exc_info() == (None, None, None)
def a():
    try: 1/0
    except ZeroDivisionError as e: raise ValueError("v") from e
def b():
    try: 1/0
    finally: raise KeyError("f")
def c():
    try:
        try: 1/0
        except ZeroDivisionError: {}["k"]
    except KeyError: [].pop()
def d():
    try: raise ValueError("a")
    except ValueError as e: raise e
def e():
    try: raise ValueError("a")
    except ValueError as err: raise err from err
def f():
    try: raise ValueError("a")
    except ValueError: raise KeyError("b") from None
def g():
    for i in range(3):
        try: raise ValueError(i)
        except ValueError: continue
        finally: pass
    raise KeyError("end")
def h():
    while True:
        try: raise ValueError
        finally: break
def i():
    def inner():
        try: raise ValueError
        finally: return 5
    print(inner())
def j(): raise ValueError from TypeError
def k(): raise ValueError("x") from 5
def l(): raise
def m():
    try: raise ValueError
    except (TypeError, (KeyError, ValueError)): print("nested tuple")
def n():
    try: raise ValueError
    except 5: pass
def o():
    try: raise ValueError("o")
    except ValueError as e:
        try: raise KeyError("k")
        except KeyError: pass
        raise
def p():
    try: raise ValueError("p")
    except ValueError:
        def inner(): raise
        inner()
def q():
    class X(Exception):
        def __init__(self): raise RuntimeError("in init")
    raise X
def r():
    class X(Exception):
        def __new__(cls): return 5
    raise X
def s():
    class M(type):
        def __instancecheck__(c, o): return True
    class X(Exception, metaclass=M): pass
    try: raise ValueError("not matched by instancecheck")
    except X: print("matched")
def u():
    with open("/nonexistent"): pass
def v():
    class C:
        def __enter__(self): raise KeyError("enter")
        def __exit__(self, *a): print("no exit")
    with C(): pass
def w():
    class C:
        def __enter__(self): return self
        def __exit__(self, t, v, tb): print(t.__name__, v, tb is not None); raise KeyError("exit")
    with C(): raise ValueError("body")
def x():
    class C:
        def __enter__(self): return self
        def __exit__(self, *a): return 1
    with C() as c, C() as d: raise ValueError("swallowed")
def y():
    class C:
        def __enter__(self): return self
        def __exit__(self, *a): print(a == (None, None, None))
    for _ in range(2):
        with C(): continue
    def inner():
        with C(): return "ret"
    print(inner())
def z():
    try: raise ExceptionGroup("g", [ValueError(1), TypeError(2), ExceptionGroup("h", [ValueError(3), KeyError(4)])])
    except* ValueError as eg: print("values", [str(x) for x in eg.exceptions])
    except* TypeError as eg: print("types", eg.exceptions)
for fn in (a, b, c, d, f, g, h, i, j, k, l, m, n, o, p, q, r, s, u, v, w, x, y, z): t(fn)
try:
    try: raise ValueError("1")
    except ValueError as e1: saved = e1; raise KeyError("2")
except KeyError as e2: print(e2.__context__ is saved, "e1" in dir())
x1 = ValueError("c1"); x2 = ValueError("c2"); x1.__context__ = x2; x2.__context__ = x1
try:
    try: raise x1
    except ValueError: raise x2
except ValueError as e: print(e, e.__context__, e.__context__.__context__)
err = ValueError("tb")
try: raise err
except ValueError: pass
n1 = 0; tb = err.__traceback__
while tb: n1 += 1; tb = tb.tb_next
try: raise err
except ValueError: pass
n2 = 0; tb = err.__traceback__
while tb: n2 += 1; tb = tb.tb_next
print(n1, n2, err.with_traceback(None).__traceback__)
def deep():
    try: raise ValueError("d")
    except ValueError:
        try: raise KeyError
        except KeyError: print(repr(sys.exc_info()[1]))
        print(repr(sys.exc_info()[1]))
    print(sys.exc_info())
deep()
e = Exception(1, 2); e.args = [3]; print(e.args, e, repr(e)); e.args = (); print(repr(e), str(e) == "")
for bad in (lambda: setattr(e, "__cause__", 5), lambda: setattr(e, "__context__", "x"), lambda: setattr(e, "__traceback__", 5), lambda: delattr(e, "args"), lambda: setattr(e, "args", 5), lambda: setattr(e, "__suppress_context__", 5), lambda: e.add_note(5), lambda: BaseException.__new__(int), lambda: ValueError(a=1), lambda: OSError(1, k=2)):
    try: bad()
    except TypeError as er: print(er)
print(OSError(2, "x"), repr(OSError(2, "x", "f")), OSError(2, "x", "f", None, "g"), OSError("a"), OSError(1, 2, 3, 4, 5, 6), type(OSError(17, "")), type(OSError(13, "")).__name__, OSError(32, "p").__class__, FileNotFoundError(1, "e").errno, IOError is OSError)
print(SyntaxError("m", ("f", 1, 2, "t")), SyntaxError(), SyntaxError("a", ("f", 1, 2, "t", 3, 4)).end_offset, StopIteration().value, StopIteration(1, 2).value, SystemExit().code, SystemExit(1, 2).code, ImportError("m", name="n", path="p").name, AttributeError("x", name="n", obj=5).obj, NameError("y", name="z").name)
print(KeyError("a"), KeyError("a", "b"), KeyError(), UnicodeDecodeError("u", b"ab", 0, 1, "r"), UnicodeEncodeError("u", "ab", 0, 2, "r"), UnicodeTranslateError("ab", 0, 1, "r"))
class Multi(ValueError, KeyError): pass
print(Multi("x"), Multi.__mro__[1:4])
try:
    class Bad(OSError, ImportError): pass
except TypeError as er: print(er)
