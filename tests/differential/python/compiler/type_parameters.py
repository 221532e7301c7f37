"""Type parameters: functions, classes, aliases (from 3.12 on), defaults (from 3.13 on). Older hosts do not parse them."""
import sys

SINCE_12 = r'''
import typing
from typing import *
def f[T: int](a: T = 5, *, k: "str" = 'q') -> T:
    "doc f"
    return a
print(f(), f.__type_params__, f.__annotations__, f.__qualname__, f.__doc__, f.__module__)
T0,=f.__type_params__
print(T0.__bound__, T0.__constraints__, repr(T0), T0.__name__, T0.__infer_variance__, T0.__module__)
class C[T, *Ts, **P]:
    "doc C"
    x: T
    def m[U](self, u: U) -> tuple[T, U]:
        return super().__repr__() and (u, __class__.__name__)
    @staticmethod
    def s[V: (int, str)](v: V): return v
print(C.__type_params__, C.__doc__, C.__orig_bases__, C.__mro__, C.__parameters__)
print(C().m(3), C.m.__qualname__, C.m.__type_params__, C.s.__type_params__[0].__constraints__)
print(C[int, str, [int]], C[int, str, bool, [int, str]].__args__)
type A = list[A2]
type A2 = int
type B[T] = dict[str, T]
print(A, A.__value__, B[int], B.__value__, B.__type_params__, B[int].__args__, A | None)
print(type(A), A.__module__, B.__parameters__)
def deco(x): print('deco', x.__name__); return x
@deco
@deco
def g[**P, R](fn: Callable[P, R]) -> Callable[P, R]: return fn
print(g.__annotations__)
class Outer:
    class Inner: pass
    X = int
    def meth[T](self, a: Inner, b: X, c: T = X) -> T: return c
    type Al = Inner
    class G[T: Inner](dict): pass
print(Outer.meth.__annotations__, Outer().meth(1,2), Outer.Al.__value__, Outer.G.__type_params__[0].__bound__, Outer.G.__bases__, Outer.G.__qualname__)
def rec[T](n: T):
    return 1 if n == 0 else n * rec(n-1)
print(rec(5))
class D(C[int, str, [int]]): pass
print(D.__type_params__, D.__orig_bases__, int.__type_params__, deco.__type_params__)
def local():
    z = 3
    def h[T: z]() -> z: return z
    return h
h = local(); print(h(), h.__type_params__[0].__bound__, h.__qualname__)
try:
    class Bad(T0): pass
except TypeError as e: print(e)
try: T0.__bound__ = 3
except AttributeError as e: print(e)
TV=TypeVar('TV', bound=int, covariant=True); print(TV, TV.__bound__, list[TV][int], TV | None, Optional[TV])
for bad in (lambda: TypeVar('T', int), lambda: TypeVar('T', covariant=True, contravariant=True), lambda: TypeVar('T', 3, str)):
    try: bad()
    except Exception as e: print(type(e).__name__, e)
P=ParamSpec('P'); print(P.args, P.kwargs, P.args == P.args, P)
Ts=TypeVarTuple('Ts'); print(list(Ts), Ts)
class Gen(Generic[TV]): pass
print(Gen[int], Gen.__parameters__)
try: A[int]
except TypeError as e: print(e)
import pickle, copy
print(copy.copy(TV) is TV)
class Box[T]:
    def __init__(self, v: T): self.v = v
    def map[U](self, f: Callable[[T], U]) -> 'Box[U]': return Box(f(self.v))
print(Box(3).map(str).v, Box[int](3).v, Box[int])
x = lambda: None
print(typing.get_type_hints(rec), isinstance(Box(1), Box), issubclass(Box, Generic))
class Proto[T](Protocol):
    def a(self) -> T: ...
print(Proto[int], Proto.__parameters__)
@runtime_checkable
class P2(Protocol):
    def a(self): ...
class I:
    def a(self): pass
print(isinstance(I(), P2), isinstance(3, P2), isinstance(3, SupportsAbs))
class NT[T](NamedTuple):
    a: T
print(NT(3), NT[int])
class TD[T](TypedDict):
    a: T
print(TD(a=3), TD.__annotations__)
from typing import *
def h[T: (int, undefined2)](x): pass
try: h.__type_params__[0].__constraints__
except NameError as e: print(e)
type R = list[R] | int
print(R.__value__)
type L = lambda: 5
def outer():
    x = 5
    type A = x
    x = 6
    return A.__value__
print(outer())
class K:
    y = 1
    type A = y
    y = 2
    def m[T](self, p: (lambda: 3)) -> y: pass
print(K.A.__value__, K.m.__annotations__['return'])
class Priv:
    __x = 4
    type __A = int
    def m[__T](self, a: __T): return self.__A
print(Priv().m(1), Priv.m.__type_params__)
class Meta(type):
    def __new__(m, n, b, ns, **kw): print(n, b, sorted(k for k in ns if not k.startswith('__f') and not k.startswith('__static')), kw); return super().__new__(m, n, b, ns)
class W[T](metaclass=Meta, k=3):
    def f(self) -> T: return super().__init__()
async def co[T](x: T) -> T: pass
print(co.__type_params__)
x = [i for i in range(3)]
def gen[T](x: list[T]):
    yield from x
print(list(gen([1,2])))
def deflt[T](a=[i for i in x], *, b=x) : return a, b
print(deflt())
'''

SINCE_13 = r'''
from typing import *
class D[T = int, *Ts = *tuple[int, str], **P = [str]]: pass
a,b,c = D.__type_params__
print(a.__default__, b.__default__, c.__default__, a.has_default(), NoDefault, TypeVar('X').has_default(), TypeVar('X').__default__)
print(D[str], D[()] if 0 else '')
def f[T = undefined](x: T): pass
t,=f.__type_params__
try: t.__default__
except NameError as e: print(e)
print(TypeVar('Q', default=int).__default__)
class O[K, V = K]: pass
print(O[int], O[int, str])
'''

if sys.version_info >= (3, 12):
    exec(SINCE_12, {"__name__": "__main__"})
if sys.version_info >= (3, 13):
    exec(SINCE_13, {"__name__": "__main__"})
print("done")
