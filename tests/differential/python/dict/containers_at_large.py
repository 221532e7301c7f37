def r(f, *a, **k):
    try:
        return f(*a, **k)
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


d = {i: str(i) for i in range(5)}
k, v, i = d.keys(), d.values(), d.items()
print(k, v, i, len(k), len(v), len(i))
print(
    k & [1, 9],
    k | [9] if len(k | [9]) == 6 else 0,
    sorted(k - [1]),
    sorted(k ^ [1, 9]),
    i & [(1, "1")],
    sorted(i - [(1, "1")]),
    k == {0, 1, 2, 3, 4},
    k <= {0, 1, 2, 3, 4, 5},
    k < {0},
    k > {0},
    k >= k,
    k != k,
    i == set(i),
    v == v,
    v == d.values(),
    k.isdisjoint([9]),
    i.isdisjoint([(1, "1")]),
)
print(
    sorted({1, 9} & k),
    sorted({1, 9} | k),
    sorted({1, 9} - k),
    sorted({1, 9} ^ k),
    {1} < k,
    {0, 1, 2, 3, 4} == k,
    [1] & k if 0 else "",
    r(lambda: [1] - k),
    r(lambda: k & 5),
    r(lambda: k + 1),
    r(lambda: v & v),
    r(lambda: k < 5),
    r(hash, k),
    r(hash, v) is not None,
    r(lambda: k[0]),
)
print(
    1 in k,
    (1, "1") in i,
    (1,) in i,
    [1, "1"] in i,
    "1" in v,
    r(lambda: [] in k),
    r(lambda: ([], 1) in i),
    r(lambda: (1, []) in i),
)
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), list(reversed(d)))
print(k.mapping, type(k.mapping).__name__, k.mapping == d, r(lambda: k.mapping.__setitem__(1, 2)))
it = iter(d)
next(it)
d[99] = 1
print(r(next, it), r(next, it), list(it) if 0 else "")
del d[99]
it = reversed(d)
next(it)
d[99] = 1
print(r(next, it))
del d[99]
it = iter(d.items())
next(it)
d.clear()
print(r(next, it))
d = {i: i for i in range(5)}
it = iter(d)
print(it.__length_hint__())
next(it)
print(it.__length_hint__())
d[7] = 7
print(it.__length_hint__())
s = {1, 2, 3}
it = iter(s)
next(it)
s.add(77)
print(r(next, it), r(next, it), it.__length_hint__())
print(d | {1: "x"}, {1: "x"} | d, r(lambda: d | [(1, 2)]), r(lambda: [] | d))
d |= [(1, 2)]
print(d)
d |= {5: 6}
print(d)
print(
    dict([(1, 2), [3, 4], "ab"]),
    dict(zip("ab", [1, 2])),
    dict({1: 2}, a=3),
    dict(a=1, b=2),
    dict(()),
    r(dict, [1]),
    r(dict, ["a"]),
    r(dict, [(1, 2, 3)]),
    r(dict, 5),
    r(dict, 1, 2),
    r(dict, [[]]),
    r(dict, {1: 2}, **{"x": 1}),
)
print({1: 2} == {1.0: 2.0}, {1: 2} == {1: 3}, {} == {}, {1: 2} != {1: 2}, r(lambda: {} < {}))
print({True: 1, 1: 2, 1.0: 3}, {0: 1, False: 2, -0.0: 3}, {"a": 1, "b": 2, "a": 3})
print(
    d.popitem(),
    d.setdefault(100),
    d.setdefault(100, 5),
    d.pop(100),
    d.pop(100, 7),
    r(d.pop, 100),
    r(d.pop, []),
    r({}.pop, []),
    r({}.pop, [], 1),
    d.get([] if 0 else 1),
)
x = {}
for n in range(1000):
    x[n] = n
for n in range(0, 1000, 2):
    del x[n]
for n in range(1000, 1100):
    x[n] = n
print(len(x), list(x)[:5], list(x)[-5:], sum(x), list(reversed(x))[:5])
while x:
    x.popitem()
print(x, len(x))
x["a"] = 1
print(x)
y = {1: 1}
y2 = y.copy()
y2[2] = 2
print(y, y2)
nan = float("nan")
z = {nan: 1}
print(nan in z, z[nan], float("nan") in z, {nan: 1} == {nan: 1}, {nan: 1} == {float("nan"): 1})
print(
    {(1, 2): 3}[(1, 2)],
    {frozenset([1]): 2}[frozenset([1])],
    {None: 1}[None],
    {...: 1}[...],
    {int: 1}[int],
    {len: 1}[len],
    {"x": 1}["".join(["x"])],
    {10**20: 1}[10**20],
    {1.5: 1}[1.5],
    {b"a": 1}[b"a"],
    {range(3): 1}[range(0, 3, 1)],
)
print(str({1: [{}]}), repr({"a": {"b": {}}}), {1: {2: {3: 4}}})
# unhashables and frozenset lookups
s = {frozenset([1]), 2}
print(
    {1} in s,
    s.__contains__({1}),
    r(lambda: [1] in s),
    r(s.add, {1}),
    r(s.remove, {5}),
    r(s.discard, {5}),
    r(s.remove, [1]),
)
s.remove({1})
print(s)
print(
    set("hello") == set("olleh"),
    set([1, 2]) - {1},
    {1, 2} > {1},
    sorted({1}.union([2], (3,), "4"), key=str),
    {1, 2, 3}.intersection([1, 2], {2}),
    {1, 2, 3}.difference([1], [2]),
    {1, 2}.symmetric_difference([2, 3]),
    {1}.issubset([1, 2]),
    {1, 2}.issuperset([1]),
    {1}.isdisjoint([2]),
    frozenset([1]).union([2]),
    set().union(),
    frozenset().intersection([1]),
)
print(
    r(lambda: {1} | [2]),
    r(lambda: {1}.__or__([2])),
    r(lambda: {1} <= [1]),
    r(set().pop),
    r({1}.remove, 2),
    r(lambda: {1} + {2}),
    r(frozenset([1]).add, 1) if hasattr(frozenset, "add") else "noadd",
    r(set, 5),
    r(set, [[]]),
    r(frozenset, 5),
    r(lambda: {1}[0]),
)
a = {1, 2}
b = a
a |= {3}
print(b)
a &= {3, 4}
print(b)
a -= {4}
print(b)
a ^= {3, 5}
print(b)
a.update([6], "x")
print(len(b))
a.intersection_update([6, 5])
print(sorted(b))
a.difference_update([6])
print(b)
a.symmetric_difference_update([5, 7])
print(b)
fz = frozenset([1])
fz2 = fz
fz |= {2}
print(fz2, fz)
print(a | a == a, a & a == a, a - a == set(), a ^ a == set())
a -= a
print(a)
a = {1}
a ^= a
print(a)
print(
    sorted(map(sorted, {frozenset([1, 2]), frozenset([2, 1]), frozenset([3])})),
    hash(frozenset([1, 2])) == hash(frozenset([2, 1])),
    frozenset([1]) == {1},
    {frozenset([1])} == {frozenset({1})},
)
# tuple/list misc
print(
    (1, 2) + (3,),
    (1, 2) * 2,
    2 * (1,),
    (1,) * 0,
    (1,) * -1,
    (1, 2).index(2),
    (1, 2, 1).count(1),
    r((1, 2).index, 3),
    r((1, 2).index, 1, 1),
    (1, 2, 1).index(1, 1),
    (1, 2, 1).index(1, -1),
    1 in (1,),
    (1, 2) < (1, 3),
    (1, 2) < (1, 2, 0),
    () < (1,),
    (1,) > (),
    (1, 2) == (1, 2.0),
    (1, 2) != (1, 2),
    r(lambda: (1,) < (None,)),
    r(lambda: (1,) + [1]),
    r(lambda: (1,) * "a"),
    r(lambda: (1,) * 1.0),
)
print(
    [1, 2] + [3],
    [1, 2] * 2,
    2 * [1],
    [1] * 0,
    [1] * -1,
    [1, 2].index(2),
    r([1].index, 3),
    [1, 2, 1].index(1, 1),
    [3, 1, 2].count(1),
    [1, 2] < [1, 3],
    [1] < [1, 2],
    [] < [1],
    [[1], [2]] < [[1], [3]],
    r(lambda: [1] < [None]),
    r(lambda: [1] < (1,)),
    [1] == (1,),
    r(lambda: [1] + (1,)),
    r(lambda: [1] * [1]),
)
print(
    tuple(),
    tuple([1]),
    tuple("ab"),
    tuple({1: 2}),
    tuple(x for x in (1, 2)),
    tuple((1,)),
    list(),
    list("ab"),
    list((1,)),
    r(tuple, 5),
    r(list, 5),
    (1,)[0],
    (1, 2)[-1],
    r(lambda: (1,)[1]),
    r(lambda: (1,)["a"]),
    r(lambda: [1][1]),
    r(lambda: [1][-2]),
    r(lambda: [1][None]),
    r(lambda: [1][1.0]),
)
t = (1, 2, 3)
print(t is tuple(t), t[:] is t, t * 1 is t, t + () is t, () + t is t, () is ())
print(
    sum([1, 2]),
    sum([1.5, 2]),
    sum([[1], [2]], []),
    sum((), 5),
    sum([], start=3),
    sum([1], start=2),
    sum({1: 2}),
    sum([10**20, 1]),
    sum([True, True]),
    r(sum, ["a"]),
    r(sum, [1], "a"),
    sum([0.1] * 10),
    sum([1e308, 1e308]),
    sum([2**62 - 1, 1]),
    sum([1, 2.5, 3]),
    sum([1j, 2]),
)
print(
    max([1, 3, 2]),
    min([3, 1, 2]),
    max("abc"),
    max(1, 2, 3),
    max([1, 2], key=lambda x: -x),
    min([], default=0),
    max([], default=None, key=len),
    r(max, []),
    r(max, 1),
    r(max, 1, "a"),
    max([1, 1.0]),
    min(1.0, 1),
    max([[1], [2]]),
    max({1: 2, 3: 0}),
    max((1, 2), (1, 3)),
    max("a", "b", key=ord),
    r(max),
    r(max, 1, 2, key=5),
)
print(
    any([]),
    all([]),
    any([0, "", None]),
    all([1, "a", [0]]),
    any(x > 2 for x in [1, 2, 3]),
    all(x > 2 for x in [1, 2, 3]),
    r(any, 5),
    sorted("hello"),
    sorted([3, 1, 2], reverse=True),
    sorted({3: 1, 1: 2}),
    sorted([(1, "b"), (1, "a")]),
    sorted(["b", "A"], key=str.lower),
    r(sorted, [1, "a"]),
    r(sorted, 5),
)
print(
    list(enumerate("ab", 1)),
    list(enumerate([], 5)),
    list(zip("ab", [1, 2], (3, 4))),
    list(zip("ab")),
    list(zip()),
    list(map(lambda x, y: x + y, [1, 2], [3, 4, 5])),
    list(map(None if 0 else str, [1])),
    list(filter(None, [0, 1, "", 2])),
    list(filter(lambda x: x > 1, [1, 2, 3])),
    list(reversed([1, 2])),
    list(reversed(range(3))),
    list(reversed("abc")),
    list(reversed((1, 2))),
    r(reversed, {1}),
    r(reversed, 5),
    r(iter, 5),
    r(next, []),
)
it = iter("abc")
print(next(it), list(it), next(it, "end"), it.__length_hint__())
it = reversed([1, 2, 3])
print(it.__length_hint__(), next(it), it.__length_hint__(), list(it), list(it))
it = iter(range(5))
next(it)
print(it.__length_hint__(), list(it))
it = iter(range(10**20))
next(it)
print(it.__length_hint__(), next(it))


def f(*a):
    return a


print(
    f(*range(3)),
    f(*"ab", *[1]),
    f(*{1: 2}),
    f(*(x for x in [1])),
    f(*zip([1], [2])),
    [*range(3), *"a"],
    {*[1, 1]},
    (*[1],),
    r(lambda: f(*5)),
    r(lambda: [*5]),
)
