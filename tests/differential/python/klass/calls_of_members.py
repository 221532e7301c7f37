"""Method calls whose receiver is a module or a class, and sites that meet both and objects too."""

import math


class A:
    def __init__(self, a):
        self.a = a

    @staticmethod
    def s(x):
        return x

    @classmethod
    def c(cls, x):
        return cls, x

    def m(self):
        return "A.m"


class B(A):
    def __init__(self, a, b):
        A.__init__(self, a)
        self.b = b


def f(n):
    t = 0
    for i in range(n):
        t += math.floor(i) + math.sqrt(4.0)
        b = B(i, 2)
        t += b.a + A.s(i)
        A.c(i)
        A.m(b)
    return t


print(f(1000))


def g(owner, *a):
    return owner.m(*a) if a else owner.name()


class N:
    name = staticmethod(lambda: "N")


class M:
    name = lambda self=None: ("M", self)


def h(o):
    return o.name()


class Obj:
    def name(self):
        return "obj"


import types

mod = types.ModuleType("mod")
mod.name = lambda: "module"
for k in range(3):
    for o in (N, M, Obj(), mod, N, Obj(), mod, M):
        print(h(o), end=" ")
    N.name = staticmethod(lambda k=k: ("N", k))
    mod.name = lambda k=k: ("mod", k)
    Obj.name = lambda self, k=k: ("Obj", k)
print()
mod.name = Obj
print(type(h(mod)).__name__)


class Two:
    def __init__(self, a=1):
        self.a = a


mod.name = Two
print(h(mod).a)


def err(o):
    try:
        return o.name(1, 2, 3)
    except TypeError as e:
        return str(e)


print(err(N), err(mod), err(Obj())) if 0 else None
print(h(M), h(M())[0])
del M.name
try:
    h(M)
except AttributeError as e:
    print(e)
