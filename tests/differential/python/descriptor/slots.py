class P:
    __slots__ = ("x", "y")

    def __init__(self, x, y=None):
        self.x = x
        if y is not None:
            self.y = y


p = P(1)
print(p.x, hasattr(p, "y"), hasattr(p, "__dict__"), P.__slots__, type(P.x).__name__)
for bad in (lambda: p.y, lambda: setattr(p, "z", 1), lambda: delattr(p, "y"), lambda: p.__dict__, lambda: setattr(p, "__class__", int)):
    try:
        print(bad())
    except (AttributeError, TypeError) as error:
        print(type(error).__name__, str(error).split(" and no ")[0] if "__class__" not in str(error) else "")
p.y = 5
p.x = [1]
p.x.append(2)
del p.y
print(p.x, hasattr(p, "y"))


class Q(P):
    __slots__ = ("z",)


class D(P):
    pass


class W(P):
    __slots__ = ("__dict__",)


q, d, w = Q(1, 2), D(3), W(4)
q.z = "z"
d.free, w.free = "ok", "ok2"
print(q.x, q.y, q.z, d.free, d.__dict__, w.__dict__, Q.__slots__)
for bad in (lambda: setattr(q, "w", 1),):
    try:
        bad()
    except AttributeError as error:
        print("AttributeError")
for source in ("class E: __slots__ = ('a',); a = 1", "class E: __slots__ = ('1a',)", "class E: __slots__ = (5,)", "class E(int): __slots__ = ('a',)", "class E(P, Other): pass", "class E: __slots__ = 'single'", "class E: __slots__ = ('a', 'a')", "class E: __slots__ = ('__dict__', '__dict__')", "class E(tuple): __slots__ = ()"):
    class Other:
        __slots__ = ("o",)
    try:
        exec(source, {"P": P, "Other": Other})
        print("ok", source)
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


class Mangled:
    __slots__ = ("__private", "_ok")

    def __init__(self):
        self.__private = 1


m = Mangled()
print(m._Mangled__private, [s for s in dir(m) if "private" in s])


class Default:
    __slots__ = ["a"]

    def __getattr__(self, name):
        return "missing " + name


print(Default().a, Default().b)


class Desc:
    __slots__ = {"doc": "a documented slot"}


print(Desc.doc.__doc__, P.x.__get__(p), P.x.__name__)
P.x.__set__(p, 99)
print(p.x)
try:
    P.x.__get__(5)
except TypeError as error:
    print(error)
copy = P.__new__(P)
for s in P.__slots__:
    if hasattr(p, s):
        setattr(copy, s, getattr(p, s))
print(copy.x, P.__slots__ is P.__dict__["__slots__"])
