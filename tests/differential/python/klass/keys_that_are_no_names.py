A = type('A', (), {'x': 1})
print(A.x)
try:
    A = type('A', (), {3: 1, 'y': 2})
    print(A.y, 3 in A.__dict__, [k for k in A.__dict__ if k == 3])
except Exception as e: print(repr(e))
a = A()
a.__dict__[4] = 5
print(a.__dict__, a.y)
a.z = 3
print(a.__dict__)
try:
    class B:
        locals()[3] = 1
        locals()[(1,2)] = 1
        x = 2
    print(B.x)
except Exception as e: print(repr(e))
globals()[5] = 6
globals()[None] = 7
print(5 in globals())
class M(type):
    @classmethod
    def __prepare__(m, *a): return {1: 2, None: 3}
class C(metaclass=M): q = 1
print(C.q)
def f(**k): return k
try: f(**{1: 2})
except TypeError as e: print(e)
import types
try: exec("x = 1; print(x)", {1: 2})
except Exception as e: print(repr(e))
try: exec("x = 1; print(x)", {}, {1: 2})
except Exception as e: print(repr(e))
try: setattr(a, 5, 1)
except TypeError as e: print(e)
m = types.ModuleType('m'); m.__dict__[1] = 2; m.x = 1; print(m.x)
try: dir(m)
except TypeError as e: print(e)
