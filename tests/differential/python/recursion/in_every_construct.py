import sys
# where the limit is, and what is left after it
def depth():
    n = 0
    def f():
        nonlocal n
        n += 1
        f()
    try:
        f()
    except RecursionError as e:
        return n
a = depth()
b = depth()
print(a > 500, abs(a - b) < 3, sys.getrecursionlimit())
old = sys.getrecursionlimit()
sys.setrecursionlimit(200)
c = depth()
print(100 < c < 300)
sys.setrecursionlimit(5000)
d = depth()
print(4000 < d < 6500)
sys.setrecursionlimit(old)
for bad in (0, -1, "x", 1.5):
    try:
        sys.setrecursionlimit(bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)
def g():
    try:
        g()
    finally:
        pass
try:
    g()
except RecursionError as e:
    print(e)
def h():
    try:
        return h()
    except RecursionError:
        return "handled deep"
print(h())
def gen(n):
    yield from gen(n + 1)
try:
    list(gen(0))
except RecursionError as e:
    print("gen", str(e)[:32])
def w(n):
    class C:
        def __enter__(self): return w(n + 1)
        def __exit__(self, *a): return False
    with C():
        pass
try:
    w(0)
except RecursionError:
    print("with")
def deco(f):
    return deco(f)
try:
    @deco
    def x(): pass
except RecursionError:
    print("decorator")
try:
    (lambda f: f(f))(lambda f: f(f))
except RecursionError:
    print("lambda")
def comp(n): return [comp(n + 1) for _ in range(2)]
try: comp(0)
except RecursionError: print("comp")
def kw(**k): return kw(**k)
try: kw(a=1)
except RecursionError: print("kw")
def star(*a): return star(*a)
try: star(1)
except RecursionError: print("star")
def dflt(a=1, *, b=2): return dflt(b=a)
try: dflt()
except RecursionError: print("default")
def srt(x): return sorted([2, 1], key=srt)
try: srt(1)
except RecursionError: print("sort key")
def mp(x): return list(map(mp, [1]))
try: mp(1)
except RecursionError: print("map")
def mx(x): return max([1, 2], key=mx)
try: mx(1)
except RecursionError: print("max")
def ev(): return eval("ev()")
try: ev()
except RecursionError: print("eval")
def ex(): exec("ex()")
try: ex()
except RecursionError: print("exec")
import functools
def red(a, b): return functools.reduce(red, [1, 2])
try: red(1, 2)
except RecursionError: print("reduce")
import re
def sub(m): return re.sub("a", sub, "a")
try: sub(None)
except RecursionError: print("re.sub")
class M(type):
    def __call__(cls): return cls()
class N(metaclass=M): pass
try: N()
except RecursionError: print("metaclass call")
class P(type):
    def __prepare__(name, bases): return P("x", (), P.__prepare__(name, bases))
try:
    class Q(metaclass=P): pass
except RecursionError: print("prepare")
class D:
    def __del__(self): pass
print(sum(1 for _ in range(10)))
try:
    def outer():
        def inner(): return outer()
        return inner()
    outer()
except RecursionError as e:
    import traceback
    n = 0
    tb = e.__traceback__
    while tb: n += 1; tb = tb.tb_next
    print(n > 500)
