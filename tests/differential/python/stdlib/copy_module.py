import copy

a = [1, [2, 3], {"k": [4]}, (5, [6])]
s, d = copy.copy(a), copy.deepcopy(a)
a[1].append("x")
a[2]["k"].append("y")
a[3][1].append("z")
print(s, d, s[1] is a[1], d[1] is a[1], d[3] is a[3])
loop = [1]
loop.append(loop)
c = copy.deepcopy(loop)
print(c[1] is c, c is not loop)
shared = [0]
pair = [shared, shared, {"s": shared}]
p = copy.deepcopy(pair)
print(p[0] is p[1] is p[2]["s"], p[0] is shared)
t = (1, (2, 3))
print(copy.deepcopy(t) is t, copy.copy(t) is t, copy.copy("s") == "s", copy.deepcopy(None), copy.deepcopy(print) is print, copy.copy({1, 2}) == {1, 2}, copy.deepcopy(frozenset([1])), copy.copy(bytearray(b"x")), copy.copy(range(3)))


class C:
    def __init__(self, v):
        self.v, self.items = v, [v]

    def __eq__(self, o):
        return vars(self) == vars(o)


x = C(1)
x.me = x
y, z = copy.copy(x), copy.deepcopy(x)
print(y.items is x.items, z.items is x.items, y.me is x, z.me is z, type(z).__name__)


class Custom:
    def __init__(self, n):
        self.n = n

    def __copy__(self):
        return Custom(self.n + 100)

    def __deepcopy__(self, memo):
        return Custom(self.n + 1000 + len(memo))


print(copy.copy(Custom(1)).n, copy.deepcopy(Custom(1)).n, [v.n for v in copy.deepcopy([Custom(1)])] != [])


class Reduce:
    def __init__(self, *a):
        self.a = a

    def __reduce__(self):
        return Reduce, ("rebuilt", *self.a), {"extra": [1]}


class State:
    def __init__(self):
        self.keep, self.drop = [1], [2]

    def __getstate__(self):
        return {"keep": self.keep}

    def __setstate__(self, state):
        self.__dict__.update(state, restored=True)


class Slots:
    __slots__ = ("a", "b")


class L(list):
    pass


class Args:
    def __new__(cls, a, b=5):
        self = super().__new__(cls)
        self.ab = a, b
        return self

    def __getnewargs__(self):
        return self.ab


r, st = copy.copy(Reduce(1)), copy.deepcopy(State())
sl = Slots()
sl.a = [1]
s2 = copy.deepcopy(sl)
l = L([1, [2]])
l.tag = ["t"]
l2 = copy.deepcopy(l)
print(r.a, r.extra, st.__dict__, s2.a, s2.a is sl.a, hasattr(s2, "b"), l2, type(l2).__name__, l2.tag, l2.tag is l.tag, copy.copy(Args(1)).ab)
deep = nested = []
for _ in range(50):
    nested.append([])
    nested = nested[0]
print(copy.deepcopy(deep) == deep, copy.deepcopy(C) is C, copy.deepcopy({(1, 2): [3], "f": len})["f"] is len)


class No:
    def __deepcopy__(self, memo):
        raise TypeError("not copyable")

    def __reduce_ex__(self, p):
        raise TypeError("no reduce")


for f in (copy.copy, copy.deepcopy):
    try:
        f(No())
    except TypeError as error:
        print(error)
try:
    copy.deepcopy([x for x in [(i for i in "a")]])
except TypeError as error:
    print("generators cannot be copied")
