# class machinery
def t(*fs):
    for f in fs:
        try: print(f())
        except Exception as e: print(type(e).__name__, e)
class Meta(type):
    def __new__(m, n, b, d, **k):
        print("new", n, [x.__name__ for x in b], sorted(x for x in d if not x.startswith("__")), k); return super().__new__(m, n, b, d)
    def __init__(c, n, b, d, **k): print("init", n, k); super().__init__(n, b, d)
    def __call__(c, *a, **k): print("call", c.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, n, b, **k): print("prepare", n, k); return {"prepared": 1}
    def __getattr__(c, n): return f"meta {n}"
    def __setattr__(c, n, v): print("set", n); super().__setattr__(n, v)
    def __len__(c): return 42
    def __iter__(c): return iter("ab")
    def __contains__(c, x): return x == 1
    def __getitem__(c, i): return i * 2
    def __add__(c, o): return "added"
    def __bool__(c): return False
    def __repr__(c): return f"<Meta {c.__name__}>"
    def __dir__(c): return ["z", "y"]
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, o): return o is int
    def __eq__(c, o): return o == "eq" or c is o
    def __hash__(c): return 7
    @property
    def prop(c): return "meta prop"
class A(metaclass=Meta, kw=1):
    x = 1
    def f(self): return __class__
class B(A): y = 2
print(A.missing, len(A), list(A), 1 in A, A[4], A + 1, bool(A), A, dir(A), isinstance(5, A), issubclass(int, A), A == "eq", hash(A), A.prop, A.prepared, B.x)
A.z = 3
a = A(); print(a.f() is A, type(a) is A)
t(lambda: a.prop, lambda: a.missing, lambda: a[1], lambda: len(a))
class Base:
    subs = []
    def __init_subclass__(cls, /, tag=None, **k): super().__init_subclass__(**k); cls.subs.append((cls.__name__, tag))
class S1(Base, tag="t"): pass
class S2(S1): pass
print(Base.subs)
t(lambda: type("Z", (Base,), {}, bad=1), lambda: type("Z", (), {}, x=1), lambda: type("Z", (5,), {}), lambda: type("Z", (bool,), {}), lambda: type("Z", (A, dict), {}) and 0, lambda: type(1, (), {}), lambda: type("Z", [], {}), lambda: type("Z", (), []), lambda: type("Z"), lambda: type(), lambda: type(1, 2), lambda: type("a\0b", (), {}), lambda: type("Z", (int, str), {}), lambda: type("Z", (Base, Base), {}))
class X: pass
class Y(X): pass
t()
class D1:
    def __set_name__(self, o, n): print("set_name", o.__name__, n)
    def __get__(self, o, t=None): return ("get", o is None, t.__name__)
class D2(D1):
    def __set__(self, o, v): print("D2 set", v)
    def __delete__(self, o): print("D2 del")
class H:
    d1 = D1(); d2 = D2()
h = H(); print(h.d1, h.d2, H.d1, H.d2)
h.__dict__["d1"] = "own1"; h.__dict__["d2"] = "own2"; print(h.d1, h.d2); h.d2 = 5; del h.d2; h.d1 = 6; print(h.__dict__)
t(lambda: delattr(h, "d3"), lambda: D2.__set__(1), lambda: H.d1)
class G:
    def __getattr__(self, n):
        if n.startswith("ok"): return n
        raise AttributeError(f"no {n}")
    def __getattribute__(self, n):
        if n == "direct": return "d"
        return super().__getattribute__(n)
    def __setattr__(self, n, v): super().__setattr__(n, v * 2)
    def __delattr__(self, n): print("del", n); super().__delattr__(n)
g = G(); g.v = 4; print(g.okay, g.direct, g.v, hasattr(g, "no"), getattr(g, "no", "dflt")); del g.v
t(lambda: g.v, lambda: delattr(g, "v"))
class P:
    def __init__(self): self._x = 1
    @property
    def x(self): "doc x"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    ro = property(lambda s: 5)
    wo = property(None, lambda s, v: None)
    no = property()
p = P(); p.x = 3; print(p.x, P.x.__doc__, P.x.fget.__name__); del p.x
t(lambda: p.x, lambda: setattr(p, "ro", 1), lambda: delattr(p, "ro"), lambda: p.wo, lambda: p.no, lambda: setattr(p, "no", 1), lambda: P.x.__set__(p, 9), lambda: p.x, lambda: P.x.__get__(None, P) is P.x)
class CM:
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a
    def m(self): return "m"
class CMs(CM): pass
print(CM.c(1), CMs().c(), CM.s(1), CM().s(2), CM.__dict__["c"].__func__.__name__, CM.__dict__["s"](3), CM.m(5), CM.c.__self__, CM().m.__self__.__class__)
t(lambda: CM.m(), lambda: CM.__dict__["c"](), lambda: CM().m(1), lambda: CM.c.nothing)
class Sl:
    __slots__ = ("a", "__dict__")
s = Sl(); s.a = 1; s.b = 2; print(s.__dict__, Sl.a)
class Copy:
    __slots__ = ("q",)
t(lambda: Copy().__dict__, lambda: Copy().q, lambda: Copy.q.__get__(5), lambda: vars(Copy()))
class Num:
    def __init__(self, v): self.v = v
    def __lt__(self, o): return self.v < o.v
    def __call__(self, *a): return a
    def __index__(self): return self.v
    def __hash__(self): return -1
    def __eq__(self, o): return NotImplemented
print(Num(1) < Num(2), Num(1) > Num(2), Num(1)(2), "abc"[Num(1)], hash(Num(1)), Num(1) == Num(1), Num(1) != Num(1), hex(Num(255)), range(3)[Num(2)], [0] * Num(2))
t(lambda: Num(1) <= Num(2), lambda: Num("x").__index__() and [1][Num("x")])
class NoHash:
    def __eq__(self, o): return True
t(lambda: hash(NoHash()), lambda: {NoHash()}, lambda: NoHash.__hash__)
class Del:
    def __del__(self): pass
o = object(); t(lambda: o.x, lambda: object.__new__(int), lambda: object().__class__, lambda: o.__dict__, lambda: (5).__class__.__mro__)
print(A.__class__, type(A).__mro__, B.__bases__, B.__base__, A.__subclasses__(), X.__subclasses__()[0].__name__, Y.mro()[-1], X.__qualname__, X.__module__, X.__dict__.get("__doc__", 0), type(X.__dict__).__name__)
X.__name__ = "Renamed"; X.__qualname__ = "Q.Renamed"; print(X, X.__name__, X().__class__); Y.__bases__ = (Base,); print(Y.__mro__); Y.__doc__ = "new"; print(Y.__doc__)
t(lambda: setattr(X, "__name__", 5), lambda: setattr(int, "x", 1), lambda: delattr(X, "nope"), lambda: setattr(X(), "__class__", int), lambda: setattr(Y, "__bases__", ()), lambda: setattr(Y, "__bases__", 5))
def outer():
    class Inner:
        v = 1
        lst = [v for _ in range(2)] if 0 else [1]
        def m(self): return __class__.__qualname__, super().__repr__()[:10]
    return Inner
print(outer()().m(), outer().__qualname__, outer().m.__qualname__)
t(lambda: super(), lambda: super(int, 5).__add__(3), lambda: super(5, 5), lambda: super(bool, True).__repr__())
