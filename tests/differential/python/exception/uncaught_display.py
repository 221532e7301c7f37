# tracebacks and exception display
import io
import sys
def show(f):
    """What is shown of an uncaught exception, but for the carets, which differ between versions."""
    held, sys.stderr = sys.stderr, io.StringIO()
    try:
        f()
    except BaseException:
        sys.excepthook(*sys.exc_info())
    text, sys.stderr = sys.stderr.getvalue(), held
    for line in text.splitlines():
        if line.strip(" |~^"):
            print(line)


def a(): raise ValueError("plain")
def b():
    try: a()
    except ValueError as e: raise KeyError("second") from e
def c():
    try: a()
    except ValueError: raise KeyError("during")
def d():
    try: a()
    except ValueError: raise KeyError("none") from None
def e():
    x = ValueError("noted"); x.add_note("note 1"); x.add_note("line1\nline2"); raise x
def f():
    raise ExceptionGroup("eg", [ValueError(1), ExceptionGroup("inner", [TypeError("t"), KeyError("k")])])
def g(): eval("1 +")
def h(): exec("def f(:\n  pass")
def i(): compile("x = (1,\n y = 2", "name.py", "exec")
def j(): return {}["missing"]
def k(): return [][5]
def l(): return 1/0
def m(): return undefined_thing
def n(): return (1).nothing
def o(): import nonexistent_mod
def q(): return "a" + 1
def r():
    def inner(n):
        if n: return inner(n - 1)
        raise RuntimeError("deep")
    inner(10)
def s(): assert 1 == 2, "message"
def u(): raise StopIteration(3)
def v(): raise SystemExit(4)
def w():
    class MyError(Exception):
        def __str__(self): raise ValueError("broken str")
    raise MyError
def x():
    class E(Exception): pass
    raise E("in function")
class Outer:
    class InnerError(Exception): pass
def y(): raise Outer.InnerError("nested")
def z(): open("/nonexistent/file")
for func in (a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, q, r, s, u, v, w, x, y, z):
    print("---", func.__name__)
    show(func)
def cc():
    return (lambda: 1/0)()
show(cc)
def dd():
    with open("/nonexistent") as f: pass
show(dd)
def ee(*args, **kw):
    return ee(1,
       2,
       three=3 / 0)
show(ee)
def gg():
    print(1, 2, 3 + "x", 4)
show(gg)
def hh():
    a, b = 1, 2, 3
show(hh)
def ii():
    del undefined_local
show(ii)
def jj():
    print(loc); loc = 1
show(jj)
