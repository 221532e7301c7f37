"""What reads of attributes through classes give while metaclasses, descriptors and equality change under warm sites."""

from enum import Enum


class Color(Enum):
    RED = 1
    BLUE = 2


def get():
    return Color.RED


for _ in range(3):
    print(get())


class M(type):
    pass


class A(metaclass=M):
    x = object()
    y = 5


class B(A):
    pass


def ax():
    return A.x


def bx():
    return B.x


for _ in range(3):
    ax(), bx()
M.x = property(lambda c: "meta " + c.__name__)
print(ax(), bx())
del M.x
print(ax() is A.__dict__["x"], bx() is A.__dict__["x"])


class D:
    pass


class H:
    d = D()


def hd(o):
    return o.d


def Hd():
    return H.d


h = H()
for _ in range(3):
    hd(h), Hd()
print(type(hd(h)).__name__, type(Hd()).__name__)
D.__get__ = lambda s, i, o: ("got", i is None)
print(hd(h), Hd())
del D.__get__
print(type(hd(h)).__name__, type(Hd()).__name__)


class Desc:
    def __get__(s, i, o):
        return "desc"


for _ in range(3):
    hd(h), Hd()
H.__dict__["d"].__class__ = Desc
print(hd(h), Hd())
H.d = D()
for _ in range(3):
    hd(h), Hd()


class D0:
    pass


class D2(D0):
    pass


H.d = D2()
for _ in range(3):
    hd(h), Hd()
D2.__bases__ = (Desc,)
print(hd(h), Hd())


class S:
    def __set__(s, i, v):
        print("set", v)


class T:
    s = S()


t = T()


def ts(o):
    return o.s


print(type(ts(t)).__name__)
t.__dict__["s"] = 4
for _ in range(3):
    print(ts(t) == 4)


class GA(type):
    def __getattr__(c, n):
        return "ga " + n


class U(metaclass=GA):
    z = 1


def uz():
    return U.z


def uw():
    return U.w


for _ in range(3):
    uz(), uw()
print(uz(), uw())
del U.z
print(uz())
U.w = 3
print(uw())
GA.__getattribute__ = lambda c, n: "all " + n
print(uz(), uw())


class E1:
    pass


a, b = E1(), E1()


def eq(x, y):
    return x == y, x != y


for _ in range(3):
    print(eq(a, b), eq(a, a))
E1.__eq__ = lambda s, o: True
print(eq(a, b))
del E1.__eq__
print(eq(a, b))
E1.__ne__ = lambda s, o: "ne"
print(eq(a, b), a in [b], (a,) == (b,), {a: 1} == {a: 1})


class I(int):
    pass


print(eq(I(3), I(3)), eq(I(3), a), eq(Exception(1), Exception(1)))
