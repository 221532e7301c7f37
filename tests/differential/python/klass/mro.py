class O:
    def f(self):
        return ["O"]


class A(O):
    def f(self):
        return ["A"] + super().f()


class B(O):
    def f(self):
        return ["B"] + super().f()


class C(O):
    def f(self):
        return ["C"] + super().f()


class D(A, B):
    def f(self):
        return ["D"] + super().f()


class E(A, C):
    pass


class F(D, E):
    def f(self):
        return ["F"] + super().f()


for k in (O, A, D, E, F):
    print(k.__name__, [c.__name__ for c in k.__mro__], k().f(), [c.__name__ for c in k.mro()] == [c.__name__ for c in k.__mro__])
for bases in ((O, A), (A, O, B), (A, A), (D, A, B), (A, D), (int, str), (object, A), (bool,), (5,), (A, 5), (type(None),), (int, A)):
    try:
        k = type("X", bases, {})
        print([c.__name__ for c in k.__mro__])
    except TypeError as error:
        print("no order" if "MRO" in str(error) or "resolution" in str(error) else error)


class X(D, E):
    pass


class Y(E, D):
    pass


try:
    class Z(X, Y):
        pass
except TypeError as error:
    print("no consistent order" if "MRO" in str(error) else error)
print([c.__name__ for c in O.__subclasses__()], [c.__name__ for c in A.__subclasses__() if c.__name__ != "X"], F.__base__.__name__, F.__bases__[1].__name__, issubclass(F, B), issubclass(B, A), issubclass(F, object))


class Mixin:
    def greet(self):
        return "mixin+" + super().greet()


class Base:
    def greet(self):
        return "base"


class Final(Mixin, Base):
    pass


print(Final().greet())
try:
    Mixin().greet()
except AttributeError as error:
    print(error)
Final.__bases__ = (Base,)
print(Final().greet(), [c.__name__ for c in Final.__mro__])
Base.greet = lambda self: "changed base"
print(Final().greet())


class P:
    attr = "P"


class Q(P):
    pass


class R(Q):
    pass


r = R()
print(r.attr)
Q.attr = "Q"
print(r.attr)
r.attr = "r"
print(r.attr)
del r.attr, Q.attr
print(r.attr)
P.attr = "P2"
print(r.attr, R.attr)
