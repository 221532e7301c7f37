def r(f, *a, **k):
    try:
        return f(*a, **k)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


class L(list):
    pass


class T(tuple):
    pass


class D(dict):
    pass


class S(set):
    pass


class F(frozenset):
    pass


class I(int):
    pass


class St(str):
    pass


l = L([3, 1, 2])
t = T((3, 1, 2))
d = D(a=1, b=2)
s = S([1, 2])
f = F([1, 2])
print(l, t, d, repr(s), repr(f), [type(x).__name__ for x in (l, t, d, s, f)])
print(len(l), len(t), len(d), len(s), len(f), l[0], t[0], d["a"], 1 in l, 1 in t, "a" in d, 1 in s, 1 in f)
print(
    [
        type(x).__name__
        for x in (
            l + [1],
            t + (1,),
            l * 2,
            t * 2,
            l[:],
            t[:],
            l.copy(),
            d.copy(),
            s.copy(),
            f.copy(),
            s | {1},
            f | {1},
            d | {},
            sorted(l),
            L(l),
            T(t),
        )
    ]
)
print(
    l == [3, 1, 2],
    t == (3, 1, 2),
    d == {"a": 1, "b": 2},
    s == {1, 2},
    f == {1, 2},
    [3, 1, 2] == l,
    (3, 1, 2) == t,
    {"a": 1, "b": 2} == d,
    {1, 2} == s,
    frozenset([1, 2]) == f,
    l < [4],
    t < (4,),
    s < {1, 2, 3},
    hash(t) == hash((3, 1, 2)),
    hash(f) == hash(frozenset([1, 2])),
)
print(r(hash, l), r(hash, d), r(hash, s))
l.sort()
l.append(5)
l.extend(t)
l += [7]
l[0] = I(9)
del l[1]
print(l, type(l).__name__, l.pop(), l.index(5), l.count(3))
l.reverse()
print(l)
l[1:3] = []
print(l)
l.x = 1
print(l.x)
print(
    list(l),
    tuple(l),
    sorted(set(l)),
    [*l],
    {**d},
    dict(d),
    list(d),
    max(l),
    min(t),
    sum(t),
    sorted(t),
    list(reversed(l)),
    list(reversed(d)),
    list(enumerate(t)),
    list(zip(l, t)),
    list(map(str, t)),
)
a, b, *c = t
print(a, b, c)
a, b, c = t
print(a, b, c)
print("%s %s" % T((1, 2)), "{} {}".format(*l), ",".join(map(str, t)), str(l), "%s" % l)
for x in l:
    print(x, end=" ")
for x in d:
    print(x, end=" ")
for x in d.items():
    print(x, end=" ")
print()
print(
    I(5) + 1,
    [1, 2, 3][I(1)],
    [1] * I(3),
    range(I(4)),
    list(range(I(2))),
    {I(1): 2}[1],
    I(3) in [3],
    [10, 20][True],
    St("a") + "b",
    {St("k"): 1}["k"],
    "k" in {St("k")},
    St("a") in "cab",
)


class D2(dict):
    def __missing__(self, k):
        return ("missing", k)

    def __getitem__(self, k):
        return dict.__getitem__(self, k)

    def keys(self):
        return ["fake"]


d2 = D2(x=1)
print(d2["x"], d2["q"], d2.get("q"), r(lambda: dict(d2)), {**d2}, "q" in d2)


class D3(dict):
    def __iter__(self):
        return iter(["z"])

    def keys(self):
        return ["z"]

    def __getitem__(self, k):
        return k * 2


d3 = D3(a=1)
print(dict(d3), {**d3}, list(d3), d3, len(d3))
e = {}
e.update(d3)
print(e)


class L2(list):
    def __len__(self):
        return 0

    def __iter__(self):
        return iter("xyz")

    def __getitem__(self, i):
        return "item"

    def __contains__(self, i):
        return True

    def __eq__(self, o):
        return "eq"


l2 = L2([1, 2, 3])
print(
    bool(l2),
    list(l2),
    l2[0],
    l2[0:1],
    5 in l2,
    l2 == 1,
    [1] + l2,
    l2 + [1],
    l2 * 2,
    repr(l2),
    sorted(l2),
    [*l2],
    tuple(l2),
)
x = []
x += l2
x[1:1] = l2
print(x, x == l2)


class T2(tuple):
    def __new__(cls, *a, **k):
        return super().__new__(cls, a)

    def __init__(self, *a, **k):
        self.k = k


t2 = T2(1, 2, q=3)
print(t2, t2.k, t2 + (1,))


class L3(list):
    def __init__(self, *a, **k):
        super().__init__(a)
        self.k = k


l3 = L3(1, 2, q=3)
print(l3, l3.k)


class S2(set):
    def __init__(self, *a):
        super().__init__(a)


print(S2(1, 2))


class F2(frozenset):
    def __new__(cls, *a):
        return super().__new__(cls, a)


print(F2(1), {F2(1)} == {frozenset([1])})
print(
    isinstance(l, list), issubclass(L, list), isinstance(t, (int, tuple)), L.__mro__[1:], T.__base__, type(l).__bases__
)
print(
    r(list.append, l, 1),
    r(list.append, d, 1),
    r(dict.get, d, "a"),
    r(dict.get, l, "a"),
    r(list.__len__, t),
    r(tuple.__new__, T, [1]),
    r(tuple.__new__, L, [1]),
    r(list.__new__, T),
    0,
    r(int.__new__, L),
)


class E(enumerate):
    pass


class Z(zip):
    pass


class R(reversed):
    pass


print(
    list(E("ab")),
    list(Z([1], [2])),
    list(R([1, 2])),
    type(E("a")).__name__,
    next(E("q", 5)),
    list(map(list, [E("ab")])),
)
for c in (range, slice, bool, type(None), type(iter([]))):
    print(r(lambda: type("X", (c,), {})))
print(r(lambda: type("X", (list, dict), {})), r(lambda: type("X", (list, L), {})), type("X", (L, list), {})([1]))


class A:
    def __init__(self):
        self.v = []


class B(A, list):
    pass


b = B()
b.append(1)
print(b, b.v)


class P(list):
    __slots__ = ("q",)


p = P([1])
p.q = 5
print(p, p.q, r(setattr, p, "z", 1))
print(D.fromkeys("ab"), type(D.fromkeys("ab")).__name__, dict.fromkeys("ab", 1), D2.fromkeys([1]))
