# Implicit calls look a special method up on the type, never on the instance.
class A:
    def __len__(self):
        return 1

    def __str__(self):
        return "type str"


a = A()
a.__len__ = lambda: 99
a.__str__ = lambda: "instance str"
a.__add__ = lambda o: "instance add"
a.__call__ = lambda: "instance call"
a.__getitem__ = lambda i: "instance item"
a.__iter__ = lambda: iter([1])
a.__contains__ = lambda x: True
a.__bool__ = lambda: False
a.__hash__ = lambda: 5
a.__eq__ = lambda o: "eq"
a.__enter__ = lambda: 1
print(len(a), a.__len__(), str(a), f"{a}", bool(a), hash(a) == 5, a == 1)
for bad in (lambda: a + 1, lambda: a(), lambda: a[0], lambda: iter(a), lambda: 1 in a):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class G:
    def __getattr__(self, name):
        print("getattr", name)
        return lambda *args: 7

    def __getattribute__(self, name):
        if not name.startswith("__c"):
            print("getattribute", name)
        return super().__getattribute__(name)


g = G()
for bad in (lambda: len(g), lambda: g + 1, lambda: g[0], lambda: g()):
    try:
        print(bad())
    except TypeError as error:
        print(error)
print(g.__len__(), g.anything())


class D:
    pass


d = D()
D.__len__ = lambda self: 3
D.__add__ = lambda self, o: ("added", o)
D.__call__ = lambda self, *a: a
D.__getitem__ = lambda self, i: i * 2
print(len(d), d + 1, d(1, 2), d[21], list(zip(range(2), iter(lambda it=iter([1, 2, 0]): next(it), 0))))
del D.__len__
try:
    len(d)
except TypeError as error:
    print(error)


class N:
    __iter__ = None
    __add__ = None
    __contains__ = None
    __hash__ = None
    __len__ = None


for bad in (lambda: list(N()), lambda: N() + 1, lambda: 1 in N(), lambda: hash(N()), lambda: len(N()), lambda: bool(N())):
    try:
        print(bad())
    except TypeError as error:
        print(error)


class S:
    __len__ = staticmethod(lambda: 4)
    __getitem__ = classmethod(lambda cls, i: (cls.__name__, i))
    __call__ = lambda *a: len(a)


print(len(S()), S()[3], S()(1, 2))


class P:
    @property
    def __len__(self):
        return lambda: 6


print(len(P()))
