class D:
    __slots__ = ("a", "b", "a")
d = D(); d.a = 3; d.b = 4
print(d.a, d.b)
class E(D):
    __slots__ = ("a", "c")
e = E(); e.a = 1; e.c = 5; D.a.__set__(e, 9)
print(e.a, D.a.__get__(e), e.c)
try:
    class F:
        __slots__ = ("x",)
        x = 1
except ValueError as e: print(e)
