class Rnd:
    def __init__(s, x):
        s.x = x

    def __call__(s, n):
        s.x = (s.x * 1103515245 + 12345) % 2**31
        return (s.x >> 8) % n


rnd = Rnd(7)
# random ops on dict vs list of pairs model
d = {}
keys = []
log = []
for i in range(60000):
    k = rnd(300)
    op = rnd(9)
    if op < 4:
        d[k] = i
    elif op == 4:
        log.append(d.pop(k, None))
    elif op == 5:
        log.append(d.get(k))
    elif op == 6 and d and rnd(10) == 0:
        log.append(d.popitem())
    elif op == 7:
        log.append(d.setdefault(k, -i))
    elif op == 8 and k in d:
        del d[k]
    if rnd(5000) == 0:
        d.clear()
    if rnd(500) == 0:
        log.append(list(d.items()))
    if rnd(700) == 0:
        log.append(list(reversed(d)))
print(hash(str(log)) == hash(str(log)), len(str(log)), sum(map(ord, str(log))) % 1000003, list(d)[:10])
# list ops
l = []
log = []
for i in range(40000):
    op = rnd(14)
    n = len(l)
    if op < 4:
        l.append(i)
    elif op == 4 and n:
        log.append(l.pop(rnd(n)))
    elif op == 5:
        l.insert(rnd(n + 3) - 1, i)
    elif op == 6 and n:
        del l[rnd(n)]
    elif op == 7:
        a, b = sorted((rnd(n + 1), rnd(n + 1)))
        l[a:b] = [i] * rnd(4)
    elif op == 8 and n > 40:
        a = rnd(n)
        del l[a :: rnd(5) + 1]
    elif op == 9:
        l.reverse()
    elif op == 10 and rnd(20) == 0:
        l.sort()
    elif op == 11 and rnd(10) == 0:
        l *= rnd(3)
    elif op == 12 and rnd(5) == 0:
        l += l[:5]
    elif op == 13:
        log.append((l.count(i - 1), l[rnd(5) :][:3], l[::-7][:4]))
    if len(l) > 500:
        l.clear()
print(len(str(log)), sum(map(ord, str(log))) % 1000003, l[:20])
# sets
s = set()
t = set()
log = []
for i in range(40000):
    k = rnd(200)
    op = rnd(12)
    if op < 4:
        s.add(k)
    elif op == 4:
        s.discard(k)
    elif op == 5:
        t.add(k)
    elif op == 6:
        log.append(sorted(s | t))
    elif op == 7:
        log.append(sorted(s & t))
    elif op == 8:
        log.append(sorted(s - t))
    elif op == 9:
        log.append(sorted(s ^ t))
    elif op == 10:
        log.append((s <= t, s >= t, s < t, s == t, s.isdisjoint(t), k in s))
    elif op == 11 and rnd(50) == 0:
        q = rnd(4)
        if q == 0:
            s |= t
        elif q == 1:
            s &= t
        elif q == 2:
            s -= t
        else:
            s ^= t
    if rnd(3000) == 0:
        t.clear()
print(len(str(log)), sum(map(ord, str(log))) % 1000003, sorted(s)[:10])
# sorts
for n in (0, 1, 2, 10, 63, 64, 65, 1000, 5000):
    for mk in (
        lambda: rnd(1000),
        lambda: rnd(10),
        lambda: rnd(1000) / 7,
        lambda: str(rnd(1000)),
        lambda: (rnd(5), rnd(100)),
        lambda: rnd(2**31) * rnd(2**31) * rnd(2**31) - 2**90,
        lambda: (rnd(3), str(rnd(9))),
        lambda: rnd(2) == 1,
        lambda: [1.5, 2, 3, 2**65][rnd(4)],
    ):
        x = [mk() for _ in range(n)]
        a = sorted(x)
        b = sorted(x, reverse=True)
        c = sorted(x, key=lambda v: str(v))
        dd = sorted(enumerate(x), key=lambda p: p[1], reverse=True)
        print(n, sum(map(ord, str((a, b, c, dd)))) % 1000003, end=" ")
    print()
# frozenset hash, tuple hash
print(
    hash(frozenset(range(100))),
    hash(frozenset()),
    hash((1, 2, 3)),
    hash(()),
    hash((1, (2, 3), -1)),
    hash(range(5)),
    hash(frozenset([frozenset([1]), 2])),
    hash(2**61 - 1),
    hash(-1),
    hash(-2),
    hash(2**100),
    hash(1.5),
    hash((1.5, None)) == hash((1.5, None)),
)
