import weakref, copy, pickle
class A: pass
a = A(); r = weakref.ref(a)
print(vars(a), a.__getstate__(), a.__dict__, dir(a)[-3:])
class R(weakref.ref):
    __slots__ = ("key",)
    def __init__(self, o, cb=None, key=None): super().__init__(o, cb); self.key = key
    def __new__(cls, o, cb=None, key=None): return super().__new__(cls, o, cb)
x = R(a, None, 3); print(x() is a, x.key)
for e in (ValueError(1, 2), OSError(2, "no", "f"), KeyError("k"), OSError(9999, "x"), OSError(13, "x"), OSError("a"), ConnectionError(2, "x")):
    print(repr(e), type(e).__name__, pickle.loads(pickle.dumps(e)), repr(copy.copy(e)))
class E(OSError): pass
print(repr(E(2, "x")))
v = ValueError("q"); v.extra = [1]; w = copy.deepcopy(v); print(w.extra, w.args, v.__reduce__())
from typing import NamedTuple
class P(NamedTuple):
    x: int
    y: str = "d"
print(P(1), P._field_defaults, P.__mro__[1])
def g():
    z = 3
    yield z
    yield 4
i = g(); print(i.gi_frame.f_lineno - g.__code__.co_firstlineno); next(i); print(i.gi_frame.f_lineno - g.__code__.co_firstlineno); list(i); print(i.gi_frame, i.gi_yieldfrom)
import types
print(types.ModuleType("m"), types.FunctionType(g.__code__, {}, "n").__name__, types.MethodType(len, [1, 2])(), types.CellType(3).cell_contents)
import math
print(math.sqrt.__module__, len.__module__, pickle.loads(pickle.dumps(math.sqrt)) is math.sqrt)
