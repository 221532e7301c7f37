class A:
    x = "A.x"

    def __init__(self, **kw):
        self.log = getattr(self, "log", []) + ["A"]
        if kw:
            raise TypeError(f"left over {sorted(kw)}")

    def m(self):
        return "A.m"

    @classmethod
    def c(cls):
        return "A.c " + cls.__name__

    @staticmethod
    def s():
        return "A.s"

    @property
    def p(self):
        return "A.p"


class B(A):
    x = "B.x"

    def __init__(self, b=None, **kw):
        super().__init__(**kw)
        self.log.append("B")

    def m(self):
        return "B.m>" + super().m()

    @classmethod
    def c(cls):
        return "B.c>" + super().c()

    @staticmethod
    def s():
        return "B.s>" + super(B, B).s()

    @property
    def p(self):
        return "B.p>" + super().p

    def explicit(self):
        return super(B, self).m(), super().x, self.x

    def nested(self):
        def inner(me):
            return super(B, me).m()

        return inner(self), [super(B, self).m() for _ in range(1)][0]

    def lazy(self):
        return (lambda: super(B, self).m())()


class C(A):
    def __init__(self, c=None, **kw):
        super().__init__(**kw)
        self.log.append("C")

    def m(self):
        return "C.m>" + super().m()


class D(B, C):
    def m(self):
        return "D.m>" + super().m()


d = D(b=1, c=2)
print(d.log, d.m(), D.c(), D.s(), d.p, d.explicit(), d.nested(), d.lazy(), super(B, d).m(), super(A, d).__repr__ is not None)
try:
    D(z=1)
except TypeError as error:
    print(error)
for bad in (lambda: super(5, 6), lambda: super(B, B).m(), lambda: super(D, d).nope, lambda: super(A, d).m(), lambda: super(B).m, lambda: super()):
    try:
        print(bad())
    except (TypeError, AttributeError, RuntimeError) as error:
        print(type(error).__name__, error)
s = super(B, d)
print(s.__thisclass__.__name__, s.__self__ is d, s.__self_class__.__name__, type(s).__name__, repr(s).startswith("<super: <class 'B'>, <D object>>"))


class E(A):
    def no_self():
        return super()

    def deleted(self):
        del self
        return super().m()

    def cell(self):
        return __class__


for f in (E.no_self, E().deleted):
    try:
        print(f())
    except (RuntimeError, TypeError) as error:
        print(type(error).__name__, error)
print(E().cell() is E)


class L(list):
    def append(self, x):
        super().append(x * 2)
        return super().__len__()

    def __getitem__(self, i):
        return "item", super().__getitem__(i)

    def __contains__(self, x):
        return super().__contains__(x * 2)


l = L([1])
print(l.append(5), l, l[0], 5 in l, 10 in l, super(L, l).__getitem__(1))
