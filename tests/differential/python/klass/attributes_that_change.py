"""Classes that change so that an attribute is no longer read or written where it lay, with sites that have seen it there."""


def read(o):
    return o.x


def write(o, v):
    o.x = v


def call(o):
    return o.m()


def add(o):
    o.late = 1


def show(label, f, *arguments):
    try:
        print(label, f(*arguments))
    except Exception as error:
        print(label, type(error).__name__, error)


def warm(cls):
    made = cls()
    for _ in range(3):
        write(made, 1)
        read(made)
        add(cls())
    return made


class Data:
    def __get__(self, o, t):
        return "data"

    def __set__(self, o, v):
        print("set", v)


class NonData:
    def __get__(self, o, t):
        return "non-data"


# a property comes
class A:
    pass


a = warm(A)
A.x = property(lambda self: "property")
show("property", read, a)
show("property set", write, a, 5)
A.late = property(lambda self: 3)
show("property add", add, A())
del A.x
show("property gone", read, a)


# a data descriptor comes to a base
class B:
    pass


class B2(B):
    pass


b = warm(B2)
B.x = Data()
show("data", read, b)
show("data set", write, b, 6)
del B.x
show("data gone", read, b)
B.x = NonData()
show("non-data", read, b)
NonData.__set__ = lambda self, o, v: print("now set", v)
show("non-data with __set__", read, b)
show("non-data with __set__", write, b, 7)
del NonData.__set__
show("without", read, b)


# __setattr__, __getattribute__, __delattr__ come
class C:
    pass


c = warm(C)
C.__setattr__ = lambda self, name, value: object.__setattr__(self, name, (name, value))
write(c, 2)
show("__setattr__", read, c)
new = C()
add(new)
show("__setattr__ add", lambda: new.late)
del C.__setattr__
write(c, 3)
show("no __setattr__", read, c)
C.__getattribute__ = lambda self, name: "every " + name
show("__getattribute__", read, c)
del C.__getattribute__
show("no __getattribute__", read, c)


# slots
class S:
    __slots__ = ("x",)


s = S()
for _ in range(3):
    write(s, 1)
    read(s)
slot = S.x
S.x = 9
show("slot replaced", read, s)
show("slot replaced set", write, s, 1)
S.x = slot
show("slot back", read, s)
del S.x
show("slot deleted", read, s)
show("slot deleted set", write, s, 1)


# bases
class P:
    pass


class Q:
    x = property(lambda self: "from Q")


class R(P):
    pass


r = warm(R)
R.__bases__ = (Q, P)
show("bases", read, r)
show("bases set", write, r, 1)

# many times: nothing piles up
for n in range(200):
    A.x = property(lambda self, n=n: n)
    first = read(a)
    del A.x
    assert (first, read(a)) == (n, 1), (n, first)
print("done")
