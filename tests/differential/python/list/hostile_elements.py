def r(f, *a, **k):
    try:
        return f(*a, **k)
    except RecursionError as e:
        return "RecursionError"
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


l = []
l.append(l)
m = []
m.append(m)
print(r(lambda: l == m), repr(l), r(lambda: l == l))
t = ([],)
t[0].append(t)
print(t)
d = {}
d["d"] = d
d["v"] = d.values()
print(d)
s = [1]
s.append({2: s, "t": (s,)})
print(s)


# mutation in repr / eq / sort / extend
class M:
    def __init__(self, l):
        self.l = l

    def __repr__(self):
        self.l.clear()
        return "M"

    def __eq__(self, o):
        self.l.clear()
        return False

    def __lt__(self, o):
        self.l.append(1)
        return True

    __hash__ = None


x = []
x.extend([M(x), 2, 3])
print(x, x)
x = []
x.extend([M(x), 2, 3])
print(x.index(3) if 0 else r(x.index, 3), x)
x = []
x.extend([M(x), 2, 3])
print(r(x.remove, 3), x)
x = []
x.extend([M(x), 2, 3])
print(x == [1, 2, 3], x)
x = []
x.extend([M(x), 2, 3])
print(r(x.sort), len(x))
x = [1, 2, 3]


def gen():
    for i in range(5):
        x.clear()
        yield i


x.extend(gen())
print(x)
x = [1, 2, 3]
x[1:2] = gen()
print(x)
x = [1, 2, 3]
x += x
print(x)
x *= 2
print(len(x))
x[::2] = x[1::2]
print(x)
x[:] = x
print(x)
x = list(range(10))
x[2:5] = x
print(x)
x = list(range(10))
x[::3] = x[:4]
print(x)


class K2:
    log = []

    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 3

    def __eq__(self, o):
        K2.log.append((self.n, o.n))
        return self.n == o.n


d = {K2(i): i for i in range(10)}
print(len(d), len(K2.log))
K2.log.clear()
print(d[K2(7)], K2(11) in d, d.get(K2(4)), len(K2.log))


class BadHash:
    def __hash__(self):
        return "x"


print(r(lambda: {BadHash(): 1}))


class BigHash:
    def __hash__(self):
        return 2**100 + 7


print(hash(BigHash()), hash(BigHash()) == hash(2**100 + 7))


class BadEq:
    def __hash__(self):
        return 5

    def __eq__(self, o):
        raise ValueError("eq")


d = {5: 1}
print(r(lambda: d[BadEq()]), r(d.__contains__, BadEq()), r(d.setdefault, BadEq(), 1), r(d.pop, BadEq()), d)


# iter protocol errors
class NI:
    def __iter__(self):
        return 5


class NN:
    __iter__ = None


class RI:
    def __iter__(self):
        raise KeyError("x")


class LenBad:
    def __len__(self):
        return -1


class LenStr:
    def __len__(self):
        return "a"


class LenBig:
    def __len__(self):
        return 2**70


for o in (NI(), NN(), RI(), LenBad(), LenStr(), LenBig()):
    print([r(f, o) for f in (iter, list, tuple, set, dict, sum, len, bool, sorted, reversed, enumerate, max)])


class HintBad:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        raise TypeError


class HintNeg:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        return -1


class HintErr:
    def __iter__(self):
        return iter([1])

    def __length_hint__(self):
        raise ValueError("hint")


class LenErr:
    def __iter__(self):
        return iter([1])

    def __len__(self):
        raise ValueError("len")


for o in (HintBad(), HintNeg(), HintErr(), LenErr()):
    print([r(f, o) for f in (list, tuple, sorted)], r(lambda: [*o]))


class Seq:
    def __getitem__(self, i):
        if i > 3:
            raise IndexError
        return i * i

    def __len__(self):
        return 4


print(
    list(Seq()),
    list(reversed(Seq())),
    9 in Seq(),
    5 in Seq(),
    sorted(Seq(), reverse=True),
    list(zip(Seq(), Seq())),
    dict(enumerate(Seq())),
    tuple(map(str, Seq())),
)


class StopSeq:
    def __getitem__(self, i):
        if i > 2:
            raise StopIteration
        return i


print(list(StopSeq()))


def g():
    yield 1
    return 5


it = g()
next(it)
try:
    next(it)
except StopIteration as e:
    print(e.value)


def g2():
    raise StopIteration
    yield


print(next(iter([]), None), r(next, iter([])), r(next, iter(()), *[1]))


# generator re-entrancy
def g3():
    yield next(me)


me = g3()
print(r(next, me), r(list, me))


# zip with failing
def bad():
    yield 1
    raise ValueError("b")


z = zip([1, 2, 3], bad())
print(next(z), r(next, z), r(next, z))
m = map(lambda a: 1 // a, [1, 0, 2])
print(next(m), r(next, m), next(m), r(next, m))
f = filter(lambda a: 1 // a, [1, 0, 2])
print(next(f), r(next, f), r(next, f))
e = enumerate(bad(), 2**62 - 1)
print(next(e), r(next, e))
e = enumerate("abc", 2**62 - 1)
print(list(e))
print(list(enumerate("ab", -(2**63))), list(enumerate("ab", 2**64)))
it = iter([1, 2, 3])
print(list(zip(it, it)))
print(list(zip(*[iter(range(7))] * 3)), list(zip([], [1], strict=False)))
it = iter(lambda: 1 // 0, 5)
print(r(next, it))


def stopper():
    raise StopIteration


it = iter(stopper, 5)
print(list(it))
