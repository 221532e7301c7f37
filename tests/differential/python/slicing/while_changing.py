"""Slices whose bounds, values and keys run code that changes what is sliced; dicts whose keys come and go."""


class At:
    def __init__(self, n, act=None):
        self.n, self.act = n, act

    def __index__(self):
        print("index", self.n)
        if self.act:
            self.act()
        return self.n


def attempt(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


x = list(range(10))
for low, high, step in ((None, None, None), (2, 7, None), (7, 2, None), (-3, None, None), (None, -8, 2), (None, None, -1), (8, 2, -2), (100, -100, -3), (None, 5, 2**70), (2**70, None, -1), (True, False, -1), (3, 3, 1)):
    print([y[low:high:step] for y in (x, tuple(x), "0123456789", b"0123456789", bytearray(b"0123456789"), range(10), "ÀbcĀ\U00010000fghij")])
for bad in (slice(1, 2, 0), slice("a", 2), slice(1, None, 2.0), slice(1.5)):
    for y in (x, (1, 2), "ab", b"ab", bytearray(b"ab"), range(3)):
        attempt(lambda: y[bad])
attempt(lambda: x[1:2:0])
attempt(lambda: "abc"[::0])
attempt(lambda: x["a":])
attempt(lambda: x[:1.5:1])
attempt(lambda: {}[1:2])
attempt(lambda: 5[1:2:3])
print(x[At(1) : At(5) : At(2)], x[At(-3) :], x[: At(2)])
print(x[At(0, x.pop) : At(100, lambda: x.append("new")) : At(3, lambda: x.insert(0, "first"))], x)
print(x[At(0, x.clear) : 5], x, x[At(0) :: At(1, lambda: x.extend("ab"))])


def items(*values, act):
    for v in values:
        act()
        yield v


for make in (lambda x: x, lambda x: x[::-1], lambda x: x[1:2], lambda x: tuple(x), lambda x: iter(x), lambda x: (), lambda x: "text", lambda x: {7: 8}, lambda x: range(3), lambda x: {1: 2}.items()):
    for low, high in ((0, 0), (1, 3), (None, None), (3, 1), (-2, None), (50, 60)):
        x = [1, 2, 3, 4, 5]
        x[low:high] = make(x)
        print(x, end=" ")
    print()
x = [1, 2, 3, 4, 5]
x[1:3] = items("a", "b", "c", act=x.pop)
print(x)
x = [1, 2, 3]
x[0:2] = items("a", act=lambda: x.append(0))
print(x)
x = [1, 2, 3]
x[0:2] = items("a", act=x.clear)
print(x)
x = [1, 2, 3, 4]
x[::2] = x[::-2]
print(x)
attempt(lambda: x.__setitem__(slice(None, None, 2), [1]))
attempt(lambda: x.__setitem__(slice(0, 1), 5))
attempt(lambda: x.__setitem__(slice(0, 4, 2), 5))
x[At(0, lambda: x.append("z")) : At(2)] = [At]
print(len(x))
x[At(0) : At(2) : At(1)] = "ab"
print(x)
del x[At(0) : At(1)], x[-1:]
print(x)
b = bytearray(b"abc")
for i, v in ((0, 65), (-1, 90), (1, True), (5, 1), (0, 256), (0, -1), (0, "a"), ("a", 1), (0, 1.0), (2**70, 1)):
    attempt(lambda: b.__setitem__(i, v))
    try:
        b[i] = v
    except Exception as e:
        print(type(e).__name__, e)
    attempt(lambda: b[i])
    print(b)

# keys that come and go
d = {i: i for i in range(50)}
for n in range(20000):
    d[n % 7] = d.pop(n % 7)
print(len(d), list(d)[:5], list(d)[-8:])
s = set(range(100))
for n in range(20000):
    s.remove(n % 50)
    s.add(n % 50)
print(len(s), sorted(s) == list(range(100)))
q = {}
for n in range(5000):
    q[n] = n
    if n >= 20:
        del q[n - 20]
print(list(q) == list(range(4980, 5000)), [q.popitem() for _ in range(3)], 4990 in q, 4979 in q)


class Busy:
    """Compared, it takes a key out of the dict and puts it in again."""

    def __init__(self, name):
        self.name = name

    def __hash__(self):
        return 3

    def __eq__(self, other):
        if other is not self and len(d) > 20:
            d[11] = d.pop(11, 0)
        return isinstance(other, Busy) and self.name == other.name


d = {i: i for i in range(30)}
for name in "abcabcabd":
    d[Busy(name)] = d.get(Busy(name), 0) + 1
print([(k.name, v) for k, v in d.items() if isinstance(k, Busy)], len(d))

# what merges, collects and sorts
print({**{1: 2}, **{1: 3, "a": 4}}, {**{}}, {**dict.fromkeys("xyz")})


def keywords(**k):
    return k


print(keywords(**{"a": 1, "b": 2}), keywords(x=1, **{"y": 2}))
attempt(lambda: keywords(**{1: 2}))
attempt(lambda: keywords(a=1, **{"a": 2}))
attempt(lambda: keywords(**{"a": 1, 2: 3}))
given = {"a": 1}
kept = keywords(**given)
kept["b"] = 2
print(given, kept)
x = [3, 1, 2]
attempt(lambda: x.sort(key=lambda v: x.append(9) or v))
attempt(lambda: sorted([3, -1, 2], key=abs))
attempt(lambda: sorted([3, "a"], key=len))
attempt(lambda: sorted([3, 1], key=divmod))
attempt(lambda: sorted(["b", "A"], key=str.lower))
attempt(lambda: sorted(range(5), key=[4, 2, 0, 1, 3].__getitem__))
print(list("aéĀ\U00010000"), list(range(5, -5, -3)), list(range(2**63, 2**63 + 2)), list({}.items()), list(frozenset()), list({1: 2}.items()), tuple({1: 2}.values()))
