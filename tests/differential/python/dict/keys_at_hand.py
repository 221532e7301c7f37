"""Look-ups by small ints and strings, in small and large dicts and sets, with keys that are equal to others."""

d = {1: 2, "a": 3, -1: 4, 2**70: 5, 1.5: 6}
print(
    d[1],
    d["a"],
    d[-1],
    d[2**70],
    d[1.5],
    d.get(1),
    d.get(True),
    d.get("zz"),
    d.get(-1),
    d.get("b" + "c", 9),
    d.get(1.0),
    -1 in d,
    7 in d,
    "a" in d,
    True in d,
    [] in d if 0 else 0,
)
s = {1, -1, -2, "x"}
f = frozenset(s)
print(-1 in s, -2 in s, "x" in f, "y" in f, 3 in f, True in f)
for o in (d, s, f):
    try:
        [] in o
    except TypeError as e:
        print(e)
try:
    d[99]
except KeyError as e:
    print(repr(e))
try:
    {}["q"]
except KeyError as e:
    print(repr(e))
from collections import OrderedDict, defaultdict

dd = defaultdict(list)
dd[1].append(2)
print(dd[1], dd[2], dd.get(3))
big = {i: i * 2 for i in range(1000)}
print(sum(big[i] for i in range(1000)), big.get(500), big.get(5000), 77 in big, 7777 in big)
del big[3]
print(big.get(3), 3 in big)
m = {1: 1, 2: 2, 3: 3}
del m[2]
print(m.get(2), 2 in m, m[3])
m[2] = 9
print(m, m[2])
st = {1, 2, 3}
st.discard(2)
print(2 in st, sorted(st | {2}), sorted(st & {2, 3}), sorted(st - {1}), sorted(st ^ {1, 9}))
